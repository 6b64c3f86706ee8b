"""Random scene graphs over a picture dictionary, in about the mixture that prompts ask for."""

import random
from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace

from pipeline.model.dictionary import Dictionary, Kind
from pipeline.model.dictionary.recolor import COLORS
from pipeline.model.plan.land import PLACES
from pipeline.model.plan.scene_graph import (
    MATERIALS,
    MAX_ELEMENTS,
    STYLES,
    Element,
    Relation,
    SceneGraph,
    Setting,
)
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS
from pipeline.model.planning.composing.acting import OF_ACTION
from pipeline.model.planning.composing.furniture import BOARDS, SEATS
from pipeline.model.planning.composing.surfaces import SHELTERS

# How often a thing of its own is of which category; others get OTHERWISE.
WEIGHTS = {
    "person": 24.0, "animal": 22.0, "food": 9.0, "vehicle": 8.0, "object": 8.0, "plant": 6.0,
    "building": 5.0, "furniture": 4.0, "household": 4.0, "sky": 3.0, "tableware": 3.0,
    "fantasy": 3.0, "clothing": 2.0,
}  # fmt: skip
OTHERWISE = 2.0
BEINGS = ("person", "animal", "fantasy")
JOINS = (
    "beside", "beside", "near", "left of", "right of", "behind", "in front of", "above", "below",
    "between",
)  # fmt: skip
OF_ANIMALS = ("running", "sleeping", "sitting", "swimming", "flying", "jumping", "walking")
WORDS = ("OPEN", "HELLO", "CAFE", "2026", "SALE", "I LOVE YOU", "STOP", "WELCOME")
HELD = 1.2  # metres of the largest thing that is held
LAID = 0.8  # metres of the largest thing that is put on or into another
Guest = tuple[str, Kind, bool]  # relation, the other thing, whether that is the subject's host


class Graphs:
    """Draws graphs. kinds: which of the dictionary's; all by default."""

    def __init__(self, dictionary: Dictionary, kinds: Collection[str] | None = None) -> None:
        names = dictionary.kinds if kinds is None else kinds
        self.kinds = [dictionary.kinds[name] for name in names]
        self.by_category: dict[str, list[Kind]] = defaultdict(list)
        for kind in self.kinds:
            self.by_category[kind.category].append(kind)
        self.worn = self._where(
            lambda k: k.zone in ("head", "face", "neck") or k.category == "clothing"
        )
        self.held = self._where(
            lambda k: k.zone in ("hand", "table") and k.size < HELD and k.category != "furniture"
        )
        self.small = self._where(
            lambda k: (
                k.size < LAID and k.zone in ("table", "hand", "ground") and k.extent == "whole"
            )
        )
        self.surfaces = self._where(_has("surface"))
        self.vessels = self._where(_has("opening"))
        self.mounts = self._where(
            lambda k: k.name in BOARDS or (_has("seat")(k) and k.category in ("animal", "vehicle"))
        )
        self.seats = self._where(lambda k: k.name in SEATS)
        self.shelters = self._where(
            lambda k: k.name in SHELTERS or (k.category == "plant" and k.size > 3)
        )

    def _where(self, fits: Callable[[Kind], bool]) -> list[Kind]:
        return [kind for kind in self.kinds if fits(kind)]

    def sample(self, rng: random.Random) -> SceneGraph:
        """One graph; its setting is open where words mostly leave it open."""
        elements: list[Element] = []
        relations: list[Relation] = []
        roots: list[int] = []
        for _ in range(rng.choices((0, 1, 2, 3, 4, 5, 6), (2, 32, 34, 18, 8, 4, 2))[0]):
            root = len(elements)
            kind = self._root(rng)
            elements.append(self._element(kind, rng, rng.choices((1, 2, 3, 5), (76, 10, 7, 7))[0]))
            if roots and rng.random() < 0.5:
                relations.append(self._join(root, roots, rng))
            roots.append(root)
            for name, other, hosting in self._guests(kind, rng):
                many = (
                    1 if hosting or name in ("wearing", "riding") else rng.choice((1, 1, 1, 2, 3))
                )
                ends = (
                    (root, len(elements)) if hosting or name in _ACTIVE else (len(elements), root)
                )
                relations.append(Relation(ends[0], name, ends[1]))
                elements.append(self._element(other, rng, many))
        kept = range(min(len(elements), MAX_ELEMENTS))
        relations = [r for r in relations if {r.subject, r.object, r.second or 0} <= set(kept)]
        return SceneGraph(
            tuple(elements[:MAX_ELEMENTS]), tuple(relations), self._setting(rng), rng.choice(STYLES)
        )

    def _root(self, rng: random.Random) -> Kind:
        categories = list(self.by_category)
        weights = [WEIGHTS.get(category, OTHERWISE) for category in categories]
        return rng.choice(self.by_category[rng.choices(categories, weights)[0]])

    def _element(self, kind: Kind, rng: random.Random, count: int) -> Element:
        if count > 3:
            count = rng.randint(4, 10)
        being = kind.category in BEINGS
        actions = OF_ANIMALS if kind.category == "animal" else tuple(OF_ACTION)
        sign = _has("sign")(kind) or rng.random() < 0.02
        return Element(
            kind.name,
            kind.name,
            count=count,
            color=rng.choice(list(COLORS)) if rng.random() < 0.25 else None,
            material=rng.choice(MATERIALS) if rng.random() < 0.05 else "",
            size=rng.choices(("", "tiny", "small", "large", "giant"), (88, 3, 3, 3, 3))[0],
            action=rng.choice(actions) if being and rng.random() < 0.35 else "",
            text=rng.choice(WORDS) if sign and rng.random() < 0.7 else "",
            side=rng.choices(("", "left", "middle", "right"), (94, 2, 2, 2))[0],
        )

    def _join(self, root: int, roots: list[int], rng: random.Random) -> Relation:
        name, other = rng.choice(JOINS), rng.choice(roots)
        if name != "between":
            return Relation(root, name, other)
        others = [one for one in roots if one != other]
        if not others:
            return Relation(root, "beside", other)
        return Relation(root, name, other, rng.choice(others))

    def _guests(self, kind: Kind, rng: random.Random) -> list[Guest]:
        """What goes with a thing: (relation, the other thing, whether the thing is its guest)."""
        found: list[Guest] = []

        def maybe(chance: float, name: str, pool: list[Kind], hosting: bool = False) -> None:
            if pool and rng.random() < chance:
                found.append((name, rng.choice(pool), hosting))

        if kind.category in BEINGS:
            maybe(0.22, "wearing", self.worn)
            maybe(0.2, "holding", self.held)
            if rng.random() < 0.3 and kind.zone == "ground":
                name, pool = rng.choice(
                    (("riding", self.mounts), ("on", self.seats), ("on", self.surfaces),
                     ("in", self.vessels), ("under", self.shelters), ("under", self.surfaces))
                )  # fmt: skip
                maybe(1.0, name, pool, True)
        elif kind in self.small:
            maybe(0.25, "on", self.surfaces, True)
            maybe(0.12, "in", self.vessels, True)
        if _has("surface")(kind):
            maybe(0.35, "on", self.small)
            maybe(0.1, "under", self.small)
        if _has("opening")(kind):
            maybe(0.25, "in", self.small)
            maybe(0.15, "full of", self.small)
        maybe(0.03, "around", self.small)
        return found

    def _setting(self, rng: random.Random) -> Setting:
        def maybe(chance: float, names: Collection[str]) -> str:
            return rng.choice(tuple(names)) if rng.random() < chance else ""

        setting = Setting(
            place=maybe(0.45, PLACES), time=maybe(0.3, TIMES), weather=maybe(0.15, WEATHERS),
            season=maybe(0.1, SEASONS), framing=maybe(0.1, ("close-up", "portrait", "wide")),
        )  # fmt: skip
        if rng.random() < 0.03:
            return replace(setting, place="", backdrop=rng.choice(list(COLORS)))
        return setting


_ACTIVE = ("wearing", "holding", "full of")  # relations whose subject is the host


def _has(anchor: str) -> Callable[[Kind], bool]:
    """Whether some drawing of a kind has an anchor."""
    return lambda kind: any(getattr(one.anchors, anchor) is not None for one in kind.drawings)
