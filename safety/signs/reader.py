"""Reads the writing in a picture: PP-OCRv6 tiny, from assets/ocr.

The detector marks the pixels of writing (DBNet; Liao et al., "Real-time Scene Text Detection with
Differentiable Binarization", 2020); the recogniser reads each line by CTC (Graves et al. 2006). It
knows the Latin letters of most languages, Greek and 6,000 Chinese and Japanese signs; no Cyrillic,
Arabic, Hindi or Korean.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import cv2
import numpy as np
import onnxruntime
from PIL import Image

from safety.packaged import DetectorUnavailable, open_session

FOLDER = Path(__file__).parents[2] / "assets" / "ocr"
_DIGESTS = {
    "det": "f42c0fbd294d95eac1a550e131b277dac97462c8025fa4b6c3cec1b7894bd3d5",
    "rec": "38cd559cb4b24c5056592d981b13e086f9472db9b3c8968296f0d0c2b4a65531",
}
LONGEST = 640  # pixels of the longer side that the detector sees
STEP = 32  # its sides are multiples of this
WRITING = 0.2  # probability from which a pixel is of writing
SURE = 0.4  # mean probability in a line's box
GROWN = 1.4  # the marked pixels are the middle of a line; by area over length times this
THINNEST = 3  # pixels of a line's marked height
MOST = 24  # lines that are read: the largest
HEIGHT, WIDEST = 48, 960  # pixels of a line as the recogniser takes it
LEGIBLE = 0.75  # mean probability of a line's letters
UPRIGHT = 0.9  # from which a line need not be tried upside down
_MEAN = np.array((0.485, 0.456, 0.406), np.float32) * 255
_STD = np.array((0.229, 0.224, 0.225), np.float32) * 255
_HALF = np.full(3, 127.5, np.float32)


@dataclass(frozen=True)
class TextReader:
    detector: onnxruntime.InferenceSession
    recogniser: onnxruntime.InferenceSession
    letters: tuple[str, ...]

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Self:
        """Raises DetectorUnavailable: a file is missing or damaged."""
        detector, recogniser = (
            open_session(folder / f"PP-OCRv6_{name}_tiny.onnx", digest)
            for name, digest in _DIGESTS.items()
        )
        known = recogniser.get_modelmeta().custom_metadata_map["character"].splitlines()
        return cls(detector, recogniser, ("", *known, " "))

    def read(self, image: Image.Image) -> list[str]:
        """The legible lines, from top to bottom.

        Raises:
            DetectorUnavailable: a network gave no probabilities.
        """
        pixels = np.asarray(image.convert("RGB"))
        read = map(self._either_way_up, self._lines(pixels))
        return [text for sureness, text in read if text and sureness >= LEGIBLE]

    def _either_way_up(self, line: np.ndarray) -> tuple[float, str]:
        read = self._recognise(line)
        return read if read[0] >= UPRIGHT else max(read, self._recognise(line[::-1, ::-1]))

    def _lines(self, pixels: np.ndarray) -> Iterator[np.ndarray]:
        """(HEIGHT, w, 3) uint8 of each line, which may be upside down."""
        height, width = pixels.shape[:2]
        shrink = min(1.0, LONGEST / max(height, width))
        sides = [max(STEP, round(side * shrink / STEP) * STEP) for side in (width, height)]
        # Down to a half two pixels of each side are all that there are: as good, and much quicker.
        way = cv2.INTER_LINEAR if shrink >= 0.5 else cv2.INTER_AREA
        seen = cv2.resize(pixels, sides, interpolation=way)
        marked = _run(self.detector, _planes(seen, _MEAN, _STD))[0, 0]
        scale = np.array((width / sides[0], height / sides[1]), np.float32)
        for corners in _boxes(marked):
            yield _straightened(pixels, corners * scale)

    def _recognise(self, line: np.ndarray) -> tuple[float, str]:
        """The mean probability of its letters, and its text."""
        odds = _run(self.recogniser, _planes(line, _HALF, _HALF))[0]
        if odds.shape[1] != len(self.letters):
            raise DetectorUnavailable("the text recogniser has another alphabet")
        best, sureness = odds.argmax(1), odds.max(1)
        first = np.append(True, best[1:] != best[:-1]) & (best != 0)
        if not first.any():
            return 0.0, ""
        return float(sureness[first].mean()), "".join(self.letters[each] for each in best[first])


def _planes(pixels: np.ndarray, mean: np.ndarray, std: np.ndarray) -> np.ndarray:
    """(H, W, 3) uint8 to (1, 3, H, W) float32 of about -2..2, a plane at a time, which is quick."""
    planes = np.empty((1, 3, *pixels.shape[:2]), np.float32)
    for channel, plane in enumerate(planes[0]):
        np.multiply(pixels[:, :, channel], 1 / std[channel], out=plane)
        plane -= mean[channel] / std[channel]
    return planes


def _run(network: onnxruntime.InferenceSession, x: np.ndarray) -> np.ndarray:
    """(1, 3, H, W) to probabilities."""
    out = network.run(None, {network.get_inputs()[0].name: x})[0]
    if not (np.isfinite(out).all() and out.min() >= -0.01 and out.max() <= 1.01):
        raise DetectorUnavailable("the text reader gave no probabilities")
    return out


def _boxes(marked: np.ndarray) -> list[np.ndarray]:
    """(4, 2) corners of the lines in a map (h, w) of probabilities, from top to bottom."""
    contours = cv2.findContours(
        (marked > WRITING).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE
    )[0]
    found = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:MOST]:
        centre, (width, height), turn = cv2.minAreaRect(contour)
        if min(width, height) < THINNEST or _mean(marked, contour) < SURE:
            continue
        more = width * height * GROWN / (width + height)  # 2 d of DBNet's d = area * r / length
        found.append(cv2.boxPoints((centre, (width + more, height + more), turn)))
    return sorted(found, key=lambda corners: corners[:, 1].mean())


def _mean(marked: np.ndarray, contour: np.ndarray) -> float:
    left, top, width, height = cv2.boundingRect(contour)
    inside = np.zeros((height, width), np.uint8)
    cv2.fillPoly(inside, [contour - (left, top)], 1)
    return float(cv2.mean(marked[top : top + height, left : left + width], inside)[0])


def _length(vector: np.ndarray) -> float:
    return float(np.linalg.norm(vector))


def _straightened(pixels: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """The box with these corners as a line, (HEIGHT, w, 3); one that stands on end is laid down."""
    by_x = corners[np.argsort(corners[:, 0])]
    (top_left, low_left), (top_right, low_right) = (
        side[np.argsort(side[:, 1])] for side in (by_x[:2], by_x[2:])
    )
    width = max(_length(top_right - top_left), _length(low_right - low_left))
    height = max(_length(low_left - top_left), _length(low_right - top_right))
    order = [top_left, top_right, low_right, low_left]
    if height > 1.5 * width:
        order, width, height = [order[1], order[2], order[3], order[0]], height, width
    across = int(np.clip(HEIGHT * width / max(height, 1.0), 8, WIDEST))
    flat = np.array([(0, 0), (across, 0), (across, HEIGHT), (0, HEIGHT)], np.float32)
    turn = cv2.getPerspectiveTransform(np.array(order, np.float32), flat)
    return cv2.warpPerspective(pixels, turn, (across, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
