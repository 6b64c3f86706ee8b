"""What kinds are called in seven languages."""

import re
from collections import Counter

from pipeline.model.dictionary.dictionary import normal
from pipeline.model.dictionary.entries import LANGUAGES
from pipeline.training.dictionary.packages import Packages
from pipeline.training.dictionary.tables import KindRow, rows, several
from pipeline.training.dictionary.wordnet import WordNet

FEW = 2  # a keyword of more kinds than this is no synonym

# What labels add to a plain name, cut away; the label itself is kept as a further name
_ADDED = {
    "en": (r"^(red|vertical|woman’s|man’s|full|closed) ", r" (face|bread|fruit|wedge)$"),
    "de": (r"gesicht$", r"-Gesicht$", r"^(rote[rs]?|geschlossene[rs]?) "),
    "es": (r"^cara de ", r" (rojo|roja|cerrado|cerrada)$"),
    "fr": (r"^(tête|visage) (de |d’)", r" \(tous genres\)$", r" (rouge|fermé|fermée)$"),
    "pt": (r"^(rosto|cara) de ", r" (vermelho|vermelha|fechado|fechada)$"),
    "ja": (r"の顔$", r"^赤い", r"^閉じた"),
    "hi": (r" (का|की) (चेहरा|मुँह|मुंह)$", r" चेहरा$", r"^(लाल|बंद) "),
}


def german_forms(label: str) -> list[str]:
    """Both genders of a German label.

    >>> german_forms("Student(in)"), german_forms("Koch/Köchin")
    (['Student', 'Studentin'], ['Koch', 'Köchin'])
    """
    if found := re.fullmatch(r"(.*?)(\w+)\((\w+)\)(.*)", label):
        before, stem, more, after = found.groups()
        return [before + stem + after, before + stem + more + after]
    if re.fullmatch(r"\w+/\w+", label):
        return label.split("/")
    return [label.split("/")[0]]


def from_label(label: str, language: str) -> list[str]:
    """Names that an emoji's label gives, the plainest first."""
    forms = german_forms(label) if language == "de" else [label]
    plain = []
    for form in forms:
        short = form
        for pattern in _ADDED[language]:
            short = re.sub(pattern, "", short)
        plain.append(short.strip())
    forms = [form for form in plain + forms if form and not re.search(r"[:(/]", form)]
    return list(dict.fromkeys(forms))


class Namer:
    """Names of kinds: typed in by hand first, then those of the emoji package."""

    def __init__(self, packages: Packages, wordnet: WordNet):
        self.words = {language: packages.emoji_words(language) for language in LANGUAGES}
        self.wordnet = wordnet
        self.uses = Counter(
            normal(tag) for _, tags in self.words["en"].values() for tag in tags
        )
        self.by_hand = {row["kind"]: row for row in rows("names.csv")}

    def names(self, kind: KindRow) -> dict[str, tuple[str, ...]]:
        """Language -> names in lower case, the best first; languages without names are left out.

        English ends with its key; the keys of parts of bodies carry no plain name there.
        """
        result = {}
        typed = self.by_hand.get(kind.name, {})
        for language in LANGUAGES:
            hand = several(typed.get(language), "|")
            found = list(hand) if hand else list(kind.names) if language == "en" else []
            if not (hand and language == "en"):
                label, _ = self.words[language].get(kind.code, ("", ()))
                found += from_label(label, language) if label else []
                if language == "en":
                    found += [kind.name, *self._synonyms(kind)]
            names = tuple(dict.fromkeys(map(normal, found)))
            if names:
                result[language] = names
        return result

    def _synonyms(self, kind: KindRow) -> list[str]:
        """English keywords that share a sense with the label in WordNet and few other kinds."""
        label, tags = self.words["en"].get(kind.code, ("", ()))
        plain = from_label(label, "en") if label else []
        if not plain:
            return []
        main = plain[0].lower()
        senses = set(self.wordnet.senses.get(main, ())[:2])
        same = {word for sense in senses for word in self.wordnet.words[sense]}
        return [tag for tag in tags if normal(tag) in same and self.uses[normal(tag)] <= FEW]
