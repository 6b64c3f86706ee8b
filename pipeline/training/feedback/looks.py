"""Looks: pairs that were painted, looked at side by side and judged, and what is learnt from them.

`looks.jsonl` beside this file holds those of the project's makers: which of two is better, in the
numbers of `features`, with the tokens and seeds that make them again. A linear model of how those
numbers differ (Bradley and Terry, 1952) learns the taste.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.training.feedback.features import NAMES, Features, features_of
from pipeline.training.feedback.rounds import Asked, Candidate, Round

LOOKS = Path(__file__).with_name("looks.jsonl")
PULL = 1.0  # how strongly weights are held to 0
SAMENESS = 0.5  # weight of a pair that was judged to be equal, for each side
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Look:
    """Two compositions of one request. better: "first", "second" or "same"."""

    asked: Asked
    tokens: tuple[tuple[int, ...], tuple[int, ...]]
    features: tuple[Features, Features]
    better: str


@dataclass(frozen=True)
class Taste:
    """A learnt judge. weights: of `terms`, from the middle of what was looked at, in scales."""

    weights: Array
    scale: Array
    middle: Array

    def __call__(self, asked: Round, candidate: Candidate) -> float:
        """0..1, about .5 for what is middling."""
        return self.score(features_of(asked, candidate))

    def score(self, one: Features) -> float:
        value = float((terms(one) - self.middle) / self.scale @ self.weights)
        return float(1 / (1 + np.exp(-value)))


def terms(one: Features) -> Array:
    """What the taste is linear in: the numbers, and squares of those that have a best value."""
    v = one
    return np.array([
        v.size, v.size**2, v.height, v.width, abs(v.middle), v.middle**2, v.low, v.low**2,
        min(v.margin, 0.1), min(v.above, 0.2), v.shared, max(v.gap, -0.3), v.face, v.spread,
        v.main, v.main**2, v.several * v.size, v.several * abs(v.middle),
    ])  # fmt: skip


def learn(looks: Sequence[Look], pull: float = PULL) -> Taste:
    """The weights that make the judgements likeliest (logistic regression, Newton's method). Who
    looks may favour a side: one more weight stands for that, and is thrown away."""
    rows, signs, counts = [], [], []
    for look in looks:
        first, second = (terms(one) for one in look.features)
        for sign in {"first": (1,), "second": (-1,), "same": (1, -1)}[look.better]:
            rows.append(first - second)
            signs.append(sign)
            counts.append(1.0 if look.better != "same" else SAMENESS)
    x, y, c = np.array(rows), np.array(signs, float), np.array(counts)
    scale = x.std(0) + 1e-6
    x = np.hstack([x / scale, np.ones((len(x), 1))]) * y[:, None]
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        odds = 1 / (1 + np.exp(x @ weights))
        slope = x.T @ (c * odds) - pull * weights
        bend = (x * (c * odds * (1 - odds))[:, None]).T @ x + pull * np.eye(len(weights))
        weights = weights + np.linalg.solve(bend, slope)
    middle = np.mean([terms(one) for look in looks for one in look.features], 0)
    return Taste(weights[:-1], scale, middle)


def agreement(taste: Taste, looks: Sequence[Look]) -> float:
    """Share of looks with a better side in which the taste finds the same one better."""
    told = [look for look in looks if look.better != "same"]
    right = [
        (taste.score(look.features[0]) > taste.score(look.features[1])) == (look.better == "first")
        for look in told
    ]
    return sum(right) / len(right)


def cross_validated(looks: Sequence[Look], folds: int = 10) -> float:
    """The agreement on looks that were not learnt from."""
    total = told = 0.0
    for fold in range(folds):
        held = [look for n, look in enumerate(looks) if n % folds == fold]
        rest = [look for n, look in enumerate(looks) if n % folds != fold]
        count = sum(look.better != "same" for look in held)
        if count:
            total += agreement(learn(rest), held) * count
            told += count
    return total / told


def write(looks: Iterable[Look], path: Path) -> None:
    """JSON lines."""
    lines = []
    for look in looks:
        numbers = [[round(value, 4) for value in astuple(one)] for one in look.features]
        row = {**asdict(look.asked), "first": look.tokens[0], "second": look.tokens[1],
               "better": look.better, "features": numbers}  # fmt: skip
        lines.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
    path.write_text("".join(lines), "utf-8")


def read(path: Path = LOOKS) -> list[Look]:
    """Inverse of `write`. Raises ValueError for numbers that are not those of `features`."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if any(len(one) != len(NAMES) for one in row["features"]):
            raise ValueError(f"{path}: these looks have other features than {', '.join(NAMES)}")
        first, second = (Features(*one) for one in row["features"])
        asked = Asked(row["prompt"], row["seed"], row["aspect"])
        tokens = tuple(row["first"]), tuple(row["second"])
        found.append(Look(asked, tokens, (first, second), row["better"]))
    return found
