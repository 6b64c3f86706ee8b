"""Hugging Face Spaces: a shared card by the second (ZeroGPU), or none at all."""

from collections.abc import Callable

import torch

from pipeline import settings


def is_zero_gpu() -> bool:
    """Whether this is a Space whose card is lent to one call at a time."""
    return settings.current().zero_gpu


def lend_card(stage: Callable, seconds: Callable[..., int]) -> Callable:
    """The stage as a call that is lent a card for `seconds(*its arguments)`.

    A lent card comes with a process of its own, forked from this one: arguments and results travel
    pickled, so they must be on the CPU. For ZeroGPU alone, where `spaces` is installed.
    """
    import spaces

    return spaces.GPU(duration=seconds)(stage)


def missing_card(name: str) -> str:
    """Why a Space cannot run the engine `name` and another serves; "" where it can or on any
    other machine, whose user asked for the engine and is told what it needs instead."""
    if not settings.current().on_space or is_zero_gpu() or torch.cuda.is_available():
        return ""
    return f"{name} needs a graphics card and this Space has none: the embedded engine serves"
