"""The picture dictionary: what things can be painted, how they are named, and how they look."""

from pipeline.model.dictionary.dictionary import Dictionary
from pipeline.model.dictionary.entries import LANGUAGES, LIVING, Anchors, Drawing, Kind, Match, Worn

__all__ = ["LANGUAGES", "LIVING", "Anchors", "Dictionary", "Drawing", "Kind", "Match", "Worn"]
