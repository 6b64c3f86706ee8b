"""Drawings that went through figures and back, free of rounding."""

from dataclasses import replace
from math import isclose

from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.planning.composing.composing import placed
from pipeline.model.planning.composing.figures import Group


def drawings_of(figures: Group, aspect: float, before: Composition) -> tuple[PlacedDrawing, ...]:
    """Figures as drawings; the box of one that `before` has is exactly that box."""
    return tuple(_exactly(placed(figure, aspect), before) for figure in figures)


def _exactly(drawing: PlacedDrawing, before: Composition) -> PlacedDrawing:
    for old in before.drawings:
        if all(isclose(a, b, abs_tol=1e-9) for a, b in zip(old.box, drawing.box, strict=True)):
            return replace(drawing, box=old.box, turned=old.turned)
    return drawing
