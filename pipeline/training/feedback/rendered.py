"""The judge that tests: it looks at the pixels of a collage and knows no box, group or token.

Nothing is trained on it, and its weights were set before it saw a tuned picture. What it asks for
are rules of thumb of layout (Bhattacharya et al., 2010; Liu et al., 2010): visual weight near a
line of thirds or the middle, a subject that is neither lost nor cramped, whole outlines, a quiet
margin.
"""

import numpy as np
from numpy.typing import NDArray

from pipeline.model.dictionary import Dictionary
from pipeline.model.painting.collage import collage
from pipeline.model.plan.composition import Composition

Array = NDArray[np.float32]
SIDE = 128  # pixels of the shorter side
AREA = (0.16, 0.45)  # of what is drawn, in shares of the picture
EDGE = 0.03  # of the shorter side: drawn pixels so near an edge seem cut
LINES = (1 / 3, 0.5, 2 / 3)
WEIGHTS = {"area": 1.0, "edge": 1.0, "weight": 0.7, "sides": 0.5, "foot": 0.5}


def judged(composition: Composition, dictionary: Dictionary, aspect: float) -> float:
    """0..1 of one composition; 0 where nothing is drawn."""
    width, height = round(SIDE * max(aspect, 1.0)), round(SIDE / min(aspect, 1.0))
    drawn = collage(composition, dictionary, width, height).drawings
    if not (drawn[..., 3] > 0.5).any():
        return 0.0
    found = parts(np.asarray(drawn, np.float32))
    return sum(WEIGHTS[name] * found[name] for name in WEIGHTS) / sum(WEIGHTS.values())


def parts(drawn: Array) -> dict[str, float]:
    """What the judge sees in a collage (H, W, 4) of 0..1: each 0..1, of 1 where it is good."""
    mask = drawn[..., 3] > 0.5
    height, width = mask.shape
    area = float(mask.mean())
    low, high = AREA
    margin = max(1, round(EDGE * min(mask.shape)))
    edges = np.concatenate(
        [mask[:margin].any(0), mask[:, :margin].any(1), mask[:, -margin:].any(1)]
    )  # fmt: skip
    across = (mask * (0.3 + _contrast(drawn, mask))).sum(0)
    x = float((across * (np.arange(width) + 0.5)).sum() / across.sum() / width)
    left = float(across[: width // 2].sum() / across.sum())
    foot = (np.flatnonzero(mask.any(1))[-1] + 1) / height
    return {
        "area": _within(area, low, high, 0.16),
        "edge": 1 - min(1.0, 4 * float(edges.mean())),
        "weight": 1 - min(1.0, min(abs(x - line) for line in LINES) / 0.12),
        "sides": 1 - min(1.0, 2 * abs(left - 0.5)),
        "foot": _within(float(foot), 0.78, 0.97, 0.2),
    }


def _contrast(drawn: Array, mask: NDArray[np.bool_]) -> Array:
    """(H, W): how far each colour is from the mean one of what is drawn (frequency-tuned saliency,
    Achanta et al., 2009)."""
    mean = drawn[..., :3][mask].mean(0)
    away = np.linalg.norm(drawn[..., :3] - mean, axis=-1)
    return np.asarray(away / (away[mask].max() + 1e-6), np.float32)


def _within(value: float, low: float, high: float, reach: float) -> float:
    return 1 - min(1.0, max(low - value, value - high, 0.0) / reach)
