"""The named endpoints of the page: for gradio_client and HTTP, and as MCP tools for agents.

They stream: each update is (picture, report); the picture is there with the last one. MCP sends
agents a copy of the picture that lacks the credentials, and the address of the signed file.
"""

from collections.abc import Iterator
from dataclasses import asdict
from inspect import cleandoc
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import gradio as gr
from gradio.utils import get_upload_folder

from pipeline.api.visits import admitted, output_folder, photo_upload
from pipeline.engines.base import Engine
from pipeline.generate import generate
from pipeline.request import DEFAULT_INSTRUCTION, Request
from pipeline.results import Picture, Progress, Refusal
from safety.provenance.verify import verify as read_credentials

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# What both of the painting endpoints take and give, told once.
SHARED = """
    seed: the same seed and wish give the same picture; -1 takes a random one.
    steps: steps of the decoder; more is slower and finer.
    guidance: how closely to follow the words.
    format: png, jpeg or webp.

Returns:
    The signed picture, and a report: progress while it is made, at last its seed, size, settings
    and seconds.
"""


def _documented(function):
    """The docstring is what callers and agents read."""
    function.__doc__ = cleandoc(function.__doc__) + SHARED
    return function


def endpoints(engine: Engine[Any]) -> None:
    """Built inside the page, unseen."""
    limits = engine.capabilities
    size = "{}x{}".format(*limits.default_size)
    with gr.Column(visible=False):
        picture, report = gr.Image(label="picture", type="filepath"), gr.JSON(label="report")
        outputs = [picture, report]
        seed = gr.Number(label="seed (-1: random)", value=-1, precision=0)
        guidance = gr.Number(label="guidance", value=limits.default_guidance)
        format = gr.Dropdown(["png", "jpeg", "webp"], value="png", label="format")
        text_steps, photo_steps = (
            gr.Number(label="steps", value=limits.steps_for(task), precision=0)
            for task in ("text_to_image", "photo_to_painting")
        )
        prompt = gr.Textbox(label="prompt")
        area = gr.Textbox(label="size", value=size)
        instruction = gr.Textbox(label="instruction", value=DEFAULT_INSTRUCTION)
        photo = _takes_own(photo_upload(label="photo"))
        side = gr.Number(label="side", value=limits.default_photo_side, precision=0)
        strength = gr.Number(label="strength", value=1)
        file = _takes_own(gr.File(label="file"))
    text, paint = _text_to_image(engine), _photo_to_ghibli(engine)
    busy = {"concurrency_id": "engine", "concurrency_limit": 1}
    if "text_to_image" in limits.tasks:
        _endpoint(text, [prompt, area, seed, text_steps, guidance, format], outputs, **busy)
    if "photo_to_painting" in limits.tasks:
        options = [side, strength, seed, photo_steps, guidance, format]
        _endpoint(paint, [photo, instruction, *options], outputs, **busy)
    _endpoint(verify, [file], [report])


def _takes_own(upload: gr.components.Component) -> gr.components.Component:
    """An agent of this machine hands on the address that it was given, which is this server's.

    Gradio fetches no address of a loopback interface, rightly; one that names a file of ours
    needs no fetching.
    """
    fetch = upload.async_move_resource_to_block_cache

    async def move(address: str | Path | None) -> str | None:
        return await fetch(_own_file(str(address)) or address)

    upload.async_move_resource_to_block_cache = move
    return upload


def _own_file(address: str) -> str | None:
    """The file that a loopback address of this server serves, None for any other address."""
    parts = urlsplit(address)
    _, found, name = parts.path.partition("/gradio_api/file=")
    if parts.hostname not in LOOPBACK or not found:
        return None
    file, folder = Path(unquote(name)).resolve(), Path(get_upload_folder()).resolve()
    return str(file) if file.is_relative_to(folder) and file.is_file() else None


def _endpoint(function, inputs: list, outputs: list, **options) -> None:
    gr.on([], function, inputs, outputs, api_name=function.__name__, **options)


def _text_to_image(engine: Engine[Any]):
    @_documented
    def text_to_image(
        request: gr.Request,
        prompt: str,
        size: str,
        seed: int = -1,
        steps: int | None = None,
        guidance: float | None = None,
        format: str = "png",
    ) -> Iterator[tuple[str | None, dict]]:
        """Paint a picture from a description in words.

        Args:
            prompt: what should be in the picture: things, colours, counts, place, time of day.
            size: width and height in pixels, such as 512x512 or 640x480.
        """
        wish = {"prompt": prompt, "size": _pixels(size), "seed": _seed(seed)}
        yield from _run(
            engine, request, wish | {"steps": steps, "guidance": guidance, "format": format}
        )

    return text_to_image


def _photo_to_ghibli(engine: Engine[Any]):
    @_documented
    def photo_to_ghibli(
        request: gr.Request,
        photo: str,
        instruction: str = DEFAULT_INSTRUCTION,
        side: int | None = None,
        strength: float = 1.0,
        seed: int = -1,
        steps: int | None = None,
        guidance: float | None = None,
        format: str = "png",
    ) -> Iterator[tuple[str | None, dict]]:
        """Paint a photo in the hand-painted style of animated films, keeping its layout and ratio.

        Args:
            photo: the photo, a JPEG, PNG or WebP.
            instruction: what to paint, such as "convert this image into ghibli style at night".
            side: pixels of the painting's long side.
            strength: 0 keeps the photo, 1 paints freely.
        """
        if photo is None:
            raise gr.Error("A photo is missing: send a JPEG, PNG or WebP.")
        wish = {"prompt": instruction, "photo": Path(photo), "strength": strength}
        wish |= {"size": side and (side, side), "seed": _seed(seed), "format": format}
        yield from _run(engine, request, wish | {"steps": steps, "guidance": guidance})

    return photo_to_ghibli


def verify(file: str) -> dict:
    """Say whether a picture carries signs of having been made with AI, and by whom.

    Args:
        file: a PNG, JPEG or WebP.

    Returns:
        The answer in a sentence, the state of its Content Credentials, the watermark, and the
        settings that make the picture again. No signal never means that a human made it.
    """
    try:
        report = read_credentials(Path(file))
    except (ValueError, OSError, TypeError) as error:
        raise gr.Error(str(error)) from error
    return {"answer": report.answer, "summary": report.summary} | asdict(report)


def _run(engine: Engine[Any], visitor: gr.Request, wish: dict) -> Iterator[tuple[str | None, dict]]:
    try:
        admitted(visitor)
        for item in generate(Request(**wish), engine, output_folder()):
            if isinstance(item, Progress):
                read = {"read_as": item.read_as} if item.read_as else {}
                yield None, {"stage": item.stage, "step": item.step, "of": item.of} | read
            elif isinstance(item, Refusal):
                raise gr.Error(item.reason)
            else:
                yield str(item.path), _facts(item)
    except (ValueError, OSError) as error:
        raise gr.Error(getattr(error, "strerror", None) or str(error)) from error


def _facts(picture: Picture) -> dict:
    return {name: value for name, value in asdict(picture).items() if name != "path"}


def _pixels(size: str) -> tuple[int, ...]:
    try:
        return tuple(int(side) for side in size.lower().split("x"))
    except ValueError:
        raise gr.Error(f"size must be WIDTHxHEIGHT, such as 512x512, not {size!r}") from None


def _seed(seed: int | None) -> int | None:
    return None if seed in (None, -1) else seed
