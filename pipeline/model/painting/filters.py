"""Small filters of pictures as float32 arrays, with lengths that scale with the picture."""

import math

import numpy as np
import torch
from torch.nn import functional as F

Array = np.ndarray
WIDEST = 4.0  # sigma in pixels up to which a blur is taken at full size


def blurred(values: Array, sigma: float) -> Array:
    """values (H, W) or (H, W, C), blurred by a Gaussian of `sigma` pixels, with edges repeated."""
    if sigma < 0.2:
        return values
    planes = torch.from_numpy(np.ascontiguousarray(values, np.float32))
    planes = planes.unsqueeze(-1) if planes.ndim == 2 else planes
    planes = planes.permute(2, 0, 1)[:, None]
    height, width = planes.shape[-2:]
    factor = min(max(1, int(sigma / WIDEST)), height, width)
    if factor > 1:
        planes = _padded(planes, 0, -height % factor, 0, -width % factor)
        planes = F.avg_pool2d(planes, factor)
    planes = _convolved(planes.contiguous(), sigma / factor)
    if factor > 1:
        size = planes.shape[-2] * factor, planes.shape[-1] * factor
        planes = F.interpolate(planes, size, mode="bilinear", align_corners=False)
        planes = planes[..., :height, :width]
    out = planes[:, 0].permute(1, 2, 0).numpy()
    return out[..., 0] if values.ndim == 2 else out


def _convolved(planes: torch.Tensor, sigma: float) -> torch.Tensor:
    reach = max(1, math.ceil(2.5 * sigma))
    taps = torch.exp(-0.5 * (torch.arange(-reach, reach + 1) / sigma) ** 2)
    taps = taps / taps.sum()
    planes = F.conv2d(_padded(planes, reach, reach, 0, 0), taps.view(1, 1, -1, 1))
    return F.conv2d(_padded(planes, 0, 0, reach, reach), taps.view(1, 1, 1, -1))


def _padded(planes: torch.Tensor, top: int, bottom: int, left: int, right: int) -> torch.Tensor:
    return F.pad(planes, (left, right, top, bottom), mode="replicate")


def smooth(values: Array, low: Array | float, high: Array | float) -> Array:
    """0 below `low`, 1 above `high`, smooth between."""
    t = np.clip((values - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def lerp(one: Array, other: Array | float, share: Array | float) -> Array:
    return one + (other - one) * share


def luminance(color: Array) -> Array:
    """(H, W) of (H, W, 3)."""
    return color @ np.array([0.30, 0.59, 0.11], np.float32)


def calmed(color: Array, sigma: float, contrast: float) -> Array:
    """(H, W, 3) without its gentle gradients; edges stronger than `contrast` stay.

    A guided filter with the picture's luminance as its guide; its coefficients are found on a
    smaller picture (He and Sun, 2015).
    """
    factor = min(max(1, int(sigma / 2)), *color.shape[:2])
    whole = luminance(color)[..., None]
    slope, offset = _guided(_pooled(color, factor), sigma / factor, contrast)
    both = _enlarged(np.concatenate([slope, offset], -1), factor, color.shape[:2])
    return both[..., :3] * whole + both[..., 3:]


def _guided(color: Array, sigma: float, contrast: float) -> tuple[Array, Array]:
    """(H, W, 3) each: slope and offset of a colour's line over luminance, around each pixel."""
    guide = luminance(color)[..., None]
    means = blurred(np.concatenate([guide, color, guide * guide, guide * color], -1), sigma)
    mean, mean_color = means[..., :1], means[..., 1:4]
    variance = means[..., 4:5] - mean * mean
    slope = (means[..., 5:] - mean * mean_color) / (variance + contrast**2)
    parts = blurred(np.concatenate([slope, mean_color - slope * mean], -1), sigma)
    return parts[..., :3], parts[..., 3:]


def _pooled(values: Array, factor: int) -> Array:
    """The mean of each square of `factor` pixels; squares over the edge repeat the border."""
    if factor == 1:
        return values
    planes = torch.from_numpy(np.ascontiguousarray(values, np.float32)).permute(2, 0, 1)[None]
    planes = _padded(planes, 0, -values.shape[0] % factor, 0, -values.shape[1] % factor)
    return F.avg_pool2d(planes, factor)[0].permute(1, 2, 0).numpy()


def _enlarged(values: Array, factor: int, size: tuple[int, int]) -> Array:
    if factor == 1:
        return values
    planes = torch.from_numpy(np.ascontiguousarray(values, np.float32)).permute(2, 0, 1)[None]
    whole = F.interpolate(planes, scale_factor=factor, mode="bilinear", align_corners=False)
    return whole[0, :, : size[0], : size[1]].permute(1, 2, 0).numpy()


def warped(values: Array, across: Array, down: Array) -> Array:
    """values (H, W, C) as seen at each pixel moved by (across, down) (H, W), in pixels."""
    height, width = values.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    grid = np.stack(
        [(x + across + 0.5) * 2 / width - 1, (y + down + 0.5) * 2 / height - 1], -1
    ).astype(np.float32)
    planes = torch.from_numpy(np.ascontiguousarray(values, np.float32)).permute(2, 0, 1)[None]
    seen = F.grid_sample(
        planes, torch.from_numpy(grid)[None], padding_mode="border", align_corners=False
    )
    return seen[0].permute(1, 2, 0).numpy()


def slopes(values: Array) -> tuple[Array, Array]:
    """(H, W) down and across: by how much (H, W) values grow per pixel."""
    down, across = np.zeros_like(values), np.zeros_like(values)
    down[1:-1] = (values[2:] - values[:-2]) / 2
    across[:, 1:-1] = (values[:, 2:] - values[:, :-2]) / 2
    return down, across
