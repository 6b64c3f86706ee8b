"""A judge of compositions by rules of art: the reward of the first training, never the test.

Nothing cut or hidden, a subject that fills two thirds of the picture, balance about the middle,
faces free, feet on the ground of the foreground, room between groups.
"""

from collections.abc import Mapping

from pipeline.training.feedback.features import Features

# How much each rule counts, found by no search.
WEIGHTS: Mapping[str, float] = {"size": 3.0, "edges": 2.0, "balance": 1.5, "feet": 1.0,
                                "faces": 2.0, "room": 1.5, "headroom": 0.7}  # fmt: skip
# Of the longer side of one subject, and of several: some two thirds of the picture and more, since
# of two lone things that were looked at the larger one was mostly better.
ONE, SEVERAL = (0.66, 0.86), (0.66, 0.92)
FEET = (0.8, 0.94)  # y where the foreground's feet are


def outside(value: float, low: float, high: float, reach: float) -> float:
    """0 between two bounds, 1 from `reach` beyond them on."""
    return min(1.0, max(low - value, value - high, 0.0) / reach)


def penalties(one: Features) -> dict[str, float]:
    """How much of each rule is broken, 0..1."""
    low, high = SEVERAL if one.several else ONE
    return {
        "size": outside(one.size, low, high, 0.3),
        "edges": outside(one.margin, 0.05, 1.0, 0.06),
        "balance": outside(abs(one.middle), 0.0, 0.06 if one.several else 0.14, 0.2),
        "feet": outside(one.low, *FEET, 0.2),
        "faces": outside(one.face, 0.95, 1.0, 0.5),
        "room": outside(one.gap, 0.02, 1.0, 0.2) if one.several else 0.0,
        "headroom": outside(one.above, 0.06, 0.5, 0.1),
    }


def score(one: Features) -> float:
    """0..1, of 1 where no rule is broken."""
    found = penalties(one)
    return 1 - sum(WEIGHTS[name] * found[name] for name in WEIGHTS) / sum(WEIGHTS.values())
