"""The world behind the engine: read, written as tokens, painted, told; all its parts real."""

from dataclasses import replace

import pytest
import torch
from PIL import ImageChops

from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.embedded.understanding import understood
from pipeline.engines.embedded.world import World, from_layout
from pipeline.generate import generate, outline
from pipeline.model.networks.composer import Composer
from pipeline.model.networks.config import ComposerConfig
from pipeline.model.plan.scene_graph import Element, SceneGraph
from pipeline.request import Request
from pipeline.results import Picture, Progress, Refusal
from safety.provenance.verify import verify
from tests.small_world import small_engine

PROMPT = "an elephant beside a mug in a room, crayon, and a gizmo"
SIZE = (256, 256)


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> EmbeddedEngine:
    return small_engine(tmp_path_factory.mktemp("dictionary"))


@pytest.fixture(scope="module")
def world(engine) -> World:
    return engine.world


def wish(prompt: str = PROMPT, **more) -> Request:
    return Request(**{"prompt": prompt, "size": SIZE, "steps": 2, "seed": 3} | more)


@pytest.fixture(scope="module")
def items(engine, tmp_path_factory) -> list:
    return list(generate(wish(), engine, tmp_path_factory.mktemp("out")))


def test_a_picture_of_what_was_asked_is_painted_and_signed(items):
    picture = items[-1]
    assert isinstance(picture, Picture) and (picture.width, picture.height) == SIZE
    assert picture.tokens > 50
    report = verify(picture.path)
    assert report.state in ("Valid", "Trusted")
    composed = from_layout(report.settings["layout"])
    assert {element.kind for element in composed.graph.elements} >= {"elephant", "mug"}
    assert composed.composition.style == "crayon" and composed.composition.land.place == "room"


def test_the_plan_says_what_is_not_painted_before_it_is_painted(items):
    plans = [item.plan for item in items if isinstance(item, Progress) and item.plan]
    assert plans[0].not_painted == ("gizmo",)
    assert {group.kind for group in plans[0].things} >= {"elephant", "mug"}
    first_paint = next(i for i, item in enumerate(items) if getattr(item, "stage", "") == "paint")
    assert items.index(next(i for i in items if getattr(i, "plan", None))) < first_paint


def test_the_same_seed_gives_the_same_tokens_and_another_others(world):
    graph = world.asked(PROMPT)
    assert world.write(graph, 3, 1.0).equal(world.write(graph, 3, 1.0))
    assert not world.write(graph, 3, 1.0).equal(world.write(graph, 4, 1.0))


def test_four_seeds_are_four_compositions(world):
    graph = world.asked("a cat")
    places = {world.read(world.write(graph, n, 1.0), graph).composition for n in range(4)}
    assert len(places) == 4


def test_who_has_composed_a_picture_is_signed(engine, world, monkeypatch, tmp_path):
    torch.manual_seed(1)
    small = ComposerConfig(width=64, heads=2, layers=1)
    composer = Composer(small).eval().requires_grad_(False)
    writes = replace(world, composer=composer)
    asked = world.asked("a cat")
    seeds = {writes.compose(asked, seed, 1.0).by: seed for seed in range(40)}
    assert set(seeds) == {"transformer", "rules"}
    monkeypatch.setattr(engine, "world", writes)
    for by, seed in seeds.items():
        *_, picture = generate(wish("a cat and a gizmo", seed=seed), engine, tmp_path)
        layout = from_layout(verify(picture.path).settings["layout"])
        assert layout.by == writes.compose(layout.graph, seed, 1.0).by
        assert layout.by == by


def test_tokens_carry_what_the_words_do_not_name(world):
    graph = SceneGraph((Element("mug", "cup"), Element("red apple", "apple")))
    for seed in range(8):
        whole = world.read(world.write(graph, seed, 1.0), graph)
        kinds = [element.kind for element in whole.graph.elements]
        assert kinds[:2] == ["mug", "red apple"] and set(kinds[2:]) <= {"dining table"}


@pytest.mark.parametrize("size", [(256, 384), (512, 256), (1024, 1024)])
def test_a_picture_has_exactly_its_size(world, size):
    graph = world.asked("a cat in a meadow")
    composition = world.read(world.write(graph, 1, size[0] / size[1]), graph).composition
    steps = list(world.paint(composition, size, 2, seed=1))
    assert [step.step for step in steps] == [1, 2, 3]
    assert all(step.image.size == size for step in steps)


def test_what_is_drawn_shows_in_the_picture(world):
    graph = world.asked("a cat in a meadow")
    composition = world.read(world.write(graph, 1, 1.0), graph).composition
    empty = replace(composition, drawings=())
    (*_, one), (*_, other) = (list(world.paint(c, SIZE, 1, 1)) for c in (composition, empty))
    assert ImageChops.difference(one.image, other.image).getbbox()


def test_an_outline_is_told_without_painting(engine):
    told = outline(wish(), engine)
    assert [word.kind for word in told.known] == ["elephant", "mug"]
    assert told.not_painted == ("gizmo",) and told.setting["place"] == "room"
    elephant = next(thing for thing in told.things if thing.kind == "elephant")
    assert (elephant.relation, elephant.of) == ("beside", "mug")
    assert 0 <= elephant.box[0] < elephant.box[2] <= 1


def test_an_outline_passes_the_gate(engine):
    assert isinstance(outline(wish("a naked child"), engine), Refusal)


def test_words_are_shown_as_read(world):
    prompt = "A cup and a gizmo"
    reading = understood(prompt, world.asked(prompt), world.dictionary)
    assert "".join(word.text for word in reading.words) == prompt
    kinds = {word.text: word.kind for word in reading.words if word.kind}
    assert kinds == {"cup": "thing", "gizmo": "unknown"}


def test_a_layout_of_older_weights_is_none_of_this():
    assert from_layout('{"terrain": "meadow", "things": []}') is None


@pytest.mark.parametrize("layout", ["[]", '{"graph": {}}', '{"graph": {"elements": 3}}', "x"])
def test_what_is_no_layout_is_refused(layout):
    with pytest.raises(ValueError):
        from_layout(layout)
