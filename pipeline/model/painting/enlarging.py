"""Drawings shown much larger than they are stored are drawn anew, so that edges stay sharp."""

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from pipeline.model.networks.precision import precision
from pipeline.model.networks.upscaler import Upscaler

Pixels = NDArray[np.uint8]
FROM = 1.5  # enlargement from which on a drawing is drawn anew
SPREAD = (2.0, 6.0, 20.0)  # pixels that colours are carried over a drawing's edge, by turns
FELT = 0.02  # least alpha of what carries a colour


class Enlarger:
    """Calls give (4h, 4w, 4) uint8 for a drawing (h, w, 4) uint8."""

    def __init__(self, upscaler: Upscaler):
        self.upscaler = upscaler

    @torch.inference_mode()
    def __call__(self, rgba: Pixels) -> Pixels:
        solid = np.asarray(rgba, np.float32) / np.float32(255)
        alpha = solid[..., 3:]
        planes = np.stack([_filled(solid[..., :3], alpha), np.repeat(alpha, 3, -1)])
        place = next(self.upscaler.parameters()).device
        batch = torch.from_numpy(planes).permute(0, 3, 1, 2).to(place)
        with precision(place.type):
            large = self.upscaler(batch).float().cpu().permute(0, 2, 3, 1).numpy()
        whole = np.concatenate([large[0], large[1].mean(-1, keepdims=True)], -1)
        found: Pixels = np.rint(255 * whole).astype(np.uint8)
        return found


def _filled(rgb: NDArray[np.float32], alpha: NDArray[np.float32]) -> NDArray[np.float32]:
    """Colours without holes: what is transparent has those of the edge nearby, lest a rim of
    another colour appears."""
    carried, weight = rgb * alpha, alpha[..., 0]
    total, felt = carried, weight
    for spread in SPREAD:
        blurred = cv2.GaussianBlur(carried, (0, 0), spread)
        there = cv2.GaussianBlur(weight, (0, 0), spread)
        total = np.where(felt[..., None] > FELT, total, blurred)
        felt = np.where(felt > FELT, felt, there)
    return np.clip(total / np.maximum(felt[..., None], 1e-4), 0, 1).astype(np.float32)
