"""Where things meet the ground: cast shadows, the dark at their feet, grass over them."""

import numpy as np
import torch
from torch.nn import functional as F

from pipeline.model.painting.filters import Array, blurred, smooth
from pipeline.model.plan.land import MATERIALS
from pipeline.training.canvas.light import Light

NO_GROUND = ("sky", "cloud", "sun", "space", "deep water", "far ridge")
# How high what grows or lies there hides feet, in shorter sides.
COVERS = {
    "grass": 0.020, "meadow": 0.030, "snow": 0.010, "sand": 0.006, "dune": 0.006, "soil": 0.006,
    "furrows": 0.014, "treeline": 0.02, "moon ground": 0.004, "water": 0.012, "sea": 0.012,
}  # fmt: skip
HOLDS = np.array([name not in NO_GROUND for name in MATERIALS], np.float32)
HEIGHTS = np.array([COVERS.get(name, 0.0) for name in MATERIALS], np.float32)
WARMTH = np.array([1.0, 0.93, 0.74], np.float32)  # of light that a shadow takes away


def darkened(picture: Array, dark: Array, light: Light) -> Array:
    """(H, W, 3) with a shadow of strength (H, W) on it, cooler than the light."""
    return picture * (1 - dark[..., None] * WARMTH * (1.0 - 0.25 * light.night))


def cast_shadow(
    alpha: Array, corner: tuple[int, int], size: tuple[int, int], light: Light
) -> Array:
    """(H, W) in 0..1: the shadow of a silhouette (h, w) that stands with its lower edge on the
    ground; it lies towards the viewer and away from the light, and softens away from the foot."""
    unit, (height, width) = min(size), alpha.shape
    sigma = (0.010 + 0.006 * (1 - light.clear)) * unit
    scale = max(1, int(sigma / 1.5))
    foot = corner[1] + height
    rows = slice(
        max(0, foot - round(0.04 * unit)),
        min(size[0], int(foot + height * light.length + 3 * sigma)),
    )
    if rows.start >= rows.stop:
        return np.zeros(size, np.float32)
    y = torch.arange(rows.start, rows.stop, scale).float()[:, None] + 0.5 * scale
    x = torch.arange(0, size[1], scale).float()[None] + 0.5 * scale
    tall = (y - foot + 0.008 * unit) / light.length  # of what casts it, in pixels over the foot
    lean = 0.25 + 1.1 * light.length
    across = (x - corner[0] + light.side * lean * tall) / width * 2 - 1
    down = ((height - tall) / height * 2 - 1).expand_as(across)
    grid = torch.stack([across, down], -1)[None]
    source = torch.from_numpy(np.ascontiguousarray(alpha))[None, None]
    shadow = F.grid_sample(source, grid, align_corners=False)[0, 0]
    shadow = shadow * (1 - 0.65 * (tall / height).clamp(0, 1))
    soft = torch.from_numpy(blurred(shadow.numpy(), sigma / scale))[None, None]
    if scale > 1:
        soft = F.interpolate(soft, scale_factor=scale, mode="bilinear", align_corners=False)
    whole = np.zeros(size, np.float32)
    whole[rows] = soft[0, 0, : rows.stop - rows.start, : size[1]].numpy()
    return whole


def uncovered(foot: Array, ground: Array, brush: dict[str, Array], near: float) -> Array:
    """(h, w) in 0..1: what grass, snow or sand leaves of a thing's feet.

    foot: (h, w) height over the foot in shorter sides; ground: (h, w) material at the foot; near:
    1 in front, less far away.
    """
    reach = HEIGHTS[ground] * near
    if not reach.any():
        return np.ones_like(foot)
    ragged = 0.62 + 0.34 * brush["blades 1"] + 0.16 * brush["blades 2"]
    height = reach * np.clip(ragged, 0.05, 1.8)
    return np.where(reach > 0, smooth(foot, height - 0.003, height + 0.003), 1).astype(np.float32)
