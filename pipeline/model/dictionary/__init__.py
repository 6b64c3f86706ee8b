"""The picture dictionary: what things can be painted, how they are named, and how they look."""

from pipeline.model.dictionary.dictionary import Dictionary
from pipeline.model.dictionary.entries import LANGUAGES, Anchors, Drawing, Kind, Match, Worn

__all__ = ["LANGUAGES", "Anchors", "Dictionary", "Drawing", "Kind", "Match", "Worn"]
