"""Pictures as tensors and back."""

import numpy as np
import torch
from PIL import Image
from torch import Tensor


def to_pixels(picture: Image.Image, device: torch.device) -> Tensor:
    """(1, 3, H, W) in [0, 1]."""
    array = torch.from_numpy(np.array(picture.convert("RGB")))
    return array.permute(2, 0, 1)[None].float().to(device) / 255


def to_image(pixels: Tensor) -> Image.Image:
    """(1, 3, H, W) in about [0, 1] -> a picture."""
    array = (pixels[0].clamp(0, 1) * 255).round().byte().permute(1, 2, 0).cpu().numpy()
    return Image.fromarray(array)
