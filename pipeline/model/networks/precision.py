"""The number format in which a device is fast."""

from contextlib import AbstractContextManager

import torch


def precision(device: str) -> AbstractContextManager:
    """bf16 autocast where the hardware multiplies bf16, else full precision.

    A CPU without AVX512-BF16 emulates bf16 and is 8 times slower with it.
    """
    fast = device == "cuda" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device, torch.bfloat16, enabled=fast)
