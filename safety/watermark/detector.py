"""Whether a key's mark is in a picture, and which payload it carries.

The pilots tell how the picture may have been changed, its shift included; the score is made of the
codewords alone. Given a picture and one hypothesis (geometry, shift, sign, payload) it is a
weighted sum of phasors, each turned by a phase of the key. Over keys these turns are independent,
uniform, and independent of the pilots, whatever the picture is, so P(score > t) <= exp(-t^2 / 2)
(Chernoff's bound with E exp(a cos u) = I0(a) <= exp(a^2 / 4)). The pilots choose _HYPOTHESES = 2^5
of all geometries, shifts and signs, and 2^32 payloads are tried with each, so that a picture
without the mark reaches THRESHOLD with a probability below 2^37 exp(-8.9^2 / 2) = 8.7e-7.
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from safety.watermark.geometry import candidates
from safety.watermark.pattern import PILOTS, TILE, Pattern, pattern
from safety.watermark.payload import Payload
from safety.watermark.spectrum import Spectrum

THRESHOLD = 8.9
READABLE = 5.0  # the least of the four bytes' own scores; 256 exp(-5^2 / 2) = 0.001 by chance
SMALLEST_SIDE = 64  # pixels
_HALVES = np.array([(x / 2, y / 2) for y in (-1, 0, 1) for x in (-1, 0, 1)])  # pixels
_HYPOTHESES = 32  # pairs of geometry and shift whose codewords are compared
_CLIPPED = 2.0  # of the local mean: one strong line of the picture must not outweigh the rest


@dataclass(frozen=True)
class Detection:
    """`score` in standard deviations of chance; `payload` None when it is not found or unclear."""

    score: float
    payload: Payload | None = None

    @property
    def found(self) -> bool:
        return self.score >= THRESHOLD


def detect(image: Image.Image, key: bytes) -> Detection:
    """Look for the mark of `key` in a picture of any mode and size."""
    if min(image.size) < SMALLEST_SIDE:
        return Detection(0.0)
    spectrum, keyed = Spectrum.of(image), pattern(key)
    matrices = candidates(spectrum, keyed)
    values = spectrum.at(keyed.points @ matrices.swapaxes(1, 2))  # (C, L)
    values = np.concatenate([values, values.conj()])  # and turned by a half
    weights = np.abs(values)
    values *= np.minimum(1, _CLIPPED / np.maximum(weights, 1e-9))
    candidate, signs, shifts = _likely(values, keyed)
    turned = signs[:, None] * values[candidate] * np.exp(2j * np.pi * (shifts @ keyed.points.T))
    score, sealed = _read(turned[:, PILOTS:].astype(np.complex64), keyed)
    return Detection(score, None if sealed is None else Payload.unsealed(sealed, key))


def _likely(values: np.ndarray, keyed: Pattern) -> tuple[np.ndarray, ...]:
    """Where the pilots agree best: (_HYPOTHESES,) geometries and signs, which are -1 in a negative
    of the picture, and (_HYPOTHESES, 2) shifts in tiles."""
    points = keyed.points[:PILOTS]
    pilots = values[:, :PILOTS] * keyed.pilots.conj()
    pilots /= np.linalg.norm(pilots, axis=1, keepdims=True) + 1e-9
    mirrored = points[:, :1] < 0  # a real field's transform needs but the half of it with x >= 0
    x, y = np.where(mirrored, -points, points).T
    spectrum = np.zeros((len(values), TILE, TILE // 2 + 1), np.complex64)
    spectrum[:, y % TILE, x] = np.where(mirrored[:, 0], pilots.conj(), pilots)
    agreement = np.fft.irfft2(spectrum, (TILE, TILE))
    best = np.argpartition(-np.abs(agreement), _HYPOTHESES, axis=None)[:_HYPOTHESES]
    candidate, y, x = np.unravel_index(best, agreement.shape)
    signs = np.sign(agreement[candidate, y, x])
    near = np.stack([x, y], axis=1)[:, None] + _HALVES  # (_HYPOTHESES, 9, 2) pixels
    turns = np.exp(2j * np.pi / TILE * (near @ points.T))
    exact = (turns * pilots[candidate, None]).real.sum(axis=2)  # (_HYPOTHESES, 9)
    closest = (signs[:, None] * exact).argmax(axis=1)
    return candidate, signs, near[np.arange(_HYPOTHESES), closest] / TILE


def _read(values: np.ndarray, keyed: Pattern) -> tuple[float, bytes | None]:
    """Score and bytes of the best of (_HYPOTHESES, L - PILOTS) hypotheses, with the codewords that
    agree best with each; None where it is not found or unclear."""
    symbols, _, length = keyed.codewords.shape
    parts = values.reshape(-1, symbols, length).transpose(1, 2, 0)
    agreement = (keyed.codewords.conj() @ parts).real  # (SYMBOLS, 256, _HYPOTHESES)
    best = agreement.max(axis=1)
    score = best.sum(axis=0) / (np.linalg.norm(values, axis=1) / np.sqrt(2) + 1e-9)
    winner = int(score.argmax())
    norms = np.linalg.norm(parts[..., winner], axis=1) / np.sqrt(2) + 1e-9
    readable = score[winner] >= THRESHOLD and (best[:, winner] / norms).min() >= READABLE
    data = agreement[..., winner].argmax(axis=1).astype(np.uint8).tobytes()
    return float(score[winner]), data if readable else None
