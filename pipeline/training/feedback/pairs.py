"""Preferences as training reads them, from votes, from files with TRL's columns, and from judges.

TRL's columns (its "preference" and "unpaired preference" formats) are `prompt`, `chosen`,
`rejected`, or `prompt`, `completion`, `label`; a completion is a composition's tokens as numbers
with spaces. Further columns tell what else a composition depends on; they may be missing.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.feedback import Store
from pipeline.feedback.store import Kept
from pipeline.feedback.vote import ONE, Side
from pipeline.training.feedback.rounds import Asked

MOST_OF_ONE = 20.0  # votes of one visitor that count whole; more weigh as much together


@dataclass(frozen=True, slots=True)
class Liked:
    """One composition of a preference. asked: its request; tokens: of its placements."""

    asked: Asked
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Preference:
    """chosen, rejected: one of them is None for a vote on a single picture. visitor: who chose, a
    hash or the name of a judge. weight: how much it counts, 0..1."""

    chosen: Liked | None
    rejected: Liked | None
    visitor: str = ""
    weight: float = 1.0

    @property
    def paired(self) -> bool:
        return self.chosen is not None and self.rejected is not None

    @property
    def sides(self) -> list[Liked]:
        """Those that there are."""
        return [one for one in (self.chosen, self.rejected) if one]


def of_votes(votes: Iterable[Kept], prompts: dict[str, str]) -> Iterator[Preference]:
    """Votes on pictures whose words are known: they were given, or are in `prompts` by their hash.
    Pictures that no composer has composed teach nothing of composing."""
    for vote in votes:
        prompt = vote.prompt or prompts.get(vote.prompt_hash)
        if prompt is None or not all(side.tokens for side in vote.sides):
            continue
        sides = [Liked(_asked(prompt, side), side.tokens) for side in vote.sides]
        if vote.choice in ONE:
            first, second = (sides[0], None) if vote.choice == ONE[0] else (None, sides[0])
            yield Preference(first, second, vote.visitor)
        else:
            chosen, rejected = sides if vote.choice == "first" else reversed(sides)
            yield Preference(chosen, rejected, vote.visitor)


def known_by(store: Store, prompts: Iterable[str]) -> dict[str, str]:
    """Prompts by the hash that a store keeps them under."""
    return {store.hash_of(prompt): prompt for prompt in prompts}


def _asked(prompt: str, side: Side) -> Asked:
    width, height = map(int, side.size.split("x"))
    dice = side.seed if side.dice is None else side.dice
    return Asked(prompt, dice, width / height)


def weighed(preferences: Sequence[Preference]) -> list[Preference]:
    """Without what one visitor says of a pair twice or both ways, and with less weight for each
    vote of a visitor who has given very many: nobody counts more than MOST_OF_ONE votes."""
    kept: dict[tuple[str, frozenset[Liked | None]], Preference | None] = {}
    for one in preferences:
        about = one.visitor, frozenset((one.chosen, one.rejected))
        earlier = kept.get(about, one)
        kept[about] = one if earlier == one else None  # contradicts itself
    sound = [one for one in kept.values() if one]
    given = Counter(one.visitor for one in sound)
    return [
        replace(one, weight=one.weight * min(1.0, MOST_OF_ONE / given[one.visitor]))
        for one in sound
    ]


def write(preferences: Iterable[Preference], path: Path) -> int:
    """JSON lines with TRL's columns; returns how many."""
    rows = [_row(one) for one in preferences]
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), "utf-8")
    return len(rows)


def read(path: Path) -> list[Preference]:
    """Inverse of `write`; also of TRL's own columns without any further ones. Raises ValueError
    naming the line for one that is no preference."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            found.append(_preference(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{path}, line {number}: this is no preference ({error})") from error
    return found


def _row(one: Preference) -> dict[str, Any]:
    prompt = one.sides[0].asked.prompt
    more = {"visitor": one.visitor, "weight": one.weight}
    if one.chosen and one.rejected:
        texts = {"chosen": _text(one.chosen), "rejected": _text(one.rejected)}
        more |= _seeds("chosen", one.chosen) | _seeds("rejected", one.rejected)
        return {"prompt": prompt, **texts, **more}
    side = one.sides[0]
    label = one.chosen is not None
    return {"prompt": prompt, "completion": _text(side), "label": label, **more,
            **_seeds("completion", side)}  # fmt: skip


def _text(side: Liked) -> str:
    return " ".join(map(str, side.tokens))


def _seeds(name: str, side: Liked) -> dict[str, float]:
    return {f"{name}_seed": side.asked.seed, f"{name}_aspect": side.asked.aspect}


def _preference(row: dict[str, Any]) -> Preference:
    who, weight = str(row.get("visitor", "")), float(row.get("weight", 1.0))
    if "label" in row:
        side = _liked(row, "completion")
        first, second = (side, None) if row["label"] else (None, side)
        return Preference(first, second, who, weight)
    return Preference(_liked(row, "chosen"), _liked(row, "rejected"), who, weight)


def _liked(row: dict[str, Any], name: str) -> Liked:
    seed, aspect = row.get(f"{name}_seed", 0), row.get(f"{name}_aspect", 1.0)
    tokens = tuple(int(one) for one in row[name].split())
    return Liked(Asked(str(row["prompt"]), int(seed), float(aspect)), tokens)
