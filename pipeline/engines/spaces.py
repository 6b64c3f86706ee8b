"""Hugging Face Spaces: a card shared by the second (ZeroGPU), or none at all."""

from collections.abc import Callable
from typing import Any

import torch

from pipeline import settings


def is_zero_gpu() -> bool:
    """Whether this is a Space whose card is lent to one call at a time."""
    return settings.current().zero_gpu


def lend_card(stage: Callable[..., Any], seconds: Callable[..., int]) -> Callable[..., Any]:
    """The stage as a function that has a card for `seconds(*its arguments)`.

    It runs in a process of its own, forked from this one: arguments and results are pickled, so
    they must be on the CPU. For ZeroGPU only, where the package `spaces` is installed.
    """
    import spaces

    return spaces.GPU(duration=seconds)(stage)


def missing_card(name: str) -> str:
    """Why the embedded engine replaces `name` on a Space without a card, in a sentence. "" on a
    Space with one, and on any other machine, where loading the engine raises CardTooSmall."""
    if not settings.current().on_space or is_zero_gpu() or torch.cuda.is_available():
        return ""
    return f"{name} needs a graphics card and this Space has none: the embedded engine serves"
