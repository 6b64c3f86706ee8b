"""The sentence encoder's last two layers, tuned to recognise harm: numpy, 8-bit weights.

A Transformer encoder's layer as in BERT (Devlin et al. 2019, post-norm), the mean of the tokens'
states, and a linear classifier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from safety.prompt.encoder import WIDTH

LAYERS, HEADS, INNER = 2, 12, 1536
# Matrices (outputs, inputs) of a layer: rows of 8-bit numbers, each with a scale; then its vectors.
MATRICES = {
    "attention": (3 * WIDTH, WIDTH),  # queries, keys, values
    "out": (WIDTH, WIDTH),
    "up": (INNER, WIDTH),
    "down": (WIDTH, INNER),
}
VECTORS = {
    **{f"{name}_bias": rows for name, (rows, _) in MATRICES.items()},
    "norm1": WIDTH,
    "norm1_bias": WIDTH,
    "norm2": WIDTH,
    "norm2_bias": WIDTH,
}


@dataclass(frozen=True)
class TunedLayers:
    """layers: arrays each, as MATRICES and VECTORS say; head (C, WIDTH), head_bias (C,)."""

    layers: tuple[Mapping[str, np.ndarray], ...]
    head: np.ndarray
    head_bias: np.ndarray

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray]) -> Self:
        """From what `pack` made.

        Raises:
            ValueError, KeyError: an array is missing, of the wrong shape or not finite.
        """
        layers = tuple(_unpack_layer(arrays, number) for number in range(LAYERS))
        head, bias = (arrays[name].astype(np.float32) for name in ("head", "head_bias"))
        if head.shape != (len(bias), WIDTH) or bias.ndim != 1:
            raise ValueError("the tuned layers' weights have the wrong shape")
        every = (head, bias, *(array for layer in layers for array in layer.values()))
        if not all(np.isfinite(array).all() for array in every):
            raise ValueError("the tuned layers' weights are not finite")
        return cls(layers, head, bias)

    def logits(self, states: np.ndarray) -> np.ndarray:
        """(N, WIDTH) states of the encoder's fourth layer to (C,) class logits."""
        x = states
        for layer in self.layers:
            x = _layer(x, layer)
        return self.head @ x.mean(0) + self.head_bias


def pack(weights: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Trained weights ("0.attention", "0.attention_bias", ..., "head") as small arrays."""
    packed = {}
    for name, array in weights.items():
        if name.rpartition(".")[2] in MATRICES:
            scale = np.abs(array).max(1, keepdims=True) / 127
            packed[name] = np.rint(array / scale).astype(np.int8)
            packed[f"{name}_scale"] = scale.astype(np.float32)
        else:
            packed[name] = array.astype(np.float16)
    return packed


def _unpack_layer(arrays: Mapping[str, np.ndarray], number: int) -> dict[str, np.ndarray]:
    layer = {}
    for name, shape in MATRICES.items():
        rows, scale = (arrays[f"{number}.{each}"] for each in (name, f"{name}_scale"))
        if rows.shape != shape or scale.shape != (shape[0], 1):
            raise ValueError("the tuned layers' weights have the wrong shape")
        layer[name] = rows.astype(np.float32) * scale
    for name, size in VECTORS.items():
        layer[name] = arrays[f"{number}.{name}"].astype(np.float32)
        if layer[name].shape != (size,):
            raise ValueError("the tuned layers' weights have the wrong shape")
    return layer


def _layer(x: np.ndarray, w: Mapping[str, np.ndarray]) -> np.ndarray:
    """(N, WIDTH) to (N, WIDTH)."""
    x = _norm(x + _linear(_attention(_linear(x, w, "attention")), w, "out"), w, "norm1")
    return _norm(x + _linear(_gelu(_linear(x, w, "up")), w, "down"), w, "norm2")


def _attention(qkv: np.ndarray) -> np.ndarray:
    """(N, 3 WIDTH) to (N, WIDTH): every token looks at every other."""
    tokens = len(qkv)
    q, k, v = qkv.reshape(tokens, 3, HEADS, -1).transpose(1, 2, 0, 3)  # (HEADS, N, 32)
    weights = q @ k.transpose(0, 2, 1) / np.sqrt(np.float32(q.shape[2]))
    weights = np.exp(weights - weights.max(2, keepdims=True))
    weights /= weights.sum(2, keepdims=True)
    return (weights @ v).transpose(1, 0, 2).reshape(tokens, -1)


def _linear(x: np.ndarray, w: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    return x @ w[name].T + w[f"{name}_bias"]


def _norm(x: np.ndarray, w: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    x = x - x.mean(1, keepdims=True)
    x /= np.sqrt((x**2).mean(1, keepdims=True) + 1e-12)
    return x * w[name] + w[f"{name}_bias"]


def _gelu(x: np.ndarray) -> np.ndarray:
    """By tanh (Hendrycks and Gimpel 2016), as numpy has no erf; training has the same."""
    return 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + 0.044715 * x**3)))
