"""Loads the embedded model: its dictionary and its networks."""

from pathlib import Path
from zipfile import BadZipFile

import torch

from pipeline.engines.embedded.tuning import load_tuning
from pipeline.engines.embedded.world import World
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks import weights
from pipeline.model.networks.canvas_decoder import CanvasDecoder
from pipeline.model.networks.composer import Composer
from pipeline.model.networks.config import CanvasDecoderConfig, ComposerConfig
from pipeline.model.networks.recognizer import Recognizer
from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.plan.land import PLACES
from pipeline.model.seeing.gallery import gallery_of
from pipeline.model.seeing.loading import load_observer
from pipeline.model.seeing.recognizing import Observer


def load(
    folder: Path | str | None = None, device: str | None = None, tuned: str | None = None
) -> World:
    """The picture dictionary and the networks of a folder, None for those that come with the code.
    tuned: see `load_tuning`. Raises WeightsError when something is missing or damaged, RequestError
    for a tuning that there is not."""
    folder = weights.find_weights(folder)
    place = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
    state, manifest = weights.load_weights(folder, weights.CANVAS)
    decoder = CanvasDecoder(CanvasDecoderConfig.from_dict(manifest["config"]))
    weights.fill(decoder, state, weights.CANVAS)
    dictionary, upscaler = load_dictionary(folder), load_upscaler(folder).to(place)
    decoder.eval().requires_grad_(False).to(place, memory_format=torch.channels_last)  # type: ignore[call-overload]  # its stub lacks it
    composer, tuning = load_composer(folder, place), None
    if tuned:
        tuning = load_tuning(tuned, folder, composer)
    observer, version = load_observer(folder, dictionary, place), manifest["version"]
    return World(dictionary, decoder, upscaler, place, version, composer, observer, tuning)


def load_dictionary(folder: Path) -> Dictionary:
    """Raises WeightsError."""
    try:
        return Dictionary.load(folder)
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise weights.WeightsError(
            f"the picture dictionary in {folder} is missing or damaged ({error}): fetch it again"
        ) from error


def load_upscaler(folder: Path) -> Upscaler:
    """Raises WeightsError."""
    try:
        return Upscaler.load(folder / "upscaler.safetensors")
    except (FileNotFoundError, ValueError) as error:
        raise weights.WeightsError(
            f"the upscaler in {folder} is missing or damaged ({error}): fetch it again"
        ) from error


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


def tiny(seed: int = 0) -> World:
    """The dictionary with networks that are real, very small and have random weights: for tests."""
    dictionary = load_dictionary(weights.find_weights())
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        config = CanvasDecoderConfig(widths=(16, 16, 24), blocks=1, embedding=16, fine=8)
        decoder, upscaler = CanvasDecoder(config), Upscaler(width=8, depth=1)
        network = Recognizer({"place": tuple(PLACES)}, (8, 8, 16))
    for part in (decoder, upscaler, network):
        part.eval().requires_grad_(False)
    observer = Observer(network, gallery_of(network, dictionary, ("cat", "house")))
    return World(dictionary, decoder, upscaler, torch.device("cpu"), observer=observer)
