"""What the journey relies on, held against every engine."""

import io
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import pytest
from PIL import Image

from pipeline.engines import ENGINES, load_engine
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.request import Request

TINY = {"embedded": EmbeddedEngine.tiny}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    return TINY[request.param]()


@pytest.fixture(scope="module")
def photo(photo_bytes) -> Image.Image:
    return Image.open(io.BytesIO(photo_bytes)).convert("RGB")


def complete(engine, request, photo=None):
    request = engine.capabilities.complete(request, photo.size if photo else None)
    return replace(request, seed=request.seed or 0)


def write(engine, conditioning):
    with closing(engine.sample_tokens(conditioning)) as stage:
        return list(stage)


def paint(engine, request, photo=None) -> list:
    conditioning = engine.encode(complete(engine, request, photo), photo)
    tokens = write(engine, conditioning)[-1].tokens
    return list(engine.decode(conditioning, tokens))


def test_it_says_what_it_is(engine):
    assert engine.name in ENGINES
    assert engine.model
    assert {"device", "attention"} <= engine.about().keys()
    assert all(isinstance(value, str) for value in engine.about().values())


def test_its_defaults_are_within_its_limits(engine):
    for task in engine.capabilities.tasks:
        photo = b"photo" if task == "photo_to_painting" else None
        filled = engine.capabilities.complete(
            Request("a meadow", photo=photo), (300, 200) if photo else None
        )
        assert engine.capabilities.complete(filled, (300, 200) if photo else None) == filled


def test_tokens_are_counted_one_by_one_and_come_with_the_last(engine):
    request = complete(engine, Request("a meadow", size=(256, 256)))
    progress = write(engine, engine.encode(request, None))
    assert all(before.done < after.done for before, after in pairwise(progress))
    assert {item.total for item in progress} == {progress[-1].done}
    assert [item.tokens is not None for item in progress[:-1]] == [False] * (len(progress) - 1)
    assert progress[-1].tokens.numel() == progress[-1].total


def test_steps_are_counted_and_the_last_has_the_picture(engine):
    steps = paint(engine, Request("a meadow", size=(256, 256), steps=3))
    assert [item.step for item in steps] == [1, 2, 3]
    assert {item.of for item in steps} == {3}
    assert steps[-1].image.mode == "RGB"


@pytest.mark.parametrize("size", [(256, 256), (256, 320), (512, 256)])
def test_the_size_is_obeyed(engine, size):
    assert paint(engine, Request("a meadow", size=size, steps=1))[-1].image.size == size


@pytest.mark.parametrize("wanted", [(300, 200), (200, 300), (301, 97), (257, 256)])
def test_a_photo_keeps_its_ratio(engine, photo, wanted):
    photo = photo.resize(wanted)
    image = paint(engine, Request(photo=b"photo", size=(256, 256), steps=1), photo)[-1].image
    assert max(image.size) == 256
    scale = 256 / max(wanted)
    assert image.size == tuple(round(side * scale) for side in wanted)


@pytest.mark.parametrize("task", ["text", "photo"])
def test_the_same_seed_gives_the_same_bytes_and_another_does_not(engine, photo, task):
    source = photo if task == "photo" else None
    request = Request("at sunset", photo=source and b"photo", size=(256, 256), steps=2, seed=1)
    first, again = (paint(engine, request, source)[-1].image.tobytes() for _ in range(2))
    other = paint(engine, replace(request, seed=2), source)[-1].image.tobytes()
    assert first == again
    assert first != other


def test_closing_stops_either_stage_and_the_next_picture_is_unharmed(engine):
    request = complete(engine, Request("a meadow", size=(256, 256), steps=2, seed=1))
    conditioning = engine.encode(request, None)
    whole = write(engine, conditioning)[-1].tokens
    stage = engine.sample_tokens(conditioning)
    assert next(stage).tokens is None
    stage.close()
    assert list(stage) == []
    stage = engine.decode(conditioning, whole)
    assert next(stage).step == 1
    stage.close()
    assert list(stage) == []
    assert write(engine, engine.encode(request, None))[-1].tokens.equal(whole)


def test_an_unknown_engine_names_the_known_ones():
    with pytest.raises(ValueError, match="allowed are embedded"):
        load_engine("unheard-of")
