"""The words that a prompt asks to see written: they reach the decoder as bytes (glyphs)."""

import re

import torch
from torch import Tensor

# "TEA", 'TEA', typographic and CJK quotes; else what follows "says" and its kin
QUOTED = re.compile(r"[\"“”「『‘]([^\"“”」』’]{1,64})[\"“”」』’]|(?<!\w)'([^']{1,64})'(?!\w)")
BARE = re.compile(r"\b(?:says|saying|reads|reading|labelled|lettered)[:,]?\s+([A-Z0-9]{1,16})\b")


def sign_words(prompt: str) -> list[str]:
    """Words to be drawn as letters, in order: all that is quoted, else capitals after "says"."""
    quoted = [a or b for a, b in QUOTED.findall(prompt)]
    return quoted or BARE.findall(prompt)


def word_bytes(words: list[str], length: int) -> Tensor:
    """Bytes of the first word, upper-cased, zero-padded to (length,), dtype long."""
    data = words[0].strip().upper().encode("utf-8")[:length] if words else b""
    return torch.tensor([*data, *[0] * (length - len(data))], dtype=torch.long)
