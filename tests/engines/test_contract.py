"""What the journey relies on, held against every engine."""

import io
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import pairwise

import pytest
from PIL import Image, ImageDraw

from pipeline.engines import ENGINES, load_engine
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.flux.engine import FluxKleinEngine
from pipeline.engines.glm.engine import GlmImageEngine
from pipeline.engines.remote.engine import RemoteEngine
from pipeline.request import TASKS, Request
from pipeline.results import Description
from tests.engines.remote.served import ContractServer


def remote() -> RemoteEngine:
    """Of a server that takes what vLLM-Omni takes; it ends with the tests."""
    return RemoteEngine.load(url=ContractServer("vllm-omni").url)


TINY = {
    "embedded": partial(EmbeddedEngine.tiny, 4),  # random weights whose edit changes something
    "glm-image": GlmImageEngine.tiny,
    "flux-klein": FluxKleinEngine.tiny,
    "remote": remote,
}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    return TINY[request.param]()


@pytest.fixture(params=TASKS)
def task(request, engine) -> str:
    if request.param not in engine.capabilities.tasks:
        pytest.skip(f"{engine.name} does not do {request.param}")
    return request.param


@pytest.fixture(scope="module")
def photo(photo_bytes) -> Image.Image:
    return Image.open(io.BytesIO(photo_bytes)).convert("RGB")


def wish(task, **more) -> Request:
    """The smallest quick request of a task."""
    words = "a red lantern" if task == "inpaint" else "at sunset"
    given = {"prompt": words, "task": task, "size": (256, 256), "steps": 2, "seed": 1}
    given |= {} if task == "text_to_image" else {"photo": b"photo"}
    given |= {"mask": b"mask"} if task == "inpaint" else {}
    return Request(**given | more)


def encode(engine, request, photo):
    """Complete, as the journey does it, and encoded; of a mask the left half is white."""
    photo = None if request.task == "text_to_image" else photo
    request = engine.capabilities.complete(request, photo.size if photo else None)
    request = replace(request, seed=request.seed or 0)
    mask = None
    if request.task == "inpaint":
        mask = Image.new("L", request.size)
        ImageDraw.Draw(mask).rectangle((0, 0, request.size[0] // 2, request.size[1]), fill=255)
    return engine.encode(request, photo, mask)


def write(engine, conditioning):
    with closing(engine.sample_tokens(conditioning)) as stage:
        return list(stage)


def paint(engine, request, photo=None) -> list:
    conditioning = encode(engine, request, photo)
    tokens = write(engine, conditioning)[-1].tokens
    return list(steps_of(engine.decode(conditioning, tokens)))


def steps_of(stage):
    """Without what only says that another machine is at work."""
    return (item for item in stage if item.seconds is None)


def test_it_says_what_it_is(engine):
    assert engine.name in ENGINES
    assert engine.model
    assert {"device", "attention"} <= engine.about().keys()
    assert all(isinstance(value, str) for value in engine.about().values())


def test_its_defaults_are_within_its_limits(engine, task):
    side = None if task == "text_to_image" else (300, 200)
    filled = engine.capabilities.complete(wish(task, size=None, steps=None), side)
    assert engine.capabilities.complete(filled, side) == filled


def test_a_task_it_does_not_declare_is_refused(engine, task):
    others = replace(engine.capabilities, tasks=engine.capabilities.tasks - {task})
    with pytest.raises(ValueError, match=f"cannot do {task}"):
        others.complete(wish(task), (300, 200))


def test_tokens_are_counted_one_by_one_and_come_with_the_last(engine, photo, task):
    progress = write(engine, encode(engine, wish(task), photo))
    assert all(before.done < after.done for before, after in pairwise(progress))
    assert {item.total for item in progress} == {progress[-1].done}
    assert [item.tokens is not None for item in progress[:-1]] == [False] * (len(progress) - 1)
    # An engine may write a plan before the image tokens that it counts.
    assert progress[-1].tokens.numel() >= progress[-1].total


def test_what_is_planned_is_a_value(engine, photo, task):
    progress = write(engine, encode(engine, wish(task), photo))
    plans = {item.plan for item in progress if item.done or item.tokens is not None}
    assert len(plans) == 1  # the same from the first token to the last
    assert not progress[0].done or progress[0].plan in plans


def test_of_several_candidates_one_is_handed_on(engine, photo, task):
    one = replace(engine.capabilities, max_candidates=1)
    with pytest.raises(ValueError, match="candidates must be 1 to 1, not 2"):
        one.complete(wish(task, candidates=2), (300, 200))
    if engine.capabilities.max_candidates == 1:
        pytest.skip(f"{engine.name} writes one candidate")
    alone = write(engine, encode(engine, wish(task), photo))[-1].tokens
    progress = write(engine, encode(engine, wish(task, candidates=2), photo))
    assert all(before.done < after.done for before, after in pairwise(progress))
    assert {item.total for item in progress} == {progress[-1].done}
    assert progress[-1].tokens.ndim == alone.ndim


def test_steps_are_counted_and_the_last_has_the_picture(engine, photo, task):
    steps = paint(engine, wish(task, steps=3), photo)
    of = steps[0].of
    assert (
        of >= 3 or not engine.capabilities.streams
    )  # an engine may add steps of its own, such as those of a detail pass
    assert [(item.step, item.of) for item in steps] == [(n + 1, of) for n in range(of)]
    assert steps[-1].image.mode == "RGB"


@pytest.mark.parametrize("size", [(256, 256), (256, 320), (512, 256)])
def test_the_size_is_obeyed(engine, size):
    assert paint(engine, Request("a meadow", size=size, steps=1))[-1].image.size == size


@pytest.mark.parametrize("task", TASKS[1:], indirect=True)
@pytest.mark.parametrize("wanted", [(300, 200), (200, 300), (301, 97), (257, 256)])
def test_a_photo_keeps_its_ratio(engine, photo, task, wanted):
    image = paint(engine, wish(task, steps=1), photo.resize(wanted))[-1].image
    scale = 256 / max(wanted)
    assert image.size == tuple(round(side * scale) for side in wanted)


@pytest.mark.parametrize(("side", "kept"), [(300, 300), (10, 256), (5000, 768)])
def test_a_picture_that_is_changed_keeps_its_size_where_it_can(engine, side, kept):
    limits = replace(engine.capabilities, min_side=256, max_side=1024, default_photo_side=768)
    done = sorted({"edit", "inpaint", "variation"} & limits.tasks)
    sizes = {limits.complete(wish(task, size=None), (side, side)).size for task in done}
    assert sizes <= {(kept, kept)}


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(engine, photo, task):
    first, again, other = (
        paint(engine, wish(task, seed=seed), photo)[-1].image.tobytes() for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_closing_stops_either_stage_and_the_next_picture_is_unharmed(engine, photo, task):
    conditioning = encode(engine, wish(task), photo)
    whole = write(engine, conditioning)[-1].tokens
    stage = engine.sample_tokens(conditioning)
    first = next(stage)  # an engine may write all of its tokens at once, or none
    assert first.tokens is None or first.done == first.total
    stage.close()
    assert list(stage) == []
    stage = engine.decode(conditioning, whole)
    assert next(steps_of(stage)).step == 1
    stage.close()
    assert list(stage) == []
    assert write(engine, encode(engine, wish(task), photo))[-1].tokens.equal(whole)


def test_a_variation_without_words_is_one_too(engine, photo):
    if "variation" not in engine.capabilities.tasks:
        pytest.skip(f"{engine.name} does not do variations")
    assert paint(engine, wish("variation", prompt=""), photo)[-1].image


def test_a_picture_is_described_by_values(engine, photo):
    if "describe" not in engine.capabilities.tasks:
        pytest.skip(f"{engine.name} has no words for pictures")
    assert isinstance(engine.describe(photo), Description)
    assert engine.describe(photo) == engine.describe(photo)


def test_a_prompt_is_read_in_pieces_or_as_it_is(engine, task):
    prompt = "two white cats, by a blue HOUSE"
    reading = engine.reads(prompt, task)
    assert (reading is None) == (engine.name != "embedded")
    if reading is not None:
        assert "".join(word.text for word in reading.words) == prompt
        assert reading.text


def test_an_unknown_engine_names_the_known_ones():
    with pytest.raises(ValueError, match="allowed are embedded"):
        load_engine("unheard-of")
