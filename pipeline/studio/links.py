"""Settings of a picture as a link to the page, and back. A photo is never in it."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from pipeline.request import MOVING

FIELDS = ("task", "prompt", "size", "seed", "steps", "guidance", "strength", "candidates", "badge",
          "format", "transparent")  # fmt: skip
PARSERS: dict[str, Callable[[str], object]] = {  # all others are text
    "seed": int,
    "steps": int,
    "guidance": float,
    "strength": float,
    "candidates": int,
    "badge": "True".__eq__,
    "transparent": "True".__eq__,
}


def query(settings: Mapping[str, Any]) -> str:
    """ "?prompt=a+cat&size=512x512..." of the settings that a link carries."""
    present = {name: settings[name] for name in FIELDS if settings.get(name) not in (None, "")}
    if present.get("format") != MOVING:  # the file's alone, not the picture's
        present.pop("format", None)
    return "?" + urlencode(present)


def settings_from(query: Mapping[str, str]) -> dict[str, Any] | None:
    """The settings in a link, None when it has no prompt; wrong values are left out."""
    if not query.get("prompt"):
        return None
    settings: dict[str, Any] = {}
    for name in FIELDS:
        if text := query.get(name):
            try:
                settings[name] = PARSERS.get(name, str)(text)
            except ValueError:
                continue
    return settings
