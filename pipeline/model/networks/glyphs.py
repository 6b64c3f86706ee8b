"""Words as bytes, which the decoder reads."""

import torch
from torch import Tensor


def word_bytes(words: list[str], length: int) -> Tensor:
    """Bytes of the first word, upper-cased, zero-padded to (length,), dtype long."""
    data = words[0].strip().upper().encode("utf-8")[:length] if words else b""
    return torch.tensor([*data, *[0] * (length - len(data))], dtype=torch.long)
