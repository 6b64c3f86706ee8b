"""The one stage of FLUX.2-klein: a prompt and photos -> a picture, step by step.

The same steps as diffusers' Flux2KleinPipeline (its own modules, its schedule), as a generator.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from diffusers.pipelines.flux2.pipeline_flux2_klein import compute_empirical_mu
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from pipeline.engines.flux.parts import FluxPipeline

PREVIEW_CELLS = 16  # latent cells of a preview's long side, of 16 pixels each
LEAST_STRENGTH = 1e-3  # of a painting that keeps the photo: a schedule cannot start at 0


class Words(NamedTuple):
    """A prompt as the text encoder reads it: features (1, N, D) and places (1, N, 4)."""

    features: Tensor
    places: Tensor


@dataclass(frozen=True)
class Brief:
    """What to paint. size: (width, height) in pixels, multiples of 32; photos: on the same grid,
    the first is the source. strength below 1 starts from it (SDEdit, Meng et al. 2022) instead of
    from noise."""

    size: tuple[int, int]
    photos: tuple[Image.Image, ...]
    steps: int
    strength: float = 1.0


def read(pipe: FluxPipeline, prompt: str, device: torch.device) -> Words:
    """The prompt through the text encoder, which is on `device`."""
    features, places = pipe.encode_prompt(prompt, device=device)
    return Words(features, places)


def paint(
    pipe: FluxPipeline, brief: Brief, words: Words, generator: torch.Generator
) -> Generator[tuple[Tensor, Tensor], None, None]:
    """Yields (x_t, the predicted x_0) after every step, latents (1, C, H / 16, W / 16)."""
    width, height = brief.size
    transformer = pipe.transformer
    device, dtype = transformer.device, transformer.dtype
    channels = transformer.config.in_channels // 4
    x_t, places = pipe.prepare_latents(1, channels, height, width, dtype, device, generator)
    n, rows = x_t.shape[1], height // 16
    photos = None
    if brief.photos:
        photos, photo_places = _encode(pipe, brief.photos, generator)
        places = torch.cat([places, photo_places], 1)
    timesteps, sigmas = schedule(pipe, n, brief.steps, brief.strength)
    if brief.photos and brief.strength < 1:
        source = brief.photos[0].resize(brief.size, Image.Resampling.LANCZOS)
        x_0, _ = _encode(pipe, (source,), generator)
        x_t = sigmas[0] * x_t + (1 - sigmas[0]) * x_0
    for t, sigma, sigma_next in zip(timesteps, sigmas[:-1], sigmas[1:], strict=True):
        cells = x_t.to(dtype) if photos is None else torch.cat([x_t.to(dtype), photos], 1)
        v = transformer(
            hidden_states=cells,
            timestep=t.expand(1).to(dtype) / 1000,
            encoder_hidden_states=words.features,
            txt_ids=words.places,
            img_ids=places,
            return_dict=False,
        )[0][:, :n].float()
        x_0 = x_t.float() - sigma * v
        x_t = x_t.float() + (sigma_next - sigma) * v
        yield _unpack(x_t, rows), _unpack(x_0, rows)


def schedule(pipe: FluxPipeline, n: int, steps: int, strength: float) -> tuple[Tensor, Tensor]:
    """(steps,) timesteps and (steps + 1,) sigmas for n latent tokens, as the pipeline computes
    them."""
    scheduler = type(pipe.scheduler).from_config(pipe.scheduler.config)
    start = max(strength, LEAST_STRENGTH)
    sigmas = np.linspace(start, start / steps, steps)
    mu = compute_empirical_mu(image_seq_len=n, num_steps=steps)
    scheduler.set_timesteps(sigmas=sigmas, mu=mu, device=pipe.transformer.device)
    return scheduler.timesteps, scheduler.sigmas


def decode(pipe: FluxPipeline, latents: Tensor) -> Image.Image:
    """(1, C, H, W) latents -> a picture of 16 times their size."""
    vae = pipe.vae
    mean = vae.bn.running_mean.view(1, -1, 1, 1)
    std = (vae.bn.running_var.view(1, -1, 1, 1) + vae.config.batch_norm_eps).sqrt()
    latents = pipe._unpatchify_latents(latents.to(vae.dtype) * std + mean)
    pixels = vae.decode(latents.to(vae.dtype), return_dict=False)[0]
    return pipe.image_processor.postprocess(pixels, output_type="pil")[0]


def preview(pipe: FluxPipeline, x_0: Tensor) -> Image.Image:
    """A small picture of unfinished latents: averaged, they decode at a fraction of the cost."""
    scale = min(1.0, PREVIEW_CELLS / max(x_0.shape[-2:]))
    size = [max(1, round(side * scale)) for side in x_0.shape[-2:]]
    return decode(pipe, F.interpolate(x_0, size, mode="area"))


def _encode(
    pipe: FluxPipeline, photos: tuple[Image.Image, ...], generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Photos -> their latents and the places of their cells, in one row each."""
    pixels = [pipe.image_processor.preprocess(photo) for photo in photos]
    device, dtype = pipe.transformer.device, pipe.transformer.dtype
    latents, places = pipe.prepare_image_latents(pixels, 1, generator, device, pipe.vae.dtype)
    return latents.to(dtype), places


def _unpack(latents: Tensor, rows: int) -> Tensor:
    """(1, rows * columns, C) -> (1, C, rows, columns)."""
    return latents.transpose(1, 2).unflatten(2, (rows, -1))
