"""Which kind a noun stands for: by name, by hand, or as a narrower word in WordNet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model.dictionary.dictionary import normal
from pipeline.model.dictionary.entries import LANGUAGES, How
from pipeline.training.dictionary.tables import KindRow, rows, several, word_list
from pipeline.training.dictionary.wordnet import DRAWABLE, WordNet

ENGLISH_WORDS = Path(__file__).parents[3] / "assets" / "english_words.txt"
LEAST_KINSHIP = 0.65  # of Wu and Palmer, under which a broader word is too broad
MOST_STEPS = 5  # up from a noun to a word that has a drawing
# A person that has no drawing of its own is shown as one of these, the first that fits
STANDING = {
    "female person": "woman standing",
    "male person": "man standing",
    "person": "person standing",
}
CITY = "city"
RIGHT = "right"  # a quality in corrections.csv
NOTHING, NO_DRAWING, PLACE = "%", "-", "@"  # marks of corrections.csv
# Words that are too wide, or mean too many things, to lend their drawing to other words
TOO_BROAD = word_list("too_broad.txt")
# Lexicographer files in which a kind's own sense is looked for: a skunk is no rotter
CATEGORY_FILES = {
    "animal": {"05"},
    "person": {"18"},
    "fantasy": {"18", "09", "05"},
    "food": {"13", "20"},
    "drink": {"13", "06"},
    "plant": {"20", "13"},
    "sky": {"17", "19"},
}
THING_FILES = {"06", "17"}

Entry = tuple[str, How]


@dataclass
class LanguageTable:
    """The words of one language: those of things, places, and what no drawing can show."""

    things: dict[str, Entry] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    abstract: set[str] = field(default_factory=set)


def by_name(
    kinds: Sequence[KindRow], names: Mapping[str, Mapping[str, Sequence[str]]], language: str
) -> dict[str, Entry]:
    """Every name of a kind, exactly. A whole body goes before a bust or head of the same name, a
    kind's first name before the later names of another."""
    found: dict[str, tuple[tuple[bool, int], str]] = {}
    for kind in kinds:
        for rank, name in enumerate(names[kind.name].get(language, ())):
            key = (kind.extent != "whole", rank)
            if name not in found or key < found[name][0]:
                found[name] = (key, kind.name)
    return {name: (kind, "exact") for name, (_, kind) in found.items()}


class EnglishNouns:
    """The English table: names, then the corrections by hand, then what WordNet finds."""

    def __init__(
        self,
        names: Mapping[str, Entry],
        places: Mapping[str, str],
        kinds: Sequence[KindRow],
        wordnet: WordNet,
    ):
        self.wordnet = wordnet
        self.kinds = {kind.name for kind in kinds}
        self.drawn = {
            name
            for kind in kinds
            if kind.own or kind.clipart or kind.is_figure
            for name in map(normal, kind.names)
        }
        self.table = LanguageTable(things=dict(names), places=dict(places))
        # Lines by hand that were written before we had a drawing of just that name yield to it.
        self.undrawn: set[str] = set()
        for file in ("corrections.csv", "more_nouns.csv"):
            for row in rows(file):
                noun, kind = normal(row["noun"]), row["kind"]
                yields = file == "corrections.csv" or kind == NO_DRAWING
                if not (yields and noun in self.drawn and self._is_exact(noun)):
                    self._correct(noun, kind, row["quality"])
        self.by_sense = self._senses({kind.name: kind.category for kind in kinds})

    def _senses(self, categories: Mapping[str, str]) -> dict[str, str]:
        """Synset -> the kind of which a name has it as its first sense of the kind's category."""
        found: dict[str, str] = {}
        for word, (kind, how) in self.table.things.items():
            files = CATEGORY_FILES.get(categories[kind], THING_FILES)
            senses = [
                s for s in self.wordnet.senses.get(word, ()) if self.wordnet.files[s] in files
            ]
            if how == "exact" and senses and word not in TOO_BROAD:
                found.setdefault(senses[0], kind)
        return found

    def _is_exact(self, noun: str) -> bool:
        return self.table.things.get(noun, ("", ""))[1] == "exact"

    def _correct(self, noun: str, kind: str, quality: str) -> None:
        """One line by hand."""
        if kind in (NOTHING, NO_DRAWING) or kind.startswith(PLACE):
            self.table.things.pop(noun, None)
            self.table.abstract.discard(noun)
        self.undrawn.discard(noun)
        if kind == NO_DRAWING:
            self.undrawn.add(noun)
        elif kind == NOTHING:
            self.table.abstract.add(noun)
        elif kind.startswith(PLACE):
            self.table.places.setdefault(noun, kind[1:])
        elif kind in self.kinds:
            self.table.abstract.discard(noun)
            how = self._relation(noun, kind)
            self.table.things[noun] = (kind, how or ("exact" if quality == RIGHT else "broader"))

    def _relation(self, noun: str, kind: str) -> How | None:
        """What a kind is to a noun by WordNet, None where neither is above the other."""
        senses = self.wordnet.senses
        meant = senses.get(noun, ())[:1]
        name = kind.lower()
        shown = (senses.get(name) or senses.get(name.split()[-1], ()))[:2]
        if not meant or set(meant) & set(shown):
            return None
        if self.wordnet.above(meant[0]) & set(shown):
            return "broader"
        above = {up for sense in shown for up in self.wordnet.above(sense)}
        return "narrower" if meant[0] in above else None

    def fill(self) -> LanguageTable:
        """Adds what WordNet finds for frequent words and for its phrases."""
        frequent = ENGLISH_WORDS.read_text(encoding="utf-8").split()
        known = set(frequent)
        phrases = [p for p in self.wordnet.phrases if set(p.split()) <= known]
        for word in [*frequent, *sorted(phrases)]:
            if word in self.table.things or word in self.table.places:
                continue
            if word in self.table.abstract or word in self.undrawn:
                continue
            if word not in self.wordnet.senses:
                continue
            if entry := self.climb(word):
                self.table.things[word] = entry
            elif self.wordnet.is_city(word):
                self.table.places[word] = CITY
            elif self.wordnet.is_abstract(word):
                self.table.abstract.add(word)
        return self.table

    def climb(self, word: str) -> Entry | None:
        """The kind of the usual sense of a noun, of its synonyms, or of the nearest word above
        that has a drawing and is near enough; a person else, if its senses are all persons."""
        wordnet = self.wordnet
        sense = wordnet.senses[word][0]
        if wordnet.files[sense] not in DRAWABLE:
            return None
        if sense in self.by_sense:
            return (self.by_sense[sense], "exact")
        if sense in wordnet.instances or not wordnet.is_usually_noun(word):
            return None  # a named person or building is not just any
        front = wordnet.broader[sense]
        for _ in range(MOST_STEPS):
            for up in front:
                if up in self.by_sense:
                    if wordnet.kinship(sense, up) >= LEAST_KINSHIP:
                        return (self.by_sense[up], "broader")
                    return None
            front = tuple(higher for up in front for higher in wordnet.broader[up])
        return self._standing(word) if wordnet.is_person(word) else None

    def _standing(self, word: str) -> Entry | None:
        """A standing person, man or woman for a noun of persons."""
        wordnet = self.wordnet
        above = wordnet.above(wordnet.senses[word][0])
        for general, kind in STANDING.items():
            if kind in self.kinds and above & set(wordnet.senses.get(general, ())[:1]):
                return (kind, "broader")
        return None


def place_words() -> tuple[tuple[str, ...], dict[str, dict[str, str]]]:
    """The keys of all places, and language -> {word: key}."""
    keys: list[str] = []
    words: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for row in rows("places.csv"):
        keys.append(row["place"])
        for language in LANGUAGES:
            for word in several(row[language], "|"):
                words[language].setdefault(normal(word), row["place"])
    return tuple(keys), words
