"""From a scene graph to a composition, and from one composition to another.

Rules with dice; where groups of things stand, `writing` has the composer write.
"""

from pipeline.model.planning.composing.composing import Composed, compose, composed
from pipeline.model.planning.composing.masking import under_mask
from pipeline.model.planning.composing.revising import as_painted, revised
from pipeline.model.planning.composing.varying import varied

__all__ = ["Composed", "as_painted", "compose", "composed", "revised", "under_mask", "varied"]
