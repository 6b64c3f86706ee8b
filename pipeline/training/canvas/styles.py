"""Styles of a whole picture: how land and things are painted other than in gouache."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pipeline.training.canvas.brushwork import Light, cell_of, guides
from pipeline.training.canvas.filters import (
    Array,
    blurred,
    calmed,
    lerp,
    luminance,
    smooth,
    warped,
)
from pipeline.training.canvas.gouache import Hand

# How things are painted before the whole picture is.
HANDS = {
    "gouache": Hand(),
    "watercolour": Hand(ink=0.0, soft=0.22, texture=0.4, wobble=0.005, rim=0.35, calm=0.75),
    "ink sketch": Hand(ink=0.0, width=0.0050, texture=0.3, wobble=0.005, rim=0.6),
    "pixel art": Hand(ink=0.3, soft=0.04, texture=0.0, wobble=0.0, rim=0.9, calm=0.5),
    "flat poster": Hand(
        ink=0.0, soft=0.012, texture=0.0, wobble=0.001, rim=0.0, tones=1.1, calm=0.9, hard=True
    ),
    "crayon": Hand(ink=0.0, width=0.0075, texture=0.6, wobble=0.008, rim=0.3, outside=0.010),
}


@dataclass(frozen=True, slots=True)
class Cues:
    """ink (H, W): lines of things; things (H, W): where they are; alone (H, W, 3): their colours,
    unmixed with the land's where they cover it; materials (H, W); brush: textures by name."""

    ink: Array
    things: Array
    alone: Array
    materials: Array
    brush: dict[str, Array]


def styled(picture: Array, style: str, cues: Cues, light: Light) -> Array:
    """(H, W, 3): the gouache picture as another style paints it.

    Raises KeyError for a style that there is not.
    """
    painters: dict[str, Callable[[Array, Cues, Light], Array]] = {
        "gouache": lambda picture, cues, light: picture, "watercolour": _watercolour,
        "ink sketch": _ink, "pixel art": _pixels, "flat poster": _poster, "crayon": _crayon,
    }  # fmt: skip
    return painters[style](np.clip(picture, 0, 1), cues, light)


def prepared(picture: Array, materials: Array, style: str) -> Array:
    """The land (H, W, 3) before things are laid on it."""
    return picture


def _watercolour(picture: Array, cues: Cues, light: Light) -> Array:
    return picture


def _ink(picture: Array, cues: Cues, light: Light) -> Array:
    return picture


def _pixels(picture: Array, cues: Cues, light: Light) -> Array:
    return picture


def _poster(picture: Array, cues: Cues, light: Light) -> Array:
    return picture


def _crayon(picture: Array, cues: Cues, light: Light) -> Array:
    return picture
