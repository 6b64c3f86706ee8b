"""What kinds are called in seven languages."""

import re
from collections import Counter

from pipeline.model.dictionary.dictionary import normal
from pipeline.model.dictionary.entries import LANGUAGES
from pipeline.training.dictionary.packages import Packages
from pipeline.training.dictionary.tables import KindRow, rows, several

SHORTEST_HEAD = 4  # letters

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
    forms = german_forms(label) if language == "de" else label.split(", ")
    plain = []
    for form in forms:
        short = form
        for pattern in _ADDED[language]:
            short = re.sub(pattern, "", short)
        plain.append(short.strip())
    forms = [form for form in plain + forms if form and not re.search(r"[:(/（]", form)]
    return list(dict.fromkeys(forms))


class Namer:
    """Names of kinds: typed in by hand first, then those of the emoji package."""

    def __init__(self, packages: Packages):
        self.words = {language: packages.emoji_words(language) for language in LANGUAGES}
        self.uses = {
            language: Counter(normal(tag) for _, tags in words.values() for tag in tags)
            for language, words in self.words.items()
        }
        self.by_hand = {row["kind"]: row for row in rows("names.csv")}

    def names(self, kind: KindRow) -> dict[str, tuple[str, ...]]:
        """Language -> names in lower case, the best first; languages without names are left out.

        English ends with the key, unless its names were typed in.
        """
        result = {}
        typed = self.by_hand.get(kind.name, {})
        for language in LANGUAGES:
            hand = several(typed.get(language), "|")
            found = list(hand) if hand else list(kind.names) if language == "en" else []
            if not (hand and language == "en"):
                label, tags = self.words[language].get(kind.code, ("", ()))
                found += from_label(label, language) if label else []
                found += [tag for tag in tags if self._is_head_word(tag, label, language)]
                if language == "en":
                    found.append(kind.name)
            names = tuple(dict.fromkeys(map(normal, found)))
            if names:
                result[language] = names
        return result

    def _is_head_word(self, tag: str, label: str, language: str) -> bool:
        """Whether a keyword that no other emoji has is the main noun of a label: the end of it in
        German (Lokomotive of Dampflokomotive), its beginning in the Romance languages."""
        tag, label = normal(tag), normal(label)
        if self.uses[language][tag] > 1 or len(tag) < SHORTEST_HEAD:
            return False
        if language == "de":
            return label.endswith(tag)
        return language in ("es", "fr", "pt") and label.startswith(f"{tag} ")
