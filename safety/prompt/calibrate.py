"""Thresholds for the prompt classifier, one a category, at a given share of over-block."""

import numpy as np


def choose_thresholds(
    scores: np.ndarray,
    kinds: np.ndarray,
    harmful: np.ndarray,
    over_block: float,
    lowest: np.ndarray,
) -> np.ndarray:
    """The thresholds (classes,) with the best recall at this over-block over all categories.

    One Lagrange multiplier trades recall for over-block in all categories, so that each refusal of
    a harmless text gains as much recall as in any other category.

    Args:
        scores: (N,) in 0..1. kinds: (N,) each text's likeliest harmful class. harmful: (N,) bool.
        over_block: share of the harmless texts that may be refused.
        lowest: (classes,) no threshold is lower.
    """
    allowed = int(over_block * (~harmful).sum())
    low, high = 0.0, 50.0  # harmful texts that one refused harmless text must be worth
    for _ in range(40):
        price = (low + high) / 2
        thresholds = _at_price(scores, kinds, harmful, price, lowest)
        if (refused(scores, kinds, thresholds) & ~harmful).sum() > allowed:
            low = price
        else:
            high = price
    return _at_price(scores, kinds, harmful, high, lowest)


def refused(scores: np.ndarray, kinds: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """(N,) bool."""
    return scores >= thresholds[kinds]


def _at_price(
    scores: np.ndarray, kinds: np.ndarray, harmful: np.ndarray, price: float, lowest: np.ndarray
) -> np.ndarray:
    thresholds = np.full(len(lowest), 1.01, dtype=np.float32)
    for kind in np.unique(kinds):
        members = np.flatnonzero((kinds == kind) & (scores >= lowest[kind]))
        order = members[np.argsort(-scores[members])]
        gain = np.cumsum(np.where(harmful[order], 1.0, -price))
        best = int(gain.argmax()) if len(order) else 0
        if len(order) and gain[best] > 0:
            following = scores[order[best + 1]] if best + 1 < len(order) else lowest[kind]
            thresholds[kind] = (scores[order[best]] + following) / 2
    return thresholds
