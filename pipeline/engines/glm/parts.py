"""The parts of diffusers' GLM-Image pipeline, with types.

diffusers sets a pipeline's parts at run time, so a type checker does not know them.
"""

from typing import Any, Protocol

from transformers import GlmImageForConditionalGeneration

from pipeline.engines import card


class GlmPipeline(card.Pipeline, Protocol):
    """What this engine uses of diffusers' GlmImagePipeline.

    vision_language_encoder: the autoregressive transformer. processor: chat template, tokenizer
    and image sizes. vae_scale_factor: pixels of a latent cell's side.
    """

    vision_language_encoder: GlmImageForConditionalGeneration
    processor: Any
    vae_scale_factor: int
