"""The named endpoints, as gradio_client and agents use them."""

import asyncio
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from pipeline.api.endpoints import _own_file
from pipeline.studio.journey import Studio
from safety.provenance.verify import verify

PROMPT = "a red lantern beside a blue house"


def test_progress_streams_and_the_last_update_has_the_signed_file(client):
    job = client.submit(prompt=PROMPT, seed=11, steps=1, api_name="/text_to_image")
    *updates, (picture, report) = list(job)
    stages = [update[1]["stage"] for update in updates]
    assert stages[0] == "check"
    assert {"tokens", "paint", "finish"} <= set(stages)
    assert all(update[0] is None for update in updates)
    assert (report["seed"], report["width"]) == (11, 512)
    assert verify(Path(picture)).settings == report["settings"]


def test_a_photo_is_painted_in_the_wanted_format(client, photo_file):
    picture, report = client.predict(
        handle_file(photo_file), "at sunset", side=512, steps=1, format="webp",
        api_name="/photo_to_ghibli",
    )  # fmt: skip
    assert (report["width"], report["height"]) == (512, 341)
    assert verify(Path(picture)).actions == ("c2pa.opened", "c2pa.edited", "c2pa.watermarked.bound")
    assert Path(picture).read_bytes()[8:12] == b"WEBP"


def test_a_picture_is_verified(client, picture):
    report = client.predict(handle_file(picture.path), api_name="/verify")
    assert report["answer"] == "signal found"
    assert report["settings"]["seed"] == picture.seed


@pytest.mark.parametrize(
    ("wish", "named"),
    [
        ({"prompt": ""}, "empty"),
        ({"prompt": "a" * 32_001}, "32,000"),
        ({"prompt": PROMPT, "seed": -5}, "seed must be"),
        ({"prompt": PROMPT, "size": "big"}, "WIDTHxHEIGHT"),
        ({"prompt": "a nude photo of the woman next door"}, "."),
    ],
)
def test_what_cannot_be_made_is_an_error_that_says_why(client, wish, named):
    with pytest.raises(AppError, match=named):
        client.predict(**wish, steps=1, api_name="/text_to_image")


def test_a_file_that_is_no_photo_gets_a_clear_answer(client, tmp_path):
    (tmp_path / "words.jpg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(AppError, match="Use JPEG, PNG or WebP"):
        client.predict(handle_file(tmp_path / "words.jpg"), api_name="/photo_to_ghibli")


def test_eight_visitors_at_once_each_get_their_own_picture(url):
    def paint(number):
        visitor = Client(url, verbose=False)
        return visitor.predict(
            prompt=f"{number} white cats", size="256x256", seed=number, steps=1,
            api_name="/text_to_image",
        )  # fmt: skip

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(paint, range(1, 9)))
    assert [report["seed"] for _, report in results] == list(range(1, 9))
    told = [verify(Path(picture)).settings["prompt"] for picture, _ in results]
    assert told == [f"{number} white cats" for number in range(1, 9)]


def test_only_the_three_endpoints_are_public_and_described(client):
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(named) == {"/text_to_image", "/photo_to_ghibli", "/verify"}
    assert all(endpoint["description"] for endpoint in named.values())


def test_agents_find_the_same_three_tools(url):
    tools = httpx.get(f"{url}gradio_api/mcp/schema").json()
    assert {tool["name"].split("_", 0)[-1] for tool in tools} == {
        "text_to_image",
        "photo_to_ghibli",
        "verify",
    }
    assert all(len(tool["description"]) > 40 for tool in tools), json.dumps(tools)


def test_an_agent_paints_looks_and_checks(url):
    """A real client of the protocol, from words to the report on the picture it got."""

    async def progressed(progress: float, total: float | None, message: str | None) -> None:
        told.append(message)

    async def talk() -> tuple[list, list]:
        address = f"{url}gradio_api/mcp/"
        async with (
            streamable_http_client(address) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            named = {tool.name for tool in (await session.list_tools()).tools}
            paint = next(name for name in named if name.endswith("text_to_image"))
            check = next(name for name in named if name.endswith("verify"))
            painted = await session.call_tool(
                paint, {"prompt": PROMPT}, progress_callback=progressed
            )
            file = re.search(r"http\S+?\.png", str(painted.content))[0]
            checked = await session.call_tool(check, {"file": file})
            return painted.content, checked.content

    told = []
    # The browser's tests leave an event loop running in this thread.
    with ThreadPoolExecutor(1) as pool:
        painted, checked = pool.submit(asyncio.run, talk()).result()
    assert told
    assert "image" in {part.type for part in painted}
    assert "Trusted" in str(checked)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:7860/gradio_api/file=/etc/passwd",
        "http://127.0.0.1:7860/gradio_api/file={folder}/../../etc/passwd",
        "http://example.com/gradio_api/file={folder}/mine.png",
        "http://127.0.0.1:7860/private",
        "{folder}/mine.png",
    ],
)
def test_only_our_own_files_are_taken_from_a_loopback_address(address, tmp_path, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    (tmp_path / "mine.png").write_bytes(b"-")
    assert _own_file(f"http://localhost:7860/gradio_api/file={tmp_path}/mine.png")
    assert _own_file(address.format(folder=tmp_path)) is None


@pytest.mark.parametrize("keep", [True, False])
def test_pictures_stay_only_where_the_owner_wants_them(engine, tmp_path, monkeypatch, keep):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    if keep:
        monkeypatch.setenv("ENOGU_OUTPUT", str(tmp_path / "kept"))
    wish = {"prompt": PROMPT, "size": (256, 256), "steps": 1}
    *_, last = Studio(engine).follow(wish, None)
    assert Path(last.results[0].path).is_relative_to(tmp_path / ("kept" if keep else "cache"))


def test_a_fault_of_the_engine_is_said_and_logged(engine, monkeypatch):
    def broken(*_):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(engine, "encode", broken)
    with pytest.raises(RuntimeError, match="out of memory"):
        for view in Studio(engine).follow({"prompt": PROMPT}, None):
            last = view
    assert "Something broke" in last.status
    assert last.over


def test_who_asks_too_often_is_told_how_long_to_wait(client, safety_settings):
    safety_settings(rate_limit=(1, 600))
    ask = {"prompt": PROMPT, "size": "256x256", "steps": 1, "api_name": "/text_to_image"}
    client.predict(**ask)
    with pytest.raises(AppError, match="Try again in 10 minutes"):
        client.predict(**ask)
