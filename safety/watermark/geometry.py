"""Find by the pilots how a marked picture was scaled, stretched, turned or mirrored since.

A linear change of the picture moves each pilot from its known frequency q to M q. Every strong
line of the spectrum may be any pilot; a Hough transform finds the (turn, horizontal scale,
vertical scale) on which most pairs agree. Small pictures' pilots are no strong lines, so plain
scalings are swept as well. Least squares on the pilots' exact places refine both results.
Only the places of pilots are used here, never their phases: the detector's score is made of those.
"""

import numpy as np

from safety.watermark.pattern import PILOTS, TILE, Pattern
from safety.watermark.spectrum import HIGHEST, Spectrum

SCALES = (0.4, 2.4)  # of the picture, after reduction to the spectrum's largest side
ASPECT = 1.45  # horizontal over vertical scale, at most, or one over it
TURNS = np.radians(np.arange(-5.5, 5.51, 0.25))
HOUGH_CANDIDATES = 9  # for each of ORIENTATIONS
SWEEP_CANDIDATES = 6
# Upright, mirrored, turned by a quarter, and both. The four others are these turned by a half,
# which only conjugates a real picture's spectrum.
ORIENTATIONS = np.array(
    [[[1.0, 0], [0, 1]], [[-1, 0], [0, 1]], [[0, -1], [1, 0]], [[0, 1], [1, 0]]]
)
_STEP = 0.008  # of a scale's logarithm: half a bin at the highest pilots of a large picture
_LINES = 300
_ENOUGH = 0.5  # of the most votes; a cell with fewer is no candidate
_LOWEST = 0.03  # cycles per pixel
_SWEEP = np.exp(np.arange(np.log(SCALES[0]), np.log(SCALES[1]), 0.0027))
_SEARCH = (2, 1, 1)  # bins around a pilot's expected place, in each round of refining


def candidates(spectrum: Spectrum, pattern: Pattern) -> np.ndarray:
    """(C, 2, 2) matrices from frequencies in cycles per tile to the picture's cycles per pixel.

    The unchanged picture in each of ORIENTATIONS is always among them.
    """
    pilots = pattern.points[:PILOTS] / TILE
    frequencies, strength = _lines(spectrum)
    found = []
    for orientation in ORIENTATIONS:
        placed = pilots @ orientation.T
        found += [_hough(placed, frequencies, strength) @ orientation]
        found += [_sweep(placed, spectrum) @ orientation]
    refined = _refine(spectrum, pilots, np.concatenate(found))
    return np.concatenate([ORIENTATIONS, refined]) / TILE


def _lines(spectrum: Spectrum) -> tuple[np.ndarray, np.ndarray]:
    """The spectrum's strongest local maxima: (P, 2) frequencies and (P,) magnitudes."""
    magnitude = spectrum.magnitude
    centre = magnitude[1:-1, 1:-1]
    v = (np.arange(len(centre)) + 1 - len(magnitude) // 2)[:, None] / spectrum.size[1]
    u = (np.arange(centre.shape[1]) + 1) / spectrum.size[0]
    radius = u**2 + v**2
    is_line = (radius > _LOWEST**2) & (radius < HIGHEST**2) & (centre > 1.5)
    rows, columns = magnitude.shape
    for dy, dx in np.ndindex(3, 3):
        is_line &= centre >= magnitude[dy : rows - 2 + dy, dx : columns - 2 + dx]
    y, x = (place + 1 for place in np.nonzero(is_line))
    strongest = np.argsort(-magnitude[y, x], kind="stable")[:_LINES]
    y, x = y[strongest], x[strongest]
    return spectrum.peak(y, x), magnitude[y, x]


def _hough(pilots: np.ndarray, lines: np.ndarray, strength: np.ndarray) -> np.ndarray:
    """(HOUGH_CANDIDATES, 2, 2): what most pairs of a line and a pilot vote for."""
    pilots = np.where(pilots[:, :1] < 0, -pilots, pilots)  # lines lie on this half of the spectrum
    cos, sin = np.cos(TURNS)[:, None], np.sin(TURNS)[:, None]
    upright = np.stack(
        [cos * lines[:, 0] + sin * lines[:, 1], cos * lines[:, 1] - sin * lines[:, 0]]
    )
    low, high = np.log(SCALES)
    with np.errstate(divide="ignore"):
        wanted, seen = (np.log(np.abs(of)).astype(np.float32) for of in (pilots.T, upright))
    scale = wanted[:, None, None] - seen[..., None]  # (2, turns, lines, pilots), logarithms
    agree = ((scale >= low) & (scale < high)).all(axis=0)
    agree &= np.abs(scale[0] - scale[1]) < np.log(ASPECT)
    agree &= (pilots[:, 1] > 0) == (upright[1, ..., None] > 0)
    turn, line, _ = np.nonzero(agree)
    cell = ((scale[:, agree] - low) / _STEP).astype(int)
    side = int((high - low) / _STEP) + 1
    shape = (len(TURNS), side, side)
    weight = np.minimum(strength[line], 4.0) ** 2
    votes = np.bincount(np.ravel_multi_index((turn, *cell), shape), weight, np.prod(shape))
    turn, x, y = _highest(votes.reshape(shape).astype(np.float32))
    scale = np.exp(low + _STEP * np.stack([x, y], axis=1))
    return _rotations(TURNS[turn]) / scale[:, None, :]


def _highest(votes: np.ndarray) -> tuple[np.ndarray, ...]:
    """Corners between the 2x2 cells with the most votes, no two of them neighbours."""
    votes = votes[:, 1:] + votes[:, :-1]
    votes = votes[:, :, 1:] + votes[:, :, :-1]
    order = np.flatnonzero(votes >= _ENOUGH * votes.max())
    order = order[np.argsort(-votes.ravel()[order], kind="stable")][: 8 * HOUGH_CANDIDATES]
    cells: list[np.ndarray] = []
    for cell in np.stack(np.unravel_index(order, votes.shape), axis=1):
        if all(np.abs(cell - other).sum() > 3 for other in cells):
            cells.append(cell)
    turn, x, y = np.array(cells[:HOUGH_CANDIDATES]).T
    return turn, x + 1, y + 1


def _sweep(pilots: np.ndarray, spectrum: Spectrum) -> np.ndarray:
    """(SWEEP_CANDIDATES, 2, 2): the plain scalings under which the pilots are strongest."""
    row, column, _ = spectrum.nearest(pilots / _SWEEP[:, None, None])
    power = (spectrum.magnitude[row, column] ** 2).sum(axis=1)
    peaks = np.flatnonzero((power[1:-1] >= power[:-2]) & (power[1:-1] > power[2:])) + 1
    best = peaks[np.argsort(-power[peaks], kind="stable")[:SWEEP_CANDIDATES]]
    return np.eye(2) / _SWEEP[best, None, None]


def _rotations(angles: np.ndarray) -> np.ndarray:
    """(A, 2, 2)."""
    cos, sin = np.cos(angles), np.sin(angles)
    return np.stack([np.stack([cos, -sin], axis=-1), np.stack([sin, cos], axis=-1)], axis=-2)


def _refine(spectrum: Spectrum, pilots: np.ndarray, matrices: np.ndarray) -> np.ndarray:
    """Move each matrix to the least-squares fit of the maxima next to its pilots."""
    for reach in _SEARCH:
        dy, dx = np.mgrid[-reach : reach + 1, -reach : reach + 1].reshape(2, -1)
        row, column, sign = spectrum.nearest(pilots @ matrices.swapaxes(1, 2))  # (C, PILOTS)
        around = spectrum.magnitude[row[..., None] + dy, column[..., None] + dx]
        best = around.argmax(axis=2)
        places = sign[..., None] * spectrum.peak(row + dy[best], column + dx[best])
        weight = around.max(axis=2, keepdims=True) ** 2
        weighted = (weight * pilots).swapaxes(1, 2)  # (C, 2, PILOTS)
        normal = weighted @ pilots + 1e-9 * np.eye(2)
        matrices = np.linalg.solve(normal, weighted @ places).swapaxes(1, 2)
    return matrices
