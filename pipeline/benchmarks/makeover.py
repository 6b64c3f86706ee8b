"""What a photo makeover keeps of people, measured, with a sheet to look at.

python -m pipeline.benchmarks.makeover --photos DIR --out report [--strengths 0.3 0.6 1.0]

Of every face that is drawn: the skin's class by its typologic angle (ITA; Chardon et al., 1991),
the hair's colour, the glasses, and whether a face is found again; of every photo the share of flat
windows, and seconds of CPU. Detectors judge photos and are harsh on drawings.
"""

import argparse
import json
import math
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.networks.weights import find_weights
from pipeline.model.painting.makeover.makeover import make_over
from pipeline.model.painting.makeover.sitter import People, Sitter
from pipeline.model.painting.plate.colour import to_oklab
from pipeline.model.painting.plate.filters import Array
from pipeline.model.seeing.faces import read_people
from pipeline.model.seeing.faces.skin import plain_skin

SIDE, TILE = 768, 480  # pixels of a photo's longer side, and on the sheet
ITA_CLASSES = (-30, 10, 28, 41, 55)  # degrees between dark, brown, tan, intermediate, light, fair
FLAT = 0.004  # deviation of lightness within 5 x 5 pixels
HAIR_CHANGE = 0.10  # OKLab distance from which hair is of another colour


@dataclass(frozen=True, slots=True)
class FaceKept:
    """One drawn face. ita: of the photo and of the drawing, degrees; classes: how many they are
    apart; hair: OKLab distance, None without hair; glasses: whether both have some or none."""

    photo: str
    strength: float
    ita: tuple[float, float]
    classes: int
    hair: float | None
    glasses: bool
    found: bool


def skin_angle(rgb: Array, skin: Array) -> float:
    """The individual typology angle of the median colour where `skin` (H, W) is True, degrees."""
    color = np.median(rgb[skin], 0).astype(np.float32)
    light, _, yellow = cv2.cvtColor(color[None, None], cv2.COLOR_RGB2LAB)[0, 0]
    return math.degrees(math.atan2(light - 50, yellow))


def ita_class(angle: float) -> int:
    """0 (dark) to 5 (very light)."""
    return sum(angle > edge for edge in ITA_CLASSES)


def flat_share(rgb: Array) -> float:
    """Of all 5 x 5 windows, those of one lightness."""
    light = to_oklab(rgb)[..., 0].astype(np.float32)
    mean, square = (cv2.blur(plane, (5, 5)) for plane in (light, light * light))
    return float((np.sqrt(np.maximum(square - mean * mean, 0)) < FLAT).mean())


def faces_kept(name: str, strength: float, photo: Array, drawn: Array, people: People) -> Iterator:
    """FaceKept of every face that was drawn."""
    again = read_people(drawn)
    for sitter in people.sitters:
        if sitter.how == "drawn":
            yield _face_kept(name, strength, photo, drawn, sitter, again)


def _face_kept(
    name: str, strength: float, photo: Array, drawn: Array, sitter: Sitter, again: People
) -> FaceKept:
    skin = plain_skin(photo.shape[:2], sitter.mesh, sitter.pose.width, sitter.hair)
    ita = skin_angle(photo, skin), skin_angle(drawn, skin)
    hair = None
    if sitter.hair_tones is not None:
        inside = sitter.hair > 0.6
        before, after = (np.median(to_oklab(each)[inside], 0) for each in (photo, drawn))
        hair = float(np.linalg.norm(before - after))
    near = [
        other
        for other in again.sitters
        if np.hypot(*(other.pose.centre - sitter.pose.centre)) < 0.5 * sitter.pose.width
    ]
    glasses = bool(near) and (near[0].glasses is None) == (sitter.glasses is None)
    classes = abs(ita_class(ita[0]) - ita_class(ita[1]))
    return FaceKept(name, strength, ita, classes, hair, glasses, bool(near))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("report"))
    parser.add_argument("--strengths", type=float, nargs="+", default=[0.3, 0.6, 1.0])
    args = parser.parse_args(arguments)
    args.out.mkdir(parents=True, exist_ok=True)
    upscaler = Upscaler.load(find_weights() / "upscaler.safetensors")
    kept: list[FaceKept] = []
    rows, flat, seconds = [], [], []
    for path in sorted(args.photos.iterdir()):
        with Image.open(path) as file:
            photo = file.convert("RGB")
        photo.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        pixels = np.asarray(photo, np.float32) / 255
        people, pictures = read_people(pixels), [photo]
        for strength in args.strengths:
            began = time.process_time()
            drawn = make_over(pixels, people, upscaler, strength)
            seconds.append(time.process_time() - began)
            picture = Image.fromarray((255 * drawn + 0.5).astype(np.uint8))
            kept += faces_kept(path.name, strength, pixels, drawn, people)
            flat.append((flat_share(pixels), flat_share(drawn)))
            pictures.append(picture)
        rows.append(pictures)
    summary = summarised(kept, flat, seconds)
    print(json.dumps(summary, indent=2))
    report = {"summary": summary, "faces": [asdict(face) for face in kept]}
    (args.out / "makeover.json").write_text(json.dumps(report, indent=2), "utf-8")
    sheet(rows).save(args.out / "makeover.webp", quality=88)


def summarised(
    kept: list[FaceKept], flat: list[tuple[float, float]], seconds: list[float]
) -> dict[str, float]:
    """Shares of the drawn faces, and means over the photos."""
    count = max(1, len(kept))
    haired = [face.hair for face in kept if face.hair is not None]
    return {
        "faces": len(kept),
        "same skin class": sum(face.classes == 0 for face in kept) / count,
        "skin within one class": sum(face.classes <= 1 for face in kept) / count,
        "hair colour kept": sum(each < HAIR_CHANGE for each in haired) / max(1, len(haired)),
        "glasses kept": sum(face.glasses for face in kept) / count,
        "face found again": sum(face.found for face in kept) / count,
        "flat share of the photo": float(np.mean([before for before, _ in flat])),
        "flat share of the drawing": float(np.mean([after for _, after in flat])),
        "median CPU seconds": float(np.median(seconds)),
        "most CPU seconds": float(np.max(seconds)),
    }


def sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """Every photo with its drawings beside it."""
    page = Image.new("RGB", (TILE * max(map(len, rows)), TILE * len(rows)), "white")
    for row, pictures in enumerate(rows):
        for column, picture in enumerate(pictures):
            small = picture.copy()
            small.thumbnail((TILE, TILE), Image.Resampling.LANCZOS)
            page.paste(small, (column * TILE, row * TILE))
    return page


if __name__ == "__main__":
    main()
