"""What only the embedded engine does: edits that repaint what their plan changes, photos painted
larger than asked for."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PIL import Image

from pipeline.engines.embedded import engine as embedded
from pipeline.engines.embedded.conditioning import Given
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.embedded.tasks import Edit
from pipeline.errors import RequestError
from pipeline.model.plan import layout as layouts
from pipeline.model.plan.grammar import Found
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.planning.planner import ATTEMPTS, Planner
from pipeline.model.seeing import observer
from pipeline.request import Request
from pipeline.wording import ENGLISH

CAT = PlannedThing("cat", "black", 0.25, 0.9, 0.2)
PLAN = Plan("hills", "night", "clear", "summer", (CAT,))


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return EmbeddedEngine.tiny()


def edited(engine: EmbeddedEngine, monkeypatch, after: Plan) -> tuple[Image.Image, Image.Image]:
    """A photo, and its edit as if the transformer had planned `after`."""
    photo = Image.effect_noise((256, 256), 80).convert("RGB")
    request = Request("add a cat", photo=b"-", task="edit", size=(256, 256), seed=1, steps=1)
    request = engine.capabilities.complete(request, photo.size)
    conditioning = engine.encode(request, photo)
    conditioning = replace(conditioning, given=replace(conditioning.given, seen=PLAN))
    monkeypatch.setattr(engine.planner, "for_edit", lambda *_: after)
    *_, written = engine.sample_tokens(conditioning)
    *_, painted = engine.decode(conditioning, written.tokens)
    return photo, painted.image


def test_who_asks_for_nothing_new_is_told_so(engine, monkeypatch):
    with pytest.raises(ValueError, match="nothing in this picture would change: it shows that"):
        edited(engine, monkeypatch, PLAN)


def test_who_adds_to_a_full_picture_is_told_so(engine):
    cats = tuple(replace(CAT, x=0.1 + 0.12 * n) for n in range(7))
    full = replace(PLAN, things=cats)
    edit = Edit(engine.parts, engine.planner)
    with pytest.raises(RequestError) as raised:
        edit.check(SimpleNamespace(given=Given(seen=full)), full)
    assert raised.value.code == "picture_full" and raised.value.values == {"most": 7}


def test_what_an_edit_adds_is_painted_and_the_rest_is_the_photo(engine, monkeypatch):
    dog = PlannedThing("dog", "white", 0.75, 0.9, 0.2)
    photo, painted = edited(engine, monkeypatch, replace(PLAN, things=(CAT, dog)))
    left = (0, 0, 128, 256)
    assert painted.crop(left).tobytes() == photo.crop(left).tobytes()
    assert painted.tobytes() != photo.tobytes()


def test_a_new_hour_repaints_everything(engine, monkeypatch):
    photo, painted = edited(engine, monkeypatch, replace(PLAN, time="noon"))
    assert painted.crop((0, 0, 64, 64)).tobytes() != photo.crop((0, 0, 64, 64)).tobytes()


@pytest.mark.parametrize(
    ("prompt", "task", "read_as"),
    [
        ("two white cats at night", "text_to_image", ""),
        ("un letrero que dice CAFE", "text_to_image", "a sign that says CAFE"),
        ("quita el gato", "edit", "remove the cat"),
        ("ghibli style by moonlight", "photo_to_painting", ""),
    ],
)
def test_a_prompt_is_read_in_known_words_and_it_says_so(engine, prompt, task, read_as):
    photo = None if task == "text_to_image" else Image.new("RGB", (256, 256), "green")
    request = Request(prompt, photo=photo and b"-", task=task, size=(256, 256), steps=1)
    request = engine.capabilities.complete(replace(request, seed=1), photo and photo.size)
    conditioning = engine.encode(request, photo)
    assert conditioning.read_as == read_as
    assert next(engine.sample_tokens(conditioning)).read_as == read_as
    plain = engine.encode(replace(request, prompt=read_as or prompt), photo)
    assert conditioning.prompt.tokens.ids.tolist() == plain.prompt.tokens.ids.tolist()
    assert conditioning.prompt.signs == plain.prompt.signs


def candidates(engine: EmbeddedEngine, count: int) -> torch.Tensor:
    """The tokens that are handed on of so many candidates."""
    request = Request("two cats", seed=5, size=(256, 256), steps=1, candidates=count)
    conditioning = engine.encode(engine.capabilities.complete(request), None)
    *_, last = engine.sample_tokens(conditioning)
    return last.tokens


@pytest.mark.parametrize("sees", [True, False])
def test_the_candidate_that_scores_best_is_handed_on(monkeypatch, sees):
    """With a vision encoder a candidate's painting is looked at, else its tokens."""
    engine = EmbeddedEngine.tiny()
    if not sees:
        engine.parts.observer = None
    scored = []

    def score(looks, seen, plan, grid):
        assert isinstance(seen, torch.Tensor) == sees
        assert not sees or (seen.min() >= 0 and seen.max() <= 1)
        scored.append(plan)
        return torch.tensor([-float(abs(len(scored) - best))])

    monkeypatch.setattr(*((observer, "sight_score") if sees else (embedded, "name_scores")), score)
    best = 1
    alone, first = candidates(engine, 1), candidates(engine, 3)
    assert len(scored) == 3
    assert first.equal(alone)
    scored.clear()
    best = 2
    assert not candidates(engine, 3).equal(alone)


def test_candidates_are_ranked_the_same_way_every_time(engine):
    assert candidates(engine, 3).equal(candidates(engine, 3))


def test_a_description_tells_pictures_apart():
    engines = map(EmbeddedEngine.tiny, range(4))  # one random engine or other sees nothing
    plain = [Image.new("RGB", (96, 64), color) for color in ("black", "white", "orange", "teal")]
    noise = Image.effect_noise((96, 64), 120).convert("RGB")
    assert any(len({engine.describe(p) for p in (*plain, noise)}) > 1 for engine in engines)


def test_a_sign_is_read_closely(monkeypatch):
    engine = EmbeddedEngine.tiny()
    monkeypatch.setattr(
        engine.parts.observer.vision, "things", lambda sight: [Found("signpost", 0.5)]
    )
    monkeypatch.setattr(engine.parts.observer.reader, "read", lambda boards: ["TEA"])
    picture = Image.new("RGB", (96, 96), "teal")
    assert 'sign that says "TEA"' in ENGLISH.describe(engine.describe(picture))
    monkeypatch.setattr(engine.parts.observer.reader, "read", lambda boards: [""])
    assert "sign that says" in ENGLISH.describe(
        engine.describe(picture)
    )  # as the transformer guesses


def test_a_picture_of_another_world_is_told_as_such_and_not_edited():
    engine = EmbeddedEngine.tiny()
    photo = Image.effect_noise((96, 64), 120).convert("RGB")
    request = engine.capabilities.complete(Request("at night", b"-", seed=1, task="edit"), (96, 64))
    assert engine.describe(photo).known
    engine.encode(request, photo)
    engine.parts.likeness_threshold = 1.1  # no painting is as like as that
    assert not engine.describe(photo).known
    with pytest.raises(ValueError, match="does not know this one"):
        engine.encode(request, photo)
    assert engine.encode(replace(request, task="variation"), photo).given.seen is None


def painting(engine: EmbeddedEngine, photo: Image.Image, size: int, **wish) -> Image.Image:
    request = Request("at night", photo=b"-", size=(size, size), seed=1, **wish)
    request = engine.capabilities.complete(request, photo.size)
    conditioning = engine.encode(request, photo)
    *_, written = engine.sample_tokens(conditioning)
    *_, painted = engine.decode(conditioning, written.tokens)
    return painted.image


@pytest.mark.parametrize(("photo", "size"), [((512, 256), (256, 128)), ((150, 290), (140, 270))])
def test_strength_leads_from_the_photo_to_a_drawing(engine, photo, size):
    photo = Image.effect_noise(photo, 80).convert("RGB")
    fitted = photo.resize(size, Image.Resampling.LANCZOS)
    none, faint, full = (
        np.asarray(painting(engine, photo, max(size), steps=1, strength=strength), int)
        for strength in (0.0, 0.1, 1.0)
    )
    assert (none == np.asarray(fitted)).all()
    assert 0 < abs(faint - none).mean() < abs(full - none).mean()


def test_a_painting_of_a_photo_takes_fewer_steps_where_none_are_asked_for(engine):
    complete = engine.capabilities.complete
    assert complete(Request("at night", photo=b"-", seed=1), (256, 256)).steps == 2
    assert complete(Request("a cat", seed=1)).steps == 4
    assert complete(Request("at night", photo=b"-", seed=1, steps=3), (256, 256)).steps == 3


def test_a_plan_that_shows_something_else_is_drawn_anew(engine, monkeypatch):
    cat = PlannedThing("cat", "white", 0.5, 0.9, 0.22)
    plans = [
        Plan("meadow", "noon", "clear", "summer", things)
        for things in ((), (cat, replace(cat, kind="dog", x=0.2)), (cat,), (replace(cat, x=0.3),))
    ]
    drawn: list[int] = []

    def draw(self, prompt, prefix, sampling, seed, turn, constraints):
        drawn.append(turn)
        return plans[(len(drawn) - 1) % len(plans)]

    monkeypatch.setattr(Planner, "draw", draw)
    assert engine.plan(Request("a cat", size=(256, 256), seed=7)).things == (cat,)
    assert drawn == [0, 1, 2]
    drawn.clear()
    # Where none shows it, the seed's first stays; where nothing is named, it always does.
    assert engine.plan(Request("three cats", size=(256, 256), seed=7)).things == ()
    assert len(drawn) == ATTEMPTS
    drawn.clear()
    assert engine.plan(Request("the sea", size=(256, 256), seed=7)).things == ()
    assert len(drawn) == 1


def test_an_edit_that_changes_nothing_it_names_is_planned_anew(engine, monkeypatch):
    photo = Image.effect_noise((256, 256), 80).convert("RGB")
    dog = PlannedThing("dog", "white", 0.75, 0.9, 0.2)
    plans = [PLAN, PLAN, replace(PLAN, things=(CAT, dog))]
    drawn: list[int] = []

    def draw(self, prompt, prefix, sampling, seed, turn, constraints):
        drawn.append(turn)
        return plans[(len(drawn) - 1) % len(plans)]

    monkeypatch.setattr(Planner, "draw", draw)
    layout = layouts.to_layout(PLAN)

    def after(words: str) -> Plan:
        drawn.clear()
        request = Request(words, b"-", (256, 256), 7, task="edit", layout=layout)
        return engine.plan(request, photo)

    assert {thing.kind for thing in after("add a dog").things} == {"cat", "dog"}
    assert drawn == [0, 1, 2]
    assert after("make it night").things == PLAN.things and len(drawn) == 1
    plans[1] = replace(PLAN, things=(CAT, replace(dog, kind="fox", color="red")))
    assert {thing.kind for thing in after("add a dog").things} == {"cat", "dog"}
