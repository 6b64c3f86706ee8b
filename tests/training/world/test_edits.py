"""Edits change one thing of a scene, and the instruction names it."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from pipeline.model.plan.boxes import third
from pipeline.training.world.edits import Edit, sample_edit
from pipeline.training.world.scene import Scene, Thing, groups, sample_scene


@pytest.fixture(scope="module")
def edits() -> list[Edit]:
    rng = random.Random(13)
    return [sample_edit(sample_scene(rng), rng) for _ in range(1100)]


def of(edits: list[Edit], change: str) -> list[Edit]:
    found = [edit for edit in edits if edit.change == change]
    assert found, f"no edit of kind {change}"
    return found


def unnumbered(scene: Scene) -> Counter:
    return Counter(replace(thing, group=0) for thing in scene.things)


def same_setting(edit: Edit) -> bool:
    return replace(edit.before, things=()) == replace(edit.after, things=())


def test_all_changes_occur(edits):
    changes = Counter(edit.change for edit in edits)
    expected = {"add", "remove", "recolor", "move", "time", "season", "weather", "word"}
    assert set(changes) == expected and min(changes.values()) > 10


def test_seed_and_shape_stay(edits):
    for edit in edits:
        assert edit.before != edit.after
        assert (edit.before.seed, edit.before.aspect) == (edit.after.seed, edit.after.aspect)


def test_add_only_adds_one_group(edits):
    for edit in of(edits, "add"):
        assert same_setting(edit)
        new = unnumbered(edit.after) - unnumbered(edit.before)
        assert not unnumbered(edit.before) - unnumbered(edit.after)
        assert len({(thing.kind, thing.color) for thing in new}) == 1
        assert len(groups(edit.after)) == len(groups(edit.before)) + 1


def test_remove_takes_one_whole_group(edits):
    for edit in of(edits, "remove"):
        assert same_setting(edit)
        assert not unnumbered(edit.after) - unnumbered(edit.before)
        assert len(groups(edit.after)) == len(groups(edit.before)) - 1


@pytest.mark.parametrize("change", ["recolor", "word", "move"])
def test_one_group_changes_in_one_field(edits, change):
    field = {"recolor": "color", "word": "word", "move": "x"}[change]
    for edit in of(edits, change):
        assert same_setting(edit)
        pairs = list(zip(edit.before.things, edit.after.things, strict=True))
        changed = [(old, new) for old, new in pairs if old != new]
        assert len({old.group for old, _ in changed}) == 1
        for old, new in changed:
            assert replace(new, **{field: getattr(old, field)}) == old


def test_recolor_names_the_new_color(edits):
    for edit in of(edits, "recolor"):
        (color,) = {new.color for new in edit.after.things if new not in edit.before.things}
        assert edit.instruction.endswith(color)


def test_move_names_the_side_it_ends_on(edits):
    for edit in of(edits, "move"):
        moved = [new for new in edit.after.things if new not in edit.before.things]
        assert third(sum(thing.x for thing in moved) / len(moved)) in edit.instruction


def test_word_is_in_the_instruction(edits):
    for edit in of(edits, "word"):
        (sign,) = (thing for thing in edit.after.things if thing.kind == "signpost")
        assert sign.word.lower() in edit.instruction.lower()


@pytest.mark.parametrize("change", ["time", "season", "weather"])
def test_setting_changes_alone(edits, change):
    for edit in of(edits, change):
        before, after = edit.before, edit.after
        assert before.things == after.things
        assert getattr(before, change) != getattr(after, change)
        if change == "time":
            assert (before.weather, before.season) == (after.weather, after.season)
        elif "snow" not in (before.weather, after.weather):
            # Snow alone is bound to a season.
            assert before.weather == after.weather or before.season == after.season


def test_instructions_tell_like_things_apart():
    """With a white and a black cat, "the cat" would be in doubt."""
    cats = (Thing("cat", "white", 0.25, 0.9, 0.22, 0), Thing("cat", "black", 0.75, 0.9, 0.22, 1))
    scene = Scene("hills", "noon", "clear", "summer", 1.0, cats, 1)
    rng = random.Random(1)
    for edit in (sample_edit(scene, rng) for _ in range(200)):
        if edit.change in ("remove", "move", "recolor"):
            assert " the cat" not in edit.instruction


def test_phrasings_vary_and_read_well(edits):
    starts = {edit.instruction.split()[0] for edit in edits}
    assert len(starts) > 12
    for edit in edits:
        assert edit.instruction == edit.instruction.strip() and "  " not in edit.instruction
        assert "{" not in edit.instruction and len(edit.instruction) < 160


def test_same_generator_state_gives_the_same_edit():
    scene = sample_scene(random.Random(2))
    assert sample_edit(scene, random.Random(3)) == sample_edit(scene, random.Random(3))
