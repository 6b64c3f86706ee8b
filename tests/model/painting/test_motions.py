"""Drawn people who blink and wave: the shipped drawings, and the figures that they are made of."""

import random

import numpy as np
import pytest

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.painting.motions import eyes_of, in_motion, waved, with_closed_eyes
from pipeline.model.people.poses import POSES
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.land import sample_land


@pytest.fixture(scope="module")
def dictionary():
    return Dictionary.load(WEIGHTS)


def drawings_of(dictionary, pose, kinds=("girl", "boy", "woman standing", "man standing", "king")):
    for kind in kinds:
        for variant, drawing in enumerate(dictionary.kinds[kind].drawings):
            if drawing.pose == pose:
                yield dictionary.drawing(kind, variant), drawing


def test_who_stands_has_two_eyes_and_who_sleeps_or_is_seen_from_behind_none(dictionary):
    found = [len(eyes_of(*one)) for one in drawings_of(dictionary, "standing")]
    assert len(found) > 20 and set(found) <= {0, 2} and np.mean(found) > 1.6
    for pose in ("sleeping", "back"):
        assert not any(eyes_of(*one) for one in drawings_of(dictionary, pose))


def test_closed_eyes_change_the_eyes_alone(dictionary):
    people = list(drawings_of(dictionary, "standing"))
    with_eyes = [one for one in people if eyes_of(*one)]
    assert len(with_eyes) > 25
    for rgba, drawing in with_eyes:
        closed = with_closed_eyes(rgba, drawing)
        assert closed.shape == rgba.shape and (closed[..., 3] == rgba[..., 3]).all()
        changed = (closed != rgba).any(-1)
        eyes = eyes_of(rgba, drawing)
        assert 10 < changed.sum() < 700
        assert not eyes_of(closed, drawing)
        for left, top, width, height in eyes:
            changed[max(0, top - 9) : top + height + 9, max(0, left - 9) : left + width + 9] = False
        assert not changed.any()


def test_a_waving_hand_moves_and_the_rest_of_the_body_does_not(dictionary):
    people = list(drawings_of(dictionary, "waving"))
    assert len(people) > 10
    for rgba, drawing in people:
        assert waved(rgba, drawing, 0.0) is rgba
        there = waved(rgba, drawing, 0.25).astype(int)
        seen = (there[..., 3:] > 0) | (rgba[..., 3:] > 0)
        moved = ((abs(there - rgba) > 12) & seen).any(-1)
        height, width = moved.shape
        palm = drawing.anchors.palms[2:]
        near = np.hypot(np.arange(width) / width - palm[0], 0) < 0.3
        assert moved[: height // 2, near].mean() > 0.02
        assert not moved[round(0.6 * height) :].any()  # below the elbow
        assert not moved[:, : round(drawing.anchors.head[0] * width)].any()
        # Nothing of the hand stays behind, and none gets lost; it may hide hair.
        assert abs(there[..., 3].sum() / rgba[..., 3].astype(int).sum() - 1) < 0.04
        assert not there[:, -2:, 3].any()


def test_only_drawn_people_move_and_each_blinks_once_in_a_loop(dictionary):
    box = (0.1, 0.1, 0.4, 0.9)
    placed = (PlacedDrawing("girl", 0, 0, box), PlacedDrawing("cat", 1, 1, box))
    land = sample_land("meadow", random.Random(0))
    still = Composition(land, "day", "clear", "summer", "gouache", placed)
    changed = [
        [
            kind
            for kind, variant in (("girl", 0), ("cat", 1))
            if (now.drawing(kind, variant) != dictionary.drawing(kind, variant)).any()
        ]
        for now in (in_motion(still, dictionary, frame, 12) for frame in range(12))
    ]
    assert changed[0] == [] and sum(map(len, changed)) == 1 and ["girl"] in changed
    assert in_motion(still, dictionary, 1, 2) is dictionary


def test_the_pose_that_waves_raises_its_near_arm():
    """What `waved` takes for granted."""
    for pose in POSES["waving"]:
        assert -175 < pose.near_arm[1] < -160 and pose.near_arm[0] < -100
        assert not pose.turned and pose.hands[1] == "open"
