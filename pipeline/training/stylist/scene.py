"""What the moods know of the picture they change."""

from dataclasses import dataclass

from pipeline.training.stylist.filters import Array
from pipeline.training.stylist.masks import Masks


@dataclass(frozen=True)
class Scene:
    """Masks (H, W) 0..1 of the painting; `unit` is the pixel length the look is measured in.

    `sky` is the matte after refinement, zero when the sky was not sure; `whole_sky` adds
    the blue between branches. `graded` is the
    picture (OKLab) before the mood, and `face` what overlays should spare.
    """

    masks: Masks
    sky: Array
    whole_sky: Array
    skin: Array
    face: Array
    graded: Array
    unit: float
