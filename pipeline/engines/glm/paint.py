"""The diffusion stage: tokens, glyphs and photos -> a picture, step by step.

The same steps as diffusers' GlmImagePipeline (its own modules, its schedule), as a generator.
"""

import math
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from diffusers import FirstBlockCacheConfig
from diffusers.hooks import _helpers as hooks
from diffusers.models.transformers.transformer_glm_image import (
    GlmImageKVCache,
    GlmImageTransformerBlock,
)
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from pipeline.engines.glm.parts import GlmPipeline
from pipeline.model.reading.quotes import quotations

# How much the first block's residual may have moved since the last full step for the other blocks
# to be skipped (ParaAttention's first-block cache; 0.05 is diffusers' own default). What the two
# cost in quality has not been measured: that takes the published weights.
THRESHOLDS: dict[str, float | None] = {"exact": None, "balanced": 0.05, "fast": 0.12}
PREVIEWS = 8  # pictures of unfinished steps, evenly spread
PREVIEW_CELLS = 32  # latent cells of a preview's long side: 256 pixels


# The order of glyphs that the weights know, by the mark that opens them: '…', “…”, "…", 「…」 (with
# the marks that the published pipeline does not search).
MARKS = "'‘‚‛❛‹›“„‟”❝〝«»\"＂「『《〈"


@dataclass(frozen=True)
class Brief:
    """What to paint. codes (rows, columns) and the photos' codes: one for each 32-pixel cell.

    prompt: only its quoted words reach this stage. strength below 1 starts from the first photo
    (SDEdit, Meng et al. 2022) instead of from noise.
    """

    prompt: str
    codes: Tensor
    photos: tuple[Image.Image, ...]
    photo_codes: tuple[Tensor, ...]
    steps: int
    guidance: float
    strength: float = 1.0
    together: bool = True  # both branches of classifier-free guidance in one batch


def quoted_words(prompt: str) -> list[str]:
    """The words to be written in the picture: those in quotation marks of any language."""
    found = sorted(quotations(prompt), key=lambda quoted: MARKS.index(prompt[quoted.start]))
    return [quoted.text for quoted in found]


def paint(
    pipe: GlmPipeline, brief: Brief, generator: torch.Generator, quality: str = "exact"
) -> Generator[tuple[Tensor, Tensor], None, None]:
    """Yields (x_t, the predicted x_0) after every step, latents (1, C, H / 8, W / 8)."""
    transformer = pipe.transformer
    sources = [_encode(pipe, *both) for both in zip(brief.photos, brief.photo_codes, strict=True)]
    shape = [side * 32 // pipe.vae_scale_factor for side in brief.codes.shape]
    timesteps, sigmas = schedule(pipe, shape, brief.steps, brief.strength)
    x_t = torch.randn(
        (1, transformer.config.in_channels, *shape), generator=generator, dtype=transformer.dtype
    ).to(transformer.device)
    if brief.strength < 1:
        x_t = sigmas[0] * x_t + (1 - sigmas[0]) * sources[0]
    velocity = Velocity(pipe, brief, sources)
    threshold = THRESHOLDS[quality]
    if threshold is not None:
        _register_block()
        transformer.enable_cache(FirstBlockCacheConfig(threshold))
    try:
        for t, sigma, sigma_next in zip(timesteps, sigmas[:-1], sigmas[1:], strict=True):
            v = velocity(x_t, t)
            x_0 = x_t.float() - sigma * v
            x_t = x_t.float() + (sigma_next - sigma) * v
            yield x_t, x_0
    finally:
        if threshold is not None:
            transformer.disable_cache()


def schedule(
    pipe: GlmPipeline, shape: Sequence[int], steps: int, strength: float
) -> tuple[Tensor, Tensor]:
    """(steps,) timesteps and (steps + 1,) sigmas, as the pipeline computes them."""
    scheduler = type(pipe.scheduler).from_config(pipe.scheduler.config)
    config = scheduler.config
    cells = shape[0] * shape[1] // pipe.transformer.config.patch_size**2
    shift = (cells / config.base_image_seq_len) ** 0.5 * config.max_shift + config.base_shift
    train = config.num_train_timesteps
    timesteps = np.linspace(max(train * strength, 1.0), 1.0, steps + 1)[:-1]
    timesteps = timesteps.astype(np.int64).astype(np.float32)
    device = pipe.transformer.device
    scheduler.set_timesteps(timesteps=timesteps, sigmas=timesteps / train, mu=shift, device=device)
    return scheduler.timesteps, scheduler.sigmas


class Velocity:
    """The guided prediction v(x_t, t). Both branches of classifier-free guidance share a batch
    where their texts have one length and there are no photos, to which only one attends."""

    def __init__(self, pipe: GlmPipeline, brief: Brief, sources: list[Tensor]) -> None:
        self.transformer = pipe.transformer
        self.guidance, self.together = brief.guidance, brief.together
        device, dtype = self.transformer.device, self.transformer.dtype
        # The pipeline searches quoted words itself and takes apostrophes for quotes. So it gets
        # our words, in the one pair of quotes that cannot be mistaken.
        glyphs = "".join(f"「{word}」" for word in quoted_words(brief.prompt))
        self.words, self.no_words = pipe.encode_prompt(
            glyphs, brief.guidance > 1, device=device, dtype=dtype
        )
        self.codes = _upsample(brief.codes).to(device)
        height, width = (side * 32 for side in brief.codes.shape)
        self.size = torch.tensor([[height, width]], dtype=dtype, device=device)
        self.photos = _remember(self, sources, brief.photo_codes) if sources else None

    def __call__(self, x_t: Tensor, t: Tensor) -> Tensor:
        x_t = x_t.to(self.transformer.dtype)
        if self.no_words is None:
            return self._call(x_t, t, self.words, [False], "read")
        alike = self.photos is None and self.words.shape == self.no_words.shape
        if self.together and alike:
            words = torch.cat([self.words, self.no_words])
            cond, uncond = self._call(x_t, t, words, [False, True], "read").chunk(2)
        else:
            cond = self._call(x_t, t, self.words, [False], "read")
            uncond = self._call(x_t, t, self.no_words, [True], "skip")
        return uncond + self.guidance * (cond - uncond)

    def _call(self, x_t: Tensor, t: Tensor, words: Tensor, drop: list[bool], mode: str) -> Tensor:
        """One forward with a row for each of `drop`: whether the tokens are dropped there."""
        rows = len(drop)
        if self.photos is not None:
            self.photos.set_mode(mode)
        codes = self.codes.expand(rows, -1)
        dropped = torch.tensor(drop, device=codes.device)[:, None].expand_as(codes)
        with self._context("cond" if mode == "read" else "uncond"):
            return self.transformer(
                hidden_states=x_t.expand(rows, -1, -1, -1),
                encoder_hidden_states=words,
                prior_token_id=codes,
                prior_token_drop=dropped,
                timestep=t.expand(rows) - 1,
                target_size=self.size.expand(rows, -1),
                crop_coords=torch.zeros_like(self.size).expand(rows, -1),
                return_dict=False,
                kv_caches=self.photos,
            )[0].float()

    def _context(self, name: str) -> AbstractContextManager:
        cached = self.transformer.is_cache_enabled
        return self.transformer.cache_context(name) if cached else nullcontext()


def _remember(
    velocity: Velocity, sources: list[Tensor], photo_codes: tuple[Tensor, ...]
) -> GlmImageKVCache:
    """Keys and values of the photos, once for all steps. Runs before the block cache is on: that
    would skip a second photo's blocks, and with them its keys."""
    transformer, words = velocity.transformer, velocity.words
    memory = GlmImageKVCache(num_layers=transformer.config.num_layers)
    memory.set_mode("write")
    for source, codes in zip(sources, photo_codes, strict=True):
        codes = _upsample(codes).to(words.device)
        height, width = source.shape[-2] * 8, source.shape[-1] * 8
        transformer(
            hidden_states=source,
            encoder_hidden_states=words[:1, :0],
            prior_token_id=codes,
            prior_token_drop=torch.zeros_like(codes, dtype=torch.bool),
            timestep=torch.zeros(1, device=words.device),
            target_size=torch.tensor([[height, width]], device=words.device),
            crop_coords=torch.zeros(1, 2, device=words.device),
            kv_caches=memory,
        )
    memory.next_sample()
    return memory


def _register_block() -> None:
    """diffusers 0.42 does not list GLM-Image among the models its first-block cache knows."""
    hooks.TransformerBlockRegistry.register(
        GlmImageTransformerBlock,
        hooks.TransformerBlockMetadata(
            return_hidden_states_index=0, return_encoder_hidden_states_index=1
        ),
    )


def _upsample(codes: Tensor) -> Tensor:
    """(rows, columns) codes of 32 pixels -> (1, 4 * rows * columns) of the DiT's 16."""
    return codes.repeat_interleave(2, 0).repeat_interleave(2, 1).reshape(1, -1)


def _statistics(pipe: GlmPipeline) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation of the latents, (1, C, 1, 1) each."""
    mean, std = (
        torch.tensor(values, device=pipe.vae.device, dtype=pipe.vae.dtype).view(1, -1, 1, 1)
        for values in (pipe.vae.config.latents_mean, pipe.vae.config.latents_std)
    )
    return mean, std


def _encode(pipe: GlmPipeline, photo: Image.Image, codes: Tensor) -> Tensor:
    """A photo at the size of its codes -> latents (1, C, rows * 4, columns * 4)."""
    rows, columns = codes.shape
    pixels = pipe.image_processor.preprocess(photo, height=rows * 32, width=columns * 32)
    mean, std = _statistics(pipe)
    latents = pipe.vae.encode(pixels.to(pipe.vae.device, pipe.vae.dtype)).latent_dist.mode()
    return ((latents - mean) / std).to(pipe.transformer.dtype)


def decode(pipe: GlmPipeline, latents: Tensor) -> Image.Image:
    """(1, C, H, W) latents -> a picture of 8 times their size."""
    mean, std = _statistics(pipe)
    pixels = pipe.vae.decode(latents.to(pipe.vae.dtype) * std + mean, return_dict=False)[0]
    return pipe.image_processor.postprocess(pixels, output_type="pil")[0]


def preview(pipe: GlmPipeline, x_0: Tensor) -> Image.Image:
    """A small picture of unfinished latents: averaged, they decode at a fraction of the cost."""
    scale = min(1.0, PREVIEW_CELLS / max(x_0.shape[-2:]))
    size = [max(1, round(side * scale)) for side in x_0.shape[-2:]]
    return decode(pipe, F.interpolate(x_0, size, mode="area"))


def is_preview_step(step: int, steps: int, previews: int) -> bool:
    """Whether `step` of `steps` (from 1) is one of the `previews` that have a preview."""
    return previews > 0 and step < steps and step % math.ceil(steps / previews) == 0
