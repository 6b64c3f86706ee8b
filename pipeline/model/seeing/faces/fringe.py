"""Where hair hangs into a face: in pointed locks as deep as the photo's strands.

Thin strands make blobs when a mask is smoothed, and hair without them ends in one straight edge,
which is a headband's. So the strands are only measured, lock by lock, and drawn as tapered tips.
"""

import numpy as np

from pipeline.model.painting.makeover.sitter import Pose
from pipeline.model.painting.plate.filters import Array, gaussian, smoothstep

LOCKS = 9  # across a face's width
ZONE = 0.47  # face widths from the middle, where hair may hang into the face
LEAST, MOST = (0.05, 0.11), 0.20  # face heights: how far a tip hangs without strands, and at most
LEAN = 0.6  # where in a lock its tip is, -1..1
EDGE = 1.2  # pixels of a tip's soft border
UNDER = 0.05  # face heights: how far above its lower end a lock is still hair


def with_tips(hair: Array, strands: Array, pose: Pose, brows: float) -> Array:
    """hair (H, W) 0..1 with its tips. strands: (H, W) bool, hair over the face that is too thin for
    the mask. brows: their height in face heights from the face's centre: tips end above."""
    across, down = pose.fields(hair.shape)
    near = (np.abs(across) < ZONE) & (down < brows)
    if not near.any():
        return hair
    lock = LOCKS * (across + 0.06 * np.sin(11 * across)) + 0.25 * LOCKS * across * down + 100
    numbers, ends, lengths = _measured(hair, strands, near, lock, down, brows)
    if not len(numbers):
        return hair
    end = np.interp(lock, numbers + 0.5, ends).astype(np.float32)  # one line from lock to lock
    length = np.interp(np.floor(lock), numbers, lengths, left=0, right=0)
    place, tip = 2 * (lock % 1) - 1, LEAN * np.sign(across)  # tips point away from the middle
    rising, falling = (place + 1) / (1 + tip), (1 - place) / (1 - tip)
    reach = end + length * np.minimum(rising, falling)
    tips = np.clip((reach - down) * pose.height / EDGE + 0.5, 0, 1) * (down > end - UNDER) * near
    joined = gaussian(np.maximum(hair, tips).astype(np.float32), max(0.7, 0.004 * pose.width))
    beside = smoothstep(ZONE - 0.05, ZONE, np.abs(across))
    above = smoothstep(brows - 0.05, brows, down)
    return (hair + (joined - hair) * (1 - np.maximum(beside, above))).astype(np.float32)


def _measured(
    hair: Array, strands: Array, near: Array, lock: Array, down: Array, brows: float
) -> tuple[Array, Array, Array]:
    """Of every lock its number, where the mask ends in it, and how far its tip hangs below."""
    rng, found = np.random.default_rng(7), []
    for one in range(int(lock[near].min()), int(lock[near].max()) + 1):
        own = near & (np.floor(lock) == one)
        solid, thin = own & (hair > 0.5), own & strands
        length, share = rng.uniform(*LEAST), rng.uniform(0.6, 1.1)
        if solid.sum() < 4:
            continue
        end = float(np.percentile(down[solid], 96))
        if thin.sum() > 3:
            length = max(length, share * (float(np.percentile(down[thin], 92)) - end))
        found.append((one, end, max(0.0, min(length, MOST, brows - 0.02 - end))))
    table = np.array(found, float).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2]
