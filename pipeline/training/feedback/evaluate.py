"""Tuned beside untuned, on prompts that no training saw, as the engine composes: the best of six.

The judge is `rendered`, which nothing is trained on; constraints and how much seeds differ are
counted beside it, so that what is lost is told with what is won.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.composer import Composer
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.writing import TRANSFORMER, Written, written
from pipeline.training.feedback import rendered

CLOSE = 0.005  # scores so near are equal
RESAMPLES = 2000
Compose = Callable[[SceneGraph, int], Written]


@dataclass(frozen=True, slots=True)
class WinRate:
    """share: of wins, equal ones half; low, high: its 95 % interval by bootstrap; equal: share of
    pairs that are. gain: mean difference of the scores."""

    share: float
    low: float
    high: float
    equal: float
    gain: float
    count: int

    def __str__(self) -> str:
        return (
            f"{self.share:.1%} [{self.low:.1%}, {self.high:.1%}] of {self.count} pairs, "
            f"{self.equal:.0%} of them equal, score {self.gain:+.3f}"
        )


@dataclass(frozen=True, slots=True)
class Compared:
    """wins: of tuned over untuned. kept: share of single compositions that break no constraint, of
    untuned and tuned; composed: share of pictures that the composer composed, not the rules."""

    wins: WinRate
    kept: tuple[float, float]
    composed: tuple[float, float]


def win_rate(pairs: Sequence[tuple[float, float]], seed: int = 0) -> WinRate:
    """Of the second of each pair of scores over the first."""
    points = [
        0.5 if abs(after - before) < CLOSE else float(after > before) for before, after in pairs
    ]
    rng = random.Random(seed)
    means = sorted(mean(rng.choices(points, k=len(points))) for _ in range(RESAMPLES))
    return WinRate(
        mean(points),
        means[int(0.025 * RESAMPLES)],
        means[int(0.975 * RESAMPLES) - 1],
        points.count(0.5) / len(points),
        mean(after - before for before, after in pairs),
        len(pairs),
    )


def compared(
    untuned: Composer,
    tuned: Composer,
    graphs: Iterable[SceneGraph],
    dictionary: Dictionary,
    told: Callable[[str], None] = lambda _: None,
) -> Compared:
    """One picture of each graph by both, with the same seed."""
    scores: list[tuple[float, float]] = []
    found: list[tuple[Written, Written]] = []
    for number, graph in enumerate(graphs):
        both = tuple(written(one, graph, dictionary, number, 1.0) for one in (untuned, tuned))
        before, after = (rendered.judged(one.composed.composition, dictionary, 1.0) for one in both)
        scores.append((before, after))
        found.append((both[0], both[1]))
        if (number + 1) % 20 == 0:
            told(f"{number + 1}: {win_rate(scores)}")
    kept = [mean(pair[n].kept / pair[n].candidates for pair in found) for n in (0, 1)]
    composed = [mean(float(pair[n].by == TRANSFORMER) for pair in found) for n in (0, 1)]
    return Compared(win_rate(scores), (kept[0], kept[1]), (composed[0], composed[1]))
