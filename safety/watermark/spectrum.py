"""A picture's whitened spectrum, read at any frequency.

Before the transform the picture is levelled: each pixel's deviation from its surroundings is
divided by the local contrast. That undoes the embedder's modulation, and keeps the hard margins of
a screenshot, or one bright window, from covering the mark.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from PIL import Image

from safety.watermark.pixels import box_mean, luma

LARGEST_SIDE = 1280  # pixels; larger pictures are reduced first
HIGHEST = 0.42  # cycles per pixel; the mark is sought below
_OVERSAMPLING = 1.5  # of the spectrum: makes the interpolation exact enough
_LOCAL = 12  # pixels, radius of the surroundings
_QUIET = 0.7  # of 255: contrast below this is rounding
_CLIP = 2.5  # local standard deviations
_TAPER = 16  # pixels at the border
_SMOOTH = 9  # bins, radius of the local mean power


@dataclass(frozen=True)
class Spectrum:
    """Bins of unit local mean power, phase counted from the picture's centre.

    Args:
        bins: (2 V + 1, U) complex64; rows are vertical frequencies -V..V, columns 0..U-1.
        magnitude: of the bins, float32.
        size: (columns, rows) of the whole transform: bins per cycle/pixel.
    """

    bins: np.ndarray
    magnitude: np.ndarray
    size: tuple[int, int]

    @classmethod
    def of(cls, image: Image.Image) -> Self:
        """Of a picture with both sides over 32 px."""
        reduction = LARGEST_SIDE / max(image.size)
        if reduction < 1:
            size = [max(1, round(side * reduction)) for side in image.size]
            image = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)
        level = _level(luma(image))
        rows, columns = (_even_fast_length(_OVERSAMPLING * side) for side in level.shape)
        canvas = np.zeros((rows, columns), np.float32)
        top, left = rows // 2 - level.shape[0] // 2, columns // 2 - level.shape[1] // 2
        canvas[top : top + level.shape[0], left : left + level.shape[1]] = level
        spectrum = np.fft.rfft2(canvas)
        v, u = int(HIGHEST * rows) + 4, int(HIGHEST * columns) + 4
        bins = np.concatenate([spectrum[-v:, :u], spectrum[: v + 1, :u]])
        bins[1 - v % 2 :: 2] *= -1  # the origin moves from the corner to the centre
        bins[:, 1::2] *= -1
        bins = _whiten(bins)
        return cls(bins, np.abs(bins), (columns, rows))

    def nearest(self, frequencies: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(row, column, sign) of the bins nearest to (..., 2) frequencies, at least 3 off any edge.

        sign is -1 where the conjugate's bin stands for one on the other half of the spectrum.
        """
        sign = np.where(frequencies[..., 0] < 0, -1, 1)
        bins = np.rint(sign[..., None] * frequencies * self.size).astype(int)
        rows, columns = self.bins.shape
        row = np.clip(bins[..., 1] + rows // 2, 3, rows - 4)
        return row, np.clip(bins[..., 0], 3, columns - 4), sign

    def peak(self, row: np.ndarray, column: np.ndarray) -> np.ndarray:
        """(..., 2) frequencies of the local maxima at these bins, by parabolas through each."""
        around = (-1, 0, 1)
        x = column + _vertex(*(self.magnitude[row, column + d] for d in around))
        y = row + _vertex(*(self.magnitude[row + d, column] for d in around))
        return np.stack([x, y - len(self.bins) // 2], axis=-1) / self.size

    def at(self, frequencies: np.ndarray) -> np.ndarray:
        """Values at (..., 2) frequencies (horizontal, vertical) in cycles per pixel.

        Cubic B-spline over 4x4 bins: equal to a soft window on the picture. Zero out of range.
        """
        mirrored = frequencies[..., 0] < 0  # a real picture's spectrum: F(-f) = conj F(f)
        place = np.where(mirrored[..., None], -frequencies, frequencies) * self.size
        whole = np.floor(place).astype(int)
        weights = _cubic_b_spline(place - whole)  # (4, ..., 2)
        middle, last = self.bins.shape[0] // 2, self.bins.shape[1] - 1
        value = np.zeros(mirrored.shape, np.complex64)
        for dx in range(4):
            column = whole[..., 0] + dx - 1
            left = column < 0
            column = np.abs(column)
            for dy in range(4):
                row = whole[..., 1] + dy - 1
                row = np.where(left, -row, row) + middle
                inside = (column <= last) & (row >= 0) & (row < len(self.bins))
                tap = self.bins[np.where(inside, row, 0), np.where(inside, column, 0)]
                tap = np.where(left, tap.conj(), tap) * inside
                value += tap * (weights[dx][..., 0] * weights[dy][..., 1])
        return np.where(mirrored, value.conj(), value)


def _vertex(left: np.ndarray, middle: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Where the parabola through three neighbours peaks, -0.5..0.5 if the middle is highest."""
    curvature = left - 2 * middle + right
    return np.clip(0.5 * (left - right) / np.minimum(curvature, -1e-6), -1, 1)


def _level(y: np.ndarray) -> np.ndarray:
    detail = y - box_mean(y, _LOCAL)
    contrast = np.sqrt(np.maximum(box_mean(detail**2, _LOCAL), 0) + _QUIET**2)
    level = np.clip(detail / contrast, -_CLIP, _CLIP)
    for axis, side in enumerate(y.shape):
        ramp = np.minimum(np.arange(1, side + 1), np.arange(side, 0, -1)) / _TAPER
        level *= np.minimum(ramp, 1).astype(np.float32).reshape((-1, 1) if axis == 0 else (1, -1))
    return level


def _whiten(bins: np.ndarray) -> np.ndarray:
    power = np.abs(bins) ** 2
    whole = np.concatenate([power[::-1, _SMOOTH:0:-1], power], axis=1)
    return bins / np.sqrt(box_mean(whole, _SMOOTH)[:, _SMOOTH:] + 1e-9)


def _even_fast_length(least: float) -> int:
    """The next even length without a prime factor over 5."""
    length = 2 * int(np.ceil(least / 2))
    while True:
        rest = length
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return length
        length += 2


def _cubic_b_spline(t: np.ndarray) -> np.ndarray:
    """(4, ...) weights of the bins at -1, 0, 1, 2 for a place at t in [0, 1)."""
    s = 1 - t
    inner = [(3 * a**3 - 6 * a**2 + 4) / 6 for a in (t, s)]
    return np.stack([s**3 / 6, *inner, t**3 / 6]).astype(np.float32)
