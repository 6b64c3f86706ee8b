"""Who sits for the picture: what is read from a photo of each person before drawing them again.

Points are (x, y) in pixels of the photo, colours OKLab, lengths pixels. "Right" is the sitter's.
"""

import math
from dataclasses import dataclass

import numpy as np

from pipeline.model.painting.plate.filters import Array


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a head is and how it is held. across, down: unit vectors of the upright face; width:
    between the cheeks; height: from the hairline to the chin; turn: -1 (to its right) .. 1."""

    centre: Array
    across: Array
    down: Array
    width: float
    height: float
    turn: float

    def local(self, points: Array) -> Array:
        """(..., 2) points across and down of the centre, in pixels."""
        away = points - self.centre
        return np.stack([away @ self.across, away @ self.down], -1)

    def fields(self, shape: tuple[int, int]) -> tuple[Array, Array]:
        """(H, W) each: every pixel across (in widths) and down (in heights) of the centre."""
        row, column = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
        x, y = column - np.float32(self.centre[0]), row - np.float32(self.centre[1])
        across = x * np.float32(self.across[0]) + y * np.float32(self.across[1])
        down = x * np.float32(self.down[0]) + y * np.float32(self.down[1])
        return across / np.float32(self.width), down / np.float32(self.height)

    @property
    def degrees(self) -> float:
        """The head's tilt in the picture."""
        return math.degrees(math.atan2(self.across[1], self.across[0]))


@dataclass(frozen=True, slots=True)
class EyeShape:
    """Lids (9, 2) each from the outer to the inner corner; pupil (2,) and the iris's radius.
    opening: the gap between the lids over the eye's width."""

    upper: Array
    lower: Array
    pupil: Array
    radius: float
    opening: float


@dataclass(frozen=True, slots=True)
class IrisColors:
    """Of the upper part, of the lit lower part, of rim and pupil."""

    upper: Array
    lower: Array
    rim: Array


@dataclass(frozen=True, slots=True)
class SkinTones:
    """lit and shade: the two tones of the drawing; deep: of its creases; line: of its pen.
    photo: lightness of the photo's own lit and shaded skin."""

    lit: Array
    shade: Array
    deep: Array
    line: Array
    photo: tuple[float, float]


@dataclass(frozen=True, slots=True)
class HairTones:
    """From the shade between locks to the band of light, and the pen's."""

    dark: Array
    base: Array
    light: Array
    band: Array
    line: Array


@dataclass(frozen=True, slots=True)
class Brow:
    """A stroke (N, 2) from the inner to the outer end, its width and its colour."""

    points: Array
    width: float
    color: Array


@dataclass(frozen=True, slots=True)
class Mouth:
    """Lip contours (40, 2) from the right corner to the left: outer and inner, above and below.
    color: of the lips; red: 0 (skin) .. 1 (lipstick); teeth, tongue: outlines (N, 2) of what shows
    between the lips."""

    upper: Array
    upper_inner: Array
    lower_inner: Array
    lower: Array
    color: Array
    red: float
    teeth: tuple[Array, ...] = ()
    tongue: tuple[Array, ...] = ()

    @property
    def width(self) -> float:
        return float(np.hypot(*(self.upper[-1] - self.upper[0])))


@dataclass(frozen=True, slots=True)
class Glasses:
    """Rims around each eye, in eye widths: half width, half height, and how far below the eye.
    tinted: sunglasses; color: of the rims."""

    half_width: float
    half_height: float
    drop: float
    tinted: bool
    color: Array


@dataclass(frozen=True, slots=True)
class Beard:
    """Where hair grows on the lower face, (H, W) 0..1, and its colour."""

    mask: Array
    color: Array


@dataclass(frozen=True, slots=True)
class Sitter:
    """One face. mesh: (468, 2). how: "drawn" anew, "dashes" (small), or "painted" as it is.
    hair: (H, W) 0..1, empty where none is sure. folds: lines (N, 2) of age or laughter."""

    mesh: Array
    pose: Pose
    how: str
    eyes: tuple[EyeShape, EyeShape]
    iris: IrisColors
    skin: SkinTones
    hair: Array
    hair_tones: HairTones | None
    brows: tuple[Brow, Brow]
    mouth: Mouth
    folds: tuple[Array, ...] = ()
    glasses: Glasses | None = None
    beard: Beard | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in a photo. person, skin, hair: (H, W) 0..1. light: -1 from the left, 1 right.
    kept: (H, W) 0..1, the heads that stay painted, turned away or not to be read."""

    person: Array
    skin: Array
    hair: Array
    sitters: tuple[Sitter, ...]
    light: int
    kept: Array
