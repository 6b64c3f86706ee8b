"""An invisible mark in the pixels that outlives stripped metadata, crops, scaling and turning."""

from .detector import THRESHOLD, Detection, detect
from .embedder import embed
from .installation import find, mark
from .payload import Payload

__all__ = ["THRESHOLD", "Detection", "Payload", "detect", "embed", "find", "mark"]
