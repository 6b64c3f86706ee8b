"""FLUX.2-klein-4B, the quick engine for a small card: 4 steps, and no autoregressive stage.

It shares the journey, not the chain: a text encoder and a diffusion transformer, no image tokens.
"""

import math
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import torch
from diffusers import Flux2KleinPipeline
from diffusers.pipelines.flux2.pipeline_flux2_klein import compute_empirical_mu
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from pipeline.engines import card, spaces, style
from pipeline.engines.base import Capabilities, DecodeProgress, TokenProgress
from pipeline.request import Request

MODEL = "black-forest-labs/FLUX.2-klein-4B"
# Four billion parameters each to read and to paint: 8 and 8 GB in bfloat16, 3 and 3 in 4-bit.
NEEDS = card.Needs(whole=24, staged=12, four_bit=8)
GRID = 32
REFERENCE_PIXELS = 1024 * 1024
PREVIEW_CELLS = 16  # of 16 pixels each

CAPABILITIES = Capabilities(
    tasks=frozenset({"text_to_image", "photo_to_painting", "edit"}),
    min_side=256,
    max_side=2048,
    side_multiple=GRID,
    max_ratio=4.0,
    default_size=(1024, 1024),
    default_photo_side=1024,
    min_steps=1,
    max_steps=12,
    default_steps=4,
    min_guidance=1.0,  # distilled: guidance is built in
    max_guidance=1.0,
    default_guidance=1.0,
    max_references=3,
)


@dataclass(frozen=True)
class Conditioning:
    """What the one stage needs, on the CPU. size: on the grid. photos: the first is the source."""

    request: Request
    prompt: str
    size: tuple[int, int]
    photos: tuple[Image.Image, ...]


class FluxKleinEngine(card.OnCard):
    """FLUX.2-klein behind the Engine protocol; `sample_tokens` has nothing to write."""

    name = "flux-klein"
    capabilities = CAPABILITIES
    networks = ("text_encoder", "transformer", "vae")

    def __init__(
        self,
        pipe: Flux2KleinPipeline,
        source: str = "random weights",
        device: str = "cpu",
        plan: card.Plan = card.WHOLE,
    ) -> None:
        config = pipe.transformer.config
        model = f"FLUX.2-klein ({source}, {plan.name}, no autoregressive stage)"
        super().__init__(
            pipe, model, device, plan, config.num_attention_heads, config.attention_head_dim
        )
        if spaces.is_zero_gpu():
            self.decode = spaces.lend_card(self.decode, paint_seconds)

    @classmethod
    def load(cls, model: str | None = None, device: str | None = None) -> "FluxKleinEngine":
        """The trained model from the hub or a folder, in the way that fits the card.

        Raises CardTooSmall before anything is fetched, WeightsError for a model that is missing,
        gated, incomplete or damaged. `device="cpu"` loads without a card: minutes for a picture.
        """
        plan = card.WHOLE if device == "cpu" else NEEDS.plan("FLUX.2-klein", card.memory())
        device, model = device or "cuda", model or MODEL
        pipe = card.load(Flux2KleinPipeline, model, plan, device, ("text_encoder", "transformer"))
        return cls(pipe, model, device, plan)

    @classmethod
    def tiny(cls, seed: int = 0) -> "FluxKleinEngine":
        """Every part real and very small, with random weights: for tests."""
        from pipeline.engines.flux.tiny import random_pipeline

        return cls(random_pipeline(seed))

    def about(self) -> dict[str, str]:
        """What the page's footer says."""
        return super().about() | {"autoregressive stage": "none"}

    def encode(
        self,
        request: Request,
        photo: Image.Image | None,
        mask: Image.Image | None = None,
        references: tuple[Image.Image, ...] = (),
    ) -> Conditioning:
        """Words and photos, sized: the networks that read them belong to the one stage."""
        del mask  # no task of these capabilities has one
        size = tuple(max(1, round(side / GRID)) * GRID for side in request.size)
        photos = [_fit(each) for each in ([] if photo is None else [photo])]
        photos += [_fit(reference) for reference in references]
        return Conditioning(request, style.instruction(request), size, tuple(photos))

    def sample_tokens(self, conditioning: Conditioning) -> Iterator[TokenProgress]:
        """No autoregressive stage: none of none."""
        yield TokenProgress(0, 0, torch.empty(0, dtype=torch.long))

    @torch.inference_mode()
    def decode(self, conditioning: Conditioning, tokens: Tensor) -> Iterator[DecodeProgress]:
        """The diffusion stage: one step a network call, a preview after each but the last."""
        request = conditioning.request
        generator = torch.Generator().manual_seed(request.seed)
        with card.full_is_said(request.size), closing(self._paint(conditioning, generator)) as run:
            for step, (x_t, x_0) in enumerate(run, start=1):
                last = step == request.steps
                image = self._picture(x_t if last else _small(x_0))
                self.settle()
                yield DecodeProgress(
                    step, request.steps, image.resize(request.size, Image.Resampling.LANCZOS)
                )

    def _paint(
        self, conditioning: Conditioning, generator: torch.Generator
    ) -> Iterator[tuple[Tensor, Tensor]]:
        """Yields (x_t, x_0 as it is foreseen), latents (1, C, H / 16, W / 16): the same steps as
        diffusers' Flux2KleinPipeline, as a generator."""
        pipe, request = self.pipe, conditioning.request
        self.bring("text_encoder")
        words, word_ids = pipe.encode_prompt(conditioning.prompt, device=self.device)
        self.bring("transformer", "vae")
        width, height = conditioning.size
        dtype = pipe.transformer.dtype
        x_t, ids = pipe.prepare_latents(
            1,
            pipe.transformer.config.in_channels // 4,
            height,
            width,
            dtype,
            self.device,
            generator,
        )
        n, rows = x_t.shape[1], height // 16
        all_ids, photos = ids, None
        if conditioning.photos:
            photos, photo_ids = self._see(conditioning.photos, generator)
            all_ids = torch.cat([ids, photo_ids], 1)
        timesteps, sigmas = self._schedule(request, n)
        if conditioning.photos and request.strength < 1:  # SDEdit, Meng et al. 2022
            source = conditioning.photos[0].resize(conditioning.size, Image.Resampling.LANCZOS)
            source, _ = self._see((source,), generator)
            x_t = sigmas[0] * x_t + (1 - sigmas[0]) * source
        for t, sigma, sigma_next in zip(timesteps, sigmas[:-1], sigmas[1:], strict=True):
            seen = x_t.to(dtype) if photos is None else torch.cat([x_t.to(dtype), photos], 1)
            v = pipe.transformer(
                hidden_states=seen,
                timestep=t.expand(1).to(dtype) / 1000,
                encoder_hidden_states=words,
                txt_ids=word_ids,
                img_ids=all_ids,
                return_dict=False,
            )[0][:, :n].float()
            x_0 = x_t.float() - sigma * v
            x_t = x_t.float() + (sigma_next - sigma) * v
            yield _unpack(x_t, rows), _unpack(x_0, rows)

    def _see(
        self, photos: tuple[Image.Image, ...], generator: torch.Generator
    ) -> tuple[Tensor, Tensor]:
        """Photos -> their latents and places in one row each."""
        pipe = self.pipe
        pixels = [pipe.image_processor.preprocess(photo) for photo in photos]
        latents, ids = pipe.prepare_image_latents(pixels, 1, generator, self.device, pipe.vae.dtype)
        return latents.to(pipe.transformer.dtype), ids

    def _schedule(self, request: Request, n: int) -> tuple[Tensor, Tensor]:
        """(steps,) timesteps and (steps + 1,) sigmas for n latent tokens."""
        scheduler = type(self.pipe.scheduler).from_config(self.pipe.scheduler.config)
        start = max(request.strength, 1e-3) if request.photo is not None else 1.0
        sigmas = np.linspace(start, start / request.steps, request.steps)
        mu = compute_empirical_mu(image_seq_len=n, num_steps=request.steps)
        scheduler.set_timesteps(sigmas=sigmas, mu=mu, device=self.device)
        return scheduler.timesteps, scheduler.sigmas

    def _picture(self, latents: Tensor) -> Image.Image:
        """(1, C, H, W) latents -> a picture of 16 times their size."""
        pipe, vae = self.pipe, self.pipe.vae
        mean = vae.bn.running_mean.view(1, -1, 1, 1)
        std = (vae.bn.running_var.view(1, -1, 1, 1) + vae.config.batch_norm_eps).sqrt()
        latents = pipe._unpatchify_latents(latents.to(vae.dtype) * std + mean)
        pixels = vae.decode(latents.to(vae.dtype), return_dict=False)[0]
        return pipe.image_processor.postprocess(pixels, output_type="pil")[0]


def paint_seconds(conditioning: Conditioning, tokens: Tensor) -> int:
    """Seconds of a lent card: 2 s a step at 1,024 pixels square with photos, and 20 s to get the
    weights there. A guess on the safe side, not measured."""
    width, height = conditioning.size
    return 20 + math.ceil(conditioning.request.steps * 2 * (width * height / 1024**2) ** 1.2)


def _unpack(latents: Tensor, rows: int) -> Tensor:
    """(1, rows * columns, C) -> (1, C, rows, columns)."""
    return latents.transpose(1, 2).unflatten(2, (rows, -1))


def _small(x_0: Tensor) -> Tensor:
    """Averaged latents decode to a small picture at a fraction of the cost: a preview."""
    scale = min(1.0, PREVIEW_CELLS / max(x_0.shape[-2:]))
    size = [max(1, round(side * scale)) for side in x_0.shape[-2:]]
    return F.interpolate(x_0, size, mode="area")


def _fit(photo: Image.Image) -> Image.Image:
    """A photo at its own ratio, on the grid, of at most about a megapixel (the model's own cap)."""
    scale = min(1.0, (REFERENCE_PIXELS / (photo.width * photo.height)) ** 0.5)
    size = (max(1, round(side * scale / GRID)) * GRID for side in photo.size)
    return photo.resize(tuple(size), Image.Resampling.LANCZOS)
