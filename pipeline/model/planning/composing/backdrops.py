"""The colour of a studio's backdrop: as asked, else one that the things stand out from."""

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.recolor import COLORS, to_lab, to_rgb
from pipeline.model.plan.land import Land, on_backdrop
from pipeline.model.plan.land.furniture import BACKDROPS
from pipeline.model.plan.scene_graph import Setting
from pipeline.model.planning.composing.figures import Figure

PLAIN = "plain"
DRAWN = 6  # colours that are tried
SOFTENED = 0.25  # how far an asked colour, as saturated as a thing's, goes towards white

Lab = NDArray[np.float64]


def set_off(
    land: Land,
    setting: Setting,
    figures: Sequence[Figure],
    dictionary: Dictionary,
    rng: random.Random,
) -> Land:
    """A plain land in the backdrop's colour; any other land as it is."""
    if land.place != PLAIN or setting.backdrop in COLORS:
        return asked(land, setting)
    things = [_color_of(figure, dictionary) for figure in figures]
    tints = rng.sample(BACKDROPS, DRAWN)
    apart = [
        min((float(np.linalg.norm(to_lab(np.array(tint)) - one)) for one in things), default=0.0)
        for tint in tints
    ]
    return on_backdrop(land, tints[apart.index(max(apart))])


def asked(land: Land, setting: Setting) -> Land:
    """A plain land in the colour that its setting names."""
    if land.place != PLAIN or setting.backdrop not in COLORS:
        return land
    red, green, blue = to_rgb(np.array(COLORS[setting.backdrop]))
    soft = SOFTENED if setting.backdrop not in ("black", "white") else 0.0
    red, green, blue = (float(c + (0.96 - c) * soft) for c in (red, green, blue))
    return on_backdrop(land, (red, green, blue))


def _color_of(figure: Figure, dictionary: Dictionary) -> Lab:
    """(3,) CIE Lab: the colour it is painted in, else the mean of its drawing."""
    if figure.color in COLORS:
        return np.array(COLORS[figure.color])
    rgba = dictionary.drawing(figure.kind, figure.variant).astype(np.float64) / 255
    seen = rgba[..., 3:]
    mean = (rgba[..., :3] * seen).sum((0, 1)) / max(float(seen.sum()), 1e-6)
    return np.asarray(to_lab(mean))
