"""Names what a picture shows: things are found, cut out and compared with drawings of all kinds.

No kind need have been trained on: what is compared are looks, so that an entry which the dictionary
gains tomorrow, or a visitor's own, is named as well.
"""

from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from pipeline.model.networks.recognizer import COARSEST, COLORS, Found, Recognizer
from pipeline.model.plan.boxes import Box
from pipeline.model.seeing.cutouts import cut_at
from pipeline.model.seeing.gallery import NOTHING, Gallery, looks_of

SIDE = 176  # pixels of the shorter side of the picture in which things are found
LEAST = 0.12  # heat from which something is a thing: more is left to what names it
SHARPNESS = 20.0  # of cosines, as in training
SURE = 0.85  # likelihood from which a thing is named: at .5 one photo in four got a wrong name
MOST = 16  # things of a picture


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind and how likely it is, 0..1."""

    kind: str
    likely: float


@dataclass(frozen=True, slots=True)
class Recognized:
    """A thing in a picture. box: in shares; found: how sure something is there, 0..1; guesses: the
    likeliest kinds, the best first; color: the likeliest of the dictionary's."""

    box: Box
    found: float
    guesses: tuple[Guess, ...]
    color: str

    @property
    def kind(self) -> str:
        """Its name where that is sure, else ""."""
        best = self.guesses[0]
        return best.kind if best.likely >= SURE else ""


@dataclass(frozen=True)
class Observer:
    """network: finds things and says what they look like; gallery: what that is compared with."""

    network: Recognizer
    gallery: Gallery

    def tell(self, picture: Image.Image, least: float) -> dict[str, str]:
        """Place, hour, weather, season and style of a picture (RGB), those as likely as `least`."""
        return self.network.tell(self._pixels(picture), least)

    def find(self, picture: Image.Image, least: float = LEAST) -> list[Found]:
        """Where things are in a picture (RGB, any size), the surest first."""
        return self.network.find(self._pixels(picture), least)[:MOST]

    def _pixels(self, picture: Image.Image) -> Tensor:
        """(1, 3, H, W): the picture at the size at which things are found."""
        device = next(self.network.parameters()).device
        scale = SIDE / min(picture.size)
        size = [max(1, round(side * scale / COARSEST)) * COARSEST for side in picture.size]
        small = picture.convert("RGB").resize((size[0], size[1]), Image.Resampling.BOX)
        return torch.from_numpy(np.array(small)).to(device).permute(2, 0, 1)[None] / 255

    def name(self, picture: Image.Image, boxes: list[Box], count: int = 3) -> list[Recognized]:
        """The things that lie in boxes of a picture (RGB)."""
        if not boxes:
            return []
        looks, colors = looks_of(self.network, [cut_at(picture, box) for box in boxes])
        names, cosines = self.gallery.cosines(looks)
        likely, order = (SHARPNESS * cosines).softmax(1).sort(1, descending=True)
        return [
            Recognized(
                box,
                1.0,
                tuple(
                    Guess(names[kind], p)
                    for kind, p in zip(
                        order[row, :count].tolist(), likely[row, :count].tolist(), strict=True
                    )
                ),
                COLORS[int(colors[row].argmax())],
            )
            for row, box in enumerate(boxes)
        ]

    def read(self, picture: Image.Image, least: float = LEAST) -> list[Recognized]:
        """All things of a picture (RGB, any size), without what is likeliest nothing."""
        found = self.find(picture, least)
        named = self.name(picture, [(f.left, f.top, f.right, f.bottom) for f in found])
        return [
            Recognized(one.box, where.sure, one.guesses, one.color)
            for one, where in zip(named, found, strict=True)
            if one.guesses[0].kind != NOTHING
        ]
