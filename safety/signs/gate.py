"""The gate of writing: all that is to stand in a picture, and all that then stands in it, read
together."""

import itertools
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Self

from PIL import Image

from safety.deadline import Begun
from safety.policy import THRESHOLDS, TOO_LATE, Category, Verdict
from safety.prompt.gate import UNAVAILABLE
from safety.prompt.rules import Phrases, split
from safety.prompt.spelling import vocabulary
from safety.record import record, record_failure
from safety.signs.forms import forms, spellings, tokens
from safety.signs.reader import TextReader
from safety.signs.words import is_listed, listed_hashes

DATA = Path(__file__).parent / "data" / "signs.toml"
LEAST_BEGINNING = 6  # letters of a name that is cut off
REASONS = {
    Category.HATE: "This would stand in the picture and degrade, threaten or shut out people. "
    "Other words are fine.",
    Category.SELF_HARM: "This would stand in the picture and urge somebody to hurt themselves. If "
    "you are struggling, please talk to someone you trust or a local helpline. Words of hope are "
    "fine.",
    Category.VIOLENCE: "This would stand in the picture as a threat. Other words are fine.",
    Category.PROFANITY: "Slurs, insults and sexual words are not written in pictures. Other words "
    "are fine.",
}
UNREADABLE = Verdict(
    False,
    Category.UNAVAILABLE,
    "The picture cannot be shown because the check of its writing failed to run. "
    "Restore assets/ocr, reinstall the requirements and try again.",
    1.0,
)


@dataclass(frozen=True)
class SignGate:
    lists: dict[Category, Phrases]
    beginnings: dict[Category, tuple[str, ...]]
    codes: frozenset[str]
    fine_with: Phrases
    harmless: Phrases

    @classmethod
    def load(cls, path: Path = DATA) -> Self:
        """Raises OSError, ValueError, KeyError: a file is missing or damaged."""
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        listed_hashes()
        lists = {
            Category(name): Phrases(entry.replace("{group}", book["group"]) for entry in entries)
            for name, entries in book["lists"].items()
        }
        beginnings = {Category(name): tuple(each) for name, each in book["beginnings"].items()}
        codes = book["codes"]
        fine_with = Phrases(codes["fine_with"])
        return cls(
            lists, beginnings, frozenset(codes["numbers"]), fine_with, Phrases(book["harmless"])
        )

    def check(self, texts: Sequence[str], prompt: str = "", numbers: bool = True) -> Verdict:
        """Judge what is to be written. prompt: what was asked for, which may say that a number is a
        house's. numbers: whether a number alone may be a code of hate."""
        for order, latin in itertools.product((texts, texts[::-1]), (False, True)):
            words = self._without_harmless(tokens(order, latin))
            if category := self._found(words):
                return _refused(category)
        words = self._without_harmless(tokens(texts, latin=True))
        whole = {"".join(words), *spellings("".join(words))}
        for category, names in self.beginnings.items():
            if any(self._is_beginning(form, names) for form in whole):
                return _refused(category)
        context = split(" ".join((prompt, *texts)).casefold())
        if numbers and whole & self.codes and not self.fine_with.find(context):
            return _refused(Category.HATE)
        return Verdict(True)

    def _found(self, words: list[str]) -> Category | None:
        read = list(dict.fromkeys(forms(words)))
        for category, phrases in self.lists.items():  # first, as they say more than the list
            if any(phrases.find(split(form)) for form in read):
                return category
        plurals = (form[:-1] for form in read if form.endswith("s") and form not in vocabulary())
        return Category.PROFANITY if any(map(is_listed, (*read, *plurals))) else None

    def _is_beginning(self, letters: str, names: tuple[str, ...]) -> bool:
        long = len(letters) >= LEAST_BEGINNING and letters not in vocabulary()
        return long and any(name.startswith(letters) for name in names)

    def _without_harmless(self, words: list[str]) -> list[str]:
        singular = ["".join(split(word)) for word in words]
        hidden = {i for span in self.harmless.find(singular) for i in range(span.start, span.stop)}
        return [word for index, word in enumerate(words) if index not in hidden]


def check_signs(texts: Sequence[str], prompt: str = "") -> Verdict:
    """Judge all writing of one picture together. Whatever goes wrong refuses."""
    if not any(map(str.strip, texts)):
        return Verdict(True)
    try:
        verdict = _gate().check(texts, prompt)
        record("signs", "\n".join(texts).encode(errors="replace"), verdict)
    except Exception as error:  # fail closed
        record_failure("signs", error)
        return UNAVAILABLE
    return verdict


def begin_to_read(image: Image.Image) -> Begun[list[str]]:
    """Read the writing of a picture beside other work, for `check_written`."""
    with suppress(Exception):  # the reading itself tells what is wrong
        _reader()  # loading it counts to no time limit
    return Begun(lambda: _reader().read(image))


def check_written(image: Image.Image, begun: Begun[list[str]] | None = None) -> Verdict:
    """Judge the writing that a finished picture or a photo shows. Whatever goes wrong refuses.

    begun: the reading of this picture, where it is under way.

    A bus with the number 88 is no sign of hate: nobody asked for the number here.
    """
    try:
        lines = (begun or begin_to_read(image)).result(THRESHOLDS.seconds)
        verdict = _gate().check(lines, numbers=False) if lines else Verdict(True)
        record("writing", "\n".join(lines).encode(errors="replace"), verdict)
    except Exception as error:  # fail closed
        record_failure("writing", error)
        return TOO_LATE if isinstance(error, TimeoutError) else UNREADABLE
    return verdict


@cache
def _gate() -> SignGate:
    return SignGate.load()


@cache
def _reader() -> TextReader:
    return TextReader.load()


def _refused(category: Category) -> Verdict:
    return Verdict(False, category, REASONS[category], 1.0)
