"""A composition as tokens: whole numbers in the order of its fields.

What the words of a prompt have settled is not written again: a drawing names the element of the
scene graph that it shows, and takes kind, colour, material, shape and writing from there. So a
kind that no table knows can be written (a pointer, Vinyals et al., 2015).
"""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin

from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.land import MATERIALS, PLACES, ROWS, SHAPES, Land
from pipeline.model.plan.scene_graph import STYLES, SceneGraph
from pipeline.model.plan.values import hints_of
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS

NUMBERS = 2048  # tokens of numbers; the names come after them
LOW, STEP = -1.5, 1 / 512  # of a number with a fraction
FIRST = -512  # whole number of token 0
# New names are appended at the end of their table: a trained network knows them by their place.
NAMES = ("", *TIMES, *WEATHERS, *SEASONS, *STYLES, *SHAPES, *ROWS)
VOCABULARY = NUMBERS + 64 + 128 + 128
_NAME, _PLACE, _MATERIAL = NUMBERS, NUMBERS + 64, NUMBERS + 64 + 128
_PLACES = tuple(PLACES)
_DRAWING = ("variant", "element", "box", "mirrored", "stands", "hidden")  # written as they are


def encode(composition: Composition) -> list[int]:
    """Tokens 0..VOCABULARY - 1."""
    tokens = [_NAME + NAMES.index(name) for name in _setting(composition)]
    tokens += _encoded(Land, composition.land)
    tokens += _encoded(int, len(composition.drawings))
    hints = hints_of(PlacedDrawing)
    for drawing in composition.drawings:
        for name in _DRAWING:
            tokens += _encoded(hints[name], getattr(drawing, name))
        tokens += _encoded(int, round(drawing.turned))
    return tokens


def decode(tokens: list[int], graph: SceneGraph) -> Composition:
    """Inverse of `encode`, to the step of the numbers; graph: what the composition shows. Raises
    ValueError for tokens that are no composition of it."""
    try:
        return _composition(iter(tokens), graph)
    except (IndexError, RuntimeError, StopIteration) as error:
        raise ValueError("the tokens are no composition") from error


def _composition(tokens: Iterator[int], graph: SceneGraph) -> Composition:
    time, weather, season, style = (NAMES[next(tokens) - _NAME] for _ in range(4))
    land = _decoded(Land, tokens)
    hints = hints_of(PlacedDrawing)
    drawings = []
    for _ in range(_decoded(int, tokens)):
        written = {name: _decoded(hints[name], tokens) for name in _DRAWING}
        element = graph.elements[written["element"]]
        drawings.append(
            PlacedDrawing(
                kind=element.kind,
                color=element.color,
                material=element.material,
                shape=element.shape,
                text=element.text,
                turned=float(_decoded(int, tokens)),
                **written,
            )
        )
    return Composition(land, time, weather, season, style, tuple(drawings))


def _setting(composition: Composition) -> tuple[str, str, str, str]:
    return composition.time, composition.weather, composition.season, composition.style


def _encoded(kind: Any, value: Any) -> list[int]:
    if is_dataclass(kind):
        hints = hints_of(cast(type, kind))
        parts = [_encoded(hints[field.name], getattr(value, field.name)) for field in fields(kind)]
        return [token for part in parts for token in part]
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType) and type(None) not in arguments:  # of several classes
        return [arguments.index(type(value)), *_encoded(type(value), value)]
    if origin in (Union, UnionType):  # of something and None
        there = [int(value is not None)]
        return there if value is None else there + _encoded(arguments[0], value)
    if origin is tuple:
        length = [len(value)] if arguments[-1] is Ellipsis else []
        kinds = [arguments[0]] * len(value) if length else arguments
        parts = [_encoded(one, item) for one, item in zip(kinds, value, strict=True)]
        return length + [token for part in parts for token in part]
    return [_number(kind, value)]


def _number(kind: Any, value: Any) -> int:
    if kind is str:
        if value in MATERIALS:
            return _MATERIAL + MATERIALS.index(value)
        return _PLACE + _PLACES.index(value) if value in _PLACES else _NAME + NAMES.index(value)
    if kind is float:
        return min(max(round((value - LOW) / STEP), 0), NUMBERS - 1)
    return min(max(int(value) - FIRST, 0), NUMBERS - 1)


def _decoded(kind: Any, tokens: Iterator[int]) -> Any:
    if is_dataclass(kind):
        hints, make = hints_of(cast(type, kind)), cast(Callable[..., Any], kind)
        return make(**{field.name: _decoded(hints[field.name], tokens) for field in fields(kind)})
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType) and type(None) not in arguments:
        return _decoded(arguments[next(tokens)], tokens)
    if origin in (Union, UnionType):
        return _decoded(arguments[0], tokens) if next(tokens) else None
    if origin is tuple and arguments[-1] is Ellipsis:
        return tuple(_decoded(arguments[0], tokens) for _ in range(next(tokens)))
    if origin is tuple:
        return tuple(_decoded(one, tokens) for one in arguments)
    return _value(kind, next(tokens))


def _value(kind: Any, token: int) -> Any:
    if kind is str:
        if token >= _MATERIAL:
            return MATERIALS[token - _MATERIAL]
        return _PLACES[token - _PLACE] if token >= _PLACE else NAMES[token - _NAME]
    if kind is float:
        return LOW + token * STEP
    return kind(token + FIRST)  # int, or bool
