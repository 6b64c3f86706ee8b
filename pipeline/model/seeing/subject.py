"""The animal that a photo is of: what stands out, is furry or feathery, and is no plant."""

import numpy as np

from pipeline.model.painting.plate.colour import near_hue, polar, to_oklab
from pipeline.model.painting.plate.filters import Array, gaussian, guided_filter, picture_unit
from pipeline.model.painting.plate.masks import find_texture
from pipeline.model.seeing.cutout import salience

LEAST, MOST = 0.03, 0.75  # share of the picture
SURE = 0.9  # mean salience of what is salient: a view over land has less
TEXTURE, BUILT, GREEN = 0.30, 0.50, 0.35  # mean of a coat's texture at least; of the others at most


def find_animal(photo: Array) -> Array:
    """(H, W) 0..1: the animal of a photo (H, W, 3) in 0..1; zero where none is sure."""
    height, width = photo.shape[:2]
    nothing = np.zeros((height, width), np.float32)
    seen = salience(np.ascontiguousarray(photo, np.float32))
    inside = seen > 0.5
    if not LEAST < inside.mean() < MOST or seen[inside].mean() < SURE:
        return nothing
    unit = picture_unit(height, width)
    lab = to_oklab(photo).astype(np.float32)
    _, structure, texture = find_texture(lab, nothing, nothing, unit)
    _, chroma, hue = polar(lab)
    green = near_hue(hue, 125, 30) * (chroma > 0.04)
    means = [float(each[inside].mean()) for each in (texture, structure, green)]
    if means[0] < TEXTURE or means[1] > BUILT or means[2] > GREEN:
        return nothing
    light = np.ascontiguousarray(lab[..., 0])
    mask = guided_filter(light, seen, max(2, int(4 * unit)), 1e-3)
    return np.clip((gaussian(mask, 0.6 * unit) - 0.35) / 0.35, 0, 1).astype(np.float32)
