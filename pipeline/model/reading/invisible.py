"""Characters that nobody sees: copied text has them inside of words."""

import re
import unicodedata

# Of these scripts (Arabic, the Indic ones) joiners are letters' spelling, and of emoji too.
_JOINERS = "\u200c\u200d"
_JOINED = re.compile(rf"(?<=[\u0600-\u0dff\u2600-\U0001faff\ufe0f])[{_JOINERS}](?=\S)")
_KEPT = "\ue000"  # stands for a joiner that is kept; of the private use area
_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0"
_BREAKS = "\n\r\t\v\f\u0085\u2028\u2029"


def visible(text: str) -> str:
    """A text without characters that have no shape: zero-width spaces and joiners, soft hyphens,
    marks of direction, variation selectors, control characters. Line breaks become line feeds."""
    joiners = _JOINED.findall(text)
    kept = iter(joiners)
    marked = _JOINED.sub(_KEPT, text.replace(_KEPT, ""))
    return "".join(next(kept) if char == _KEPT else _seen(char) for char in marked)


def _seen(char: str) -> str:
    if char in _BREAKS:
        return char if char == "\t" else "\n"
    category = unicodedata.category(char)
    hidden = category in ("Cf", "Cc", "Co") or char in _FILLERS or _is_selector(char)
    return "" if hidden else char


def _is_selector(char: str) -> bool:
    """Whether a character only chooses how the one before it is drawn."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
