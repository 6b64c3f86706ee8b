"""One language: its texts, and the sentences built from them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.results import Description, Group, Refusal

FOLDER = Path(__file__).with_name("texts")
VOWELS = "aeiou"
# Of English: the end of a name and what its plural has there. The first that fits counts.
PLURALS = {
    "man": "men", "child": "children", "person": "people", "mouse": "mice", "goose": "geese",
    "foot": "feet", "tooth": "teeth", "knife": "knives", "leaf": "leaves", "loaf": "loaves",
    "shelf": "shelves", "wolf": "wolves", "scarf": "scarves", "fish": "fish", "sheep": "sheep",
    "deer": "deer", "glasses": "glasses", "trousers": "trousers", "scissors": "scissors",
    "jeans": "jeans", "shorts": "shorts", "skis": "skis", "potato": "potatoes",
    "tomato": "tomatoes", "mango": "mangoes", "s": "ses", "x": "xes", "ch": "ches", "sh": "shes",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Language:
    """The texts and sentences of one language.

    texts: the page's own texts, by key. errors, refusals: sentences by code and by category; where
    one is missing, the English sentence is used. descriptions: templates and names for what a
    picture shows.
    """

    code: str
    texts: Mapping[str, str]
    errors: Mapping[str, str]
    refusals: Mapping[str, str]
    descriptions: Mapping[str, str]

    @classmethod
    def read(cls, path: Path) -> "Language":
        book = tomllib.loads(path.read_text("utf-8"))
        errors, refusals = book.pop("errors", {}), book.pop("refusals", {})
        descriptions = _flat(book.pop("descriptions"))
        return cls(path.stem, book, errors, refusals, descriptions)

    def text(self, key: str, **values: object) -> str:
        """The page's text for a key, with the values in its gaps. Raises KeyError for an unknown
        key or a missing value."""
        return self.texts[key].format(**values)

    def error(self, error: BaseException) -> str:
        """What went wrong: the text for the error's code, filled with its values; the error's own
        message where there is none."""
        sentence = self.errors.get(str(getattr(error, "code", "")))
        if sentence is None:
            return str(getattr(error, "strerror", None) or error)
        return sentence.format(**getattr(error, "values", {}))

    def refusal(self, refusal: Refusal) -> str:
        """Why a check refused."""
        return self.refusals.get(refusal.category, refusal.reason)

    def describe(self, description: Description) -> str:
        """ "Two white cats on the left and a blue house, in a meadow at night." """
        groups = [self._group(group) for group in description.things]
        parts = {
            name: self.descriptions.get(f"{name}.{getattr(description, name)}", "")
            for name in ("place", "time", "weather", "season")
        }
        parts["place"] = parts["place"] or self._place(description.place)
        bare = bool(groups) and not parts["place"]  # where it is cannot be told
        template = self.descriptions["bare" if bare else "scene" if groups else "landscape"]
        text = template.format(things=self._joined(groups), **parts)
        text = text[0].upper() + text[1:]
        if not description.known:
            return self.descriptions["unknown"]
        return self._seen(text, description.unsure) if description.seen else text

    def _seen(self, text: str, unsure: int) -> str:
        """What is told by looks alone, and that there is more."""
        more = self.descriptions["unsure"].format(count=unsure) if unsure else ""
        return self.descriptions["seen"].format(text=text) + more

    def unpainted(self, description: Description) -> list[str]:
        """Sentences for what the words ask for and the engine does not do; none for most."""
        things, styles = description.not_painted, description.not_styled
        comma, style = self.descriptions["comma"], description.style
        style = self.descriptions.get(f"style.{style}", style)
        lines = [self.text("not_painted", words=comma.join(things))] if things else []
        if styles:
            lines.append(self.text("not_styled", words=comma.join(styles), style=style))
        return lines

    def _place(self, place: str) -> str:
        """A place that has no text of its own, by its English name."""
        return self.descriptions["elsewhere"].format(place=place) if place else ""

    def _joined(self, groups: list[str]) -> str:
        *first, last = groups or [""]
        return self.descriptions["and"].join(
            filter(None, [self.descriptions["comma"].join(first), last])
        )

    def _group(self, group: Group) -> str:
        """ "two white cats on the left"."""
        name = self._name(group)
        count = self.descriptions.get(f"count.{group.count}", str(group.count))
        count = "" if group.own and group.count == 1 else _fitting(count, name)
        side = self.descriptions.get(f"side.{group.side}", "")
        return _spaced(self.descriptions["group"].format(count=count, name=name, side=side))

    def _name(self, group: Group) -> str:
        """ "sleeping black cats", "girl in red", 'sign that says "TEA"'."""
        kind = self._kind(group)
        if group.text:
            return self.descriptions["labelled"].format(kind=kind, text=group.text)
        template = "dressed" if group.worn and group.color else "thing"
        pose = self.descriptions.get(f"pose.{group.pose}", group.pose if self.code == "en" else "")
        color = self.descriptions.get(f"color.{group.color}", "")
        return _spaced(self.descriptions[template].format(pose=pose, color=color, kind=kind))

    def _kind(self, group: Group) -> str:
        """The kind's name for one or several: the user's, that of the texts, that of the group."""
        if group.own:
            return group.own
        forms = self.descriptions.get(f"kind.{group.kind}")
        if forms is None:
            one = group.names.get(self.code) or group.names.get("en") or group.kind
            forms = f"{one}|{plural(one)}" if self.code == "en" else one
        one, _, several = forms.partition("|")
        return several if several and group.count > 1 else one


def plural(name: str) -> str:
    """The plural of an English name, by rule.

    >>> [plural(name) for name in ("bus", "berry", "fireman", "fish", "knife", "toy")]
    ['buses', 'berries', 'firemen', 'fish', 'knives', 'toys']
    """
    for end, ending in PLURALS.items():
        if name.endswith(end):
            return name.removesuffix(end) + ending
    if name.endswith("y") and name[-2:-1] not in VOWELS:
        return f"{name[:-1]}ies"
    return f"{name}s"


def _flat(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    """Nested tables as one, with dots in its keys."""
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = value
    return flat


def _fitting(forms: str, following: str) -> str:
    """ "a|an" before a name: the second form before a vowel."""
    consonant, _, vowel = forms.partition("|")
    return vowel if vowel and following[:1] in VOWELS else consonant


def _spaced(text: str) -> str:
    """With single spaces: an empty value leaves two spaces in a template."""
    return " ".join(text.split())


LANGUAGES: dict[str, Language] = {
    path.stem: Language.read(path) for path in sorted(FOLDER.glob("*.toml"))
}
ENGLISH = LANGUAGES["en"]


def preferred(accepted: str) -> Language:
    """The first supported language of an Accept-Language header; English where there is none."""
    codes = (part.split(";")[0].strip().lower()[:2] for part in accepted.split(","))
    return LANGUAGES[next((code for code in codes if code in LANGUAGES), "en")]
