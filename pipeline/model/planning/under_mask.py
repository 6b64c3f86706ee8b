"""What is done with plans: kept as tokens and as JSON, moved under a mask, said in words."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import groupby

import torch
from torch import Tensor

from pipeline.model.plan import plan as plans
from pipeline.model.plan.plan import Plan, PlannedThing
from pipeline.model.plan.world import DRESSED, KINDS, MAX_LETTERS, MAX_THINGS, plural
from pipeline.model.planning.placing import Box, third

NUMBERS = ("no", "a", "two", "three", "four", "five", "six", "seven")
PLACES = {
    "seaside": "at the seaside", "mountains": "in the mountains", "hills": "in the hills",
    "lake": "by a lake", "desert": "in the desert", "fields": "in the fields",
}  # fmt: skip


def to_tokens(plan: Plan | None, codes: Tensor) -> Tensor:
    """One row of tokens (N,): the plan's ids, then the codes (rows, columns)."""
    ids = plans.encode(plan) if plan else []
    return torch.cat([torch.tensor(ids, dtype=torch.long), codes.flatten().cpu()])


def from_tokens(tokens: Tensor, grid: tuple[int, int]) -> tuple[Plan | None, Tensor]:
    """Inverse of `to_tokens` for a picture of `grid` (rows, columns)."""
    cells = grid[0] * grid[1]
    ids = tokens[:-cells].tolist()
    return plans.decode(ids) if ids else None, tokens[-cells:].view(grid)


def to_layout(plan: Plan) -> str:
    """The plan as JSON, for a picture's signed settings."""
    return json.dumps(asdict(plan), separators=(",", ":"))


def from_layout(layout: str) -> Plan:
    """Inverse of `to_layout`. Raises ValueError for what is no plan."""
    try:
        said = json.loads(layout)
        things = tuple(PlannedThing(**thing) for thing in said.pop("things"))
        plan = Plan(**said, things=things)
        plans.decode(plans.encode(plan))  # checks every name and number
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ValueError("the layout is no plan") from error
    return plan


def sign_letters(words: list[str]) -> list[str]:
    """What of the quoted words a sign can bear: capitals A to Z, MAX_LETTERS at most, which are
    whole words where the first of them fits."""
    return [kept for word in words if (kept := _letters(word))]


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).upper()  # CAFÉ is CAFE
    kept: list[str] = []
    for word in (re.sub("[^A-Z]", "", word) for word in plain.split()):
        if kept and len("".join(kept)) + len(word) > MAX_LETTERS:
            while len(kept) > 1 and kept[-1] in ("A", "AND", "AT", "IN", "OF", "THE", "TO"):
                kept.pop()
            break
        kept.append(word)
    return "".join(kept)[:MAX_LETTERS]


def under_mask(seen: Plan, wished: Plan, box: Box, aspect: float) -> Plan:
    """The plan of a picture whose part in `box` is painted anew: things seen outside it stay, those
    wished for come into it, as large as they may be."""

    def outside(thing: PlannedThing) -> bool:
        left, top, right, bottom = thing.box(aspect)
        x, y = (left + right) / 2, (top + bottom) / 2
        return not (box[0] <= x <= box[2] and box[1] <= y <= box[3])

    kept = tuple(thing for thing in seen.things if outside(thing))
    room = MAX_THINGS - len(kept)
    return replace(seen, things=kept + _into(wished.things[:room], box, aspect))


def _into(things: tuple[PlannedThing, ...], box: Box, aspect: float) -> tuple[PlannedThing, ...]:
    """The things, moved and scaled together so that they just fit into the box."""
    if not things:
        return ()
    edges = list(zip(*(thing.box(aspect) for thing in things), strict=True))
    left, top, right, bottom = min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3])
    scale = min((box[2] - box[0]) / (right - left), (box[3] - box[1]) / (bottom - top))
    largest = max(thing.size / KINDS[thing.kind].size[1] for thing in things)
    scale = min(scale, 1.2 / largest)  # not larger than the model has ever painted them
    middle = (box[0] + box[2]) / 2
    return tuple(
        replace(
            thing,
            x=middle + (thing.x - (left + right) / 2) * scale,
            y=box[3] + (thing.y - bottom) * scale,
            size=thing.size * scale,
        )
        for thing in things
    )


def say(plan: Plan) -> str:
    """The plan in English: "Two white cats on the left and a blue house, in a meadow at night."."""
    told = [_said(list(group)) for _, group in groupby(plan.things, lambda thing: thing.looks)]
    where = PLACES.get(plan.terrain, f"in a {plan.terrain}")
    hours = {"morning": "in the morning", "noon": "by day", "sunset": "at sunset"}
    weather = {"rain": " in the rain", "snow": " in falling snow", "mist": " in the mist"}
    season = "" if plan.season == "summer" else f", {plan.season}"
    when = hours.get(plan.time, "at night") + weather.get(plan.weather, "")
    things = " and ".join(filter(None, [", ".join(told[:-1]), *told[-1:]])) or "A landscape"
    text = f"{things}, {where} {when}{season}." if told else f"{things} {where} {when}{season}."
    return text[0].upper() + text[1:]


def _said(things: list[PlannedThing]) -> str:
    first, count = things[0], len(things)
    middle = sum(thing.x for thing in things) / count
    side = {"left": "on the left", "right": "on the right"}.get(third(middle), "")
    name = name_of(first, count)
    article = "an" if count == 1 and name[0] in "aeiou" else NUMBERS[count]
    return f"{article} {name} {side}".strip()


def name_of(thing: PlannedThing, count: int = 1) -> str:
    """ "sleeping black cat", "girls in red", 'sign that says "TEA"'."""
    if thing.word:
        return f'{"signs" if count > 1 else "sign"} that says "{thing.word}"'
    name = plural(thing.kind) if count > 1 else thing.kind
    looks = f"{name} in {thing.color}" if thing.kind in DRESSED else f"{thing.color} {name}"
    return f"{thing.pose} {looks}".strip()


def cells_of(boxes: list[Box], grid: tuple[int, int]) -> Iterator[int]:
    """Numbers, in reading order, of the cells that the boxes touch."""
    rows, columns = grid
    for row in range(rows):
        for column in range(columns):
            if any(
                left < (column + 1) / columns
                and right > column / columns
                and top < (row + 1) / rows
                and bottom > row / rows
                for left, top, right, bottom in boxes
            ):
                yield row * columns + column
