"""Edits in everyday language: one thing changes, or two, and the words name it."""

import random
import re
from collections import Counter
from dataclasses import replace

import pytest

from pipeline.model.plan.world import KINDS, MAX_THINGS, plural
from pipeline.training.world.edits import add
from pipeline.training.world.everyday_edits import sample_everyday_edit
from pipeline.training.world.scene import MAX_GROUPS, groups, sample_scene


@pytest.fixture(scope="module")
def edits():
    rng = random.Random(5)
    return [sample_everyday_edit(sample_scene(rng), rng) for _ in range(1500)]


def census(scene) -> Counter:
    return Counter((t.kind, t.color, t.word) for t in scene.things)


def test_all_kinds_of_edits_occur(edits):
    changes = Counter(edit.change for edit in edits)
    for change in ("add", "remove", "replace", "resize", "recolor", "pose", "two", "place", "keep"):
        assert changes[change] > 25, changes


def test_what_is_not_asked_for_stays(edits):
    for edit in edits:
        before, after = (set(groups(scene)) for scene in (edit.before, edit.after))
        kept = {g for g in map(looks, before)} & {g for g in map(looks, after)}
        if edit.change not in ("keep", "place"):
            changed = 2 if edit.change == "two" else 1
            assert len(before) - len(kept) <= changed, edit.instruction
        if edit.change not in ("two", "time", "season", "weather", "place"):
            for part in ("terrain", "time", "weather", "season", "seed"):
                assert getattr(edit.before, part) == getattr(edit.after, part)


def looks(group) -> tuple:
    return tuple((t.kind, t.color, t.x, t.y, t.size, t.word, t.hair, t.pose) for t in group)


def test_one_more_is_one_more_and_one_fewer_is_one_fewer(edits):
    for edit in edits:
        more = any(said in edit.instruction for said in ("another", "one more"))
        more = more and not any(f"another {n}" in edit.instruction for n in ("two", "three"))
        fewer = any(said in edit.instruction for said in ("one of the", "less", "remove one "))
        if edit.change == "two" or not (more or fewer):
            continue
        change = (
            census(edit.after) - census(edit.before)
            if more
            else (census(edit.before) - census(edit.after))
        )
        assert sum(change.values()) == 1, edit.instruction
        kind = next(iter(change))[0]
        assert kind in edit.instruction or plural(kind) in edit.instruction


def test_another_place_keeps_every_thing(edits):
    for edit in edits:
        if edit.change == "place":
            assert edit.before.terrain != edit.after.terrain
            assert census(edit.before) == census(edit.after)


def test_only_what_is_kept_is_left(edits):
    for edit in edits:
        if edit.change == "keep":
            left, had = groups(edit.after), groups(edit.before)
            assert {looks(group) for group in left} < {looks(group) for group in had}
            assert len(left) == (1 if "and" not in edit.instruction else len(had) - 2)


def test_an_edit_of_a_pose_changes_nothing_else(edits):
    for edit in edits:
        if edit.change == "pose":
            before, after = edit.before.things, edit.after.things
            plain = [[replace(thing, pose="") for thing in things] for things in (before, after)]
            assert plain[0] == plain[1] and before != after, edit.instruction


def test_a_larger_thing_is_larger_where_it_stood(edits):
    for edit in edits:
        if edit.change != "resize":
            continue
        pairs = [
            (a, b) for a, b in zip(edit.before.things, edit.after.things, strict=True) if a != b
        ]
        larger = any(word in edit.instruction for word in ("bigger", "larger"))
        assert pairs
        for a, b in pairs:
            assert (b.size > a.size) == larger and (a.x, a.y) == (b.x, b.y)


def test_another_kind_takes_the_same_places(edits):
    for edit in edits:
        if edit.change != "replace":
            continue
        old, new = (
            census(edit.before) - census(edit.after),
            census(edit.after) - census(edit.before),
        )
        assert sum(old.values()) == sum(new.values())
        (was,), (now,) = {key[0] for key in old}, {key[0] for key in new}
        assert KINDS[was].zone == KINDS[now].zone


def test_as_many_as_are_named_are_there(edits):
    numbers = {"two": 2, "three": 3, "four": 4}
    seen = Counter()
    for edit in edits:
        found = re.search(r"(?:another (\w+) (\w+))|(?:(\w+) more (\w+))", edit.instruction)
        if edit.change == "add" and found:
            number, name = found[1] or found[3], found[2] or found[4]
            if number in numbers:
                new = census(edit.after) - census(edit.before)
                assert sum(new.values()) == numbers[number]
                assert plural(next(iter(new))[0]) == name
                seen["more"] += 1
        found = re.search(r"(\w+) (\w+) instead of (\w+)$", edit.instruction)
        if found and edit.change in ("add", "remove"):
            (kind,) = (k for k in KINDS if found[2] in (k, plural(k)))
            for scene, said in ((edit.after, found[1]), (edit.before, found[3])):
                count = sum(t.kind == kind for t in scene.things)
                assert count == numbers.get(said, 1)
            seen["instead"] += 1
    assert min(seen["more"], seen["instead"]) > 10, seen


def test_there_is_room_for_one_more_in_most_pictures_that_are_not_full():
    rng = random.Random(3)
    crowded = [scene for scene in (sample_scene(rng) for _ in range(400)) if len(scene.things) > 3]
    crowded = [s for s in crowded if len(s.things) < MAX_THINGS and len(groups(s)) < MAX_GROUPS]
    assert len(crowded) > 40
    assert sum(add(scene, rng) is not None for scene in crowded) > 0.85 * len(crowded)
