"""Which kind a noun stands for: by name, by hand, or as a narrower word in WordNet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model.dictionary.dictionary import normal
from pipeline.model.dictionary.entries import LANGUAGES, How
from pipeline.training.dictionary.tables import KindRow, rows, several
from pipeline.training.dictionary.wordnet import DRAWABLE, WordNet

ENGLISH_WORDS = Path(__file__).parents[3] / "assets" / "english_words.txt"
LEAST_KINSHIP = 0.65  # of Wu and Palmer, under which a broader word is too broad
MOST_STEPS = 5  # up from a noun to a word that has a drawing
STANDING = "person standing"
CITY = "city"
NOTHING, NO_DRAWING, PLACE = "%", "-", "@"  # marks of corrections.csv
# Drawings that would stand for too much or for another sense of their name
TOO_BROAD = frozenset(
    "person|adult|child|baby|man|woman|boy|girl|people|construction|building|star|wood|seat|"
    "satellite|station|metro|plant|herb|bush|vine|machine|container|clothing|toy|food|fruit|"
    "vegetable|meat|animal|vehicle|tool|box|paper|board|card|light|stick|stone|water|structure|"
    "cloth|garment|fabric|stream|body|male|female|kid|friend|lady|parent|family|crowd|team|"
    "frame|sign|statue|sculpture|pin|block|rope|wire|page|label|bar|post|court|square|shop|"
    "store|bank|school|screen|display|suit|attire|grain|leaf|feather|wing|seedling|"
    "hook|ring|chains|gear|net|tower|table|desk|counter|bowl|plate|dish|glass".split("|")
)

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
            name for kind in kinds if kind.own or kind.clipart for name in map(normal, kind.names)
        }
        self.table = LanguageTable(things=dict(names), places=dict(places))
        self.undrawn: set[str] = set()
        for file in ("corrections.csv", "more_nouns.csv"):
            for row in rows(file):
                self._correct(normal(row["noun"]), row["kind"], row["quality"])
        self.exact = {
            word: kind for word, (kind, how) in self.table.things.items() if how == "exact"
        }

    def _correct(self, noun: str, kind: str, quality: str) -> None:
        """One line by hand. It yields where we have a drawing of just that name."""
        if noun in self.drawn and self.table.things.get(noun, ("", ""))[1] == "exact":
            return
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
            how: How = "exact" if quality == "right" else self._direction(noun, kind)
            self.table.things[noun] = (kind, how)

    def _direction(self, noun: str, kind: str) -> How:
        """Whether a kind that is not quite the noun is broader or narrower than it."""
        senses = self.wordnet.senses
        shown = senses.get(kind.lower()) or senses.get(kind.lower().split()[-1], ())
        above = {up for sense in shown[:2] for up in self.wordnet.above(sense)}
        return "narrower" if above & set(senses.get(noun, ())[:2]) else "broader"

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
        if kind := self._named(sense, sense):
            return (kind, "exact")
        if sense in wordnet.instances:  # a named person or building is not just any
            return None
        front = wordnet.broader[sense]
        for _ in range(MOST_STEPS):
            for up in front:
                if kind := self._named(up, sense):
                    if wordnet.kinship(sense, up) >= LEAST_KINSHIP:
                        return (kind, "broader")
                    return None
            front = tuple(higher for up in front for higher in wordnet.broader[up])
        if wordnet.is_person(word) and STANDING in self.kinds:
            return (STANDING, "broader")
        return None

    def _named(self, synset: str, start: str) -> str | None:
        """The kind that a word of the synset names in this very sense."""
        for word in self.wordnet.words[synset]:
            kind = self.exact.get(word)
            usual = self.wordnet.senses.get(word, ())[:2]
            if kind and synset in usual and (synset == start or word not in TOO_BROAD):
                return kind
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
