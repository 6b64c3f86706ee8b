"""The GLM-Image engine: where the two stages meet the card, the request and the journey."""

import math
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass

import torch
from diffusers import GlmImagePipeline
from PIL import Image
from torch import Tensor

from pipeline.engines import card, spaces, style
from pipeline.engines.base import (
    NO_THINGS,
    Capabilities,
    DecodeProgress,
    Things,
    TokenProgress,
)
from pipeline.engines.glm import paint, tokens
from pipeline.engines.glm.parts import GlmPipeline
from pipeline.errors import RequestError
from pipeline.request import CompleteRequest

MODEL = "zai-org/GLM-Image"
# Ten billion parameters of tokens, seven of painting: 20 and 15 GB in bfloat16, 7 and 5 in 4-bit.
NEEDS = card.Needs(whole=48, staged=24, four_bit=12)
WRITER, PAINTERS = "vision_language_encoder", ("text_encoder", "transformer", "vae")
ENCODE_SECONDS = 30  # of a lent card: loading ten billion parameters there
CELL = 32  # pixels of a token's side
MAX_RATIO = 4.0  # of the published processor
REFERENCE_PIXELS = 1024 * 1024

CAPABILITIES = Capabilities(
    tasks=frozenset({"text_to_image", "photo_to_painting", "edit"}),
    min_side=256,
    max_side=2048,
    side_multiple=CELL,
    max_ratio=MAX_RATIO,
    default_size=(1024, 1024),
    default_photo_side=1024,
    min_steps=1,
    max_steps=100,
    default_steps=50,
    min_guidance=1.0,
    max_guidance=5.0,
    default_guidance=1.5,
    max_references=3,
)


@dataclass(frozen=True)
class Conditioning:
    """What both stages need, on the CPU. photos are sized, photo_codes (rows, columns) each."""

    request: CompleteRequest
    prompt: str
    prefix: tokens.Prefix
    photos: tuple[Image.Image, ...]
    photo_codes: tuple[Tensor, ...]


class GlmImageEngine(card.OnCard[GlmPipeline]):
    """GLM-Image behind the Engine protocol, one request at a time (`lock`)."""

    name = "glm-image"
    capabilities = CAPABILITIES
    networks = (WRITER, *PAINTERS)

    def __init__(
        self,
        pipe: GlmPipeline,
        source: str = "random weights",
        quality: str = "balanced",
        device: str = "cpu",
        plan: card.Plan = card.WHOLE,
    ) -> None:
        """quality: "exact" runs every block at every step, "balanced" and "fast" skip some that
        would change little. The pipeline is on `device`, with a staged plan in memory. Raises
        RequestError for an unknown quality."""
        if quality not in paint.THRESHOLDS:
            allowed = ", ".join(paint.THRESHOLDS)
            raise RequestError("quality", allowed=allowed, value=quality)
        super().__init__(pipe, f"GLM-Image ({source}, {plan.name}, {quality})", device, plan)
        self.quality, self.previews = quality, paint.PREVIEWS
        resident = self.device.type == "cuda" and not plan.staged and not spaces.is_zero_gpu()
        self.writer = tokens.Writer(pipe.vision_language_encoder, graph=resident)
        self.lend_card(
            encode=lambda *_, **__: ENCODE_SECONDS,
            sample_tokens=token_seconds,
            decode=paint_seconds,
        )

    @classmethod
    def load(
        cls, model: str | None = None, quality: str | None = None, device: str | None = None
    ) -> "GlmImageEngine":
        """The trained model from the hub or a folder, in the way that fits the card.

        Raises CardTooSmall before anything is fetched, WeightsError for a model that is missing,
        gated, incomplete or damaged. `device="cpu"` loads without a card: hours for a picture.
        """
        plan = card.WHOLE if device == "cpu" else NEEDS.plan("GLM-Image", card.memory())
        device, model = device or "cuda", model or MODEL
        pipe = card.load(GlmImagePipeline, model, plan, device, (WRITER, "transformer"))
        return cls(pipe, model, quality or "balanced", device, plan)

    @classmethod
    def tiny(cls, seed: int = 0, quality: str = "exact") -> "GlmImageEngine":
        """Every part real and very small, with random weights: for tests."""
        from pipeline.engines.glm.tiny import random_pipeline

        return cls(random_pipeline("tiny", seed), quality=quality)

    def about(self) -> dict[str, str]:
        """What the page's footer says."""
        return super().about() | {"words in the picture": 'put them in "quotes"'}

    @torch.inference_mode()
    def encode(
        self,
        request: CompleteRequest,
        photo: Image.Image | None,
        mask: Image.Image | None = None,
        references: tuple[Image.Image, ...] = (),
        things: Things = NO_THINGS,
    ) -> Conditioning:
        """Prompt and photos -> the transformer's prefix. The first photo gives the picture's grid;
        up to three references keep their own ratio at one megapixel."""
        del mask  # no task of these capabilities has one
        if things:
            raise RequestError("things_not_painted")
        size = _on_grid(*request.size)
        photos = [] if photo is None else [photo.resize(size, Image.Resampling.LANCZOS)]
        photos += [_fit(reference) for reference in references]
        prompt = style.instruction(request)
        with card.memory_errors(request.size):
            self.bring(WRITER)
            prefix, codes = tokens.read(self.pipe, prompt, photos, size)
        return Conditioning(request, prompt, prefix, tuple(photos), tuple(codes))

    def sample_tokens(self, conditioning: Conditioning) -> Generator[TokenProgress, None, None]:
        """The autoregressive stage: the draft's tokens, then the picture's, one step each."""
        request, prefix = conditioning.request, conditioning.prefix
        model = self.pipe.vision_language_encoder
        codes: list[Tensor] = []
        with card.memory_errors(request.size):
            self.bring(WRITER)
            generator = torch.Generator(self.device).manual_seed(request.seed)
            with closing(self.writer.write(prefix, tokens.sampler(model, generator))) as stage:
                for code in stage:
                    codes.append(code)
                    self.settle()
                    done = len(codes) == prefix.total
                    written = torch.cat(codes, 1)[0].cpu() if done else None
                    yield TokenProgress(len(codes), prefix.total, written)

    @torch.inference_mode()
    def decode(
        self, conditioning: Conditioning, tokens: Tensor
    ) -> Generator[DecodeProgress, None, None]:
        """The diffusion stage: one step a network call, with a few previews."""
        request, (rows, columns) = conditioning.request, conditioning.prefix.grid
        brief = paint.Brief(
            conditioning.request.prompt,
            tokens[-rows * columns :].view(rows, columns),
            conditioning.photos,
            conditioning.photo_codes,
            request.steps,
            request.guidance,
            strength=request.strength if conditioning.photos else 1.0,
            together=not self.plan.staged,
        )
        generator = torch.Generator().manual_seed(request.seed)
        with card.memory_errors(request.size):
            if self.plan.staged:
                self.writer.forget()
            self.bring(*PAINTERS)
            with closing(paint.paint(self.pipe, brief, generator, self.quality)) as stage:
                for step, (x_t, x_0) in enumerate(stage, start=1):
                    image = None
                    if step == request.steps:
                        image = paint.decode(self.pipe, x_t)
                    elif paint.is_preview_step(step, request.steps, self.previews):
                        image = paint.preview(self.pipe, x_0)
                    if image is not None and image.size != request.size:
                        image = image.resize(request.size, Image.Resampling.LANCZOS)
                    self.settle()
                    yield DecodeProgress(step, request.steps, image)


def token_seconds(conditioning: Conditioning) -> int:
    """Seconds of a lent card for the tokens: the authors' 32 s for 1,280 of them on an H100, half
    as much again, and 15 s to load the weights there."""
    return 15 + math.ceil(conditioning.prefix.total * 0.025 * 1.5)


def paint_seconds(conditioning: Conditioning, tokens: Tensor) -> int:
    """Likewise for the painting: 0.6 s a step at 1,024 pixels square, growing with the area and,
    for attention, a little faster."""
    width, height = conditioning.request.size
    return 15 + math.ceil(
        conditioning.request.steps * 0.6 * 1.5 * (width * height / 1024**2) ** 1.2
    )


def _on_grid(width: float, height: float) -> tuple[int, int]:
    """The multiples of 32 next to (width, height), at most 4 times as long as wide."""
    columns, rows = (max(1, round(side / CELL)) for side in (width, height))
    least = math.ceil(max(columns, rows) / MAX_RATIO)
    return max(columns, least) * CELL, max(rows, least) * CELL


def _fit(photo: Image.Image) -> Image.Image:
    """A reference at its own ratio, on the grid, of at most about a megapixel."""
    scale = min(1.0, (REFERENCE_PIXELS / (photo.width * photo.height)) ** 0.5)
    size = _on_grid(photo.width * scale, photo.height * scale)
    return photo.resize(size, Image.Resampling.LANCZOS)
