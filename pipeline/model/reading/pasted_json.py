"""A prompt that is JSON becomes words: its values in an order that reads as a sentence does."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

MAX_DEPTH = 8
_FENCE = re.compile(r"^```\w*|```$")
_NAMES = ("type", "name", "object", "subject", "kind", "thing", "item", "entity", "animal", "class")
_COUNTS = ("count", "number", "quantity", "amount")
_BEFORE = ("size", "age", "condition", "color", "colour", "material", "adjective")
_TEXTS = ("text", "lettering", "says", "writing", "caption")
_SIDES = {"left": "on the left", "right": "on the right", "center": "in the middle"}
# Values of these are settings of a program, or what is not to be painted.
_SETTINGS = re.compile(
    r"neg(ative)?(_prompt)?|steps|seed|cfg.*|guidance.*|sampler|scheduler|model|width|height|weight"
    r"|aspect_?ratio|resolution|version|id|strength|quality|num_.*|batch.*|loras?|vae|format"
    r"|avoid|exclude|without"
)


def words_of_json(text: str) -> str | None:
    """The words of a prompt that is a JSON object or list; None for any other text, JSON that is
    nested deeper than MAX_DEPTH, or JSON without words."""
    text = _FENCE.sub("", text.strip()).strip()
    if text[:1] not in ("{", "["):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    words = ", ".join(part for part in _words(value, MAX_DEPTH) if part)
    return words or None


def _words(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif depth and isinstance(value, list):
        for item in value:
            yield from _words(item, depth - 1)
    elif depth and isinstance(value, Mapping):
        yield from _object(value, depth - 1)


def _object(value: Mapping[str, Any], depth: int) -> Iterator[str]:
    """A thing with its count and looks in one phrase, then whatever else is told of it."""
    fields = {re.sub(r"\W+", "_", key.strip().lower()): item for key, item in value.items()}
    fields = {key: item for key, item in fields.items() if not _SETTINGS.fullmatch(key)}
    if isinstance(prompt := fields.get("prompt"), str):
        yield prompt.strip()
        return
    name = next((key for key in _NAMES if isinstance(fields.get(key), str)), None)
    if name is not None:
        yield _phrase(fields, name)
    for key, item in fields.items():
        if name is None or key not in (name, *_COUNTS, *_BEFORE, *_TEXTS):
            side = _SIDES.get(item.strip().lower()) if isinstance(item, str) else None
            yield from _words(side or item, depth)


def _phrase(fields: Mapping[str, Any], name: str) -> str:
    """ "2 white cat", "sign saying "BAR""."""
    count = next((fields[key] for key in _COUNTS if _is_count(fields.get(key))), 1)
    looks = [fields[key].strip() for key in _BEFORE if isinstance(fields.get(key), str)]
    text = next((fields[key] for key in _TEXTS if isinstance(fields.get(key), str)), "")
    said = [f'saying "{text.strip()}"'] if text else []
    number = [] if count == 1 else [str(count)]
    return " ".join([*number, *looks, fields[name].strip(), *said])


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 1000
