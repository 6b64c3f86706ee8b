"""Painting over a part of a picture, and the strokes as a mask."""

import io
from pathlib import Path

import gradio as gr
from gradio.components.image_editor import EditorData
from PIL import Image, ImageChops

from pipeline.studio.language import label
from safety.image.upload import open_photo

STROKE = "#c2410c"
PAINTED = 200  # strokes have a channel darker than this; where nothing is painted all are white


def mask_editor() -> gr.ImageEditor:
    """An editor whose value is its strokes: a PNG's bytes as the browser sent them, or None.

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
        brush=gr.Brush(colors=[STROKE], color_mode="fixed", default_size=40),
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


def mask_of(strokes: bytes | None) -> bytes | None:
    """The strokes as a mask's PNG, white where they are; None when there are none.

    Only the sanitiser opens the browser's bytes; it puts them on a white background. Raises
    ValueError for bytes that are no picture.
    """
    if strokes is None:
        return None
    darkest = _darkest_channel(open_photo(strokes).image)
    mask = darkest.point(lambda value: 255 if value < PAINTED else 0)
    if mask.getbbox() is None:
        return None
    out = io.BytesIO()
    mask.save(out, "PNG")
    return out.getvalue()


def _darkest_channel(image: Image.Image) -> Image.Image:
    red, green, blue = image.split()
    return ImageChops.darker(ImageChops.darker(red, green), blue)
