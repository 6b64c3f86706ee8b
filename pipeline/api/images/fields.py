"""What the API takes: the fields of OpenAI's Images API, and our own `seed`, `steps`, `guidance`
and `strength`."""

from typing import Literal

from fastapi import Form, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from pipeline.engines.base import Capabilities
from pipeline.request import MAX_PROMPT, MAX_SEED, MAX_THINGS

FORM = "multipart/form-data"
MULTIPART = Form(media_type=FORM)  # of bodies with files
MAX_PICTURES = 10  # of one request
MAX_PARTIALS = 3
MAX_IMAGES = 16
Quality = Literal["auto", "low", "medium", "high", "xhigh", "max", "standard", "hd"]
# Times the engine's default steps; "max" is as many as it takes.
STEPS = {"low": 0.5, "medium": 1.0, "high": 2.0, "xhigh": 4.0}
# Of models that are no more: their clients still say so.
OLD_NAMES = {"auto": "medium", "standard": "medium", "hd": "high"}


class Wish(BaseModel):
    """What all three ways to a picture share. Null is as if a field were left out."""

    model_config = ConfigDict(extra="forbid")

    model: str | None = Field(None, description="As GET /v1/models lists it; left out, that one.")
    n: int | None = Field(1, ge=1, le=MAX_PICTURES, description="With the seeds seed, seed + 1...")
    size: str | None = Field(
        "auto",
        description="auto or WIDTHxHEIGHT, as GET /v1/models tells. Of a picture that is made from "
        "an image, which keeps its ratio, the longer side counts.",
    )
    quality: Quality | None = Field("auto", description="The decoder's steps.")
    output_format: str | None = Field(
        "png",
        description="png, jpeg or webp; of a scene from words, or of an edit or variation of one "
        "made here, gif, which moves.",
    )
    output_compression: int | None = Field(
        None, ge=0, le=100, description="Of jpeg and webp; 100 is the finest."
    )
    background: Literal["auto", "opaque", "transparent"] | None = Field(
        "auto",
        description="transparent: the things alone, as png or webp; where a gif is taken, too.",
    )
    response_format: Literal["b64_json", "url"] | None = Field(
        "b64_json", description="b64_json alone: no picture stays at an address here."
    )
    frame_count: int | None = Field(None, description="Of a gif, 2 to 16.")
    frame_duration_ms: int | None = Field(None, description="Of a gif, 20 to 1000.")
    user: str | None = Field(None, description="Neither kept nor logged.")
    safety_identifier: str | None = Field(None, description="Neither kept nor logged.")
    seed: int | None = Field(None, ge=0, le=MAX_SEED, description="Makes a picture again.")
    steps: int | None = Field(None, description="Decoder steps, in place of quality.")
    guidance: float | None = Field(None, description="How closely to follow the prompt.")


class Streamed(Wish):
    """With a stream of the unfinished picture."""

    stream: bool | None = Field(False, description="Server-sent events.")
    partial_images: int | None = Field(
        0, ge=0, le=MAX_PARTIALS, description="At most so many looks at the unfinished picture."
    )
    moderation: Literal["auto", "low"] | None = Field("auto", description="Checks stay the same.")


class Generation(Streamed):
    """POST /v1/images/generations, as JSON."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prompt: str = Field(min_length=1, max_length=MAX_PROMPT)
    style: Literal["vivid", "natural"] | None = Field(None, description="Of DALL-E 3: no effect.")


Files = list[UploadFile]


class WithThings(BaseModel):
    """Things of the caller's own that a picture shows or the prompt names, as in the page."""

    things: str | None = Field(None, description='Their names, such as "Mimi, Bo".')
    thing: Files = Field(
        [], max_length=MAX_THINGS, description="A picture of each, in the order of their names."
    )
    thing_list: Files = Field([], max_length=MAX_THINGS, alias="thing[]")


class Edit(Streamed, WithThings):
    """POST /v1/images/edits, as multipart/form-data. `image` or `image[]`."""

    prompt: str = Field(min_length=1, max_length=MAX_PROMPT)
    image: Files = Field([], max_length=MAX_IMAGES)
    images: Files = Field([], max_length=MAX_IMAGES, alias="image[]")
    mask: UploadFile | None = Field(
        None, description="A PNG or WebP of the image's ratio: alpha 0 is painted anew."
    )
    input_fidelity: Literal["high", "low"] | None = Field(None, description="No effect.")
    strength: float | None = Field(
        None, ge=0, le=1, description="Of a photo's painting: 0 keeps the photo, 1 paints freely."
    )


class Variation(Wish, WithThings):
    """POST /v1/images/variations, as multipart/form-data."""

    image: UploadFile
    strength: float | None = Field(
        None, ge=0, le=1, description="0 keeps the picture, 1 paints freely."
    )


class Words(BaseModel):
    """POST /v1/moderations."""

    model_config = ConfigDict(extra="forbid")

    input: str | list[str] | list["TextPart"]
    model: str | None = None


class TextPart(BaseModel):
    """A prompt as a part of a message."""

    type: Literal["text"]
    text: str


def steps_for(quality: str | None, task: str, limits: Capabilities) -> int:
    """The decoder's steps of a quality, within what the engine takes; the default of an engine that
    more of them do not help."""
    wanted = OLD_NAMES.get(quality or "auto", quality or "auto")
    if "steps" in limits.unused:
        return limits.steps_for(task)
    if wanted == "max":
        return limits.max_steps
    steps = round(limits.steps_for(task) * STEPS[wanted])
    return min(max(steps, limits.min_steps), limits.max_steps)


def effective(quality: str | None) -> str:
    """A quality by its present name."""
    return OLD_NAMES.get(quality or "auto", quality or "auto")
