"""The parts of diffusers' FLUX.2-klein pipeline, with types.

diffusers sets a pipeline's parts at run time, so a type checker does not know them.
"""

from typing import Any, Protocol

from torch import Tensor

from pipeline.engines import card


class FluxPipeline(card.Pipeline, Protocol):
    """What this engine uses of diffusers' Flux2KleinPipeline; text_encoder reads the prompt."""

    text_encoder: Any

    def prepare_latents(self, *arguments: Any) -> tuple[Tensor, Tensor]:
        """Noise and the places of its cells, in one row each."""
        ...

    def prepare_image_latents(self, *arguments: Any) -> tuple[Tensor, Tensor]:
        """Photos' latents and the places of their cells, in one row each."""
        ...

    def _unpatchify_latents(self, latents: Tensor) -> Tensor: ...
