"""Quotation marks of many languages, and what stands between a pair of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 64  # characters between two marks
# (how it opens, how it closes): a mark may close another language's, as people mix them.
_PAIRS = (
    (r"[“„‟”❝〝]", r"[“”\"❞〞〟]"),
    (r"«", r"»"),
    (r"»", r"«"),
    (r"「", r"」"),
    (r"『", r"』"),
    (r"《", r"》"),
    (r"〈", r"〉"),
    (r"‹", r"›"),
    (r"›", r"‹"),
    (r"(?<!\d['′’])(?<!\d)[\"＂]", r"[\"＂“”]"),  # 5'10" and 24" are measures
)
# Marks that are apostrophes too: one before a letter closes nothing.
_SINGLE = (
    (r"[‘‚‛❛]", r"[‘’❜](?!\w)", "‘’❜"),
    (r"(?<![\w'])'", r"'(?!\w)", "'"),
)


def _between(opens: str, closes: str) -> str:
    return rf"{opens}((?:(?!{closes})[^\n]){{1,{LONGEST}}}){closes}"


def _between_single(opens: str, closes: str, marks: str) -> str:
    return rf"{opens}((?:[^{marks}\n]|[{marks}](?=\w)){{1,{LONGEST}}}){closes}"


_PATTERN = re.compile(
    "|".join([_between(*pair) for pair in _PAIRS] + [_between_single(*pair) for pair in _SINGLE])
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands in quotation marks.

    start, end: of the whole in the prompt, marks included. text: between them, without spaces at
    its ends.
    """

    start: int
    end: int
    text: str


def quotations(text: str) -> Iterator[Quotation]:
    """Every quotation of a text, in order: "X", 'X', “X”, „X“, ‚X‘, «X», »X«, ‹X›, 「X」, 『X』."""
    for found in _PATTERN.finditer(text):
        words = found[found.lastindex or 0].strip()
        if words:
            yield Quotation(*found.span(), words)


def unquoted(text: str) -> str:
    """A text that is one whole quotation without its marks; any other without spaces around."""
    found = next(quotations(text), None)
    return found.text if found and (found.start, found.end) == (0, len(text)) else text.strip()
