"""What the API answers: the shapes of OpenAI's Images API."""

import base64
import json
import time
from typing import Any

from pydantic import BaseModel, ConfigDict

from pipeline.api.images.errors import ErrorDetails
from pipeline.api.images.fields import Streamed, Wish, effective
from pipeline.api.images.painting import Made, Partial
from pipeline.results import Picture

DONE = "data: [DONE]\n\n"
STILL_THERE = ": painting\n\n"  # a comment, so that nobody between gives up the connection


class TokenDetails(BaseModel):
    text_tokens: int
    image_tokens: int


class Usage(BaseModel):
    """output_tokens: image tokens written for the pictures. What was read is not counted."""

    input_tokens: int
    input_tokens_details: TokenDetails
    output_tokens: int
    total_tokens: int


class Image(BaseModel):
    """One signed picture. seed: makes it again; width, height: in pixels."""

    b64_json: str
    revised_prompt: str | None = None
    seed: int


class Images(BaseModel):
    """The pictures of a request. refusals: of those that a check has kept back, why."""

    model_config = ConfigDict(json_schema_extra={"description": "Signed pictures."})

    created: int
    data: list[Image]
    background: str
    output_format: str
    quality: str
    size: str
    usage: Usage
    refusals: list[ErrorDetails] = []


def images(wish: Wish, made: list[Made], refusals: list[ErrorDetails]) -> Images:
    """made: one picture at least."""
    data = [Image(b64_json=_base64(one.data), seed=one.picture.seed) for one in made]
    return Images(
        created=int(time.time()),
        data=data,
        usage=_usage([one.picture for one in made]),
        refusals=refusals,
        **_facts(wish, made[0].picture),
    )


def partial_event(kind: str, wish: Streamed, part: Partial, number: int) -> str:
    """A server-sent event with a look at the unfinished picture. kind: "image_generation" or
    "image_edit"; number: from 0."""
    fields = {"b64_json": _base64(part.data), "partial_image_index": number}
    return _event(f"{kind}.partial_image", fields | _facts(wish, part))


def completed_event(kind: str, wish: Streamed, made: Made) -> str:
    """The event with the signed picture."""
    usage = _usage([made.picture]).model_dump()
    fields = {"b64_json": _base64(made.data), "usage": usage, "seed": made.picture.seed}
    return _event(f"{kind}.completed", fields | _facts(wish, made.picture))


def error_event(body: dict[str, Any]) -> str:
    """What ends a stream without a picture."""
    return f"data: {json.dumps(body)}\n\n"


def _event(kind: str, fields: dict[str, Any]) -> str:
    data = json.dumps({"type": kind, "created_at": int(time.time())} | fields)
    return f"event: {kind}\ndata: {data}\n\n"


def _facts(wish: Wish, picture: Picture | Partial) -> dict[str, Any]:
    return {
        "background": "transparent" if wish.background == "transparent" else "opaque",
        "output_format": wish.output_format or "png",
        "quality": effective(wish.quality),
        "size": f"{picture.width}x{picture.height}",
    }


def _usage(pictures: list[Picture]) -> Usage:
    written = sum(picture.tokens for picture in pictures)
    return Usage(
        input_tokens=0,
        input_tokens_details=TokenDetails(text_tokens=0, image_tokens=0),
        output_tokens=written,
        total_tokens=written,
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()
