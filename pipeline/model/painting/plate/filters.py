"""Image filters on float32 arrays: smoothing that follows the picture's own structure, and ink."""

import math
from typing import NamedTuple

import cv2
import numpy as np

Array = np.ndarray

cv2.setNumThreads(1)  # one picture per process: threads would only fight each other


def smoothstep(low: float, high: float, x: Array | float) -> Array:
    """0 below `low`, 1 above `high`, a smooth cubic between."""
    t = np.clip((np.asarray(x, np.float32) - low) / (high - low + 1e-9), 0, 1)
    return t * t * (3 - 2 * t)


def picture_unit(height: int, width: int) -> float:
    """Lengths are in this unit, so that the look does not depend on the resolution."""
    return (height * width) ** 0.5 / 512


def gaussian(x: Array, sigma: float) -> Array:
    """Gaussian blur; `sigma` in pixels."""
    return cv2.GaussianBlur(x, (0, 0), sigma, borderType=cv2.BORDER_REFLECT_101)


def box(x: Array, radius: int) -> Array:
    """Mean over squares of 2 * radius + 1 pixels."""
    size = (2 * radius + 1, 2 * radius + 1)
    return cv2.blur(x, size, borderType=cv2.BORDER_REFLECT_101)


def resize(x: Array, width: int, height: int) -> Array:
    """Area averaging when shrinking, bicubic when enlarging."""
    shrinks = width < x.shape[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return cv2.resize(x, (int(width), int(height)), interpolation=how)


def disc(radius: int) -> Array:
    """A round structuring element."""
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1,) * 2)


def odd(size: float, least: int = 1) -> int:
    """The odd number at or above `size`, at least `least`."""
    return max(least, int(size) | 1)


def square(size: float, least: int = 1) -> Array:
    """A square structuring element of an odd side."""
    return np.ones((odd(size, least),) * 2)


def guided_filter(guide: Array, x: Array, radius: int, eps: float) -> Array:
    """`x` smoothed along the edges of `guide` (He et al. 2010), both (H, W)."""
    mean_guide, mean_x = box(guide, radius), box(x, radius)
    covariance = box(guide * x, radius) - mean_guide * mean_x
    slope = covariance / (box(guide * guide, radius) - mean_guide**2 + eps)
    offset = mean_x - slope * mean_guide
    return box(slope, radius) * guide + box(offset, radius)


def scharr(x: Array) -> tuple[Array, Array]:
    """Horizontal and vertical derivatives, by pixel."""
    return cv2.Scharr(x, cv2.CV_32F, 1, 0) / 16, cv2.Scharr(x, cv2.CV_32F, 0, 1) / 16


def fbm(shape: tuple[int, int], rng: np.random.Generator, cells: float, octaves: int = 4) -> Array:
    """Smooth fractal noise around 0 of a shape (H, W), with `cells` lumps along the longer side."""
    height, width = shape
    total, noise, weight = 0.0, np.zeros((height, width), np.float32), 1.0
    for octave in range(octaves):
        lumps_along = max(2, cells * 2**octave)
        rows, columns = (
            max(2, int(lumps_along * side / max(height, width))) + 2 for side in (height, width)
        )
        lumps = rng.standard_normal((rows, columns)).astype(np.float32)
        noise += weight * cv2.resize(lumps, (width, height), interpolation=cv2.INTER_CUBIC)
        total, weight = total + weight, weight / 2
    return noise / total


class Flow(NamedTuple):
    """The local direction of edges: unit tangent (x, y), anisotropy 0..1, edge strength."""

    x: Array
    y: Array
    anisotropy: Array
    strength: Array


def edge_flow(picture: Array, sigma: float) -> Flow:
    """Eigenvectors of the smoothed structure tensor of an (H, W, C) picture.

    Kyprianidis and Doellner 2008, "Image abstraction by structure adaptive filtering", eq. 1-4.
    """
    gradients = [scharr(picture[..., c]) for c in range(picture.shape[2])]
    xx = sum(gx * gx for gx, _ in gradients)
    yy = sum(gy * gy for _, gy in gradients)
    xy = sum(gx * gy for gx, gy in gradients)
    xx, yy, xy = np.moveaxis(gaussian(np.dstack([xx, yy, xy]).astype(np.float32), sigma), 2, 0)
    root = np.sqrt(np.maximum((xx - yy) ** 2 + 4 * xy * xy, 1e-20))
    major, minor = 0.5 * (xx + yy + root), 0.5 * (xx + yy - root)
    length = np.hypot(major - xx, xy)
    flat = length < 1e-9
    tangent_x = np.where(flat, 0, (major - xx) / np.maximum(length, 1e-9))
    tangent_y = np.where(flat, 1, -xy / np.maximum(length, 1e-9))
    anisotropy = (major - minor) / (major + minor + 1e-7)
    strength = np.sqrt(np.maximum(major, 0))
    return Flow(*(z.astype(np.float32) for z in (tangent_x, tangent_y, anisotropy, strength)))


def _sample(x: Array, column: Array, row: Array, how: int = cv2.INTER_LINEAR) -> Array:
    return cv2.remap(x, column, row, how, borderMode=cv2.BORDER_REPLICATE)


def _disc_taps(rings: int) -> Array:
    """Points (N, 2) spread evenly over the unit disc."""
    points = [(0.0, 0.0)]
    for ring in range(1, rings + 1):
        angles = (np.arange(6 * ring) + 0.5 * (ring % 2)) / (6 * ring) * 2 * math.pi
        points += [(ring / rings * math.cos(a), ring / rings * math.sin(a)) for a in angles]
    return np.array(points, np.float32)


def _sector_weights(x: float, y: float, radius: float) -> Array:
    """(8,): how much a point of the unit disc belongs to each sector, by squared polynomials."""
    zeta = 2.0 / radius
    eta = (zeta + math.cos(0.58)) / math.sin(0.58) ** 2
    weights, vx, vy = np.zeros(8, np.float32), x / 2, y / 2
    for turn in range(2):
        if turn:
            vx, vy = math.sqrt(0.5) * (vx - vy), math.sqrt(0.5) * (vx + vy)
        across, along = zeta - eta * vx * vx, zeta - eta * vy * vy
        sides = (vy + across, -vx + along, -vy + across, vx + along)
        weights[turn::2] = [max(0.0, side) ** 2 for side in sides]
    return weights * math.exp(-0.78 * (x * x + y * y)) / max(weights.sum(), 1e-9)


def anisotropic_kuwahara(picture: Array, radius: float, q: float = 8.0) -> Array:
    """Flat brush-like patches with crisp borders, along the flow of edges; (H, W, 3) in 0..1.

    Kyprianidis et al. 2010, "Anisotropic Kuwahara filtering with polynomial weighting functions";
    each disc is sampled at the same points of its own ellipse, which follows the flow.
    """
    picture = np.ascontiguousarray(picture, np.float32)
    flow = edge_flow(picture, 2.0)
    row, column = np.mgrid[: picture.shape[0], : picture.shape[1]].astype(np.float32)
    long, short = radius * np.minimum(2, 1 + flow.anisotropy), radius / (1 + flow.anisotropy)
    means = np.zeros((8, *picture.shape), np.float32)
    squares = np.zeros_like(means)
    totals = np.zeros(8, np.float32)
    for x, y in _disc_taps(max(2, math.ceil(1.3 * radius))):
        dx = flow.x * long * x - flow.y * short * y
        dy = flow.y * long * x + flow.x * short * y
        value = _sample(picture, column + dx, row + dy)
        square = value * value
        for k, weight in enumerate(_sector_weights(x, y, radius)):
            if weight > 1e-6:
                means[k] += weight * value
                squares[k] += weight * square
                totals[k] += weight
    means /= totals[:, None, None, None]
    variance = np.abs(squares / totals[:, None, None, None] - means**2).sum(-1, keepdims=True)
    calm = 1 / (1 + (65025.0 * variance) ** (0.5 * q))  # the calm sectors win
    return ((means * calm).sum(0) / calm.sum(0)).astype(np.float32)


def flatten(picture: Array, strength: float = 0.01) -> Array:
    """L0 gradient minimisation (Xu et al. 2011): keeps the strong edges, flattens the rest."""
    pad = 16
    padded = cv2.copyMakeBorder(picture.clip(0, 1), pad, pad, pad, pad, cv2.BORDER_REFLECT_101)
    smooth = cv2.ximgproc.l0Smooth(np.ascontiguousarray(padded), None, strength, 2.0)
    return smooth[pad:-pad, pad:-pad].astype(np.float32).clip(0, 1)


def _difference_across(light: Array, flow: Flow, sigma: float, tau: float) -> Array:
    """Difference of Gaussians along the gradient: negative on the dark side of an edge."""
    row, column = np.mgrid[: light.shape[0], : light.shape[1]].astype(np.float32)
    narrow, wide = np.zeros_like(light), np.zeros_like(light)
    narrow_sum = wide_sum = 0.0
    reach = math.ceil(2.6 * 1.6 * sigma)
    for i in range(-reach, reach + 1):
        value = _sample(light, column - flow.y * i, row + flow.x * i)
        near, far = (math.exp(-i * i / (2 * s * s)) for s in (sigma, 1.6 * sigma))
        narrow, wide = narrow + near * value, wide + far * value
        narrow_sum, wide_sum = narrow_sum + near, wide_sum + far
    return narrow / narrow_sum - tau * wide / wide_sum


def smooth_along(x: Array, flow: Flow, steps: int, sigma: float) -> Array:
    """Gaussian mean of `x` along the streamlines of the flow, both ways."""
    row0, column0 = np.mgrid[: x.shape[0], : x.shape[1]].astype(np.float32)
    total, weights = x.copy(), 1.0
    for sign in (1, -1):
        column, row, dx, dy = column0.copy(), row0.copy(), flow.x * sign, flow.y * sign
        for i in range(1, steps + 1):
            column, row = column + dx, row + dy
            weight = math.exp(-i * i / (2 * sigma * sigma))
            total, weights = total + weight * _sample(x, column, row), weights + weight
            next_x = _sample(flow.x, column, row, cv2.INTER_NEAREST)
            next_y = _sample(flow.y, column, row, cv2.INTER_NEAREST)
            same_way = np.where(next_x * dx + next_y * dy < 0, -1, 1).astype(np.float32)
            dx, dy = next_x * same_way, next_y * same_way
    return total / weights


def ink_lines(light: Array, unit: float) -> Array:
    """Ink (H, W) 0..1 by flow-based difference of Gaussians of lightness (Kang et al. 2007).

    `unit` is the picture's scale, sqrt(H*W)/512: lines keep their width on any size.
    """
    flow = edge_flow(light[..., None], 2.0 * unit)
    response = _difference_across(light, flow, unit, tau=0.98)
    response = smooth_along(response, flow, int(4 * unit), 2.5 * unit)
    return np.clip(-60 * response, 0, 1) * smoothstep(0.035, 0.11, flow.strength)
