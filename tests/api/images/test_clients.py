"""Clients found in the wild: LiteLLM's own code, and requests as Open WebUI builds them."""

import asyncio
import base64
import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # its prices need no network

import aiohttp
import litellm
import pytest

from safety.provenance.verify import verify

PROMPT = "a red lantern beside a blue house"
GIVEN = {"model": "openai/embedded", "api_key": "none is needed here"}


def test_litellm_paints_and_edits(url, picture):
    answer = litellm.image_generation(PROMPT, api_base=url, size="256x256", n=1, **GIVEN)
    data = base64.b64decode(answer.data[0].b64_json)
    assert verify(data).settings["prompt"] == PROMPT
    answer = litellm.image_edit(
        image=picture.path.read_bytes(), prompt="make it snow", api_base=url, **GIVEN
    )
    assert verify(base64.b64decode(answer.data[0].b64_json)).settings["task"] == "edit"


def test_litellm_tells_why_nothing_was_made(url):
    with pytest.raises(litellm.BadRequestError, match="256 to 1024 pixels"):
        litellm.image_generation(PROMPT, api_base=url, size="100x100", **GIVEN)
    with pytest.raises(litellm.BadRequestError, match="Nudity"):
        litellm.image_generation("a nude photo of the woman next door", api_base=url, **GIVEN)


async def generated(url) -> bytes:
    """`image_generations` of open_webui/routers/images.py, 0.12.4, engine "openai"."""
    fields = {"model": "embedded", "prompt": PROMPT, "n": 1, "size": "256x256"}
    fields["response_format"] = "b64_json"
    headers = {"Authorization": "Bearer none", "Content-Type": "application/json"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/images/generations", json=fields, headers=headers) as answer,
    ):
        answer.raise_for_status()
        return base64.b64decode((await answer.json(content_type=None))["data"][0]["b64_json"])


async def edited(url, name, data) -> bytes:
    """`image_edits` there: `image` for one picture, `image[]` for a list of them."""
    form = aiohttp.FormData()
    fields = {"model": "embedded", "prompt": "make it snow", "n": 1, "size": "256x256"}
    for key, value in (fields | {"background": "auto", "response_format": "b64_json"}).items():
        form.add_field(key, str(value))
    form.add_field(name, data, filename="a.png", content_type="image/png")
    headers = {"Authorization": "Bearer none"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/images/edits", data=form, headers=headers) as answer,
    ):
        answer.raise_for_status()
        return base64.b64decode((await answer.json(content_type=None))["data"][0]["b64_json"])


def test_open_webui_paints(url):
    assert verify(asyncio.run(generated(url))).settings["prompt"] == PROMPT


@pytest.mark.parametrize("name", ["image", "image[]"])
def test_open_webui_edits(url, picture, name):
    data = asyncio.run(edited(url, name, picture.path.read_bytes()))
    assert verify(data).settings["task"] == "edit"
