"""Letters of any script that look like a Latin one, by Unicode's own table of confusables.

Unicode Technical Standard 39, "Unicode Security Mechanisms"; the package confusable-homoglyphs
carries its data. The table joins whole letters; a reader of prompts wants small Latin ones, so a
letter is followed through its capital ("в" is like "ʙ", but "В" is like "B") and one step on.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

from confusable_homoglyphs.confusables import confusables_data

# What the table has no small Latin letter for, or none at all.
_ADDED = {"п": "n", "ц": "u", "ω": "w", "ᴋ": "k", "ᴍ": "m", "ɴ": "n", "þ": "th"}


@cache
def lookalikes() -> dict[int, str]:
    """For `str.translate`: a letter, case-folded and without accents -> its ASCII letters."""
    letters = (char for char in confusables_data if len(char) == 1 and char.isalpha())
    plain = (char for char in letters if not char.isascii() and _bare(char) == char)
    found = {char: latin for char in plain if (latin := _latin(char))}
    return str.maketrans(found | _ADDED)


def _latin(char: str) -> str | None:
    near = [other for other in _near(char) if len(other) == 1]
    steps = (near, (further for other in near for further in _near(other)))
    return next((one for step in steps for one in step if _is_ascii_letter(one)), None)


def _near(char: str) -> Iterator[str]:
    """What the table says is like a letter or its capital, in small letters without accents."""
    for form in (char, char.upper()):
        yield from (_bare(other["c"]) for other in confusables_data.get(form, ()))


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in folded if unicodedata.category(char) not in ("Mn", "Cf"))


def _is_ascii_letter(text: str) -> bool:
    return len(text) == 1 and text.isascii() and text.isalpha()
