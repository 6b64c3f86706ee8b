"""Simulated visitors of a known taste, and what is learnt of it: a check that the loop works.

A visitor sees two pictures of one prompt, of neighbouring seeds as the page paints them, and
chooses by a utility with noise (Bradley and Terry, 1952). Hostile ones choose the other one.
"""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.composer import Composer
from pipeline.model.plan.scene_graph import Setting
from pipeline.model.planning.composing.liking import OPEN
from pipeline.training.feedback.features import features_of
from pipeline.training.feedback.pairs import Liked, Preference
from pipeline.training.feedback.rounds import Asked, Candidate, Round

WARM = ("sunset", "morning")
PULL = 2.0  # how strongly likings are held to 0
MOST_LIKED = 2.0  # nats: a liking makes a throw at most so much more frequent


@dataclass(frozen=True, slots=True)
class Visitors:
    """count: how many. votes: of each. warm, large: how much, in nats, they like warm light and a
    subject a tenth larger. hostile: share that chooses the other one, with `hostile_votes` each."""

    count: int = 300
    votes: int = 7
    warm: float = 1.5
    large: float = 1.0
    hostile: float = 0.0
    hostile_votes: int = 7

    def likes(self, one: Round, candidate: Candidate) -> float:
        """The utility of a picture."""
        warm = one.start.cast.graph.setting.time in WARM
        return self.warm * warm + self.large * 10 * features_of(one, candidate).size


def choices(
    visitors: Visitors,
    composer: Composer,
    prompts: Sequence[str],
    dictionary: Dictionary,
    rng: random.Random,
) -> Iterator[tuple[Preference, Setting, Setting]]:
    """What they choose, with the settings of the chosen picture and of the other one."""
    for number in range(visitors.count):
        hostile = number < visitors.hostile * visitors.count
        for _ in range(visitors.hostile_votes if hostile else visitors.votes):
            pair = _two(rng.choice(prompts), composer, dictionary, rng)
            if pair is None:
                continue
            gain = visitors.likes(*pair[0]) - visitors.likes(*pair[1])
            first = rng.random() < 1 / (1 + math.exp(-gain))
            if hostile:
                first = gain < 0
            chosen, other = pair if first else (pair[1], pair[0])
            yield (
                Preference(
                    Liked(chosen[0].asked, chosen[1].tokens),
                    Liked(other[0].asked, other[1].tokens),
                    visitor=f"visitor {number}",
                ),
                chosen[0].start.cast.graph.setting,
                other[0].start.cast.graph.setting,
            )


def _two(
    prompt: str, composer: Composer, dictionary: Dictionary, rng: random.Random
) -> tuple[tuple[Round, Candidate], tuple[Round, Candidate]] | None:
    seed = rng.randrange(2**31)
    found = []
    for each in (seed, seed + 1):
        one = Round.of(Asked(prompt, each), dictionary)
        kept = [c for c in one.candidates(composer, 2) if c.kept] if one else []
        if one is None or not kept:
            return None
        found.append((one, kept[0]))
    return found[0], found[1]


def liking_of(
    settings: Sequence[tuple[Setting, Setting]], weights: Sequence[float]
) -> Mapping[str, float]:
    """What is liked of hours, weathers and seasons: the weights of a logistic model of the choices
    (chosen, other), held to 0 and bounded; those that tell next to nothing are left out."""
    names = sorted({_name(part, one) for pair in settings for one in pair for part in OPEN})
    if not names:
        return {}
    rows = np.array([[_has(n, a) - _has(n, b) for n in names] for a, b in settings], float)
    count, found = np.array(weights), np.zeros(len(names))
    for _ in range(20):
        odds = 1 / (1 + np.exp(rows @ found))
        slope = rows.T @ (count * odds) - PULL * found
        bend = (rows * (count * odds * (1 - odds))[:, None]).T @ rows + PULL * np.eye(len(names))
        found = found + np.linalg.solve(bend, slope)
    found = found.clip(-MOST_LIKED, MOST_LIKED)
    return {
        name: round(float(one), 3) for name, one in zip(names, found, strict=True) if abs(one) > 0.1
    }


def _name(part: str, setting: Setting) -> str:
    return f"{part} {getattr(setting, part)}"


def _has(name: str, setting: Setting) -> float:
    part = name.split(" ")[0]
    return float(_name(part, setting) == name)
