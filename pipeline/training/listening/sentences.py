"""What people may say, in English: scenes over the picture dictionary, edits, real prompts."""

import random
import re
import tomllib
from collections.abc import Sequence
from functools import cache

from pipeline.listening.words import spoken_words
from pipeline.model.dictionary import Dictionary
from pipeline.model.reading.graph.tables import FOLDER, place_words
from pipeline.training.data.graphs import OTHERWISE, WEIGHTS

NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
RELATIONS = ("on", "under", "in", "behind", "in front of", "above", "beside", "near", "between")
ACTS = ("wearing", "holding", "riding", "carrying", "eating", "reading", "watching", "feeding")
EDITS = (
    "make it {mood}", "make the {thing} {color}", "add {a}", "add {a} on the {side}",
    "put {a} {relation} the {thing}", "remove the {thing}", "make the {thing} bigger",
    "make the {thing} smaller", "replace the {thing} with {a}", "turn the {thing} into {a}",
    "move the {thing} to the {side}", "change the background to {place}", "in {style}",
    "give the {thing} {a}", "convert this image into ghibli style", "turn it into {style}",
)  # fmt: skip
RARE = 0.06  # share of sentences that are words in a row: the ear must not guess from the grammar


class Sentences:
    """Draws sentences in lower case, single words apart by spaces, no punctuation.

    prompts: real ones, of which a share is drawn as they are. vocabulary: words for `RARE`.
    """

    def __init__(
        self, dictionary: Dictionary, prompts: Sequence[str] = (), vocabulary: Sequence[str] = ()
    ) -> None:
        by_category: dict[str, list[tuple[str, ...]]] = {}
        for kind in dictionary.kinds.values():
            names = tuple(filter(None, map(plain, kind.names.get("en", ()))))
            if names:
                by_category.setdefault(kind.category, []).append(names)
        self.things = by_category
        self.categories = list(by_category)
        self.weights = [WEIGHTS.get(one, OTHERWISE) for one in self.categories]
        self.prompts = [said for prompt in prompts if (said := plain(prompt)).count(" ") < 24]
        self.vocabulary = list(vocabulary)
        self.places = [*map(plain, dictionary.places), *map(plain, place_words("en").lands)]

    def sample(self, rng: random.Random) -> str:
        """One sentence."""
        if self.vocabulary and rng.random() < RARE:
            return " ".join(rng.choices(self.vocabulary, k=rng.randint(3, 7)))
        if self.prompts and rng.random() < 0.25:
            return _cut(rng.choice(self.prompts), rng)
        return plain(rng.choices((self._scene, self._list, self._edit), (70, 12, 18))[0](rng))

    def noun(self, rng: random.Random) -> str:
        """A name of a kind, common ones mostly."""
        kinds = self.things[rng.choices(self.categories, self.weights)[0]]
        names = rng.choice(kinds)
        return names[0] if rng.random() < 0.6 else rng.choice(names)

    def _thing(self, rng: random.Random) -> str:
        """With its article or number, size, colour and what it does."""
        noun, words = self.noun(rng), []
        if rng.random() < 0.12:
            words.append(rng.choice(phrases("size")))
        if rng.random() < 0.4:
            share = rng.random()
            role = "color" if share < 0.75 else "material" if share < 0.9 else "shape"
            words.append(rng.choice(phrases(role)))
        if rng.random() < 0.04:
            words.append(rng.choice(phrases("drop")))
        if rng.random() < 0.18:
            start, noun = rng.choice(NUMBERS), plural(noun)
        elif rng.random() < 0.05:
            start, noun = rng.choice(phrases("number")), plural(noun)
        else:
            start = "the" if rng.random() < 0.15 else article((words or [noun])[0])
        if rng.random() < 0.2:
            noun += " " + rng.choice(doing())
        return " ".join([start, *words, noun])

    def _scene(self, rng: random.Random) -> str:
        said = [self._thing(rng)]
        for _ in range(rng.choices((0, 1, 2), (30, 52, 18))[0]):
            share = rng.random()
            if share < 0.45:
                join = rng.choice(RELATIONS)
            elif share < 0.65:
                join = rng.choice(phrases("relation"))
            elif share < 0.85:
                join = rng.choice(ACTS)
            else:
                join = rng.choice(("with", "and", "and"))
            said += [join, self._thing(rng)]
        if rng.random() < 0.4:
            said.append(rng.choice(("in the", "at the", "in a", "on the", "")))
            said.append(rng.choice(self.places))
        if rng.random() < 0.45:
            role = rng.choices(("time", "weather", "season", "style", "depth", "side", "sky"),
                               (30, 20, 14, 18, 5, 8, 5))[0]  # fmt: skip
            if role in ("weather", "style"):
                said.append(rng.choice(("", "in", "in the")))
            said.append(rng.choice(phrases(role)))
        return " ".join(said)

    def _list(self, rng: random.Random) -> str:
        things = [self._thing(rng) for _ in range(rng.randint(2, 3))]
        return f"{' '.join(things[:-1])} and {things[-1]}"

    def _edit(self, rng: random.Random) -> str:
        mood = rng.choice(phrases(rng.choice(("time", "weather", "season"))))
        return rng.choice(EDITS).format(
            mood=mood, thing=self.noun(rng), color=rng.choice(phrases("color")),
            a=self._thing(rng), side=rng.choice(("left", "right", "middle")),
            relation=rng.choice(phrases("relation")), place=rng.choice(self.places),
            style=rng.choice(phrases("style")),
        )  # fmt: skip


def plain(text: str) -> str:
    """As it is spoken: small letters, apostrophes and spaces; digits in words."""
    return " ".join(spoken_words(text))


@cache
def phrases(role: str) -> tuple[str, ...]:
    """The English words of a role of the reading's table, as spoken."""
    book = tomllib.loads((FOLDER / "en.toml").read_text(encoding="utf-8"))
    listed = (plain(one) for forms in book[role].values() for one in forms.split(","))
    return tuple(filter(None, listed))


@cache
def doing() -> tuple[str, ...]:
    """What a thing may be doing: "sleeping", "climbing"."""
    book = tomllib.loads((FOLDER / "en.toml").read_text(encoding="utf-8"))["verb"]
    listed = [form for value, forms in book.items() for form in (value, *forms.split(","))]
    return tuple(one for one in map(plain, listed) if one.partition(" ")[0].endswith("ing"))


def plural(noun: str) -> str:
    """Of a regular noun."""
    if noun.endswith("man"):
        return noun[:-2] + "en"
    if noun.endswith("s"):
        return noun
    if noun.endswith(("x", "sh", "ch")):
        return noun + "es"
    if re.search("[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + "s"


def article(word: str) -> str:
    return "an" if word[0] in "aeio" else "a"


def _cut(prompt: str, rng: random.Random) -> str:
    """At most a dozen words in a row."""
    words = prompt.split()
    count = rng.randint(6, 12)
    start = rng.randint(0, max(0, len(words) - count)) if rng.random() < 0.4 else 0
    return " ".join(words[start : start + count])
