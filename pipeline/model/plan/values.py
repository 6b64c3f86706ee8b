"""Frozen dataclasses from JSON's lists and dictionaries, checked against their type hints."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
MOST_ITEMS = 400  # of a tuple, so that a forged file cannot keep a machine busy


def from_data(kind: type[T], data: Any) -> T:
    """What `dataclasses.asdict` and JSON made of a value of `kind`, as that value again. Raises
    ValueError for anything else, also where the class itself refuses a value."""
    return _value(kind, data)


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """The type of each of a class's fields; resolving them takes longer than all else here."""
    return get_type_hints(kind)


def _value(kind: Any, data: Any) -> Any:
    if is_dataclass(kind):
        return _dataclass(kind, data)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return _one_of(arguments, data)
    if origin is tuple:
        return _tuple(arguments, data)
    if kind is float and isinstance(data, int | float) and not isinstance(data, bool):
        return float(data)
    if (kind in (str, int, bool) and type(data) is kind) or (data is None and kind is type(None)):
        return data
    raise ValueError(f"expected {kind}, got {type(data).__name__}")


def _dataclass(kind: Any, data: Any) -> Any:
    if not isinstance(data, Mapping):
        raise ValueError(f"expected the fields of a {kind.__name__}")
    hints = hints_of(kind)
    names = {field.name for field in fields(kind)}
    if unknown := data.keys() - names:
        raise ValueError(f"a {kind.__name__} has no {', '.join(sorted(map(str, unknown)))}")
    try:
        return kind(**{name: _value(hints[name], value) for name, value in data.items()})
    except TypeError as error:
        raise ValueError(str(error)) from error


def _one_of(kinds: tuple[Any, ...], data: Any) -> Any:
    for kind in kinds:
        try:
            return _value(kind, data)
        except ValueError:
            continue
    raise ValueError(f"expected one of {kinds}, got {type(data).__name__}")


def _tuple(kinds: tuple[Any, ...], data: Any) -> tuple[Any, ...]:
    if not isinstance(data, list | tuple) or len(data) > MOST_ITEMS:
        raise ValueError(f"expected a list of at most {MOST_ITEMS} items")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_value(kinds[0], item) for item in data)
    if len(kinds) != len(data):
        raise ValueError(f"expected {len(kinds)} items, got {len(data)}")
    return tuple(_value(kind, item) for kind, item in zip(kinds, data, strict=True))
