"""The named endpoints that paint, one for each task; callers and agents read their docstrings."""

from collections.abc import AsyncIterator, Callable, Sequence
from inspect import cleandoc
from pathlib import Path
from typing import Any

import gradio as gr

from pipeline.api.easel import Easel, Update, error_of
from pipeline.api.named_things import paired
from pipeline.request import DEFAULT_INSTRUCTION

PICTURE_KINDS = "JPEG, PNG or WebP"
# The arguments and the value that all painting endpoints share; appended to their docstrings.
SHARED = """
    seed: the same seed and request give the same picture; -1 takes a random one.
    steps: steps of the decoder; more is slower and finer.
    guidance: how closely to follow the words.
    format: png, jpeg or webp.

Returns:
    The signed picture, and a report: progress while it is painted, at last its seed, size,
    settings and seconds.
"""


def _documented(function: Callable[..., Any]) -> Callable[..., Any]:
    """Completes the docstring, which callers and agents read."""
    function.__doc__ = cleandoc(function.__doc__ or "") + SHARED
    return function


def text_to_image_of(easel: Easel) -> Callable[..., AsyncIterator[Update]]:
    @_documented
    async def text_to_image(
        request: gr.Request,
        prompt: str,
        size: str,
        seed: int = -1,
        steps: int | None = None,
        guidance: float | None = None,
        format: str = "png",
        things: str = "",
        thing_1: str | None = None,
        thing_2: str | None = None,
        thing_3: str | None = None,
        thing_4: str | None = None,
    ) -> AsyncIterator[Update]:
        """Paint a picture from a description in words.

        Args:
            prompt: what should be in the picture: things, colours, counts, place, time of day.
            size: width and height in pixels, such as 512x512 or 640x480.
            things: names of things of your own that the prompt names, such as "Mimi, Bo".
            thing_1: a picture of the first of them, a JPEG, PNG or WebP: a photo, a drawing, or
                one that is cut out (transparent around it).
            thing_2: of the second.
            thing_3: of the third.
            thing_4: of the fourth.
        """
        fields: dict[str, Any] = {"prompt": prompt, "size": _pixels(size)}
        fields |= _decoding(seed, steps, guidance, format)
        fields |= {"things": _things(things, (thing_1, thing_2, thing_3, thing_4))}
        async for update in easel.run(request, fields):
            yield update

    return text_to_image


def photo_to_ghibli_of(easel: Easel) -> Callable[..., AsyncIterator[Update]]:
    @_documented
    async def photo_to_ghibli(
        request: gr.Request,
        photo: str,
        instruction: str = DEFAULT_INSTRUCTION,
        side: int | None = None,
        strength: float = 1.0,
        seed: int = -1,
        steps: int | None = None,
        guidance: float | None = None,
        format: str = "png",
    ) -> AsyncIterator[Update]:
        """Paint a photo in the hand-painted style of animated films, keeping its layout and ratio.

        Args:
            photo: the photo, a JPEG, PNG or WebP.
            instruction: what to paint, such as "convert this image into ghibli style at night".
            side: pixels of the painting's long side.
            strength: 0 keeps the photo, 1 paints freely.
        """
        fields: dict[str, Any] = {"prompt": instruction, "photo": given_file("photo", photo)}
        fields |= {"strength": strength, "size": _long_side(side)}
        fields |= _decoding(seed, steps, guidance, format)
        async for update in easel.run(request, fields):
            yield update

    return photo_to_ghibli


def edit_of(easel: Easel) -> Callable[..., AsyncIterator[Update]]:
    @_documented
    async def edit(
        request: gr.Request,
        picture: str,
        instruction: str,
        mask: str | None = None,
        original: str | None = None,
        side: int | None = None,
        seed: int = -1,
        steps: int | None = None,
        guidance: float | None = None,
        format: str = "png",
        things: str = "",
        thing_1: str | None = None,
        thing_2: str | None = None,
        thing_3: str | None = None,
        thing_4: str | None = None,
    ) -> AsyncIterator[Update]:
        """Change a picture by an instruction in words, all of it or only the part under a mask.

        Args:
            picture: the picture to change, a JPEG, PNG or WebP.
            instruction: what to change, such as "make it night"; with a mask, what should be there.
            mask: a picture of the same ratio, white where to repaint; all else stays to the pixel.
            original: the photo that the picture was painted from. With it, an instruction that
                asks only for another light, season or weather can paint the photo again.
            side: pixels of the result's long side; left out, the picture's own.
            things: names of things of your own that the picture shows or the instruction names.
            thing_1: a picture of the first of them, as for text_to_image.
            thing_2: of the second.
            thing_3: of the third.
            thing_4: of the fourth.
        """
        fields: dict[str, Any] = {"task": "inpaint" if mask else "edit", "prompt": instruction}
        fields |= {"photo": given_file("picture", picture), "mask": mask, "original": original}
        fields |= {"size": _long_side(side)} | _decoding(seed, steps, guidance, format)
        fields |= {"things": _things(things, (thing_1, thing_2, thing_3, thing_4))}
        async for update in easel.run(request, fields):
            yield update

    return edit


def variation_of(easel: Easel) -> Callable[..., AsyncIterator[Update]]:
    @_documented
    async def variation(
        request: gr.Request,
        picture: str,
        strength: float = 1.0,
        side: int | None = None,
        seed: int = -1,
        steps: int | None = None,
        guidance: float | None = None,
        format: str = "png",
        things: str = "",
        thing_1: str | None = None,
        thing_2: str | None = None,
        thing_3: str | None = None,
        thing_4: str | None = None,
    ) -> AsyncIterator[Update]:
        """Paint another picture like a given one.

        Args:
            picture: the picture, a JPEG, PNG or WebP.
            strength: 0 keeps the picture, 1 paints freely.
            side: pixels of the result's long side; left out, the picture's own.
            things: names of things of your own that the picture shows or the instruction names.
            thing_1: a picture of the first of them, as for text_to_image.
            thing_2: of the second.
            thing_3: of the third.
            thing_4: of the fourth.
        """
        fields: dict[str, Any] = {"task": "variation", "photo": given_file("picture", picture)}
        fields |= {"strength": strength, "size": _long_side(side)}
        fields |= _decoding(seed, steps, guidance, format)
        fields |= {"things": _things(things, (thing_1, thing_2, thing_3, thing_4))}
        async for update in easel.run(request, fields):
            yield update

    return variation


def given_file(name: str, path: str | None) -> Path:
    """The path of a file that is needed. Raises gr.Error where it is missing."""
    if path is None:
        raise error_of(f"A {name} is missing: send a {PICTURE_KINDS}.")
    return Path(path)


def _things(things: str | None, files: Sequence[str | None]) -> tuple[tuple[str, Path], ...]:
    """Each name with its picture. Raises gr.Error where there are not as many of both."""
    try:
        return paired(things, [Path(file) for file in files if file])
    except ValueError as error:
        raise error_of(str(error)) from error


def _pixels(size: str) -> tuple[int, ...]:
    try:
        return tuple(int(side) for side in size.lower().split("x"))
    except ValueError:
        raise error_of(f"size must be WIDTHxHEIGHT, such as 512x512, not {size!r}") from None


def _long_side(side: int | None) -> tuple[int, int] | None:
    return (side, side) if side else None


def _decoding(
    seed: int | None, steps: int | None, guidance: float | None, format: str
) -> dict[str, Any]:
    """The fields of `Inputs.decoding`. A seed of -1 is none."""
    seed = None if seed == -1 else seed
    return {"seed": seed, "steps": steps, "guidance": guidance, "format": format}
