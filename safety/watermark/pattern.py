"""The keyed pattern: one tile that repeats over the picture.

Since the tile repeats every TILE pixels, its energy lies on lattice points of the spectrum, (m, n)
/ TILE cycles per pixel. PILOTS of them, stronger than the rest, tell the detector how the picture
was scaled, stretched, turned or mirrored since. The phases of the others are codewords, one of 256
for each byte of the payload: M-ary spread spectrum (Cox et al. 1997, "Secure spread spectrum
watermarking"; the repeated tile after Kutter 1998).
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

TILE = 128  # pixels
SYMBOLS = 4  # bytes of payload
PILOTS = 24
PILOT_GAIN = 4.0  # a pilot's amplitude in units of the others'
BAND = (7, 22)  # cycles per tile: lower ones show in skies, higher ones die of scaling by half
PILOT_ANGLES = (15, 75)  # degrees off the axes, where pictures themselves have little


@dataclass(frozen=True)
class Pattern:
    """One key's lattice and phases.

    Args:
        points: (L, 2) int, (m, n) in cycles per tile, the pilots first.
        pilots: (PILOTS,) complex, unit phasors.
        codewords: (SYMBOLS, 256, D) complex, unit phasors; L = PILOTS + SYMBOLS * D.
    """

    points: np.ndarray
    pilots: np.ndarray
    codewords: np.ndarray

    def tile(self, payload: bytes) -> np.ndarray:
        """(TILE, TILE) float32 of unit variance that carries SYMBOLS bytes."""
        words = [self.codewords[symbol, byte] for symbol, byte in enumerate(payload)]
        phasors = np.concatenate([PILOT_GAIN * self.pilots, *words])
        spectrum = np.zeros((TILE, TILE), complex)
        x, y = self.points.T
        spectrum[y % TILE, x % TILE] = phasors
        spectrum[-y % TILE, -x % TILE] = phasors.conj()
        tile = np.fft.ifft2(spectrum).real
        return (tile / tile.std()).astype(np.float32)


@lru_cache(maxsize=4)
def pattern(key: bytes) -> Pattern:
    """The same on every machine and for ever: all randomness is SHAKE-256 of the key."""
    points = _lattice()
    may_be_pilot = _is_oblique(points)
    order = np.argsort(np.where(may_be_pilot, _uniform(key, b"order", len(points)), 2.0))
    per_symbol = (len(points) - PILOTS) // SYMBOLS
    points = np.concatenate([points[order[:PILOTS]], points[np.sort(order[PILOTS:])]])
    words = _phasors(key, b"codewords", SYMBOLS * 256 * per_symbol)
    return Pattern(
        points[: PILOTS + SYMBOLS * per_symbol],
        _phasors(key, b"pilots", PILOTS),
        words.reshape(SYMBOLS, 256, per_symbol),
    )


def _lattice() -> np.ndarray:
    """Half of the band's points; the other half are their conjugates."""
    low, high = BAND
    m, n = (axis.ravel() for axis in np.meshgrid(np.arange(-high, high + 1), np.arange(high + 1)))
    radius = np.hypot(m, n)
    half = (n > 0) | ((n == 0) & (m > 0))
    keep = half & (radius >= low) & (radius <= high)
    return np.stack([m[keep], n[keep]], axis=1)


def _is_oblique(points: np.ndarray) -> np.ndarray:
    angle = np.degrees(np.arctan2(points[:, 1], np.abs(points[:, 0])))
    inside = np.hypot(*points.T) >= BAND[0] + 2
    return inside & (angle > PILOT_ANGLES[0]) & (angle < PILOT_ANGLES[1])


def _uniform(key: bytes, label: bytes, count: int) -> np.ndarray:
    """(count,) in [0, 1)."""
    stream = hashlib.shake_256(b"enogu watermark 1 " + label + key).digest(4 * count)
    return np.frombuffer(stream, "<u4") / 2**32


def _phasors(key: bytes, label: bytes, count: int) -> np.ndarray:
    return np.exp(2j * np.pi * _uniform(key, label, count)).astype(np.complex64)
