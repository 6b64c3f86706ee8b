"""The tools of agents, by the official client of the Model Context Protocol, and the Images API
beside them on the page's own port."""

import asyncio
import base64
import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openai
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from PIL import Image

from safety.provenance.verify import verify

PROMPT = "a red lantern beside a blue house"
QUICK = {"seed": 7, "steps": 1}


def test_an_agent_paints_edits_varies_and_checks(url):
    """Each tool takes the address of the picture that the one before has given."""
    messages: list[str | None] = []
    tools, answers = in_a_loop(_talk(url, messages))
    assert messages
    for name, words in (
        ("text_to_image", ("prompt", "size", "seed")),
        ("edit", ("instruction", "mask", "white")),
        ("variation", ("strength",)),
        ("verify", ("signal", "human")),
    ):
        text = f"{tools[name].description} {tools[name].inputSchema}"
        assert all(word in text for word in words), name
    assert tools["edit"].inputSchema["required"] == ["picture", "instruction"]
    reports = [verify(Path(path)) for path in answers[:3]]
    tasks = [report.settings["task"] for report in reports]
    assert tasks == ["text_to_image", "edit", "variation"]
    assert all(report.state == "Trusted" for report in reports)
    assert "signal found" in answers[3]


async def _talk(url, messages: list[str | None]) -> tuple[dict, list[str]]:
    async def progressed(progress: float, total: float | None, message: str | None) -> None:
        messages.append(message)

    async with (
        streamable_http_client(f"{url}gradio_api/mcp/") as (read, write, _),
        ClientSession(read, write) as session,
    ):
        await session.initialize()
        tools = {_ours(tool.name): tool for tool in (await session.list_tools()).tools}

        async def call(name: str, **fields) -> str:
            answer = await session.call_tool(tools[name].name, fields, progress_callback=progressed)
            assert not answer.isError, answer.content
            assert name == "verify" or "image" in {part.type for part in answer.content}
            return str(answer.content)

        painted = _file(await call("text_to_image", prompt=PROMPT, size="256x256", **QUICK))
        edited = _file(await call("edit", picture=painted, instruction="make it snow", **QUICK))
        varied = _file(await call("variation", picture=edited, **QUICK))
        checked = await call("verify", file=varied)
    paths = [address.partition("/gradio_api/file=")[2] for address in (painted, edited, varied)]
    return tools, [*paths, checked]


def _ours(name: str) -> str:
    """A tool's name without what Gradio puts before it."""
    known = ("text_to_image", "photo_to_ghibli", "edit", "variation", "verify")
    return next((own for own in known if name.endswith(own)), name)


def _file(answer: str) -> str:
    return re.search(r"http\S+?\.png", answer)[0]


def test_the_images_api_is_on_the_page_s_port(url):
    client = openai.OpenAI(base_url=f"{url}v1", api_key="none is needed here", max_retries=0)
    assert client.models.list().data[0].id == "embedded"
    answer = client.images.generate(prompt=PROMPT, size="256x256", extra_body=QUICK)
    data = base64.b64decode(answer.data[0].b64_json)
    assert Image.open(io.BytesIO(data)).size == (256, 256)
    assert verify(data).settings["seed"] == 7


def in_a_loop(work):
    """What a coroutine returns: the browser's tests leave a loop running in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
