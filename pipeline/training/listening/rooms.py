"""What happens to a voice before it is a file: its speaker, the room, the microphone, a codec."""

import random

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve, resample_poly

from pipeline.listening.features import RATE

Samples = NDArray[np.float32]


def heard(samples: Samples, rate: int, rng: random.Random) -> Samples:
    """(T,) at any rate -> another speaker's or room's sound at 16 kHz, its peak in 0.05..0.9."""
    # A voice played faster is that of somebody smaller: pitch and formants rise together.
    factor = rng.choice((1.0, rng.uniform(0.84, 1.2), rng.uniform(0.92, 1.1)))
    at_rate = resample_poly(samples, RATE // 100, max(1, round(rate * factor / 100)))
    quiet = rng.uniform(0.02, 0.5), rng.uniform(0.05, 0.5)
    padded = np.pad(at_rate, [round(second * RATE) for second in quiet])
    if rng.random() < 0.5:
        padded = _room(padded, rng)
    if rng.random() < 0.15:  # a telephone, or a codec that saves bits
        padded = _narrow(padded, rng)
    peak = np.abs(padded).max() + 1e-6
    return (padded / peak * rng.uniform(0.05, 0.9)).astype(np.float32)


def _room(samples: Samples, rng: random.Random) -> Samples:
    """Echoes that die away exponentially in 0.1 to 0.7 s, less of them near the microphone."""
    random_ = np.random.default_rng(rng.getrandbits(32))
    seconds = rng.uniform(0.1, 0.7)
    times = np.arange(round(seconds * RATE)) / RATE
    tail = random_.standard_normal(len(times)) * np.exp(-6.9 * times / seconds)
    tail *= rng.uniform(0.1, 0.6) / np.sqrt((tail**2).sum())
    tail[0] = 1.0
    return fftconvolve(samples, tail)[: len(samples)]


def _narrow(samples: Samples, rng: random.Random) -> Samples:
    """Nothing above 3.4 to 6 kHz, and the noise of eight bits."""
    spectrum = np.fft.rfft(samples)
    spectrum[round(len(spectrum) * rng.uniform(0.43, 0.75)) :] = 0
    low = np.fft.irfft(spectrum, len(samples))
    steps = 127 / (np.abs(low).max() + 1e-6)
    return (np.round(low * steps) / steps if rng.random() < 0.5 else low).astype(np.float32)
