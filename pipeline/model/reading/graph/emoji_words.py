"""Emoji typed in place of nouns: "a 🦊 on a 🚲". Those that only adorn the words are left alone."""

import re
from collections.abc import Sequence

import emoji

from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.dictionary import normal
from pipeline.model.reading.graph.tables import UNSPACED, table

_TONE = re.compile(r"_(?:(?:medium-)?light|medium|(?:medium-)?dark)_skin_tone")
_BEFORE = re.compile(r"([^\W\d_]+|\d+|[^\w\s])[\s({\[]*$")  # the last word or mark
_AFTER = re.compile(r"[\s)}\]]*([^\W\d_]+)")
# Classes of words after which a noun is still to come, and before which one has been.
_OPENING = ("article", "number", "pair", "portion", "color", "material", "size", "shape",
            "relation", "reversed", "link", "verb", "drop")  # fmt: skip
_WEATHERS = {"cloud with rain": "rain", "cloud with snow": "snow"}
_FOLLOWING = ("relation", "reversed", "link", "verb")


def spelled_out(
    prompt: str, language: str, dictionary: Dictionary, written: Sequence[tuple[int, int]] = ()
) -> str:
    """A prompt with the emoji that stand for things as those things' names.

    An emoji stands for a thing where a noun has to follow (after "a", "two red", "with"), where
    words that say what the thing does follow, beside another one that does, or where there is
    nothing but emoji. written: stretches that are letters on a sign, which keep theirs.
    """
    found = emoji.emoji_list(prompt)
    if not found:
        return prompt
    bare = not re.search(r"\w", emoji.replace_emoji(prompt, ""))
    parts: list[str] = []
    done = 0
    named = False  # whether the one before stands for a thing
    for one in found:
        start, end = one["match_start"], one["match_end"]
        between = prompt[done:start]
        name = _name(one["emoji"], language, dictionary)
        quoted = any(first <= start < last for first, last in written)
        again = named and not re.search(r"\w", between)
        stands = bare or again or _stands(prompt[:start], prompt[end:], language)
        named = bool(name) and stands and not quoted
        parts += (between, f", {name} " if again else f" {name} ") if named else (prompt[done:end],)
        done = end
    return "".join(parts) + prompt[done:]


def _name(picture: str, language: str, dictionary: Dictionary) -> str:
    """The name of the kind that an emoji shows; empty where there is none."""
    name = _TONE.sub("", emoji.demojize(picture, delimiters=("", ""))).replace("_", " ")
    if language == "en" and name in _WEATHERS:
        return _WEATHERS[name]
    role = re.sub(r"^(?:wo)?man (?=\w)", "", name)  # a woman astronaut
    for each in (name.removesuffix(" face"), name, role):  # a being is seen whole
        if match := dictionary.find(each):
            names = dictionary.kinds[match.kind].names.get(language, ())
            return each if language == "en" else next(iter(names), "")
    return ""


def _stands(before: str, after: str, language: str) -> bool:
    """Whether an emoji between two stretches of a prompt takes the place of a noun."""
    senses = table(language).senses
    last, following = _BEFORE.search(before), _AFTER.match(after)
    if last is None:
        found = senses.get(normal(following[1]), {}) if following else {}
        return any(role in found for role in _FOLLOWING)
    word = normal(last[1])
    starts = range(len(word)) if language in UNSPACED else (0,)
    return word.isdecimal() or any(
        role in senses.get(word[start:], {}) for start in starts for role in _OPENING
    )
