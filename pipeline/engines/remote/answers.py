"""What a server answers, read with suspicion: bounded, and a picture only if it is one."""

import base64
import binascii
import io
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
from PIL import Image

from pipeline.errors import RemoteError

MOST_BYTES = 96 << 20  # of an answer: a PNG of 16 megapixels in base64
MOST_PIXELS = 4096 * 4096
SAID = 200  # characters of a server's own words that a user is shown


async def whole(answer: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer; an empty one where there is none. Raises RemoteError for one
    that is too long."""
    content = bytearray()
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > MOST_BYTES:
            raise RemoteError("remote_strange")
    try:
        found = json.loads(bytes(content))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


async def streamed(answer: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    """The events of a stream (server-sent events with a JSON object each). Raises RemoteError for
    one that tells of an error, or is too long."""
    received = 0
    async for line in answer.aiter_lines():
        received += len(line)
        if received > MOST_BYTES:
            raise RemoteError("remote_strange")
        name, _, data = line.partition(":")
        data = data.strip()
        if name != "data" or not data or data == "[DONE]":
            continue
        try:
            event = json.loads(data)
        except ValueError:
            raise RemoteError("remote_strange") from None
        if not isinstance(event, dict):
            raise RemoteError("remote_strange")
        if "error" in event:
            said, code = complaint(event)
            if code == "moderation_blocked":
                raise RemoteError("remote_blocked")
            raise RemoteError("remote_refused", said=said or "no reason")
        yield event


def partial_of(event: Mapping[str, Any]) -> Image.Image | None:
    """The preview of an event that has one."""
    is_partial = str(event.get("type", "")).endswith(".partial_image")
    return _decoded(event.get("b64_json")) if is_partial else None


def picture_of(answer: Mapping[str, Any]) -> Image.Image:
    """The first picture of an answer, or that of a stream's last event; RGB. Raises RemoteError
    where there is none: an address is not followed."""
    listed = answer.get("data") or [answer]
    first = listed[0] if isinstance(listed, list) else None
    return _decoded(first.get("b64_json") if isinstance(first, Mapping) else None)


def complaint(answer: Mapping[str, Any]) -> tuple[str, str]:
    """(what a server says went wrong, shortened to one line; its code)."""
    error = answer.get("error", answer.get("detail", answer.get("message", "")))
    code = ""
    if isinstance(error, list) and error:  # of pydantic
        error = error[0]
    if isinstance(error, Mapping):
        code = str(error.get("code") or "")
        error = error.get("message") or error.get("msg") or ""
    said = " ".join(str(error or "").split())
    return (said[: SAID - 1] + "…" if len(said) > SAID else said), code


def _decoded(text: object) -> Image.Image:
    if not isinstance(text, str):
        raise RemoteError("remote_strange")
    try:
        data = base64.b64decode(text, validate=True)
        with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP"]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise RemoteError("remote_strange")
            return image.convert("RGB")
    except (binascii.Error, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise RemoteError("remote_strange") from error
    except OSError as error:
        if isinstance(error, RemoteError):
            raise
        raise RemoteError("remote_strange") from error
