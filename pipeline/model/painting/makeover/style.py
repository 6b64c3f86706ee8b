"""A photo made over in another style than animation's: watercolour, ink, pixels, poster, crayon."""

import numpy as np

from pipeline.model.painting.brushwork import atlas
from pipeline.model.painting.guides import place_of, textures
from pipeline.model.painting.plate.colour import to_oklab
from pipeline.model.painting.plate.filters import Array, gaussian, ink_lines, picture_unit
from pipeline.model.painting.styles import Cues, styled

LINES = 0.9  # strength of the lines that are found in the drawing


def in_style(drawn: Array, person: Array, style: str, time: str, seed: int) -> Array:
    """The drawing (H, W, 3, sRGB in 0..1) in a style of `plan.scene_graph.STYLES`.

    person (H, W) 0..1: who stands out from the place. time: the hour, as `plan.mood.Mood` has it.
    """
    height, width = person.shape
    unit = picture_unit(height, width)
    light = np.ascontiguousarray(to_oklab(drawn)[..., 0].astype(np.float32))
    lines = LINES * ink_lines(gaussian(light, 0.6 * unit), unit)
    land = np.zeros((height, width), np.int64)  # its edges are among the lines
    brush = textures(atlas(), height, width, place_of(seed))
    cues = Cues(lines.astype(np.float32), person, land, brush, time)
    return styled(drawn.astype(np.float32), style, cues)
