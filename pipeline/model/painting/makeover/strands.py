"""Lines along the strands of hair and fur."""

import numpy as np

from pipeline.model.painting.plate.filters import Array, Flow

TIP = 2  # steps that a line's thin end reaches beyond the mask: no fringe ends in a straight border
STEADY = 0.4  # of a line's old direction that it keeps at each step


def traced(
    mask: Array, flow: Flow, count: int, step: float, steps: int, rng: np.random.Generator
) -> list[Array]:
    """`count` lines (2 steps + 1, 2) through random points of a mask (H, W) 0..1, both ways along
    the flow, `step` pixels a step. A line stops TIP steps beyond the mask."""
    rows, columns = np.nonzero(mask > 0.6)
    if not len(rows):
        return []
    chosen = rng.choice(len(columns), min(count, len(columns)), replace=False)
    start = np.stack([columns[chosen], rows[chosen]], 1).astype(np.float32)
    back, forth = (_followed(mask, flow, start, sign, step, steps) for sign in (-1, 1))
    return [
        np.array([*(at[i] for at in back[::-1]), *(at[i] for at in forth[1:])])
        for i in range(len(start))
    ]


def places(points: Array, shape: tuple[int, ...]) -> tuple[Array, Array]:
    """The columns and rows of points (N, 2), those outside taken to the border."""
    columns = np.clip(points[:, 0].astype(int), 0, shape[1] - 1)
    return columns, np.clip(points[:, 1].astype(int), 0, shape[0] - 1)


def _followed(
    mask: Array, flow: Flow, start: Array, sign: int, step: float, steps: int
) -> list[Array]:
    """Where all points are after every step."""
    points, heading = start.copy(), None
    beyond, passed = np.zeros(len(start), int), [start.copy()]
    for _ in range(steps):
        columns, rows = places(points, mask.shape)
        along = np.stack([flow.x[rows, columns], flow.y[rows, columns]], 1)
        if heading is None:
            heading = along * sign
        else:
            same = np.where((along * heading).sum(1) < 0, -1, 1)[:, None]
            heading = (1 - STEADY) * along * same + STEADY * heading
        heading = heading / (np.hypot(*heading.T)[:, None] + 1e-6)
        ahead = points + heading * step
        columns, rows = places(ahead, mask.shape)
        beyond += (beyond > 0) | (mask[rows, columns] < 0.35)
        points = np.where((beyond <= TIP)[:, None], ahead, points)
        passed.append(points.copy())
    return passed
