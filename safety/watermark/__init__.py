"""An invisible mark in the pixels that outlives stripped metadata, crops, scaling and turning."""

from safety.watermark.detector import THRESHOLD, Detection, detect
from safety.watermark.embedder import embed
from safety.watermark.installation import find, mark
from safety.watermark.payload import Payload

__all__ = ["THRESHOLD", "Detection", "Payload", "detect", "embed", "find", "mark"]
