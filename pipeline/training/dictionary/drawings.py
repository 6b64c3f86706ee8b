"""Makes the drawings of a kind: rendered, cleaned, cropped and measured."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from pipeline.model.dictionary.entries import Anchors
from pipeline.model.dictionary.recolor import color_mask, share_of
from pipeline.model.people import Part, cast
from pipeline.training.dictionary import anchors
from pipeline.training.dictionary.figures import anchors_of, mask_of, rendered, scale_of
from pipeline.training.dictionary.packages import TONES, Packages, draw_svg, with_tone
from pipeline.training.dictionary.tables import MANY, KindRow, OwnDrawing, cleaned, rejected

SIDE = 256  # pixels, of the longer side with its margin
MARGIN = 4
SEEN = 8  # alpha from which a pixel belongs to the drawing
LEAST_RECOLORABLE = 0.2  # of the area; below it another colour would hardly show
HELD_OUT = "twemoji"  # for tests only: never trained on, never shipped
# Tones drawn in each family: together all five, 1 light to 5 dark
FAMILY_TONES = {"noto": (2, 3, 5), "fluent3d": (3,), "flat": (1, 4), HELD_OUT: (2, 4)}
PEOPLE = ("person", "fantasy")
BODY_GROUP = re.compile(r'<g id="body(-\d+)?"')
MODELLED, ENOUGH = "fluent3d", 2  # a family drawn in light and shade; as many others do without it
MODELLED_WELL = (*PEOPLE, "food", "drink")  # categories that it draws best

Rgba = NDArray[np.uint8]


@dataclass(frozen=True)
class Made:
    """A finished drawing: (H, W, 4) uint8 and what was measured on it.

    skin: (H, W) uint8, 255 where skin or hair is; None where not known.
    body: (H, W) uint8, 255 where a drawing of our own takes a colour; None for others.
    pose, scale: of a figure, as in a Drawing of the dictionary.
    """

    family: str
    pixels: Rgba
    tone: int
    skin: NDArray[np.uint8] | None
    body: NDArray[np.uint8] | None
    recolorable: float
    see_through: float
    anchors: Anchors
    pose: str = ""
    scale: float = 1.0


def crop(picture: Image.Image, *others: Image.Image) -> list[Image.Image]:
    """The pictures cut to the first one's visible box, fitted to SIDE with an empty margin."""
    box = picture.getchannel("A").point(lambda value: 255 * (value >= SEEN)).getbbox()
    if box is None:
        raise ValueError("an empty drawing")
    result = []
    for each in (picture, *others):
        part = each.crop(box)
        room = SIDE - 2 * MARGIN
        if max(part.size) > room:
            scale = room / max(part.size)
            size = (max(1, round(part.width * scale)), max(1, round(part.height * scale)))
            part = part.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        page = Image.new(part.mode, (part.width + 2 * MARGIN, part.height + 2 * MARGIN))
        page.paste(part, (MARGIN, MARGIN))
        result.append(page)
    return result


def without_islands(picture: Image.Image) -> Image.Image:
    """Only the largest connected piece: sparks, lines of motion and stars go."""
    pixels = np.array(picture)
    labels, count = ndimage.label(pixels[..., 3] >= SEEN, np.ones((3, 3)))
    if count > 1:
        sizes = np.bincount(labels.ravel())[1:]
        pixels[labels != 1 + int(np.argmax(sizes))] = 0
    return Image.fromarray(pixels)


def without_shadow(picture: Image.Image) -> Image.Image:
    """Without grey half transparent pixels: clip art brings its own shadows."""
    pixels = np.array(picture)
    colors = pixels[..., :3].astype(int)
    grey = colors.max(-1) - colors.min(-1) < 24
    pixels[(pixels[..., 3] < 200) & grey & (colors.max(-1) < 128)] = 0
    return Image.fromarray(pixels)


def see_through(alpha: NDArray[np.uint8]) -> float:
    """Share of the area, away from its edge, that is half transparent: glass."""
    inner = ndimage.binary_erosion(alpha >= SEEN, iterations=3)
    half = (alpha > 40) & (alpha < 215) & inner
    return float(half.sum() / max(inner.sum(), 1))


def _fitted(picture: Image.Image, masks: Sequence[Image.Image | None]) -> tuple[Rgba, list]:
    """The picture cropped, with nothing in its faint pixels, and its masks in the same way."""
    given = [mask for mask in masks if mask is not None]
    cropped = [np.array(each) for each in crop(picture, *given)]
    pixels, parts = cropped[0], iter(cropped[1:])
    pixels[pixels[..., 3] < SEEN] = 0
    return pixels, [None if mask is None else next(parts) for mask in masks]


def skin_mask(picture: Image.Image, other: Image.Image) -> Image.Image:
    """What differs between two tones of one drawing: its skin and its hair, mode L."""
    if picture.size != other.size:
        other = other.resize(picture.size)
    one, two = np.asarray(picture).astype(int), np.asarray(other).astype(int)
    differs = np.abs(one - two)[..., :3].max(-1) > 20
    closed = ndimage.binary_closing(differs, iterations=2)
    return Image.fromarray((255 * closed * (one[..., 3] >= SEEN)).astype(np.uint8))


def body_mask(svg: str) -> Image.Image | None:
    """What of a drawing of our own is in its groups "body", where nothing covers it; mode L."""
    hidden, groups = BODY_GROUP.subn(r'\g<0> display="none"', svg)
    if not groups:
        return None
    whole = np.asarray(draw_svg(svg)).astype(int)
    rest = np.asarray(draw_svg(hidden)).astype(int)
    differs = np.abs(whole - rest).max(-1) > 12
    return Image.fromarray((255 * differs).astype(np.uint8))


def drawn(part: Part) -> Made:
    """A figure of our own people."""
    figure = part.drawn()
    picture = rendered(figure.svg(), figure)
    skin, body = mask_of(figure, "skin"), mask_of(figure, "body")
    points = anchors_of(figure, np.asarray(picture)[..., 3], MARGIN / (SIDE - 2 * MARGIN))
    pixels, (skin_part, body_part) = _fitted(picture, (skin, body))
    return Made(
        family="own",
        pixels=pixels,
        tone=part.look.tone,
        skin=skin_part,
        body=body_part,
        recolorable=round(share_of(body_part / 255, pixels), 2),
        see_through=0.0,
        anchors=points,
        pose=part.pose,
        scale=scale_of(figure, part.look.build),
    )


class Maker:
    """Draws kinds from the packages and our own drawings."""

    def __init__(self, packages: Packages, own: Path):
        self.packages = packages
        self.own = own
        self.rejected = rejected()
        self.cleaned = cleaned()

    def make(self, kind: KindRow) -> Iterator[Made]:
        """Every drawing of a kind: one of each family in turn, so that neighbours differ."""
        if kind.is_figure:
            yield from map(drawn, cast(kind.figures) if kind.figures else ())
            if kind.drawn_code:
                yield from self._emoji(kind, HELD_OUT)
            return
        families: list[list[Made]] = []
        if kind.own:
            families.append([self._ours(kind, each) for each in kind.own])
        if kind.drawn_code:
            families += [list(self._emoji(kind, family)) for family in self._kept(kind)]
        if kind.clipart:
            svg = (self.packages.clipart / kind.clipart).read_text(encoding="utf-8")
            families.append([self._finish(kind, "clipart", without_shadow(draw_svg(svg)))])
        for turn in zip_longest(*families):
            yield from filter(None, turn)

    def _kept(self, kind: KindRow) -> list[str]:
        """The emoji families that draw a kind.

        The modelled one has light of its own, violet where it is grey, and shows what the flat one
        shows: it is taken where there are not two others.
        """
        kept = [f for f in FAMILY_TONES if (kind.name, f) not in self.rejected]
        shipped = [f for f in kept if f not in (MODELLED, HELD_OUT)]
        others = sum(self.packages.families[f].has(kind.drawn_code) for f in shipped)
        if kind.category not in MODELLED_WELL and others + len(kind.own) >= ENOUGH:
            return [f for f in kept if f != MODELLED]
        return kept

    def _ours(self, kind: KindRow, drawing: OwnDrawing) -> Made:
        svg = (self.own / drawing.file).read_text(encoding="utf-8")
        return self._finish(kind, "own", draw_svg(svg), body=body_mask(svg), points=drawing.points)

    def _emoji(self, kind: KindRow, family: str) -> Iterator[Made]:
        draw = self.packages.families[family].picture
        code = kind.drawn_code
        if kind.category in PEOPLE and draw(with_tone(code, TONES[0])):
            tones = FAMILY_TONES[family]
            for tone in tones:
                picture = draw(with_tone(code, TONES[tone - 1]))
                other = draw(with_tone(code, TONES[0 if tone > 2 else 4]))
                if picture and other:
                    skin = skin_mask(picture, other)
                    yield self._finish(kind, family, picture, tone, skin=skin)
        elif picture := draw(code):
            yield self._finish(kind, family, picture)

    def _finish(
        self,
        kind: KindRow,
        family: str,
        picture: Image.Image,
        tone: int = 0,
        skin: Image.Image | None = None,
        body: Image.Image | None = None,
        points: str = "",
    ) -> Made:
        how = self.cleaned.get((kind.name, family)) or self.cleaned.get((kind.name, MANY))
        if how == "islands":
            picture = without_islands(picture)
        pixels, (skin_part, body_part) = _fitted(picture, (skin, body))
        mask = color_mask(pixels, skin_part) if body_part is None else body_part / 255
        share = share_of(mask, pixels) if kind.recolors or body_part is not None else 0.0
        return Made(
            family=family,
            pixels=pixels,
            tone=tone,
            skin=skin_part,
            body=body_part,
            recolorable=round(share, 2) if share >= LEAST_RECOLORABLE else 0.0,
            see_through=round(see_through(pixels[..., 3]), 2),
            anchors=anchors.find(kind, family, pixels[..., 3], points),
        )
