"""Where things stand: groups in three side slots, inside the picture, hardly hiding one another."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.plan.world import KINDS, PEOPLE, SHORE, SHORES

SLOTS = {"left": (0.12, 0.33), "middle": (0.43, 0.57), "right": (0.67, 0.88)}
MARGIN = 0.012  # clear border around the picture, in units of its sides
SPACING = 0.95  # distance between neighbours of a group, in widths of one
MOST_HIDDEN = 0.4  # share of a thing that all nearer things together may cover
TWO_ROWS = 0.7  # of the groups of three and four; never of people, who would look stacked
SMALLEST = 0.78  # crowded things may shrink to this share of their kind's smallest size
MOST_PRESSED = 0.5  # share of a thing that an added one may hide where no place is free


@dataclass(frozen=True, slots=True)
class Spot:
    """Ground contact (x, y) in shares of width and height; size in units of the shorter side."""

    kind: str
    x: float
    y: float
    size: float

    def box(self, aspect: float) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) in shares of the picture's width and height."""
        half = self.size * KINDS[self.kind].width * min(1.0, 1 / aspect) / 2
        return self.x - half, self.y - self.size * min(1.0, aspect), self.x + half, self.y


def inside(spot: Spot, aspect: float) -> bool:
    """Whether the whole box of the thing lies inside the picture."""
    left, top, right, bottom = spot.box(aspect)
    return left >= 0 and top >= 0 and right <= 1 and bottom <= 1


def hidden(one: Spot, other: Spot, aspect: float) -> float:
    """Share of the farther thing's box that the nearer one covers, 0..1."""
    far = (one if one.y < other.y else other).box(aspect)
    a, b = one.box(aspect), other.box(aspect)
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / ((far[2] - far[0]) * (far[3] - far[1]))


def _allowed_hidden(one: Spot, other: Spot) -> float:
    """Something on the ground may stand before a building; nothing else may hide anything."""
    zones = {KINDS[one.kind].zone, KINDS[other.kind].zone}
    kinds = {one.kind, other.kind}
    return 0.33 if zones == {"foreground", "background"} and "signpost" not in kinds else 0.06


def fits(spots: Sequence[Spot], placed: Sequence[Spot], aspect: float) -> bool:
    """Whether a group's spots are inside the picture and clear of what is already placed."""
    inside_and_clear = all(inside(spot, aspect) for spot in spots) and all(
        hidden(spot, other, aspect) <= _allowed_hidden(spot, other)
        for spot in spots
        for other in placed
    )
    return inside_and_clear and _all_visible([*placed, *spots], aspect)


def _all_visible(spots: Sequence[Spot], aspect: float) -> bool:
    """Several small things together must not hide a large one."""
    return all(
        sum(hidden(spot, other, aspect) for other in spots if other.y > spot.y) <= MOST_HIDDEN
        for spot in spots
    )


def _ground(zone: str, terrain: str, rng: random.Random) -> float:
    """The y a group stands at."""
    if zone == "background":
        return rng.uniform(0.755, 0.79) if terrain in SHORES else rng.uniform(0.67, 0.75)
    low, high = {"foreground": (0.85, 0.96), "water": (0.64, 0.71), "sky": (0.22, 0.48)}[zone]
    return rng.uniform(low, high)


def _offsets(count: int, rows: int) -> list[tuple[float, int]]:
    """(x in spacings from the group's centre, row behind the front) of each of `count` things."""
    front = -(-count // rows)
    columns = [(float(i), 0) for i in range(front)]
    # The second row is staggered: it looks through the gaps of the first.
    shift = 0.5 if count > front else 0.0
    columns += [(i + shift, 1) for i in range(count - front)]
    middle = (min(x for x, _ in columns) + max(x for x, _ in columns)) / 2
    return [(x - middle, row) for x, row in columns]


def _propose(
    kind: str, count: int, terrain: str, aspect: float, slot: str, crowding: float, rows: int,
    rng: random.Random,
) -> list[Spot]:  # fmt: skip
    """One random way to stand a group in a slot. crowding 0..1 shrinks it; [] where too wide."""
    spec = KINDS[kind]
    low, high = spec.size
    high = low + (high - low) / count
    # A sign must stay legible, so it alone never shrinks.
    least = low if kind == "signpost" else SMALLEST * low
    size = max(least, rng.uniform(low, high) * (1 - (1 - SMALLEST) * crowding))
    width, height = size * spec.width * min(1.0, 1 / aspect), size * min(1.0, aspect)
    offsets = _offsets(count, rows)
    half = max(abs(x) for x, _ in offsets) * SPACING * width + width / 2 + MARGIN
    start, end = max(SLOTS[slot][0], half), min(SLOTS[slot][1], 1 - half)
    if start > end:
        return []
    x, y = rng.uniform(start, end), _ground(spec.zone, terrain, rng)
    depth = height * {"sky": 1.05, "foreground": 0.62}.get(spec.zone, 0.3)
    jitter = {"sky": 0.3, "foreground": 0.06, "background": 0.03, "water": 0.03}[spec.zone]
    return [
        Spot(
            kind,
            round(x + dx * SPACING * width, 4),
            round(y - row * depth - rng.uniform(0, jitter) * height * (count > 1), 4),
            round(size, 4),
        )
        for dx, row in offsets
    ]


def _rows(kind: str, count: int, rng: random.Random) -> int:
    may = count > 2 and KINDS[kind].zone in ("foreground", "sky") and kind not in PEOPLE
    return 2 if may and rng.random() < TWO_ROWS else 1


def place_group(
    kind: str, count: int, terrain: str, aspect: float, placed: Sequence[Spot],
    rng: random.Random, slots: Sequence[str] = tuple(SLOTS), tries: int = 24,
) -> list[Spot] | None:  # fmt: skip
    """Stands `count` things of one kind clear of those placed; None when there is no room.

    Earlier slots are preferred. Things shrink a little with every try that fails.
    """
    for attempt in range(tries):
        slot = slots[attempt % len(slots)]
        crowding = attempt / tries
        rows = _rows(kind, count, rng)
        spots = _propose(kind, count, terrain, aspect, slot, crowding, rows, rng)
        if spots and fits(spots, placed, aspect) and on_ground(spots, terrain):
            return spots
    return None


def squeeze_in(
    kind: str, count: int, terrain: str, aspect: float, placed: Sequence[Spot],
    rng: random.Random, slots: Sequence[str] = tuple(SLOTS), tries: int = 24,
) -> list[Spot] | None:  # fmt: skip
    """`place_group`, or where nothing is clear, where the group and the others hide one another
    least: whoever asks for one more thing wants to see it. Never before or behind a sign."""
    clear = place_group(kind, count, terrain, aspect, placed, rng, slots, tries)
    if clear or count > 2:
        return clear
    proposals = (
        _propose(kind, count, terrain, aspect, slot, 1.0, 1, rng) for slot in (*slots,) * tries
    )
    least, found = MOST_PRESSED, None
    for spots in proposals:
        if not spots or not all(inside(s, aspect) for s in spots) or not on_ground(spots, terrain):
            continue
        pressed = max((_pressed(s, other, aspect) for s in spots for other in placed), default=0.0)
        if pressed < least:
            least, found = pressed, spots
    return found


def _pressed(spot: Spot, other: Spot, aspect: float) -> float:
    """How much two things hide each other beyond what is allowed; of a sign nothing may be."""
    covered = hidden(spot, other, aspect)
    if "signpost" in (spot.kind, other.kind):
        return float(covered > _allowed_hidden(spot, other))
    return covered - _allowed_hidden(spot, other)


def on_ground(spots: Sequence[Spot], terrain: str) -> bool:
    """Back rows on a shore must not wade into the water, nor boats run onto the land."""
    if terrain not in SHORES:
        return True
    zone = KINDS[spots[0].kind].zone
    return zone in ("sky", "water") or all(spot.y > SHORE for spot in spots)
