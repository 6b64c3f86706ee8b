"""What is to be written in a picture: as a prompt asks for it, and as its plan has it."""

import json
from collections.abc import Iterator
from typing import Any

from pipeline.model.reading.quotes import quotations
from pipeline.model.reading.sign_text import BARE, said_words


def asked_to_write(prompt: str) -> tuple[str, ...]:
    """All that any reading of a prompt would write: what is quoted, and what something says."""
    quoted = (quotation.text for quotation in quotations(prompt))
    said = (prompt[start:end] for start, end in said_words(prompt))
    return tuple(dict.fromkeys((*quoted, *BARE.findall(prompt), *said)))


def planned_to_write(layout: str | None) -> tuple[str, ...]:
    """All writing of a plan, as an engine keeps it with the picture."""
    return tuple(dict.fromkeys(_texts(json.loads(layout)))) if layout else ()


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, dict):
        for name, each in part.items():
            if name in ("text", "word") and isinstance(each, str) and each:
                yield each
            yield from _texts(each)
