"""Edits, masks, variations and descriptions of a picture made here, through the journey."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.embedded.photos import PhotoMakeover
from pipeline.engines.embedded.retouching import Retouch
from pipeline.engines.embedded.tasks import Tasks
from pipeline.engines.embedded.world import from_layout
from pipeline.errors import RequestError
from pipeline.generate import describe, generate
from pipeline.model.plan.composition import Composition
from pipeline.request import Request
from pipeline.results import Picture, Progress
from safety.provenance.verify import verify
from tests.engines.embedded.test_world import SIZE, wish
from tests.small_world import small_engine

REACH = 0.35  # of the picture: how far the tiny decoder sees around a pixel


@pytest.fixture(scope="module")
def painter(tmp_path_factory) -> EmbeddedEngine:
    return small_engine(tmp_path_factory.mktemp("dictionary"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("out")


def made(request, painter, folder) -> Picture:
    *_, picture = generate(request, painter, folder)
    assert isinstance(picture, Picture)
    return picture


def edit(picture, instruction, painter, folder, **more) -> Picture:
    given = {"task": "edit", "photo": picture.path, "steps": 2, "seed": 5} | more
    return made(Request(instruction, **given), painter, folder)


@pytest.fixture(scope="module")
def picture(painter, folder):
    return made(wish("an elephant and a gizmo on a meadow, crayon"), painter, folder)


def layout(picture):
    return from_layout(verify(picture.path).settings["layout"])


def kinds(picture) -> list[str]:
    return sorted(one.kind for one in layout(picture).composition.drawings)


def boxes(composition: Composition, kind: str):
    return [one.box for one in composition.drawings if one.kind == kind]


def test_a_thing_comes_and_all_else_stays(painter, folder, picture):
    edited = edit(picture, "add a mug", painter, folder)
    before, after = layout(picture).composition, layout(edited).composition
    assert kinds(edited) == ["elephant", "mug"]
    assert after.land == before.land and after.style == "crayon"
    assert boxes(after, "elephant") == boxes(before, "elephant")
    assert edited.task == "edit" and edited.tokens > 50


def test_far_from_what_changes_the_pixels_are_the_same(painter, picture):
    told = verify(picture.path).settings["layout"]
    request = Request("add a mug", task="edit", photo=picture.path, steps=2, seed=5, layout=told)
    complete = painter.capabilities.complete(request, SIZE)
    conditioning = painter.encode(complete, Image.open(picture.path).convert("RGB"))
    *_, written = painter.sample_tokens(conditioning)
    *_, edited = painter.decode(conditioning, written.tokens)
    old = from_layout(told)
    *_, first = painter.world.paint(old.composition, SIZE, 2, old.seed)
    changed = np.abs(np.asarray(edited.image, int) - np.asarray(first.image, int)).max(2) > 0
    (box,) = boxes(from_layout(written.layout).composition, "mug")
    height, width = changed.shape
    near = np.zeros_like(changed)
    left, right = ((box[n] + step) * width for n, step in ((0, -REACH), (2, REACH)))
    top, bottom = ((box[n] + step) * height for n, step in ((1, -REACH), (3, REACH)))
    near[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1] = True
    assert changed.any() and not near.all() and not changed[~near].any()


def test_edits_follow_on_edits(painter, folder, picture):
    once = edit(picture, "add a cat", painter, folder)
    twice = edit(once, "make the cat red", painter, folder)
    thrice = edit(twice, "remove the elephant", painter, folder)
    assert kinds(thrice) == ["cat"]
    cats = [
        next(one for one in layout(each).composition.drawings if one.kind == "cat")
        for each in (once, twice, thrice)
    ]
    assert [cat.color for cat in cats] == [None, "red", "red"]
    assert cats[0].box == cats[1].box == cats[2].box
    assert len({layout(one).seed for one in (picture, once, twice, thrice)}) == 1


def test_what_cannot_be_painted_is_told_before_it_is_painted(painter, folder, picture):
    request = Request("add a cat and a zorb", task="edit", photo=picture.path, steps=1, seed=5)
    plans = [
        one.plan
        for one in generate(request, painter, folder)
        if isinstance(one, Progress) and one.plan
    ]
    assert plans[0].not_painted == ("zorb",)


def test_words_of_an_edit_are_shown_as_read(painter):
    words = painter.reads("remove the elephant and add a zorb", "edit").words
    assert [(word.text, word.kind) for word in words if word.kind] == [
        ("elephant", "thing"),
        ("zorb", "unknown"),
    ]
    assert not any(word.kind == "unknown" for word in painter.reads("mach es rot", "edit").words)
    words = painter.reads("make Mimi red", "edit", ["Mimi"]).words
    assert ("Mimi", "thing") in [(word.text, word.kind) for word in words]


@pytest.mark.parametrize("instruction", ["remove the cat", "add a zorb", "hm", "make it crayon"])
def test_an_edit_that_changes_nothing_is_refused(painter, folder, picture, instruction):
    with pytest.raises(RequestError, match="nothing in this picture would change"):
        edit(picture, instruction, painter, folder)


def test_under_a_mask_new_things_come_and_the_rest_stays_to_the_pixel(painter, folder, picture):
    mask = Image.new("L", SIZE)
    ImageDraw.Draw(mask).rectangle((150, 120, 250, 250), fill=255)
    file = io.BytesIO()
    mask.save(file, "PNG")
    request = Request("a mug", photo=picture.path, mask=file.getvalue(), steps=2, seed=5)
    painted = made(request, painter, folder)
    (box,) = boxes(layout(painted).composition, "mug")
    assert box[0] * SIZE[0] >= 150 and box[2] * SIZE[0] <= 251
    assert box[1] * SIZE[1] >= 120 and box[3] * SIZE[1] <= 251
    before, after = (
        np.asarray(Image.open(one.path).convert("RGB"), int) for one in (picture, painted)
    )
    outside = np.asarray(mask) == 0
    assert (before == after)[outside].all() and (before != after)[~outside].any()


def test_a_weak_variation_keeps_the_land_and_a_strong_one_only_the_place(painter, folder, picture):
    request = Request(task="variation", photo=picture.path, steps=1, seed=5, strength=0.3)
    weak = layout(made(request, painter, folder))
    strong = layout(made(replace(request, strength=1.0), painter, folder))
    old = layout(picture)
    assert weak.composition.land == old.composition.land and weak.composition != old.composition
    assert strong.composition.land.place == old.composition.land.place
    assert strong.composition.land != old.composition.land
    assert boxes(strong.composition, "elephant") and weak.seed == old.seed != strong.seed


def test_a_picture_is_described_by_its_own_settings(painter, folder, picture):
    edited = edit(picture, "add a mug", painter, folder, steps=1)
    told = describe(edited.path, painter)
    assert {group.kind for group in told.things} == {"elephant", "mug"}
    assert (told.place, told.style, told.not_painted) == ("meadow", "crayon", ())


def test_a_foreign_picture_is_described_as_it_is_seen(painter, photo_file):
    assert "elephant" not in {group.kind for group in describe(photo_file, painter).things}


@pytest.mark.parametrize(
    ("task", "prompt", "made"),
    [("edit", "anime", PhotoMakeover), ("variation", "", PhotoMakeover), ("inpaint", "", Retouch)],
)
def test_a_foreign_picture_is_drawn_anew_or_set_into(painter, task, prompt, made):
    mask = {"mask": b"-"} if task == "inpaint" else {}
    request = Request(prompt, task=task, photo=b"-", seed=1, **mask)
    photo = Image.effect_noise(SIZE, 80).convert("RGB")
    conditioning = painter.encode(
        painter.capabilities.complete(request, SIZE), photo, Image.new("L", SIZE, 255)
    )
    assert isinstance(conditioning.picture, made)


def test_an_edit_that_would_only_draw_a_foreign_picture_is_refused(painter):
    request = Request("add a zorb", task="edit", photo=b"-", seed=1)
    complete = painter.capabilities.complete(request, SIZE)
    with pytest.raises(RequestError, match="nothing in this picture would change"):
        painter.encode(complete, Image.effect_noise(SIZE, 80).convert("RGB"))


def test_a_thing_that_the_dictionary_has_lost_leaves_the_picture_unknown(painter, picture):
    told = verify(picture.path).settings["layout"].replace('"elephant"', '"mammoth"')
    assert Tasks(painter.world).known(told) is None
