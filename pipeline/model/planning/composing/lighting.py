"""Where sun or moon stands among the things: never cut by one, never a second one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model.plan.land import POINTS, Land
from pipeline.model.plan.land.skies import SUN_RADIUS, in_sight, is_heap, out_of_sight
from pipeline.model.planning.composing.clarity import solid
from pipeline.model.planning.composing.figures import Figure, Group
from pipeline.model.planning.composing.hours import MOONS

FULL = ("sun", "full moon")  # drawings that cover the land's own disc
LIGHTS = (*FULL, *MOONS, "sun behind cloud", "sun behind rain cloud", "Jupiter")
APART = 0.025  # of the picture's height between the disc and a thing
STEPS = 24  # places across the picture that are tried
RISES = (0.0, 0.05, 0.10)  # and how much higher, before it is left out

Box = tuple[float, float, float, float]


def lit(land: Land, figures: Group, aspect: float, time: str) -> Land:
    """The land with its sun or moon where nothing cuts it; out of sight where there is no such
    place, and where one of the things is a sun or moon itself."""
    if land.sun is None:
        return land
    for figure in figures:
        if figure.kind in LIGHTS:
            there = figure.x / aspect, figure.y - figure.height / 2
            hidden = there if figure.kind in FULL else out_of_sight(there, time)
            return replace(land, sun=hidden)
    if not in_sight(land):
        return land
    boxes = [*_of_figures(figures, aspect), *_of_parts(land), *_of_clouds(land, aspect)]
    x, y = land.sun
    low = SUN_RADIUS if time in ("noon", "night") else -SUN_RADIUS  # a low sun may sink halfway
    for up in RISES:
        for across in _across(x):
            free = not _is_cut(across, y - up, boxes, aspect)
            if free and y - up + low < _skyline(land, across):
                return replace(land, sun=(across, y - up))
    return replace(land, sun=out_of_sight((x, y), time))


def _across(x: float) -> Iterator[float]:
    """x itself, then places further and further from it."""
    yield x
    for step in range(1, STEPS + 1):
        for other in (x + step / STEPS, x - step / STEPS):
            if 0.07 <= other <= 0.93:
                yield other


def _is_cut(x: float, y: float, boxes: Sequence[Box], aspect: float) -> bool:
    down = SUN_RADIUS + APART
    across = down / aspect
    return any(
        left - across < x < right + across and top - down < y < bottom + down
        for left, top, right, bottom in boxes
    )


def _skyline(land: Land, x: float) -> float:
    """The y from which the land's layers cover the sky at x."""
    at = x * (POINTS - 1)
    point = min(int(at), POINTS - 2)
    return min(
        layer.line[point] + (layer.line[point + 1] - layer.line[point]) * (at - point)
        for layer in land.layers
    )


def _of_figures(figures: Sequence[Figure], aspect: float) -> Iterator[Box]:
    for figure in figures:
        left, top, right, bottom = solid(figure)
        yield left / aspect, top, right / aspect, bottom


def _of_parts(land: Land) -> Iterator[Box]:
    """Houses and trees of the land. What fills the whole width, a wood or a skyline, is taken for
    a horizon: behind it a low sun may sink."""
    for part in land.parts:
        left, top, right, bottom = part.box
        if right - left < 0.6:
            yield left, top, right, bottom


def _of_clouds(land: Land, aspect: float) -> Iterator[Box]:
    for cloud in land.clouds:
        if not is_heap(cloud):
            tall = 0.85 * cloud.size * aspect
            yield cloud.x - cloud.size, cloud.y - tall, cloud.x + cloud.size, cloud.y
