"""FLUX.2-klein-4B, the fast engine for a small card: 4 steps, and no autoregressive stage.

A text encoder and a diffusion transformer, without image tokens: the journey is the same, but its
token stage is empty.
"""

import math
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

import torch
from diffusers import Flux2KleinPipeline
from PIL import Image
from torch import Tensor

from pipeline.engines import card, style
from pipeline.engines.base import (
    NO_THINGS,
    Capabilities,
    DecodeProgress,
    Things,
    TokenProgress,
)
from pipeline.engines.flux import paint
from pipeline.engines.flux.parts import FluxPipeline
from pipeline.errors import RequestError
from pipeline.request import CompleteRequest

MODEL = "black-forest-labs/FLUX.2-klein-4B"
# Four billion parameters each to read and to paint: 8 and 8 GB in bfloat16, 3 and 3 in 4-bit.
NEEDS = card.Needs(whole=24, staged=12, four_bit=8)
READER, PAINTERS = "text_encoder", ("transformer", "vae")
GRID = 32
REFERENCE_PIXELS = 1024 * 1024

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

    request: CompleteRequest
    prompt: str
    size: tuple[int, int]
    photos: tuple[Image.Image, ...]


class FluxKleinEngine(card.OnCard[FluxPipeline]):
    """FLUX.2-klein behind the Engine protocol; `sample_tokens` has nothing to write."""

    name = "flux-klein"
    capabilities = CAPABILITIES
    networks = (READER, *PAINTERS)

    def __init__(
        self,
        pipe: FluxPipeline,
        source: str = "random weights",
        device: str = "cpu",
        plan: card.Plan = card.WHOLE,
    ) -> None:
        model = f"FLUX.2-klein ({source}, {plan.name}, no autoregressive stage)"
        super().__init__(pipe, model, device, plan)
        self.lend_card(decode=paint_seconds)

    @classmethod
    def load(cls, model: str | None = None, device: str | None = None) -> "FluxKleinEngine":
        """The trained model from the hub or a folder, in the way that fits the card.

        Raises CardTooSmall before anything is fetched, WeightsError for a model that is missing,
        gated, incomplete or damaged. `device="cpu"` loads without a card: minutes for a picture.
        """
        plan = card.WHOLE if device == "cpu" else NEEDS.plan("FLUX.2-klein", card.memory())
        device, model = device or "cuda", model or MODEL
        pipe = card.load(Flux2KleinPipeline, model, plan, device, (READER, "transformer"))
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
        request: CompleteRequest,
        photo: Image.Image | None,
        mask: Image.Image | None = None,
        references: tuple[Image.Image, ...] = (),
        things: Things = NO_THINGS,
    ) -> Conditioning:
        """Prompt and photos, resized: the networks that read them belong to the one stage."""
        del mask  # no task of these capabilities has one
        if things:
            raise RequestError("things_not_painted")
        photos = [_fit(each) for each in ([] if photo is None else [photo])]
        photos += [_fit(reference) for reference in references]
        size = _on_grid(*request.size)
        return Conditioning(request, style.instruction(request), size, tuple(photos))

    def sample_tokens(self, conditioning: Conditioning) -> Generator[TokenProgress, None, None]:
        """No autoregressive stage: none of none."""
        yield TokenProgress(0, 0, torch.empty(0, dtype=torch.long))

    @torch.inference_mode()
    def decode(
        self, conditioning: Conditioning, tokens: Tensor
    ) -> Generator[DecodeProgress, None, None]:
        """The diffusion stage: one step a network call, a preview after each but the last."""
        request, photos = conditioning.request, conditioning.photos
        strength = request.strength if photos else 1.0
        brief = paint.Brief(conditioning.size, photos, request.steps, strength)
        generator = torch.Generator().manual_seed(request.seed)
        with card.memory_errors(request.size):
            self.bring(READER)
            words = paint.read(self.pipe, conditioning.prompt, self.device)
            self.bring(*PAINTERS)
            with closing(paint.paint(self.pipe, brief, words, generator)) as stage:
                for step, (x_t, x_0) in enumerate(stage, start=1):
                    last = step == request.steps
                    image = paint.decode(self.pipe, x_t) if last else paint.preview(self.pipe, x_0)
                    self.settle()
                    image = image.resize(request.size, Image.Resampling.LANCZOS)
                    yield DecodeProgress(step, request.steps, image)


def paint_seconds(conditioning: Conditioning, tokens: Tensor) -> int:
    """Seconds of a lent card: 2 s a step at 1,024 pixels square with photos, and 20 s to load the
    weights there. A guess on the safe side, not measured."""
    width, height = conditioning.size
    return 20 + math.ceil(conditioning.request.steps * 2 * (width * height / 1024**2) ** 1.2)


def _on_grid(width: float, height: float) -> tuple[int, int]:
    """The multiples of 32 next to (width, height)."""
    return max(1, round(width / GRID)) * GRID, max(1, round(height / GRID)) * GRID


def _fit(photo: Image.Image) -> Image.Image:
    """A photo at its own ratio, on the grid, of at most about a megapixel (the model's own cap)."""
    scale = min(1.0, (REFERENCE_PIXELS / (photo.width * photo.height)) ** 0.5)
    size = _on_grid(photo.width * scale, photo.height * scale)
    return photo.resize(size, Image.Resampling.LANCZOS)
