"""WordNet's nouns: senses, what is broader, and how related two words are."""

from collections import Counter
from functools import cached_property
from pathlib import Path

# Lexicographer files (wnlex): what a drawing can show, and what none can
DRAWABLE = frozenset({"03", "05", "06", "13", "17", "18", "19", "20"})
_NOUN = "1"  # of a sense key
LOCATION, PERSON = "15", "18"
# act, attribute, body part, cognition, communication, event, feeling, group, motive, possession,
# process, quantity, relation, shape, state, substance, time
ABSTRACT = frozenset(
    {"04", "07", "08", "09", "10", "11", "12", "14", "16", "21", "22", "23", "24", "25", "26"}
    | {"27", "28"}
)


class WordNet:
    """Nouns of WordNet 3.0 (Fellbaum 1998), read from Debian's files."""

    def __init__(self, folder: Path):
        self.words: dict[str, tuple[str, ...]] = {}  # synset -> its words
        self.broader: dict[str, tuple[str, ...]] = {}  # synset -> direct hypernyms
        self.files: dict[str, str] = {}  # synset -> lexicographer file
        self.instances: set[str] = set()  # synsets of one named person, city, building
        self.senses: dict[str, tuple[str, ...]] = {}  # word -> synsets, the usual sense first
        self._depths: dict[str, int] = {}
        self._above: dict[str, frozenset[str]] = {}
        for line in _lines(folder / "data.noun"):
            self._add(line.split("|")[0].split(" "))
        self.as_noun: Counter[str] = Counter()  # uses in the texts that WordNet's makers tagged
        self.otherwise: Counter[str] = Counter()
        for line in _lines(folder / "cntlist.rev"):
            lemma, _, rest = line.partition("%")
            uses = self.as_noun if rest.startswith(_NOUN) else self.otherwise
            uses[lemma.replace("_", " ")] += int(line.split()[-1])
        self.no_nouns = {
            line.split()[0].replace("_", " ")
            for name in ("index.adj", "index.verb", "index.adv")
            for line in _lines(folder / name)
        }
        for line in _lines(folder / "index.noun"):
            fields = line.split()
            count = int(fields[2])
            self.senses[fields[0].replace("_", " ")] = tuple(fields[-count:])

    def _add(self, fields: list[str]) -> None:
        synset, count = fields[0], int(fields[3], 16)
        words = [fields[4 + 2 * i].replace("_", " ").lower() for i in range(count)]
        start = 4 + 2 * count
        pointers = [
            fields[start + 1 + 4 * i : start + 3 + 4 * i] for i in range(int(fields[start]))
        ]
        self.words[synset] = tuple(words)
        self.broader[synset] = tuple(to for kind, to in pointers if kind in ("@", "@i"))
        self.files[synset] = fields[1]
        if any(kind == "@i" for kind, _ in pointers):
            self.instances.add(synset)

    @cached_property
    def phrases(self) -> frozenset[str]:
        """Nouns of several words."""
        return frozenset(word for word in self.senses if " " in word)

    def above(self, synset: str) -> frozenset[str]:
        """The synset and all that is broader."""
        if synset not in self._above:
            ups = [self.above(up) for up in self.broader[synset]]
            self._above[synset] = frozenset({synset}).union(*ups)
        return self._above[synset]

    def depth(self, synset: str) -> int:
        """Steps from the root on the longest way, the root being 1."""
        if synset not in self._depths:
            self._depths[synset] = 1 + max(map(self.depth, self.broader[synset]), default=0)
        return self._depths[synset]

    def kinship(self, one: str, other: str) -> float:
        """Wu and Palmer's similarity of two synsets (1994), 0..1."""
        common = self.above(one) & self.above(other)
        deepest = max(map(self.depth, common), default=0)
        return 2 * deepest / (self.depth(one) + self.depth(other))

    def is_usually_noun(self, word: str) -> bool:
        """False for "upper", "launch", "sour": nouns, too, but mostly used otherwise."""
        if word not in self.no_nouns:
            return True
        return self.as_noun[word] >= self.otherwise[word]

    def is_person(self, word: str) -> bool:
        """Whether the first three senses of a word are all persons."""
        senses = self.senses.get(word, ())[:3]
        return bool(senses) and all(self.files[sense] == PERSON for sense in senses)

    def is_abstract(self, word: str) -> bool:
        """Whether none of the first three senses can be drawn, or the usual one is the name of a
        person, a land or a people."""
        senses = self.senses.get(word, ())[:3]
        if senses and senses[0] in self.instances:
            return self.files[senses[0]] in (PERSON, LOCATION)
        return bool(senses) and all(self.files[sense] in ABSTRACT for sense in senses)

    def is_city(self, word: str) -> bool:
        """Whether the usual sense of a word is one named city."""
        senses = self.senses.get(word, ())[:1]
        cities = set(self.senses.get("city", ())[:1])
        return any(s in self.instances and cities & self.above(s) for s in senses)


def _lines(file: Path) -> list[str]:
    """Without the licence at the head, whose lines are indented."""
    text = file.read_text(encoding="latin1")
    return [line for line in text.splitlines() if not line.startswith("  ")]
