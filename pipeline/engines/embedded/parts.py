"""The parts of the embedded model: its networks, what goes with them, and how they are loaded."""

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import torch

from pipeline.engines.embedded.open_world import OpenWorld
from pipeline.engines.embedded.tuning import load_tuning
from pipeline.errors import RequestError
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks import weights
from pipeline.model.networks.canvas_decoder import CanvasDecoder
from pipeline.model.networks.composer import Composer
from pipeline.model.networks.config import (
    PRESETS,
    CanvasDecoderConfig,
    ComposerConfig,
    EmbeddedConfig,
)
from pipeline.model.networks.decoder import Decoder
from pipeline.model.networks.image_tokenizer import ImageTokenizer
from pipeline.model.networks.sign_reader import SignReader
from pipeline.model.networks.text_tokenizer import TextTokenizer
from pipeline.model.networks.transformer import Transformer
from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.networks.vision import VisionEncoder
from pipeline.model.seeing.loading import load_observer
from pipeline.model.seeing.observer import KNOWN, Observer

# What weights must have been trained for; weights that do not say so know the first two.
TRAINED = ("text_to_image", "photo_to_painting", "edit", "describe")
UNTRAINED = ("inpaint", "variation")  # any weights can do these


@dataclass
class Parts:
    """Everything that the engine's stages run on, on one device.

    observer: what looks at pictures, None where the weights have nothing to look with.
    likeness_threshold: -1..1, above which a picture is one of the painted world. tasks: what the
    weights were trained for. open_world: None for weights without a picture dictionary.
    """

    config: EmbeddedConfig
    text: TextTokenizer
    tokenizer: ImageTokenizer
    transformer: Transformer
    decoder: Decoder
    upscaler: Upscaler
    observer: Observer | None
    device: torch.device
    version: str
    tasks: frozenset[str]
    open_world: OpenWorld | None = None
    likeness_threshold: float = KNOWN

    @property
    def networks(self) -> dict[str, torch.nn.Module]:
        """The trained networks, under the names their weights have on disk."""
        networks: dict[str, torch.nn.Module] = {
            "tokenizer": self.tokenizer,
            "transformer": self.transformer,
            "decoder": self.decoder,
        }
        if self.observer:
            networks |= {"vision": self.observer.vision, "reader": self.observer.reader}
        return networks

    def scene_size(self, grid: tuple[int, int]) -> tuple[int, int]:
        """(height, width) in pixels at which a scene of a grid of tokens is painted."""
        rows, columns = (cells * self.config.tokenizer.patch for cells in grid)
        return rows, columns


def build(
    config: EmbeddedConfig,
    text: TextTokenizer,
    upscaler: Upscaler,
    device: str = "cpu",
    version: str = "untrained",
    tasks: tuple[str, ...] = TRAINED,
) -> Parts:
    """All parts at the sizes of `config`, with random weights."""
    tokenizer = ImageTokenizer(config.tokenizer)
    transformer = Transformer(config.transformer, config.tokenizer.codebook_size)
    decoder = Decoder(config.decoder, len(config.tokenizer.levels))
    observer = None
    if "describe" in tasks:
        vision = VisionEncoder(config.vision.widths)
        reader = SignReader(config.vision.reader)
        observer = Observer(tokenizer, transformer, decoder, vision, reader)
    place = torch.device(device)
    parts = Parts(
        config,
        text,
        tokenizer,
        transformer,
        decoder,
        upscaler.to(place),
        observer,
        place,
        version,
        frozenset({*tasks, *UNTRAINED}),
    )
    for network in parts.networks.values():
        network.eval().requires_grad_(False).to(place)
    decoder.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # its stub lacks it
    return parts


def load(
    folder: Path | str | None = None,
    device: str | None = None,
    closed: bool = False,
    tuned: str | None = None,
) -> Parts:
    """The trained parts. closed: without the open world. tuned: see `load_tuning`. Raises
    WeightsError when weights are missing or damaged, RequestError for an unknown tuning."""
    folder = weights.find_weights(folder)
    state, manifest = weights.load_weights(folder)
    device = device or ("cuda" if torch.cuda.is_available() else "cpu")
    try:
        text = TextTokenizer.load(folder / "text_tokenizer.json")
        upscaler = Upscaler.load(folder / "upscaler.safetensors")
    except Exception as error:  # the tokenizers library raises bare Exception
        raise weights.WeightsError(
            f"{folder} lacks a part or holds a damaged one ({error}): fetch it again"
        ) from error
    # Weights with nothing to look with cannot describe, whatever they were trained for.
    sees = {"vision", "reader"} <= {name.split(".")[0] for name in state}
    tasks = tuple(task for task in manifest.get("tasks", TRAINED[:2]) if sees or task != "describe")
    config = EmbeddedConfig.from_dict(manifest["config"])
    parts = build(config, text, upscaler, device, manifest["version"], tasks)
    for name, network in parts.networks.items():
        weights.fill(network, state, name, optional="" if sees else "see.weight")
    if not closed and (folder / f"{weights.CANVAS}.json").exists():
        parts.open_world = load_open_world(folder, upscaler, parts.device, tuned)
    elif tuned:
        raise RequestError("tuned_nothing")
    return parts


def load_open_world(
    folder: Path, upscaler: Upscaler, device: torch.device, tuned: str | None = None
) -> OpenWorld:
    """The picture dictionary of a folder and the decoder that paints it. tuned: see `load_tuning`.
    Raises WeightsError, or RequestError for a tuning that there is not."""
    state, manifest = weights.load_weights(folder, weights.CANVAS)
    decoder = CanvasDecoder(CanvasDecoderConfig.from_dict(manifest["config"]))
    weights.fill(decoder, state, weights.CANVAS)
    try:
        dictionary = Dictionary.load(folder)
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise weights.WeightsError(
            f"the picture dictionary in {folder} is missing or damaged ({error}): fetch it again"
        ) from error
    decoder.eval().requires_grad_(False).to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]  # its stub lacks it
    composer, tuning = load_composer(folder, device), None
    if tuned:
        tuning = load_tuning(tuned, folder, composer)
    observer, version = load_observer(folder, dictionary, device), manifest["version"]
    return OpenWorld(dictionary, decoder, upscaler, device, version, composer, observer, tuning)


def load_composer(folder: Path, device: torch.device) -> Composer | None:
    """What composes the pictures, None where the weights have none. Raises WeightsError."""
    if not (folder / f"{weights.COMPOSER}.json").exists():
        return None
    state, manifest = weights.load_weights(folder, weights.COMPOSER)
    config = ComposerConfig.from_dict(manifest["config"])
    if config.features != ComposerConfig().features:
        raise weights.WeightsError(
            f"the composer in {folder} was trained with other features: fetch the weights again"
        )
    composer = Composer(config)
    weights.fill(composer, state, weights.COMPOSER)
    return composer.eval().requires_grad_(False).to(device)


def tiny(seed: int = 0) -> Parts:
    """Every part real and very small, with random weights: for tests."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        text = TextTokenizer.train(["a red lantern beside a blue house"], 260)
        upscaler = Upscaler(width=8, depth=1).eval()
        parts = build(PRESETS["tiny"], text, upscaler)
        parts.likeness_threshold = -1.0  # random weights know nothing: as if they knew everything
        for network in parts.networks.values():
            # Layers that begin at zero would make every seed's picture the same.
            for parameter in network.parameters():
                if parameter.ndim > 1 and not parameter.any():
                    torch.nn.init.normal_(parameter, std=0.05)
    return parts
