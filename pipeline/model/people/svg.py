"""Shapes written as SVG text."""

from collections.abc import Sequence
from itertools import groupby

from pipeline.model.people.shapes import Part, Point, Shape, shaded

Box = tuple[float, float, float, float]
SWING = 6.0  # units by which a smooth curve may leave its points
WHITE, BLACK = "#ffffff", "#000000"


def bounds(shapes: Sequence[Shape]) -> Box:
    """(left, top, right, bottom) with room for what a smooth curve swings out."""
    reach = [(x, y, SWING + shape.stroke / 2) for shape in shapes for x, y in shape.points]
    return (
        min(x - room for x, _, room in reach),
        min(y - room for _, y, room in reach),
        max(x + room for x, _, room in reach),
        max(y + room for _, y, room in reach),
    )


def written(shapes: Sequence[Shape], box: Box) -> str:
    """A drawing with the groups "body", "detail" and "skin", numbered from the second on."""
    counts: dict[str, int] = {}
    parts = []
    for part, run in groupby(enumerate(shapes), key=lambda item: item[1].part):
        counts[part] = counts.get(part, 0) + 1
        name = part if counts[part] == 1 else f"{part}-{counts[part]}"
        inside = "".join(_toned(number, shape) for number, shape in run)
        parts.append(f'<g id="{name}">{inside}</g>')
    return _page("".join(parts), box)


def mask(shapes: Sequence[Shape], box: Box, part: Part) -> str:
    """The same drawing with `part` in white and all else in black."""
    inside = [
        _flat(number, shape, WHITE if shape.part == part else BLACK)
        for number, shape in enumerate(shapes)
        if shape.opacity == 1 or shape.part == part
    ]
    return _page("".join(inside), box)


def _page(inside: str, box: Box) -> str:
    left, top, right, bottom = box
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="{left:.2f} {top:.2f} {right - left:.2f} {bottom - top:.2f}">{inside}</svg>'
    )


def _toned(number: int, shape: Shape) -> str:
    if not shape.rim or shape.stroke:
        return _flat(number, shape, shape.color)
    line = path(shape.points, shape.smooth)
    step = f"translate({-0.75 * shape.rim:.2f} {-shape.rim:.2f})"
    tones = (
        f'<path d="{line}" fill="{shaded(shape.color)}"/>'
        f'<path d="{line}" fill="{shape.color}" transform="{step}"/>'
    )
    name = f"s{number}"
    clipped = f'<clipPath id="{name}"><path d="{line}"/></clipPath>'
    return _cut(number, shape, f'{clipped}<g clip-path="url(#{name})">{tones}</g>')


def _flat(number: int, shape: Shape, color: str) -> str:
    line = path(shape.points, shape.smooth, closed=not shape.stroke)
    faint = f' opacity="{shape.opacity:.2f}"' if shape.opacity < 1 else ""
    if shape.stroke:
        look = (
            f'fill="none" stroke="{color}" stroke-width="{shape.stroke:.2f}" '
            'stroke-linecap="round" stroke-linejoin="round"'
        )
    else:
        look = f'fill="{color}"'
    return _cut(number, shape, f'<path d="{line}" {look}{faint}/>')


def _cut(number: int, shape: Shape, inside: str) -> str:
    """Cut off outside of the shape that it is within."""
    if shape.within is None:
        return inside
    line = path(shape.within.points, shape.within.smooth)
    return (
        f'<clipPath id="w{number}"><path d="{line}"/></clipPath>'
        f'<g clip-path="url(#w{number})">{inside}</g>'
    )


def path(points: Sequence[Point], smooth: bool, closed: bool = True) -> str:
    """The text of a path: straight, or a Catmull-Rom curve (Catmull and Rom, 1974) in Beziers."""
    start = f"M{points[0][0]:.2f} {points[0][1]:.2f}"
    end = "Z" if closed else ""
    if not smooth or len(points) < 3:
        return start + "".join(f"L{x:.2f} {y:.2f}" for x, y in points[1:]) + end
    count = len(points)
    text = [start]
    for number in range(count if closed else count - 1):
        last, here, there, beyond = (
            points[(number + step) % count if closed else min(max(number + step, 0), count - 1)]
            for step in (-1, 0, 1, 2)
        )
        if here == there:
            continue
        if here == last:  # a doubled point is a corner
            last = there
        if there == beyond:
            beyond = here
        text.append(
            f"C{here[0] + (there[0] - last[0]) / 6:.2f} {here[1] + (there[1] - last[1]) / 6:.2f} "
            f"{there[0] - (beyond[0] - here[0]) / 6:.2f} "
            f"{there[1] - (beyond[1] - here[1]) / 6:.2f} {there[0]:.2f} {there[1]:.2f}"
        )
    return "".join(text) + end
