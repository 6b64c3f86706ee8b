"""Settings of a picture as a link to the page, and back. A photo is never in it."""

from collections.abc import Mapping
from urllib.parse import urlencode

FIELDS = ("task", "prompt", "size", "seed", "steps", "guidance", "strength", "candidates", "badge")
NUMBERS = {"seed": int, "steps": int, "guidance": float, "strength": float, "candidates": int}
NUMBERS["badge"] = "True".__eq__


def query(settings: Mapping) -> str:
    """ "?prompt=a+cat&size=512x512..." of the settings that a link carries."""
    told = {name: settings[name] for name in FIELDS if settings.get(name) not in (None, "")}
    return "?" + urlencode(told)


def settings_from(query: Mapping[str, str]) -> dict | None:
    """The settings that a link names, None when it names no prompt; what is wrong is left out."""
    if not query.get("prompt"):
        return None
    settings: dict = {}
    for name in FIELDS:
        if text := query.get(name):
            try:
                settings[name] = NUMBERS.get(name, str)(text)
            except ValueError:
                continue
    return settings
