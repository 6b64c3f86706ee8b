"""Lands and rooms as values, and how each place draws one."""

from pipeline.model.plan.land.places import PLACES, on_backdrop, sample_land
from pipeline.model.plan.land.sampling import Level, Place
from pipeline.model.plan.land.scenery import SCENERY
from pipeline.model.plan.land.skies import SKIES, under
from pipeline.model.plan.land.values import (
    FRONT,
    LOOKS,
    MATERIALS,
    POINTS,
    ROWS,
    SHAPES,
    Cloud,
    Color,
    Land,
    Layer,
    Panel,
    Part,
    Row,
    Strip,
)

__all__ = [
    "FRONT",
    "LOOKS",
    "MATERIALS",
    "PLACES",
    "POINTS",
    "ROWS",
    "SCENERY",
    "SHAPES",
    "SKIES",
    "Cloud",
    "Color",
    "Land",
    "Layer",
    "Level",
    "Panel",
    "Part",
    "Place",
    "Row",
    "Strip",
    "on_backdrop",
    "sample_land",
    "under",
]  # fmt: skip
