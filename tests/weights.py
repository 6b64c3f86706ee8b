"""A folder of weights as they ship, very small."""

import shutil
from dataclasses import asdict
from pathlib import Path

from pipeline.engines.embedded import loading
from pipeline.engines.embedded.world import World
from pipeline.model.networks.weights import CANVAS, WEIGHTS, save_weights
from tests.small_world import with_words


def ship(folder: Path, without: str = "", version: str = "1") -> World:
    """A tiny world, whose weights are then in the folder, less those of the decoder whose names
    begin with `without`."""
    with_words(folder)
    world = loading.tiny()
    state = {f"{CANVAS}.{name}": value for name, value in world.decoder.state_dict().items()}
    kept = {k: v for k, v in state.items() if not (without and k.startswith(without))}
    about = {"version": version, "config": asdict(world.decoder.config)}
    save_weights(folder, kept, about)
    shutil.copyfile(WEIGHTS / "upscaler.safetensors", folder / "upscaler.safetensors")
    return world
