"""The tiny engine with an open world: a small dictionary of plain drawings, random weights."""

import gzip
import json
from pathlib import Path

import torch

from pipeline.engines.embedded import parts as loading
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.embedded.open_world import OpenWorld
from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.dictionary import INDEX
from pipeline.model.networks.canvas_decoder import CanvasDecoder
from pipeline.model.networks.config import CanvasDecoderConfig
from tests.model.planning.composing.tiny import make_dictionary

THINGS = {"elephant": "elephant", "mug": "mug", "cup": "mug", "cat": "cat"}


def with_words(folder: Path) -> Dictionary:
    """The tiny dictionary with English words."""
    kinds = list(make_dictionary(folder).kinds)
    with gzip.open(folder / INDEX) as file:
        index = json.load(file)
    things = {word: [kinds.index(kind), "="] for word, kind in THINGS.items()}
    places = {place: place for place in index["places"]}
    index["words"] = {"en": {"things": things, "places": places, "abstract": []}}
    with gzip.open(folder / INDEX, "wt") as file:
        json.dump(index, file)
    return Dictionary.load(folder)


def open_engine(folder: Path, kind: type[EmbeddedEngine] = EmbeddedEngine) -> EmbeddedEngine:
    """folder: an empty one, for the dictionary."""
    parts = loading.tiny()
    torch.manual_seed(0)
    config = CanvasDecoderConfig(widths=(16, 16, 24), blocks=1, embedding=16, fine=8)
    decoder = CanvasDecoder(config).eval().requires_grad_(False)
    parts.open_world = OpenWorld(with_words(folder), decoder, parts.upscaler, parts.device)
    return kind(parts)
