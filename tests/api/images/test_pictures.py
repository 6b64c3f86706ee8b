"""Pictures from words and from pictures, by the official client, at once and as a stream."""

import asyncio
import base64
import io
import json
from dataclasses import replace

import numpy as np
import openai
import pytest
from PIL import Image

from pipeline.api.images.fields import steps_for
from pipeline.engines.embedded.engine import CAPABILITIES
from safety.provenance.verify import verify
from tests.api.conftest import png

PROMPT = "a red lantern beside a blue house"
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of variations, there


def file_of(image) -> bytes:
    return base64.b64decode(image.b64_json)


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(int)


def test_n_signed_pictures_come_with_the_next_seeds(client):
    answer = client.images.generate(
        prompt=PROMPT, model="embedded", n=2, size="256x256", extra_body={"seed": 7}
    )
    reports = [verify(file_of(image)) for image in answer.data]
    assert [report.settings["seed"] for report in reports] == [7, 8]
    assert all(report.state == "Trusted" and report.watermark.found for report in reports)
    assert (answer.size, answer.quality, answer.output_format) == ("256x256", "medium", "png")
    assert answer.background == "opaque" and answer.usage.output_tokens > 0
    again = client.images.generate(prompt=PROMPT, size="256x256", extra_body={"seed": 8})
    assert (pixels(file_of(again.data[0])) == pixels(file_of(answer.data[1]))).all()


def test_the_client_may_be_asynchronous_and_the_file_a_jpeg(url):
    async def paint():
        async with openai.AsyncOpenAI(base_url=url, api_key="-", max_retries=0) as client:
            return await client.images.generate(
                prompt=PROMPT, output_format="jpeg", output_compression=60, quality="low",
                user="somebody", safety_identifier="somebody", moderation="low",
            )  # fmt: skip

    answer = asyncio.run(paint())
    report = verify(file_of(answer.data[0]))
    assert file_of(answer.data[0])[:3] == b"\xff\xd8\xff"
    assert (report.settings["format"], report.settings["compression"]) == ("jpeg", 60)
    assert "somebody" not in json.dumps(report.settings)


def test_a_stream_shows_unfinished_pictures_and_ends_with_the_signed_one(client):
    stream = client.images.generate(
        prompt=PROMPT, size="256x256", stream=True, partial_images=2, output_format="webp",
        extra_body={"steps": 2},
    )  # fmt: skip
    *partials, last = list(stream)
    assert [event.type for event in partials] == ["image_generation.partial_image"] * 2
    assert [event.partial_image_index for event in partials] == [0, 1]
    for event in partials:
        assert Image.open(io.BytesIO(file_of(event))).format == "WEBP"
        assert verify(file_of(event)).state == "None"  # a look, which nobody has signed
        assert (event.output_format, event.size, event.background) == ("webp", "256x256", "opaque")
    assert last.type == "image_generation.completed" and last.usage.output_tokens > 0
    assert verify(file_of(last)).state == "Trusted"


def test_every_partial_picture_was_checked(client, monkeypatch):
    from pipeline import stages
    from safety.policy import Category, Verdict

    no = Verdict(False, Category.SEXUAL, "No.", 0.99)
    monkeypatch.setattr(stages, "check_output", lambda image: no)
    events = list(client.images.generate(prompt=PROMPT, stream=True, partial_images=3))
    assert [event.type for event in events] == ["image_generation.completed"]


def test_the_stream_is_server_sent_events(http):
    body = {"prompt": PROMPT, "stream": True, "partial_images": 1}
    with http.stream("POST", "/images/generations", json=body) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        blocks = answer.read().decode().strip().split("\n\n")
    blocks = [block for block in blocks if block != ": painting"]  # on a slow machine
    names = ["image_generation.partial_image", "image_generation.completed"]
    assert [block.split("\n")[0] for block in blocks[:-1]] == [f"event: {name}" for name in names]
    fields = [json.loads(block.split("\n")[1].removeprefix("data: ")) for block in blocks[:-1]]
    shared = {"type", "b64_json", "created_at", "size", "quality", "background", "output_format"}
    assert set(fields[0]) == shared | {"partial_image_index"}
    assert set(fields[1]) == shared | {"usage", "seed"}
    assert blocks[-1] == "data: [DONE]"


def test_a_mask_is_its_alpha_alone_and_nothing_changes_outside(client, white_photo):
    """As clients make it: the picture itself with a hole in its alpha."""
    mask = Image.open(io.BytesIO(white_photo)).convert("RGBA")
    mask.paste((0, 0, 0, 0), (64, 160, 192, 224))
    answer = client.images.edit(
        image=("photo.png", white_photo), mask=("mask.png", png(mask)), prompt="a red lantern"
    )
    changed = (pixels(file_of(answer.data[0])) != pixels(white_photo)).any(axis=2)
    inside = np.zeros((256, 256), bool)
    inside[160:224, 64:192] = True
    assert not changed[~inside].any()
    assert changed[inside].mean() > 0.5
    assert verify(file_of(answer.data[0])).settings["task"] == "inpaint"


def test_a_picture_made_here_is_edited_and_any_other_painted(client, picture, white_photo):
    *partials, last = client.images.edit(
        image=picture.path, prompt="make it snow", stream=True, partial_images=1
    )
    assert [event.type for event in partials] == ["image_edit.partial_image"]
    assert last.type == "image_edit.completed"
    assert verify(file_of(last)).settings["task"] == "edit"
    painted = client.images.edit(
        image=[("photo.png", white_photo)], prompt="convert this image into ghibli style"
    )
    report = verify(file_of(painted.data[0]))
    assert report.settings["task"] == "photo_to_painting"
    assert report.ingredients[0].relationship == "parentOf"


def test_a_picture_is_varied(client, picture):
    answer = client.images.create_variation(
        image=picture.path, n=2, response_format="b64_json",
        extra_body={"seed": 3, "strength": 0.5},
    )  # fmt: skip
    reports = [verify(file_of(image)).settings for image in answer.data]
    assert [report["seed"] for report in reports] == [3, 4]
    assert {report["task"] for report in reports} == {"variation"}
    assert {report["strength"] for report in reports} == {0.5}


def test_a_better_quality_has_more_steps():
    kinds = ("low", "medium", "high", "xhigh", "max")
    assert {steps_for(kind, "text_to_image", CAPABILITIES) for kind in kinds} == {1}
    limits = replace(CAPABILITIES, unused=frozenset(), default_steps=4)
    steps = [steps_for(kind, "text_to_image", limits) for kind in kinds]
    assert steps == sorted(set(steps)) and steps[-1] == limits.max_steps
    for same, kind in (
        (None, "medium"),
        ("auto", "medium"),
        ("standard", "medium"),
        ("hd", "high"),
    ):
        assert steps_for(same, "text_to_image", limits) == steps[kinds.index(kind)]
