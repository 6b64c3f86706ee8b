"""The judge's targets lie where the things are, in every crop."""

import random

import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.model.plan.world import POSED, TERRAINS, TIMES, WEATHERS
from pipeline.training.judge import CLOSEST, WHOLE, Frame, Judge, center, framed, heat_targets
from pipeline.training.world.scene import sample_scene

FRAMES = st.integers(0, 2**32).map(lambda seed: Frame.sample(random.Random(seed)))


def test_heat_targets_peak_where_the_things_are():
    rng = random.Random(3)
    scene = next(s for s in iter(lambda: sample_scene(rng, 1.0), None) if len(s.things) >= 3)
    heat, color, pose = heat_targets([scene], 40, 40)
    for thing in scene.things:
        x, y = center(thing, 1.0)
        assert heat[0, :, int(y * 40), int(x * 40)].max() == 1
    assert (color >= 0).any() == any(t.color for t in scene.things)
    assert (pose >= 0).any() == any(t.kind in POSED for t in scene.things)


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_a_frame_lies_inside_the_picture(seed):
    frame = Frame.sample(random.Random(seed))
    assert CLOSEST <= frame.share <= 1
    assert 0 <= frame.left <= 1 - frame.share and 0 <= frame.top <= 1 - frame.share


@settings(deadline=None)
@given(FRAMES, st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_a_frame_moves_the_targets_as_it_moves_the_picture(frame, x, y):
    side = 80
    spot = torch.zeros(1, 3, side, side)
    row, column = int(y * side), int(x * side)
    spot[..., row - 1 : row + 2, column - 1 : column + 2] = 1
    to_x, to_y = frame.place((column + 0.5) / side, (row + 0.5) / side)
    assume(0.05 < to_x < 0.95 and 0.05 < to_y < 0.95)
    shown = framed(spot, [frame])[0, 0]
    to_row, to_column = divmod(int(shown.argmax()), side)
    assert abs(to_row + 0.5 - side * to_y) < 4 and abs(to_column + 0.5 - side * to_x) < 4


def test_a_frame_around_the_picture_changes_nothing():
    picture = torch.rand(1, 3, 20, 30)
    torch.testing.assert_close(framed(picture, [WHOLE]), picture)


def test_what_a_frame_leaves_out_is_no_target():
    rng = random.Random(3)
    scene = next(s for s in iter(lambda: sample_scene(rng, 1.0), None) if len(s.things) >= 3)
    corner = Frame(0.0, 0.0, 0.01)
    heat, color, pose = heat_targets([scene], 40, 40, [corner])
    assert not heat.any() and (color < 0).all() and (pose < 0).all()


def test_an_untrained_judge_finds_no_things():
    torch.manual_seed(0)
    reading = Judge((16, 16, 16)).eval().read(torch.zeros(1, 3, 64, 64))[0]
    assert reading.things == ()
    assert reading.terrain in TERRAINS and reading.time in TIMES and reading.weather in WEATHERS
