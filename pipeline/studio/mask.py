"""Painting over a part of a picture, and the strokes as a mask."""

import io
from pathlib import Path

import gradio as gr
from gradio.components.image_editor import EditorData
from PIL import Image, ImageChops

from pipeline.studio.language import label
from safety.image.upload import open_photo

STROKE = "#c2410c"
KEEP, ERASE = "#16a34a", "#dc2626"  # of a brush that corrects an outline
MARKED = 60  # by how much a stroke's own channel is above the others
PAINTED = 200  # strokes have a channel darker than this; where nothing is painted all are white


def mask_editor(colors: tuple[str, ...] = (STROKE,), size: int = 40) -> gr.ImageEditor:
    """An editor whose value is its strokes: a PNG's bytes as the browser sent them, or None.

    colors: of the brush, the first one chosen. size: its radius in pixels of the picture.

    Update it with a picture's path only: any update object, even gr.skip(), makes Gradio build a
    new editor, without the browser's strokes and without the `preprocess` set here.
    """
    editor = gr.ImageEditor(
        label=label("brush"),
        show_label=False,  # a phone shows the tools in its place
        sources=(),
        transforms=(),
        layers=False,
        buttons=[],
        brush=gr.Brush(colors=[*colors], color_mode="fixed", default_size=size),
        canvas_size=(512, 512),
        elem_classes="mask",
    )

    def strokes(payload: EditorData | None) -> bytes | None:
        if payload is None:
            return None
        sent = editor.blob_storage.pop(payload.id, None) if payload.id else None
        if sent and sent.layers:
            return sent.layers[0]
        # Some browsers upload the layers as files, whose paths Gradio has checked by now.
        return Path(payload.layers[0].path).read_bytes() if payload.layers else None

    editor.preprocess = strokes  # type: ignore[method-assign, assignment]
    return editor


def files_of(payload: EditorData | None) -> list[str]:
    """The files that a browser has sent for an editor's value."""
    sent = [payload.background, payload.composite, *payload.layers] if payload else []
    return [file.path for file in sent if file]


def mask_of(strokes: bytes | None) -> bytes | None:
    """The strokes as a mask's PNG, white where they are; None when there are none.

    Only the sanitiser opens the browser's bytes; it puts them on a white background. Raises
    ValueError for bytes that are no picture.
    """
    if strokes is None:
        return None
    return _encoded(_darkest_channel(open_photo(strokes).image), PAINTED)


def marks_of(strokes: bytes | None) -> tuple[bytes | None, bytes | None]:
    """Strokes in KEEP and in ERASE as two masks, as `mask_of` makes them."""
    if strokes is None:
        return None, None
    red, green, blue = open_photo(strokes).image.split()
    other = ImageChops.lighter
    keep = ImageChops.subtract(green, other(red, blue))
    erase = ImageChops.subtract(red, other(green, blue))
    return _marked(keep), _marked(erase)


def _marked(strength: Image.Image) -> bytes | None:
    return _encoded(ImageChops.invert(strength), 255 - MARKED)


def _encoded(darkness: Image.Image, limit: int) -> bytes | None:
    """A PNG, white where the grey picture is darker than the limit; None where it nowhere is."""
    mask = darkness.point(lambda value: 255 if value < limit else 0)
    if mask.getbbox() is None:
        return None
    out = io.BytesIO()
    mask.save(out, "PNG")
    return out.getvalue()


def _darkest_channel(image: Image.Image) -> Image.Image:
    red, green, blue = image.split()
    return ImageChops.darker(ImageChops.darker(red, green), blue)
