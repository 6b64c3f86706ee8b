"""Output that any console takes, whatever characters are in names and words."""

import json
import sys


def print_anything() -> None:
    """From now on, what the console's encoding lacks is printed as an escape, such as \\u5199."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def as_json(value: object, indent: int | None = None) -> str:
    """JSON that the standard output can print: letters as they are where its encoding has them."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent)
    return text
