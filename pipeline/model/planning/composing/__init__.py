"""From a scene graph to a composition, by seeded rules."""

from pipeline.model.planning.composing.composing import Composed, compose, composed

__all__ = ["Composed", "compose", "composed"]
