"""The API's fields as requests of the journey."""

import io
import re
import secrets
from asyncio import to_thread
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PIL import Image

from pipeline.api.images.errors import PARAMS, ApiError, invalid, of_user, unknown_model
from pipeline.api.images.fields import (
    Edit,
    Generation,
    Variation,
    Wish,
    WithThings,
    steps_for,
)
from pipeline.api.named_things import paired
from pipeline.engines.base import Capabilities, Engine
from pipeline.errors import RequestError
from pipeline.request import FORMATS, MAX_SEED, MOVING, Request
from safety.errors import UserError
from safety.image.upload import UploadRefused, open_photo
from safety.provenance.verify import is_made_here

SIZE = re.compile(r"(\d{1,5})[xX](\d{1,5})")


def from_words(wish: Generation, engine: Engine[Any]) -> list[Request]:
    """Raises ApiError for what this server does not do."""
    return _requests(wish, engine, "text_to_image", {"prompt": wish.prompt})


async def from_image(wish: Edit, engine: Engine[Any]) -> list[Request]:
    """With a mask a part is painted anew; without one a picture that was made here is edited, and
    any other is painted, where the engine edits nothing but its own. Raises ApiError."""
    files = [*wish.image, *wish.images]
    if not files:
        raise invalid("Missing required parameter: 'image'.", "image", "missing_required_parameter")
    most = 1 + engine.capabilities.max_references
    if len(files) > most:
        raise invalid(f"There are {len(files)} images: this model looks at {most}.", "image")
    photo, *references = [await file.read() for file in files]
    fields: dict[str, Any] = {"prompt": wish.prompt, "photo": photo}
    fields |= {"references": tuple(references), "things": await _things(wish)}
    task = "edit"
    if wish.mask is not None:
        task, fields["mask"] = "inpaint", await to_thread(mask_of, await wish.mask.read())
    elif "edit" in engine.capabilities.knows_own:
        task = task if await to_thread(is_made_here, photo) else "photo_to_painting"
    return _requests(wish, engine, task, fields | _strength(wish.strength))


async def from_picture(wish: Variation, engine: Engine[Any]) -> list[Request]:
    """More pictures like a given one. Raises ApiError."""
    fields = {"photo": await wish.image.read(), "things": await _things(wish)}
    fields |= _strength(wish.strength)
    return _requests(wish, engine, "variation", fields)


async def _things(wish: WithThings) -> tuple[tuple[str, bytes], ...]:
    """Each name with its picture. Raises ApiError where there are not as many of both."""
    try:
        given = paired(wish.things, [*wish.thing, *wish.thing_list])
    except ValueError as error:
        raise invalid(str(error), "things") from error
    return tuple([(name, await file.read()) for name, file in given])


def mask_of(data: bytes) -> bytes:
    """A mask of OpenAI's, of which the alpha alone counts (0 is painted anew), as one of ours: a
    PNG that is white there and black elsewhere. Raises ApiError for a file without alpha."""
    try:
        alpha = open_photo(data).alpha
    except UploadRefused as refused:
        raise of_user(refused.of("mask")) from refused
    if alpha is None:
        message = "The mask has no alpha channel: make it transparent where to paint anew."
        raise invalid(message, "mask", "invalid_mask_image")
    out = io.BytesIO()
    holes = alpha.point(lambda value: 255 * (value == 0))
    if holes.getbbox() is None:
        message = "The mask is transparent nowhere: its alpha must be 0 where to paint anew."
        raise invalid(message, "mask", "invalid_mask_image")
    Image.merge("RGB", [holes] * 3).save(out, "PNG")
    return out.getvalue()


def _requests(
    wish: Wish, engine: Engine[Any], task: str, given: Mapping[str, Any]
) -> list[Request]:
    """One for each picture, with the seeds seed, seed + 1 and so on."""
    _check(wish, engine, task)
    limits, count = engine.capabilities, wish.n or 1
    fields: dict[str, Any] = {
        "task": task,
        "size": _size(wish.size, limits),
        "steps": steps_for(wish.quality, task, limits) if wish.steps is None else wish.steps,
        "guidance": wish.guidance,
        "format": wish.output_format or "png",
        "compression": wish.output_compression,
        "seed": wish.seed,
        "transparent": wish.background == "transparent",
    }
    fields = fields | _frames(wish) | dict(given)
    try:
        first = Request(**fields)
        if task == "text_to_image":  # what is wrong is told before it is counted
            limits.complete(first)
    except UserError as error:
        raise of_user(error) from error
    if count == 1:
        return [first]
    seed = secrets.randbelow(MAX_SEED + 1) if first.seed is None else first.seed
    return [replace(first, seed=(seed + number) % (MAX_SEED + 1)) for number in range(count)]


def _check(wish: Wish, engine: Engine[Any], task: str) -> None:
    """What our own requests have no word for."""
    if wish.model and wish.model not in (engine.name, engine.model):
        raise unknown_model(wish.model, engine.name)
    layered = task in engine.capabilities.layered
    clear, moves = wish.background == "transparent", wish.output_format == MOVING
    if (clear or moves) and not layered:
        raise of_user(RequestError("not_layered"), "background" if clear else "output_format")
    if wish.output_format not in (None, *FORMATS, MOVING):
        raise _unavailable("output_format", wish.output_format, (*FORMATS, MOVING))
    if wish.response_format == "url":
        raise _unavailable("response_format", "url", ("b64_json",))


def _frames(wish: Wish) -> dict[str, int]:
    """Of a picture that moves. Raises ApiError for those of a still."""
    given = {"frames": wish.frame_count, "frame_ms": wish.frame_duration_ms}
    for name, value in given.items():
        if value is not None and wish.output_format != MOVING:
            raise invalid(f"{PARAMS[name]} goes with the output_format gif alone.", PARAMS[name])
    return {name: value for name, value in given.items() if value is not None}


def _unavailable(param: str, value: str | None, available: tuple[str, ...]) -> ApiError:
    allowed = ", ".join(available)
    return invalid(f"{param} '{value}' is not available here: use {allowed}.", param)


def _size(text: str | None, limits: Capabilities) -> tuple[int, int] | None:
    """ "512x384" -> (512, 384); "auto" -> None. Raises ApiError naming what is allowed."""
    if text in (None, "", "auto"):
        return None
    found = SIZE.fullmatch(str(text))
    if found is None:
        low, high = limits.min_side, limits.max_side
        raise invalid(
            f"size must be auto or WIDTHxHEIGHT such as {limits.default_size[0]}x"
            f"{limits.default_size[1]}, each side {low} to {high} pixels and a multiple of "
            f"{limits.side_multiple}.",
            "size",
        )
    return int(found[1]), int(found[2])


def _strength(strength: float | None) -> dict[str, Any]:
    return {} if strength is None else {"strength": strength}
