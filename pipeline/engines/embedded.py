"""The embedded engine: the whole chain on a laptop's CPU, its weights in this repository."""

import platform
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from pipeline.engines.base import Capabilities, DecodeProgress, TokenProgress
from pipeline.model import attention, flow, weights
from pipeline.model.config import PRESETS, EmbeddedConfig
from pipeline.model.decoder import Decoder
from pipeline.model.image_tokenizer import ImageTokenizer, grid_for
from pipeline.model.sampling import Sampling, sample
from pipeline.model.sequence import Sequence, Special, picture, words
from pipeline.model.text_tokenizer import TextTokenizer
from pipeline.model.transformer import Transformer
from pipeline.model.upscaler import Upscaler
from pipeline.model.words import sign_words, word_bytes
from pipeline.request import Request

WEIGHTS = Path(__file__).parents[2] / "assets" / "weights"

CAPABILITIES = Capabilities(
    tasks=frozenset({"text_to_image", "photo_to_painting"}),
    min_side=256,
    max_side=1024,
    side_multiple=32,
    max_ratio=2.0,
    default_size=(512, 512),
    default_photo_side=768,
    min_steps=1,
    max_steps=20,
    default_steps=4,
    min_guidance=1.0,
    max_guidance=8.0,
    default_guidance=3.0,
)


@dataclass(frozen=True)
class Conditioning:
    """What both stages need. source (1, 3, H, W) in [-1, 1] is the photo at the decoder's size."""

    request: Request
    with_text: Sequence
    without_text: Sequence
    grid: tuple[int, int]
    glyphs: Tensor
    source: Tensor | None


class EmbeddedEngine:
    """Tokenizer, transformer, decoder and upscaler behind the Engine protocol."""

    name = "embedded"
    capabilities = CAPABILITIES

    def __init__(
        self,
        config: EmbeddedConfig,
        text: TextTokenizer,
        upscaler: Upscaler,
        device: str = "cpu",
        version: str = "untrained",
    ) -> None:
        self.config, self.text, self.device = config, text, torch.device(device)
        self.model = f"Enogu embedded {config.name}, {version}"
        self.lock = threading.Lock()
        self.tokenizer = ImageTokenizer(config.tokenizer)
        self.transformer = Transformer(config.transformer, config.tokenizer.codebook_size)
        self.decoder = Decoder(config.decoder, len(config.tokenizer.levels))
        self.upscaler = upscaler.to(self.device)
        for network in self.networks.values():
            network.eval().requires_grad_(False).to(self.device)
        self.decoder.to(memory_format=torch.channels_last)

    @property
    def networks(self) -> dict[str, torch.nn.Module]:
        """The trained networks, under the names their weights have on disk."""
        return {
            "tokenizer": self.tokenizer,
            "transformer": self.transformer,
            "decoder": self.decoder,
        }

    @classmethod
    def load(cls, folder: Path | str | None = None, device: str | None = None) -> "EmbeddedEngine":
        """The trained engine. Raises WeightsError when weights are missing or damaged."""
        folder = Path(folder or WEIGHTS)
        state, manifest = weights.load_weights(folder)
        device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        try:
            text = TextTokenizer.load(folder / "text_tokenizer.json")
            upscaler = Upscaler.load(folder / "upscaler.safetensors")
        except Exception as error:  # the tokenizers library raises bare Exception
            raise weights.WeightsError(
                f"{folder} lacks a part or holds a damaged one ({error}): fetch it again"
            ) from error
        engine = cls(
            EmbeddedConfig.from_dict(manifest["config"]),
            text,
            upscaler,
            device,
            manifest["version"],
        )
        for name, network in engine.networks.items():
            prefix = f"{name}."
            network.load_state_dict(
                {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
            )
        return engine

    @classmethod
    def tiny(cls, seed: int = 0) -> "EmbeddedEngine":
        """Every part real and very small, with random weights: for tests."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            text = TextTokenizer.train(["a red lantern beside a blue house"], 260)
            engine = cls(PRESETS["tiny"], text, Upscaler(width=8, depth=1).eval())
            for network in engine.networks.values():
                # Layers that begin at zero would make every seed's picture the same.
                for parameter in network.parameters():
                    if parameter.ndim > 1 and not parameter.any():
                        torch.nn.init.normal_(parameter, std=0.05)
        return engine

    def about(self) -> dict[str, str]:
        """What the page's footer says."""
        return {
            "engine": self.name,
            "model": self.model,
            "device": str(self.device),
            "attention": attention.backend(self.device.type),
            "torch": torch.__version__,
            "python": platform.python_version(),
        }

    @torch.inference_mode()
    def encode(self, request: Request, photo: Image.Image | None) -> Conditioning:
        """Text and photo -> prefixes of the one sequence, with and without the words."""
        width, height = request.size
        grid = grid_for(width / height, self.config.cells)
        vocabulary = self.transformer.vocabulary
        ids = self.text.encode(request.prompt, self.config.transformer.max_text)
        target = picture(vocabulary, Special.IMAGE, torch.zeros(grid, dtype=torch.long), 0)
        with_text = words(vocabulary, Special.TEXT, ids) + target
        without_text = words(vocabulary, Special.TEXT, []) + target
        source = None
        if photo is not None:
            pixels = self._pixels(photo)
            seen = picture(vocabulary, Special.SOURCE, self.tokenizer.encode(pixels, grid)[0])
            with_text, without_text = seen + with_text, seen + without_text
            source = self._fit(pixels * 2 - 1, (height, width))
        written = sign_words(request.prompt) if photo is None else []
        glyphs = word_bytes(written, self.config.decoder.max_glyphs)[None].to(self.device)
        return Conditioning(request, with_text, without_text, grid, glyphs, source)

    def sample_tokens(self, conditioning: Conditioning) -> Iterator[TokenProgress]:
        """The autoregressive stage: one step a token."""
        request, grid = conditioning.request, conditioning.grid
        generator = torch.Generator().manual_seed(request.seed)
        codes: list[int] = []
        total = grid[0] * grid[1]
        for code in sample(
            self.transformer,
            conditioning.with_text,
            conditioning.without_text,
            grid,
            Sampling(guidance=request.guidance),
            generator,
        ):
            codes.append(code)
            tokens = torch.tensor(codes).view(grid) if len(codes) == total else None
            yield TokenProgress(len(codes), total, tokens)

    @torch.inference_mode()
    def decode(self, conditioning: Conditioning, tokens: Tensor) -> Iterator[DecodeProgress]:
        """The diffusion stage: one step a network call, then the upscaler."""
        request, source = conditioning.request, conditioning.source
        values = self.tokenizer.fsq.values(tokens[None].to(self.device))
        generator = torch.Generator().manual_seed(request.seed)
        start = self._start(conditioning, generator)

        def predict(x_t: Tensor, t: Tensor) -> Tensor:
            x_t = x_t.contiguous(memory_format=torch.channels_last)
            words = conditioning.glyphs if source is None else None
            return self.decoder(x_t, t, values, source, words)

        steps = flow.denoise(predict, start, flow.timesteps(request.steps))
        for step, (x_t, x_0) in enumerate(steps, start=1):
            if step < request.steps:
                yield DecodeProgress(step, request.steps, self._preview(x_0, request))
            else:
                yield DecodeProgress(step, step, self._finish(x_t, conditioning))

    def _start(self, conditioning: Conditioning, generator: torch.Generator) -> Tensor:
        """x_1: unit noise, or the noised photo."""
        source = conditioning.source
        patch = self.config.tokenizer.patch
        shape = (
            (1, 3, *(cells * patch for cells in conditioning.grid))
            if source is None
            else source.shape
        )
        noise = torch.randn(shape, generator=generator).to(self.device)
        return noise if source is None else source + flow.BRIDGE_NOISE * noise

    def _fit(self, pixels: Tensor, size: tuple[int, int]) -> Tensor:
        """Resized to the multiple of the U-Net's coarsest cell next to `size` (height, width)."""
        cell = self.config.decoder.patch * 2 ** (len(self.config.decoder.widths) - 1)
        sides = tuple(max(1, round(side / cell)) * cell for side in size)
        return F.interpolate(pixels, sides, mode="bicubic", antialias=True).clamp(-1, 1)

    def _preview(self, x_0: Tensor, request: Request) -> Image.Image:
        return _image(x_0 / 2 + 0.5).resize(request.size, Image.Resampling.BICUBIC)

    def _finish(self, x_0: Tensor, conditioning: Conditioning) -> Image.Image:
        """The picture at its final size: a scene upscaled, a painting mixed with its photo."""
        request, source = conditioning.request, conditioning.source
        if source is None:
            painted = self.upscaler((x_0 / 2 + 0.5).clamp(0, 1))
        else:
            painted = source.lerp(x_0, request.strength) / 2 + 0.5
        return _image(painted).resize(request.size, Image.Resampling.LANCZOS)

    def _pixels(self, photo: Image.Image) -> Tensor:
        """(1, 3, H, W) in [0, 1]."""
        array = torch.from_numpy(np.array(photo.convert("RGB")))
        return array.permute(2, 0, 1)[None].float().to(self.device) / 255


def _image(pixels: Tensor) -> Image.Image:
    """(1, 3, H, W) in about [0, 1] -> a picture."""
    array = (pixels[0].clamp(0, 1) * 255).round().byte().permute(1, 2, 0).cpu().numpy()
    return Image.fromarray(array)
