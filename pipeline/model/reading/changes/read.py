"""An instruction in any of the dictionary's languages becomes a change of a scene graph."""

import re
from collections.abc import Callable
from dataclasses import replace

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.change import Change
from pipeline.model.plan.scene_graph import STYLES, Element, SceneGraph, Setting
from pipeline.model.reading.changes.merging import merged
from pipeline.model.reading.changes.naming import (
    antecedent,
    copies_meant,
    meant,
    with_names,
)
from pipeline.model.reading.changes.revision import CARRYING, Revision
from pipeline.model.reading.changes.templates import Book, Clause, book, number_in
from pipeline.model.reading.graph import read_graph
from pipeline.model.reading.graph.language import language_of
from pipeline.model.reading.graph.tables import DESCRIBING, UNSPACED, known_language, table
from pipeline.model.reading.quotes import unquoted

CLOUD = "cloud"
CLOTHING = "clothing"  # category of what is worn
SNOW = "snow"  # a weather, and the place of a picture that lies in it


def read_change(
    instruction: str, graph: SceneGraph, dictionary: Dictionary, language: str | None = None
) -> Change:
    """What an instruction changes in a picture of `graph`, whose counts are those of its drawings.

    language: one of the dictionary's LANGUAGES, told by the words where None or another. Takes any
    text: what asks for nothing that can be done gives the graph as it is.
    """
    language = known_language(language) or language_of(instruction, dictionary)
    return ChangeReader(graph, dictionary, language).read(instruction)


class ChangeReader:
    """Reads the clauses of one instruction."""

    def __init__(self, graph: SceneGraph, dictionary: Dictionary, language: str):
        self.dictionary, self.language = dictionary, language
        self.book: Book = book(language)
        self.revision = Revision(graph, dictionary)
        self.latest: int | None = None  # what was changed last
        self.rules: dict[str, Callable[[Clause], None]] = {
            "write": self._write,
            "swap": self._swap,
            "replace": self._replace,
            "remove": self._remove,
            "keep": self._keep,
            "more": self._more,
        }

    def read(self, instruction: str) -> Change:
        for clause in self.book.clauses(instruction):
            self.rules.get(clause.name, self._merge)(clause)
        return self.revision.change()

    def _graph(self, text: str) -> SceneGraph:
        return read_graph(text, self.dictionary, self.language)

    def _named(self, text: str) -> list[tuple[int, Element]]:
        """(number, as named) of the picture's elements that a text means."""
        if pronoun := self.book.words["pronouns"].fullmatch(text):
            person = bool(self.book.words["persons"].fullmatch(pronoun[0]))
            number = antecedent(self.revision, person, self.latest)
            return [] if number is None else [(number, self.revision.elements[number])]
        read = self._graph(with_names(self.revision, self.book, text, self.latest))
        hosts = {r.subject if r.name in CARRYING else r.object for r in read.relations}
        named = [element for n, element in enumerate(read.elements) if n not in hosts]
        return [(n, element) for element in named for n in meant(self.revision, element)]

    def _told(self, read: SceneGraph) -> None:
        """What of a text cannot be painted."""
        self.revision.not_painted += read.not_painted
        self.revision.unstyled += read.unstyled

    def _set(self, read: SceneGraph, text: str) -> bool:
        """Takes over a setting and style; whether the text names any."""
        old, new = self.revision.setting, read.setting
        if read.setting.place and read.setting.place != "plain":
            old = replace(old, backdrop=None, scenery=())
        names = ("place", "time", "weather", "season", "framing", "backdrop", "sky", "scenery")
        told = {name: value for name in names if (value := getattr(new, name))}
        if "weather" in told:  # rain takes the place of a clear sky, sun of a cloudy one
            told.setdefault("sky", "")
        self.revision.setting = replace(old, **told)
        style = read.style if read.style != STYLES[0] or self._names_first(text) else ""
        self.revision.style = style or self.revision.style
        return bool(told or style)

    def _names_first(self, text: str) -> bool:
        """Whether the text names the style that pictures have without being asked."""
        forms = (f for f, s in table(self.language).senses.items() if s.get("style") == STYLES[0])
        text = f" {text.lower()} "
        return any(f in text if self.language in UNSPACED else f" {f} " in text for f in forms)

    def _write(self, clause: Clause) -> None:
        """Letters on something, which comes with them where there is none."""
        text, old = unquoted(clause.slots["text"]), clause.slots["old"]
        letters = next((element.text for element in self._graph(f'"{text}"').elements), "")
        if not letters:
            return
        named = self._named(old)
        for number, _ in named:
            self._alter(number, text=letters)
        if named:
            return
        read = self._graph(old)
        self._told(read)
        if read.elements:
            first = replace(read.elements[0], text=letters)
            read = replace(read, elements=(first, *read.elements[1:]))
            self.latest = merged(self.revision, self.book, read, "add", old)

    def _alter(self, number: int, **fields: object) -> None:
        elements = self.revision.elements
        elements[number] = replace(elements[number], **fields)  # type: ignore[arg-type]
        self.latest = number

    def _swap(self, clause: Clause) -> None:
        ones, others = self._named(clause.slots["old"]), self._named(clause.slots["new"])
        if ones and others and ones[0][0] != others[0][0]:
            self.revision.swap(ones[0][0], others[0][0])
        elif ones:
            self._replace(clause)

    def _remove(self, clause: Clause) -> None:
        text = clause.slots["old"]
        named, read = self._named(text), self._graph(text)
        for number, element in named:
            if number not in self.revision.gone:
                whole = self.revision.elements[number]
                self.revision.remove(number, copies_meant(self.book, text, element, whole))
        if named:
            return
        if any(element.kind == CLOUD for element in read.elements):
            self.revision.cloudless = True
        elif read.setting.weather and read.setting.weather == self.revision.setting.weather:
            self.revision.setting = replace(self.revision.setting, weather="clear", sky="")
        elif read.setting == Setting():
            self.revision.not_painted += (element.word for element in read.elements)
            self._told(read)

    def _keep(self, clause: Clause) -> None:
        """Nothing but what is named, and what that stands on, wears and holds."""
        named = {number for number, _ in self._named(clause.slots["old"])}
        if not named:
            self._told(self._graph(clause.slots["old"]))
            return
        for _ in self.revision.draft.relations:
            named |= self.revision.carried(named)
        for number in self.revision.alive():
            if number not in named and number not in self.revision.gone:
                self.revision.remove(number)

    def _replace(self, clause: Clause) -> None:
        old, new = clause.slots["old"], clause.slots["new"]
        named, read = self._named(old), self._graph(new)
        if any(self.revision.elements[number].text for number, _ in named):  # what is on a sign
            self._write(Clause("write", {"text": new, "old": old}))
            return
        if not read.elements:
            known = named or any(map(self._is_clothing, self._graph(old).elements))
            self._merge(Clause("alter", {"rest": f"{old} {new}" if known else new}))
            return
        if not named:  # "three cats instead of two"
            self._merge(Clause("", {"rest": new}))
            return
        number, element = named[0]
        copies = copies_meant(self.book, old, element, self.revision.elements[number])
        for other, _ in named[1:]:
            self.revision.remove(other)
        self._told(read)
        self._become(number, read, copies, new)

    def _become(self, number: int, read: SceneGraph, copies: list[int] | None, text: str) -> None:
        """The first thing read takes a place, what goes with it comes with it."""
        before = self.revision.elements[number]
        first, stated = read.elements[0], number_in(text, self.language)
        first = replace(first, count=stated or (before.count if copies is None else 1))
        place = self.revision.become(number, first, copies)
        if place is None:
            return
        if stated and copies is None:
            self.revision.count(place, stated)
        self.latest = place
        rest = merged(self.revision, self.book, read, "add", text, known={0: place})
        self.latest = rest if rest is not None else place

    def _more(self, clause: Clause) -> None:
        new, slots = clause.slots["new"], clause.slots
        count = number_in(slots.get("count", ""), self.language) or 1
        read = self._graph(new)
        self._told(read)
        if not read.elements:
            return
        first = replace(read.elements[0], count=count)
        read = replace(read, elements=(first, *read.elements[1:]))
        same = meant(self.revision, first)
        plain = not (read.relations or first.side or first.material or first.action or first.size)
        if same and plain and first.color in (None, self.revision.elements[same[0]].color):
            self.latest = same[0]
            self.revision.count(same[0], self.revision.elements[same[0]].count + count)
            return
        self.latest = merged(self.revision, self.book, read, "add", new)

    def _merge(self, clause: Clause) -> None:
        """What adds, brings, gives, or makes something otherwise: read as a picture's words are."""
        text = clause.slots.get("rest", "")
        text = f"{text} {clause.slots['how']}" if "how" in clause.slots else text
        if clause.name == "alter":
            text = self._doing(text)
        if self._is_setting(clause.name, text):
            return
        named = with_names(self.revision, self.book, text, self.latest)
        read = self._graph(self._uncompared(named))
        if clause.name in ("alter", ""):
            read = self._of_wearers(read)
        if clause.name in ("add", "give") and read.elements:  # "a kite in the sky"
            read = replace(read, setting=replace(read.setting, place=""))
        self._set(read, text)
        self._told(read)
        if not read.elements:
            return
        if clause.name in ("alter", "", "put"):
            read = self._recoloured(read, named)
            one = copies_meant(self.book, named, replace(read.elements[0], side=""),
                               self._first(read))  # fmt: skip
            if one is not None and self._some(read, one, named):
                return
        latest = merged(self.revision, self.book, read, clause.name, named)
        self.latest = latest if latest is not None else self.latest

    def _of_wearers(self, read: SceneGraph) -> SceneGraph:
        """ "her dress yellow": clothes in which somebody was drawn are no thing of their own, so it
        is their wearer that changes colour."""
        if not read.elements or not read.elements[-1].color or len(read.elements) > 2:
            return read
        draft, cloth = self.revision.draft, read.elements[-1]
        people = [n for n in self.revision.alive() if draft.is_person(n)]
        dressed = [n for n in people if self.revision.elements[n].color]
        if not self._is_clothing(cloth) or not dressed:
            return read
        if meant(self.revision, cloth):
            return read
        who = [n for one in read.elements[:-1] for n in meant(self.revision, one) if n in dressed]
        old = self.revision.elements[(who or dressed)[0]]
        return replace(read, elements=(replace(old, color=cloth.color),), relations=())

    def _is_clothing(self, element: Element) -> bool:
        kind = self.dictionary.kinds.get(element.kind)
        return kind is not None and kind.category == CLOTHING

    def _doing(self, text: str) -> str:
        """ "the cat fly" as "the cat flying", where the verb might be a thing."""
        start, _, last = text.rpartition(" ")
        verb = table(self.language).senses.get(last.lower(), {}).get("verb", "")
        return f"{start} {verb}" if self.language == "en" and start and verb else text

    def _uncompared(self, text: str) -> str:
        """Without "bigger" and "smaller", which say no size."""
        for role in ("bigger", "smaller"):
            text = self.book.words[role].sub(" ", text)
        return text

    def _first(self, read: SceneGraph) -> Element:
        """The picture's element that the first thing read is, else the thing itself."""
        found = meant(self.revision, read.elements[0])
        return self.revision.elements[found[0]] if found else replace(read.elements[0], count=1)

    def _is_setting(self, name: str, text: str) -> bool:
        """Takes over what asks for a setting alone: "make it night"."""
        bare = self.book.words["pronouns"].sub(" ", text).strip()
        read = self._graph(bare)
        if read.setting.place == SNOW and name == "alter":  # "make it snow"
            read = replace(read, setting=Setting(weather=SNOW))
        if read.elements or not self._set(read, bare):
            return False
        self._told(read)
        return True

    def _some(self, read: SceneGraph, copies: list[int], text: str) -> bool:
        """Changes some things of an element: "make the second cat black"."""
        first = read.elements[0]
        known = meant(self.revision, first)
        described = first.color or first.material or first.size or first.shape or first.text
        if not (known and copies and described) or len(read.elements) > 1:
            return False
        ordinal = self.book.ordinal(text) is not None
        if not ordinal and not self._says_one_of(text):
            return False
        part = self.revision.split(known[0], copies)
        if part is None:
            return True
        fields = {name: getattr(first, name) for name in DESCRIBING}
        self._alter(part, **{name: value for name, value in fields.items() if value})
        return True

    def _says_one_of(self, text: str) -> bool:
        """Whether a text means one of several: "one of the cats", "one cat"."""
        articles = self.book.words["indefinite"]
        found = re.match(self.book.words["one"].pattern, text, re.IGNORECASE)
        return bool(found) and not articles.fullmatch(found[0] if found else "")

    def _recoloured(self, read: SceneGraph, text: str) -> SceneGraph:
        """ "the black cat white": the first colour says which one is meant."""
        first = read.elements[0]
        known = [self.revision.elements[n] for n in meant(self.revision, first)]
        if not first.color or all(element.color != first.color for element in known):
            return read
        senses = table(self.language).senses
        forms = [f for f, s in senses.items() if s.get("color") == first.color and f in text]
        for form in sorted(forms, key=len, reverse=True):
            again = self._graph(text.replace(form, " ", 1))
            other = again.elements[0].color if again.elements else None
            if other and other != first.color:
                return again
        return read
