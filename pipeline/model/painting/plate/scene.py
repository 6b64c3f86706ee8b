"""What the steps of a mood can use of the picture that they change."""

from dataclasses import dataclass

from pipeline.model.painting.plate.filters import Array
from pipeline.model.painting.plate.masks import Masks


@dataclass(frozen=True)
class Scene:
    """Masks (H, W) 0..1 of the painting; `unit` is the pixel length the look is measured in.

    `sky` is the matte after refinement, zero when the sky was not sure; `whole_sky` adds the blue
    between branches. `graded` is the picture (OKLab) before the mood, and `face` the faces, which
    snow, leaves and rain should not cover.
    """

    masks: Masks
    sky: Array
    whole_sky: Array
    skin: Array
    face: Array
    graded: Array
    unit: float
