"""Which noun a word is: asks the dictionary for it, its base form, its parts, and at last for a
misspelt name."""

import string
from dataclasses import dataclass, field, replace

from pipeline.model.dictionary import LANGUAGES, Dictionary, Match
from pipeline.model.reading.dictionary import LONGEST, base_form, exists
from pipeline.model.reading.graph.tables import (
    HEAD_FIRST,
    Senses,
    english_words,
    place_words,
    senses_by_company,
    table,
)

CITY = "city"
# Words of no city in particular.
ANY_CITY = ("city", "cities", "downtown", "skyline", "cityscape", "metropolis", "urban", "ciudad",
            "centro de la ciudad", "centro da cidade", "cidade", "centre-ville", "ville",
            "innenstadt", "grossstadt", "stadt", "नगर", "शहर", "市街", "街", "都市")  # fmt: skip
# Names of towns that are words, forenames or brands too.
NAMESAKES = (
    "adelaide", "angora", "augusta", "austin", "bam", "bari", "bath", "billings", "bristol",
    "camden", "canton", "casper", "charlotte", "chester", "cologne", "columbus", "concord", "cork",
    "dayton", "dover", "essen", "fes", "fez", "florence", "gary", "halle", "helena", "ilium",
    "juarez", "lansing", "lima", "limerick", "macon", "medina", "mobile", "nancy", "nice",
    "olympia", "orlando", "orleans", "oxford", "perm", "pierre", "providence", "reading", "regina",
    "reno", "rosario", "salem", "santiago", "santos", "savannah", "sofia", "split", "springfield",
    "sur", "toledo", "tours", "toyota", "trenton", "tyre", "ur", "varna", "vila", "wheeling",
    "windsor",
)  # fmt: skip
SHORTEST_MISSPELT = 5  # letters: a shorter word has too many neighbours
SHORTEST_TAIL = 4  # letters of a German compound's last part
_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "mice": "mouse", "geese": "goose",
    "feet": "foot", "teeth": "tooth", "wolves": "wolf", "knives": "knife", "leaves": "leaf",
    "loaves": "loaf", "shelves": "shelf", "people": "people", "oxen": "ox", "buses": "bus",
    "cookies": "cookie",
}  # fmt: skip
_SINGULARS = (("ies", "y"), ("s", ""), ("es", ""), ("ves", "f"))
_PLURALS = {
    "es": ("s",), "pt": ("s",), "fr": ("s", "x"), "de": ("e", "n", "r", "s"),
    "hi": ("ों", "ें", "याँ", "ियां", "एँ"),
}  # fmt: skip
_ENGLISH_ENDINGS = (
    "ly", "ous", "ful", "less", "able", "ible", "ive", "ical", "ish", "ed", "ing", "ic", "al",
    "iest", "like", "est", "esque",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noun:
    """What a word or compound names: a kind, a place, or neither (known to be nothing to draw)."""

    match: Match | None = None
    place: str = ""
    plural: bool = False


@dataclass(frozen=True)
class Lexicon:
    """The nouns of one language."""

    dictionary: Dictionary
    language: str
    _found: dict[str, Noun | None] = field(default_factory=dict)

    def noun(self, words: str) -> Noun | None:
        """What the words, as `normal` spells them, name; None if nothing is known of them."""
        if words not in self._found:
            self._found[words] = self._look_up(words)
        return self._found[words]

    def _look_up(self, words: str) -> Noun | None:
        found = self._named(words)
        if self.language == "hi" and "thing" in table("hi").senses.get(words, {}):
            return found
        singular = self._singular(words)
        if singular == words:
            return found
        single = self._named(singular)
        if single is None or (found and found.match and not single.match):
            return found
        if found and (found.match or found.place) and self._keeps_plural(words, single):
            return found
        return replace(single, plural=self.language == "en" or self._is_plural_form(words))

    def _keeps_plural(self, words: str, single: Noun) -> bool:
        """Whether a plural has a meaning of its own: glasses, skis, mountains."""
        if self.language == "hi":  # its oblique forms are also in names of parts
            return False
        exact = self._named(words)
        assert exact
        named_so = exact.match is not None and exact.match.kind == words
        return named_so or exact.match != single.match or exact.place != single.place

    def one_of(self, words: str) -> Noun | None:
        """What a plural names in the singular, whatever it means by itself: a book of books."""
        listed = "thing" in table(self.language).senses.get(words, {})
        singular = words if listed else self._singular(words)
        return self._named(singular) if singular != words else None

    def _named(self, words: str) -> Noun | None:
        """The noun of exactly these words."""
        match = self.dictionary.find(words, self.language)
        if match and match.how == "yours":
            return Noun(match)
        small = table(self.language).senses.get(words, {})
        other = small.get("thing") or small.get("picture")
        if other:
            match = self.dictionary.find(other) or match
        broader = self.dictionary.find(small.get("broader", ""))
        if broader:
            match = Match(broader.kind, "broader")
        place = place_words(self.language).lands.get(words, "")
        place = place or self.dictionary.place(words, self.language) or ""
        if match or place:
            return Noun(match, place)
        return None

    def in_company(self, word: str, noun: Noun | None, prompt: str) -> Noun | None:
        """A noun of several senses as the other words of a prompt have it; `prompt`: its words
        with one space before and after each. English only."""
        if self.language != "en":
            return noun
        for kind, others in senses_by_company().get(word, ()):
            told = prompt.replace(f" {kind} ", "  ")  # a mouse next to a computer mouse
            if any(f" {other} " in told for other in others if other != word):
                match = self.dictionary.find(kind)
                if match or (noun and kind == "-"):
                    return Noun(match, plural=bool(noun and noun.plural))
        return noun

    def is_lookalike(self, words: str) -> bool:
        """Whether the land of a place is only the nearest to what the words name: any city for
        Paris, a room for a laboratory."""
        if words in place_words(self.language).nearest:
            return True
        return self.dictionary.place(words, self.language) == CITY and words not in ANY_CITY

    def is_common(self, word: str) -> bool:
        """Whether a town's name, typed small, mostly means something else."""
        other = table(self.language).senses.get(word) or word in english_words()
        return word in NAMESAKES or bool(other) or self.is_abstract(word)

    def is_abstract(self, word: str) -> bool:
        """Whether a word, singular or plural, is known to be nothing a drawing can show."""
        forms = (word, self._singular(word))
        return any(self.dictionary.is_abstract(form, self.language) for form in forms)

    def _singular(self, words: str) -> str:
        """The base form of the word that carries the plural, in its place."""
        first, space, rest = words.partition(" ")
        if self.language in HEAD_FIRST and space:
            return f"{base_form(first, self.language)} {rest}"
        first, of, rest = words.partition(" of ")
        if of and self.language == "en":
            return self._singular(first) + of + rest
        start, space, last = words.rpartition(" ")
        return start + space + self._base(last)

    def _base(self, word: str) -> str:
        if self.language == "hi":
            return self._hindi_base(word)
        if self.language == "de":  # its nouns are known with a capital
            return base_form(word.capitalize(), "de")
        if self.language != "en":
            return base_form(word, self.language)
        if word in _IRREGULAR:
            return _IRREGULAR[word]
        if word.endswith("men") and self._named(one := f"{word[:-3]}man"):
            return one  # snowmen
        if len(word) < 4 or not word.endswith("s"):
            return word
        forms = [word.removesuffix(end) + new for end, new in _SINGULARS if word.endswith(end)]
        known = (form for form in forms if self._named(form) or self.dictionary.is_abstract(form))
        sure = not word.endswith(("ss", "us", "is"))
        return next(known, forms[0] if sure else word)

    def _hindi_base(self, word: str) -> str:
        """घोड़े -> घोड़ा, कुत्तों -> कुत्ता, किताबें -> किताब, बिल्लियाँ -> बिल्ली"""
        changes = (("ियाँ", "ी"), ("ियां", "ी"), ("ियों", "ी"), ("ों", "ा"), ("ों", ""), ("ें", ""),
                   ("े", "ा"), ("ाएँ", "ा"), ("ुओं", "ू"))  # fmt: skip
        for end, new in changes:
            if word.endswith(end) and self._named(word.removesuffix(end) + new):
                return word.removesuffix(end) + new
        return word

    def _is_plural_form(self, word: str) -> bool:
        """Whether an inflected word ends as plurals do in its language."""
        return word.endswith(_PLURALS.get(self.language, ("s", "n", "e")))

    def senses(self, words: str) -> Senses | None:
        """What the tables say of a phrase, or of the base form of a single word."""
        book = table(self.language)
        found = book.senses.get(words)
        inflects = self.language not in ("en", "ja") and " " not in words
        if found is None and inflects and self._named(words) is None:
            base = book.senses.get(base_form(words, self.language))
            inflecting = ("verb", "color", "size", "material", "shape", "drop")
            found = base and {role: value for role, value in base.items() if role in inflecting}
        return found or None

    def is_other(self, word: str) -> bool:
        """Whether a word of no table is no noun: a verb, an adjective, an adverb. English only."""
        if self.language != "en":
            return False
        words = english_words()
        base = base_form(word, "en")
        past = base != word and not word.endswith("s")  # strode, sank
        return len(word) < 3 or word in words or base in words or past

    def may_be_noun(self, word: str) -> bool:
        """Whether a word that is mostly no noun, or only looks like none, can be one."""
        words = english_words()
        return words.get(word, word not in words and len(word) > 3)

    def looks_other(self, word: str) -> bool:
        """Whether a word that is in no list ends as verbs and adjectives do. English only."""
        return self.language == "en" and len(word) > 4 and word.endswith(_ENGLISH_ENDINGS)

    def german_tail(self, word: str) -> tuple[str, Noun] | None:
        """The start and the noun of a German compound: "Eichenbaum" is a tree."""
        if len(word) > LONGEST:
            return None
        for start in range(3, len(word) - SHORTEST_TAIL + 1):
            noun = self.noun(word[start:])
            if noun and noun.match:
                return word[:start], replace(noun, match=Match(noun.match.kind, "broader"))
        return None

    def of_english(self, word: str) -> Noun | None:
        """An English name in another language: "laptop", "skateboard"."""
        match = self.dictionary.find(word)
        return Noun(match) if match and match.how == "exact" and len(word) > 3 else None

    def misspelt(self, word: str) -> Match | None:
        """The one kind whose name is a letter away from a word that no language has."""
        if not SHORTEST_MISSPELT <= len(word) <= LONGEST or not word.isalpha():
            return None
        near = {match for form in _edits(word) if (match := self._exactly(form))}
        if len({match.kind for match in near}) != 1 or exists(word, *LANGUAGES):
            return None
        return next(iter(near))

    def _exactly(self, word: str) -> Match | None:
        noun = self.noun(word)
        return noun.match if noun and noun.match and noun.match.how == "exact" else None


def _edits(word: str) -> set[str]:
    """All words one letter away (Norvig, 2007): one left out, swapped, changed or put in."""
    letters = string.ascii_lowercase + "áéíóúâêôãõçñäöüßèàù"
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    found = {a + b[1:] for a, b in cuts if b}
    found |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    found |= {a + c + b[1:] for a, b in cuts if b for c in letters}
    found |= {a + c + b for a, b in cuts for c in letters}
    return found - {word}
