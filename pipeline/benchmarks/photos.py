"""Paintings of unseen photos: are shapes kept, lines sharp, and do faces stay who they were.

Beside the model stand, over the same photos, the stylist that taught it and a cartooniser: the
photo at half its size, redrawn by the super-resolution network alone.
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
from pipeline.engines.embedded import WEIGHTS
from pipeline.model.painting import REDRAWN
from pipeline.model.upscaler import Upscaler
from pipeline.request import Request
from pipeline.training.pairs import gradient_correlation

PROMPT = "convert this image into ghibli style"
Figures = dict[str, float]


@cache
def _upscaler() -> Upscaler:
    return Upscaler.load(WEIGHTS / "upscaler.safetensors")


def cartoonised(photo: Image.Image) -> Image.Image:
    """The photo redrawn from half its size, as the model's last step does with its painting."""
    small = photo.resize([max(16, round(side * REDRAWN)) for side in photo.size])
    return image(_upscaler()(tensor(small))[0]).resize(photo.size, Image.Resampling.LANCZOS)


@cache
def _face_networks():
    """dlib's detector, landmarks and recognition network; the last two are CC0 (King, 2017)."""
    import dlib

    # The package's own import wants setuptools' old pkg_resources: only its files are needed.
    found = importlib.util.find_spec("face_recognition_models").submodule_search_locations
    models = Path(next(iter(found))) / "models"
    return (
        dlib.get_frontal_face_detector(),
        dlib.shape_predictor(str(models / "shape_predictor_5_face_landmarks.dat")),
        dlib.face_recognition_model_v1(str(models / "dlib_face_recognition_resnet_model_v1.dat")),
    )


def identity_distances(photo: Image.Image, painting: Image.Image) -> list[float]:
    """Of each face that is found in the photo: how far its embedding moves in the painting, at the
    same landmarks. One person's photos differ by less than 0.6."""
    detector, landmarks, recognise = _face_networks()
    before, after = np.asarray(photo.convert("RGB")), np.asarray(painting.convert("RGB"))
    distances = []
    for box in detector(before, 1):
        shape = landmarks(before, box)
        both = (recognise.compute_face_descriptor(p, shape) for p in (before, after))
        distances.append(float(np.linalg.norm(np.subtract(*map(np.array, both)))))
    return distances


def measure(source: Image.Image, painted: Image.Image, target: Image.Image, faces: bool) -> dict:
    """One painting's figures, of the stylist's `target` too; faces: a list of distances."""
    everywhere = np.ones((source.height, source.width))
    return {
        "correlation": gradient_correlation(source, painted, everywhere),
        "sharpness": high_frequency(painted) / high_frequency(target),
        "faces": identity_distances(source, painted) if faces else [],
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


def judge_photos(
    engine: Engine, pairs: Path, out: Path, faces: bool = False, mood: str = "noon"
) -> dict[str, Figures]:
    """The val pairs in one of the stylist's moods; a contact sheet is left in `out`."""
    lines = [json.loads(line) for line in (pairs / "index.jsonl").read_text().splitlines()]
    rows, tiles = defaultdict(list), []
    for line in lines:
        if line["split"] != "val" or line["mood"] != mood:
            continue
        source, target = (Image.open(pairs / line[s]).convert("RGB") for s in ("source", "target"))
        painted = picture_of(engine, Request(PROMPT, b"-", size=source.size, seed=0), source)
        shown = {"model": painted, "stylist": target, "cartooniser": cartoonised(source)}
        for who, picture in shown.items():
            rows[who].append(measure(source, picture, target, faces))
        tiles += [source, painted, target]
    sheet(tiles[:54], 6).save(out / "photos.webp", quality=90)
    return {who: summary(measured) for who, measured in rows.items()}


def show(figures: dict[str, Figures]) -> None:
    print(f"{'':36}" + "".join(f"{who:>13}" for who in figures))
    for name in figures["model"]:
        print(f"{name:36}" + "".join(f"{row.get(name, 0):13.3f}" for row in figures.values()))
