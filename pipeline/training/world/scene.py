"""A scene: what is in a picture and where, exact and small enough to be written as JSON."""

import json
import random
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from pipeline.model.plan.world import (
    COLORS,
    HAIRS,
    HORIZON,
    KINDS,
    MAX_LETTERS,
    MAX_THINGS,
    PEOPLE,
    POSED,
    SEASONS,
    SHORE,
    TERRAINS,
    TIMES,
    VIEWS,
    WEATHERS,
    KindSpec,
    poses_of,
)
from pipeline.training.world.layout import SLOTS, SMALLEST, Spot, inside, place_group, squeeze_in
from pipeline.training.world.words import sample_word

__all__ = [
    "ASPECTS", "COLORS", "HAIRS", "HORIZON", "KINDS", "MAX_GROUPS", "MAX_THINGS", "PEOPLE",
    "SEASONS", "SHORE", "TERRAINS", "TIMES", "WEATHERS", "KindSpec", "Scene", "Thing", "groups",
    "new_group", "sample_count", "sample_kind", "sample_scene",
]  # fmt: skip

MAX_GROUPS = 6
ASPECTS = (1 / 2, 9 / 16, 2 / 3, 3 / 4, 4 / 3, 3 / 2, 16 / 9, 2.0)
GROUP_SHARES = (0.04, 0.26, 0.35, 0.25, 0.10)  # of scenes with 0..4 groups
CROWDED_SHARES = {3: 0.35, 4: 0.3, 5: 0.2, 6: 0.15}  # of crowded ones with so many
AGAIN = 0.25  # how likely a kind is that the scene has already, relative to others
POSED_SHARE = 0.4  # of groups that can take a pose
COUNT_SHARES = (0.55, 0.15, 0.15, 0.15)  # of countable groups with 1..4 things
ZONE_GROUPS = {"foreground": 3, "background": 2, "sky": 2, "water": 2}


def _check(name: str, value: object, allowed: Sequence[object]) -> None:
    if value not in allowed:
        raise ValueError(
            f"{name} must be one of {', '.join(map(str, dict.fromkeys(allowed)))}; got {value!r}"
        )


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing.

    x, y: ground contact (bottom centre), shares of the picture's width and height, y down.
    size: height in units of the picture's shorter side.
    group: things of one group share kind, colour, word, hair and pose.
    color: dress, shirt, roof, stripe, sail, cap, foliage or coat; None only for a signpost.
    facing: 1 looks right, -1 looks left.
    """

    kind: str
    color: str | None
    x: float
    y: float
    size: float
    group: int
    word: str = ""
    hair: str = ""
    facing: int = 1
    pose: str = ""

    def __post_init__(self) -> None:
        _check("kind", self.kind, tuple(KINDS))
        spec = KINDS[self.kind]
        _check(f"colour of a {self.kind}", self.color, spec.colors or (None,))
        _check("facing", self.facing, (-1, 1))
        _check(f"hair of a {self.kind}", self.hair, HAIRS if self.kind in PEOPLE else ("",))
        _check(f"pose of a {self.kind}", self.pose, poses_of(self.kind))
        if self.kind == "signpost" and not re.fullmatch(rf"[A-Z]{{1,{MAX_LETTERS}}}", self.word):
            raise ValueError(f"a sign's word is 1 to {MAX_LETTERS} capitals A-Z; got {self.word!r}")
        if self.kind != "signpost" and self.word:
            raise ValueError(f"only a signpost bears a word; got {self.word!r} on a {self.kind}")
        low, high = spec.size[0] * SMALLEST, spec.size[1]
        if not low - 1e-3 <= self.size <= high + 1e-3:
            raise ValueError(f"size of a {self.kind} must be {low:.2f}..{high:.2f}: {self.size}")

    @property
    def spot(self) -> Spot:
        """Its place, without its looks."""
        return Spot(self.kind, self.x, self.y, self.size)


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture. aspect: width / height, 0.5..2; seed: all that is random in painting."""

    terrain: str
    time: str
    weather: str
    season: str
    aspect: float
    things: tuple[Thing, ...]
    seed: int

    def __post_init__(self) -> None:
        _check("terrain", self.terrain, TERRAINS)
        _check("time", self.time, TIMES)
        _check("weather", self.weather, WEATHERS)
        _check("season", self.season, SEASONS)
        if self.weather == "snow" and self.season != "winter":
            raise ValueError(f"snow falls in winter only; got {self.season}")
        if not 0.5 <= self.aspect <= 2:
            raise ValueError(f"aspect must be 0.5..2; got {self.aspect}")
        if len(self.things) > MAX_THINGS:
            raise ValueError(f"at most {MAX_THINGS} things; got {len(self.things)}")
        self._check_things()

    def _check_things(self) -> None:
        for thing in self.things:
            _check(f"terrain of a {thing.kind}", self.terrain, KINDS[thing.kind].terrains)
            if not inside(thing.spot, self.aspect):
                raise ValueError(f"{thing.kind} at x {thing.x}, y {thing.y} leaves the picture")
        members = groups(self)
        if [group[0].group for group in members] != list(range(len(members))):
            raise ValueError("groups must be numbered 0, 1, 2, ... in order")
        if len(members) > MAX_GROUPS:
            raise ValueError(f"at most {MAX_GROUPS} groups; got {len(members)}")
        for group in members:
            if len({(t.kind, t.color, t.word, t.hair, t.pose) for t in group}) > 1:
                raise ValueError("things of one group must share kind, colour, word, hair and pose")

    @property
    def view(self) -> int:
        """Which view of the terrain it shows, under which sky."""
        return VIEWS[self.seed % len(VIEWS)]

    def to_json(self) -> str:
        """One compact line."""
        return json.dumps(asdict(self), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Scene":
        """The inverse of to_json. Raises ValueError for what is no valid scene."""
        try:
            fields = json.loads(text)
            fields["things"] = tuple(Thing(**thing) for thing in fields["things"])
            return cls(**fields)
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a scene: {error}") from error


def groups(scene: Scene) -> list[tuple[Thing, ...]]:
    """The things of each group, in the order of their numbers."""
    numbers = sorted({thing.group for thing in scene.things})
    return [tuple(t for t in scene.things if t.group == number) for number in numbers]


def _sample_setting(rng: random.Random) -> tuple[str, str, str, str]:
    season = rng.choices(SEASONS, (0.25, 0.35, 0.2, 0.2))[0]
    shares = (0.5, 0.0, 0.4, 0.1) if season == "winter" else (0.7, 0.18, 0.0, 0.12)
    weather = rng.choices(WEATHERS, shares)[0]
    return rng.choice(TERRAINS), rng.choice(TIMES), weather, season


def sample_kind(
    terrain: str, taken: Sequence[str], rng: random.Random, again: float = AGAIN,
    crowded: bool = False,
) -> str:  # fmt: skip
    """A kind that suits the terrain; one already taken `again` times as likely, a second sign
    never, nor more groups of a kind than it has colours. crowded: even if its zone is full."""
    zones = [KINDS[kind].zone for kind in taken]
    full = {zone for zone, most in ZONE_GROUPS.items() if zones.count(zone) >= most and not crowded}
    weights = {
        kind: spec.weight * (again if kind in taken else 1.0)
        for kind, spec in KINDS.items()
        if terrain in spec.terrains
        and spec.zone not in full
        and not (kind in taken and spec.max_count == 1)
        and taken.count(kind) < max(1, len(spec.colors))
    }
    return rng.choices(list(weights), list(weights.values()))[0]


def sample_count(kind: str, room: int, rng: random.Random) -> int:
    """1 to 4 things of a kind, never more than `room`."""
    most = min(KINDS[kind].max_count, room)
    return rng.choices(range(1, most + 1), COUNT_SHARES[:most])[0]


def new_group(
    spots: Sequence[Spot], number: int, rng: random.Random, without: Sequence[str | None] = ()
) -> tuple[Thing, ...]:
    """Gives looks to a placed group; its colour is none of `without`."""
    kind = spots[0].kind
    colors = [color for color in KINDS[kind].colors if color not in without]
    color = rng.choice(colors) if colors else None
    word = sample_word(rng) if kind == "signpost" else ""
    hair = rng.choice(HAIRS) if kind in PEOPLE else ""
    poses = POSED.get(kind, ())
    pose = rng.choice(poses) if poses and rng.random() < POSED_SHARE else ""
    return tuple(
        Thing(kind, color, spot.x, spot.y, spot.size, number, word, hair, rng.choice((-1, 1)), pose)
        for spot in spots
    )


def _sample_counts(
    terrain: str, how_many: int, rng: random.Random, again: float, crowded: bool
) -> list[tuple[str, int]]:
    """The kinds and counts of a scene's groups."""
    chosen: list[tuple[str, int]] = []
    for index in range(how_many):
        kind = sample_kind(terrain, [kind for kind, _ in chosen], rng, again, crowded)
        room = MAX_THINGS - sum(n for _, n in chosen) - (how_many - index - 1)
        chosen.append((kind, sample_count(kind, room, rng)))
    return chosen


def _place_all(
    counts: Sequence[tuple[str, int]],
    terrain: str,
    aspect: float,
    rng: random.Random,
    crowded: bool,
) -> list[list[Spot]] | None:
    """Stands all groups, the widest first; None when they do not fit."""
    place = squeeze_in if crowded else place_group
    spots: dict[int, list[Spot]] = {}
    order = rng.sample(list(SLOTS), len(SLOTS))
    by_width = sorted(range(len(counts)), key=lambda i: -counts[i][1] * KINDS[counts[i][0]].width)
    for turn, index in enumerate(by_width):
        slots = [order[(turn + step) % len(order)] for step in range(len(order))]
        placed = [spot for group in spots.values() for spot in group]
        group = place(*counts[index], terrain, aspect, placed, rng, slots)
        if group is None:
            return None
        spots[index] = group
    return [spots[index] for index in range(len(counts))]


def _sample_things(
    terrain: str, aspect: float, how_many: int, rng: random.Random, again: float, crowded: bool
) -> tuple[Thing, ...]:
    placed = None
    while placed is None:
        counts = _sample_counts(terrain, how_many, rng, again, crowded)
        # Crowded scenes deserve several tries, else large groups would become rare.
        for _ in range(8):
            placed = _place_all(counts, terrain, aspect, rng, crowded)
            if placed is not None:
                break
    members: list[tuple[Thing, ...]] = []
    for number, spots in enumerate(placed):
        without = [group[0].color for group in members if group[0].kind == spots[0].kind]
        members.append(new_group(spots, number, rng, without))
    return tuple(thing for group in members for thing in group)


def sample_scene(
    rng: random.Random, aspect: float | None = None, again: float = AGAIN, crowded: bool = False
) -> Scene:
    """A random scene. aspect: width / height (0.5..2); None draws one, square half of the time.
    again: how likely a kind is that the scene has already, relative to others. crowded: three
    groups or more, which may hide one another where there is no room."""
    terrain, time, weather, season = _sample_setting(rng)
    if aspect is None:
        aspect = 1.0 if rng.random() < 0.5 else rng.choice(ASPECTS)
    how_many = rng.choices(range(len(GROUP_SHARES)), GROUP_SHARES)[0]
    if crowded:
        how_many = rng.choices(list(CROWDED_SHARES), list(CROWDED_SHARES.values()))[0]
    things = _sample_things(terrain, aspect, how_many, rng, again, crowded)
    return Scene(terrain, time, weather, season, aspect, things, rng.randrange(2**31))
