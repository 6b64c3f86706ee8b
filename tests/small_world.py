"""The tiny engine with a small dictionary of plain drawings, whose words are few."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

from pipeline.engines.embedded import loading
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.dictionary import INDEX
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


def small_engine(folder: Path, kind: type[EmbeddedEngine] = EmbeddedEngine) -> EmbeddedEngine:
    """folder: an empty one, for the dictionary."""
    return kind(replace(loading.tiny(), dictionary=with_words(folder), observer=None))
