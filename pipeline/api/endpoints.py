"""The named endpoints of the page: for gradio_client and HTTP, and as MCP tools for agents.

Each is a task of the one journey. Those that paint stream: each update is (picture, report), and
the last one has the picture. MCP sends agents a copy of the picture without the credentials, and
the address of the signed file.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

import gradio as gr
from gradio.components import Component
from gradio.utils import get_upload_folder

from pipeline.api.access import LOOPBACK
from pipeline.api.easel import Easel, Report, error_of
from pipeline.api.named_things import names_in
from pipeline.api.painters import (
    edit_of,
    given_file,
    photo_to_ghibli_of,
    text_to_image_of,
    variation_of,
)
from pipeline.api.visits import forget_recording, may_check, may_speak, photo_upload
from pipeline.engines.base import Engine
from pipeline.errors import RequestError
from pipeline.generate import describe as describe_picture
from pipeline.generate import hear as hear_prompt
from pipeline.generate import read as read_prompt
from pipeline.intake import Intake
from pipeline.listening.loading import available as ears
from pipeline.request import DEFAULT_INSTRUCTION, MAX_PROMPT, MAX_THINGS
from pipeline.results import Refusal
from pipeline.wording import ENGLISH
from safety.policy import SOUND_LIMITS
from safety.provenance.verify import verify as read_credentials

# Who waits for a picture does so in the painting queue, never in that of Gradio.
STREAM: dict[str, Any] = {"concurrency_limit": None}
C = TypeVar("C", bound=Component)


class Inputs:
    """The hidden components from which the endpoints take their arguments. Gradio needs one for
    each argument; several endpoints may share it."""

    def __init__(self, engine: Engine[Any]) -> None:
        limits = engine.capabilities
        self.prompt = gr.Textbox(label="prompt")
        self.size = gr.Textbox(label="size", value="{}x{}".format(*limits.default_size))
        self.instruction = gr.Textbox(label="instruction", value=DEFAULT_INSTRUCTION)
        self.change = gr.Textbox(label="instruction")
        self.photo = _takes_own(photo_upload(label="photo"))
        self.picture = _takes_own(photo_upload(label="picture"))
        self.mask = _takes_own(photo_upload(label="mask"))
        self.original = _takes_own(photo_upload(label="original"))
        self.things = gr.Textbox(label="things (names, commas between)", value="")
        self.pictures = [
            _takes_own(photo_upload(label=f"thing {number}")) for number in range(1, MAX_THINGS + 1)
        ]
        self.file = _takes_own(gr.File(label="file"))
        self.recording = gr.File(label="recording")
        self.photo_side = gr.Number(label="side", value=limits.default_photo_side, precision=0)
        self.side = gr.Number(label="side (the picture's own when left out)", precision=0)
        self.strength = gr.Number(label="strength", value=1)
        self.seed = gr.Number(label="seed (-1: random)", value=-1, precision=0)
        self.steps, self.photo_steps = (
            gr.Number(label="steps", value=limits.steps_for(task), precision=0)
            for task in ("text_to_image", "photo_to_painting")
        )
        self.guidance = gr.Number(label="guidance", value=limits.default_guidance)
        self.format = gr.Dropdown(["png", "jpeg", "webp"], value="png", label="format")

    @cached_property
    def decoding(self) -> list[Component]:
        """The last arguments of every painting endpoint but photo_to_ghibli."""
        return [self.seed, self.steps, self.guidance, self.format]

    @cached_property
    def own(self) -> list[Component]:
        """Things of the caller's own: their names, and a picture of each."""
        return [self.things, *self.pictures]

    @cached_property
    def photo_decoding(self) -> list[Component]:
        """Those of photo_to_ghibli, which has its own default steps."""
        return [self.seed, self.photo_steps, self.guidance, self.format]


def endpoints(intake: Intake) -> None:
    """Built inside the page, hidden. Only tasks that the engine can do are offered."""
    engine, easel = intake.engine, Easel(intake)
    tasks = engine.capabilities.tasks
    with gr.Column(visible=False):
        picture, report = gr.Image(label="picture", type="filepath"), gr.JSON(label="report")
        given = Inputs(engine)
    painted = [picture, report]
    if "text_to_image" in tasks:
        inputs = [given.prompt, given.size, *given.decoding, *given.own]
        _endpoint(text_to_image_of(easel), inputs, painted, **STREAM)
    if "photo_to_painting" in tasks:
        inputs = [given.photo, given.instruction, given.photo_side, given.strength]
        _endpoint(photo_to_ghibli_of(easel), [*inputs, *given.photo_decoding], painted, **STREAM)
    if tasks & {"edit", "inpaint"}:
        inputs = [given.picture, given.change, given.mask, given.original, given.side]
        _endpoint(edit_of(easel), [*inputs, *given.decoding, *given.own], painted, **STREAM)
    if "variation" in tasks:
        inputs = [given.picture, given.strength, given.side, *given.decoding, *given.own]
        _endpoint(variation_of(easel), inputs, painted, **STREAM)
    if "describe" in tasks:
        _endpoint(_describe(engine), [given.picture], [report], concurrency_limit=1)
    _endpoint(_read(engine), [given.prompt, given.things], [report])
    if ears():
        _endpoint(hear, [given.recording], [report])
    _endpoint(verify, [given.file], [report])


def _takes_own(upload: C) -> C:
    """Let an agent on this machine pass on a picture's address that it got from this server.

    Gradio rightly fetches nothing from a loopback address; one that names a file of ours needs no
    fetching.
    """
    fetch = upload.async_move_resource_to_block_cache

    async def move(address: str | Path | None) -> str | None:
        return await fetch(_own_file(str(address)) or address)

    upload.async_move_resource_to_block_cache = move  # type: ignore[method-assign, assignment]
    return upload


def _own_file(address: str) -> str | None:
    """The file that a loopback address of this server serves, None for any other address."""
    parts = urlsplit(address)
    _, found, name = parts.path.partition("/gradio_api/file=")
    if parts.hostname not in LOOPBACK or not found:
        return None
    file, folder = Path(unquote(name)).resolve(), Path(get_upload_folder()).resolve()
    return str(file) if file.is_relative_to(folder) and file.is_file() else None


def _endpoint(
    function: Callable[..., Any], inputs: Sequence[Component], outputs: list[Any], **options: Any
) -> None:
    gr.on([], function, inputs, outputs, api_name=function.__name__, **options)


def _describe(engine: Engine[Any]) -> Callable[[str], Report]:
    def describe(picture: str) -> Report:
        """Describe in words what a picture shows.

        Args:
            picture: the picture, a JPEG, PNG or WebP.

        Returns:
            An English sentence ("description"), and what it is made of ("shows"): place, time,
            weather, season and things with count, colour, pose and side. "known" is false for a
            picture outside of the model's world: then it is the nearest that the model knows.
        """
        try:
            found = describe_picture(given_file("picture", picture), engine)
        except (ValueError, OSError) as error:
            raise error_of(error) from error
        if isinstance(found, Refusal):
            raise error_of(found.reason)
        return {"description": ENGLISH.describe(found), "shows": asdict(found)}

    return describe


def _read(engine: Engine[Any]) -> Callable[[str, str], Report | None]:
    def read(prompt: str, things: str = "") -> Report | None:
        """Show how the model reads a prompt, without painting: which words it knows.

        Args:
            prompt: a description of a picture, as for text_to_image.
            things: names of things of your own, as for text_to_image.

        Returns:
            The prompt in words that the model knows ("text"), and its words in order ("words"):
            each with its text, its kind (such as thing, colour or unknown; null for small words)
            and, where another word is read instead, that one ("nearest"). Null for a model that
            reads any words as they are.
        """
        if len(prompt) > MAX_PROMPT:
            raise error_of(RequestError("prompt_long", count=len(prompt), most=MAX_PROMPT))
        reading = read_prompt(prompt, engine, names=names_in(things))
        if reading is None:
            return None
        return {"text": reading.text, "words": [asdict(word) for word in reading.words]}

    return read


def hear(request: gr.Request, recording: str) -> Report:
    """Write down a spoken prompt, English, so that a picture can be painted from it.

    Args:
        recording: a WAV, MP3, OGG, WebM or M4A of at most 30 seconds. Nothing of it is kept.

    Returns:
        The words ("heard"), which have passed the check of prompts and go to text_to_image or edit
        as they are or corrected, how sure they are ("sure", 0 to 1), and what listened ("by").
    """
    try:
        may_speak(request)
        if not recording:
            raise RequestError("recording_missing", allowed=", ".join(SOUND_LIMITS.formats))
        found = hear_prompt(Path(recording))
    except (ValueError, OSError) as error:
        raise error_of(error) from error
    finally:
        forget_recording(recording)
    if isinstance(found, Refusal):
        raise error_of(found.reason)
    return {"heard": found.text, "sure": round(found.sure, 3), "by": found.by}


def verify(request: gr.Request, file: str) -> Report:
    """Say whether a picture carries signs of having been made with AI, and by whom.

    Args:
        file: a PNG, JPEG or WebP.

    Returns:
        The answer in a sentence, the state of its Content Credentials, the watermark, and the
        settings that make the picture again. No signal never means that a human made it.
    """
    try:
        may_check(request)
        report = read_credentials(Path(file))
    except (ValueError, OSError, TypeError) as error:
        raise error_of(error) from error
    return {"answer": report.answer, "summary": report.summary} | asdict(report)
