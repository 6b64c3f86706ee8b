"""What the listener's network sees of a sound: a log-mel spectrogram."""

from functools import cache

import torch
from torch import Tensor

RATE = 16_000  # samples a second
HOP, WINDOW = 160, 400  # samples: 10 ms and 25 ms
MELS = 64
FLOOR = 1e-7  # of power, below which there is nothing to hear


@cache
def mel_filters() -> Tensor:
    """(257, MELS) triangles between 20 Hz and 7.6 kHz, evenly spaced on the mel scale of HTK."""
    bins = torch.linspace(0, RATE / 2, 257)
    low, high = _mel(torch.tensor([20.0, 7600.0]))
    edges = 700 * (10 ** (torch.linspace(float(low), float(high), MELS + 2) / 2595) - 1)
    rising = (bins[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins[:, None]) / (edges[2:] - edges[1:-1])
    return torch.minimum(rising, falling).clamp(min=0)


def _mel(hertz: Tensor) -> Tensor:
    return 2595 * torch.log10(1 + hertz / 700)


def log_mel(samples: Tensor) -> Tensor:
    """(T,) samples at RATE, in -1..1 -> (T // HOP + 1, MELS) natural logarithms of power."""
    spectrum = torch.stft(
        samples,
        512,
        HOP,
        WINDOW,
        torch.hann_window(WINDOW),
        return_complex=True,
        pad_mode="constant",
    )
    return (spectrum.abs().square().T @ mel_filters()).clamp(min=FLOOR).log()


def normalized(log_power: Tensor) -> Tensor:
    """(..., T, MELS): each band less its mean over the time, all over one deviation: a microphone's
    colour and loudness are gone."""
    centred = log_power - log_power.mean(-2, keepdim=True)
    return centred / centred.square().mean((-2, -1), keepdim=True).sqrt().clamp(min=1e-3)
