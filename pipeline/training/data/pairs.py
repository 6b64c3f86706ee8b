"""Paints photographs in many moods: the training pairs of photo-to-painting.

    pip install -r pipeline/training/requirements.txt
    python -m pipeline.training.stylist.fetch
    python -m pipeline.training.data.pairs --photos photos --sources photos/sources.csv --out pairs
    python -m pipeline.training.data.pairs ... --moods sunset night winter --per-photo 2

Writes source/*.webp and target/*.webp (quality 95), and a line for each pair in index.jsonl: file,
source, target, split, topic, caption, mood, seed, gradient_correlation. A run that was stopped
continues where it was; pairs whose painting lost the photograph's shapes are listed in
dropped.jsonl instead.
"""

import argparse
import csv
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from pipeline.model.painting.plate.colour import to_oklab
from pipeline.model.painting.plate.filters import gaussian, scharr
from pipeline.model.painting.plate.subjects import FindSubjects
from pipeline.training.stylist import MOODS, finish, sketch
from pipeline.training.stylist.paint import mediapipe
from pipeline.training.stylist.subjects import stylist_folder

LEAST_CORRELATION = 0.75
LEAST_UNDER_WEATHER = 0.60  # snow, rain and blossom cover shapes on purpose


@dataclass(frozen=True)
class Pair:
    """A photograph to paint in a mood; file names are relative to the output folder."""

    file: str
    split: str
    topic: str
    caption: str
    mood: str
    seed: int

    @property
    def source(self) -> str:
        return f"source/{self._stem()}.webp"

    @property
    def target(self) -> str:
        return f"target/{self._stem()}.{self.mood.replace(' ', '-')}.{self.seed}.webp"

    def _stem(self) -> str:
        return str(Path(self.file).with_suffix("")).replace("/", "-")


def plan(rows: list[dict[str, str]], moods: list[str], per_photo: int) -> Iterator[Pair]:
    """`per_photo` pairs of each photograph, each with its own seed.

    Each photograph has its own order of moods.
    """
    for row in rows:
        rng = random.Random(row["file"])
        order = rng.sample(moods, len(moods))
        for turn in range(per_photo):
            yield Pair(
                file=row["file"],
                split=row["split"],
                topic=row["topic"],
                caption=row["caption"],
                mood=order[turn % len(order)],
                seed=rng.randrange(10_000),
            )


def fit(photo: Image.Image, size: int) -> Image.Image:
    """Shrinks to an area of size*size and a long side of 1.25*size, in even pixels."""
    width, height = photo.size
    scale = min(1.0, size / (width * height) ** 0.5, 1.25 * size / max(width, height))
    even = [max(32, round(side * scale / 2) * 2) for side in (width, height)]
    return photo.convert("RGB").resize(even, Image.Resampling.LANCZOS)


def gradient_correlation(a: Image.Image, b: Image.Image, where: np.ndarray) -> float:
    """Correlation of two pictures' edge strengths at a scale of 2 pixels: 1 for the same shapes.

    `where` (H, W) weighs the pixels: skies are repainted, so they should not count.
    """

    def edges(picture: Image.Image) -> np.ndarray:
        light = to_oklab(np.asarray(picture, np.float32) / 255)[..., 0]
        return np.hypot(*scharr(gaussian(np.ascontiguousarray(light), 2.0))).ravel()

    (aa, ab), (_, bb) = np.cov(edges(a), edges(b), aweights=where.ravel())
    return float(ab / (aa * bb) ** 0.5)


def make_pairs_of(
    pairs: list[Pair], photos: Path, out: Path, size: int, find_subjects: FindSubjects
) -> list[float]:
    """Paints one photograph's pairs and writes those that kept its shapes; returns every pair's
    correlation."""
    with Image.open(photos / pairs[0].file) as photo:
        source = fit(photo, size)
    sketched, correlations = sketch(source, find_subjects), []
    for pair in pairs:
        target = finish(sketched, mood=pair.mood, seed=pair.seed)
        correlations.append(gradient_correlation(source, target, 1 - 0.99 * sketched.scene.sky))
        if correlations[-1] >= least_correlation(pair):
            source.save(out / pair.source, quality=95, method=2)
            target.save(out / pair.target, quality=95, method=2)
    return correlations


def make_pairs_with(
    stylist: Path, pairs: list[Pair], photos: Path, out: Path, size: int
) -> list[float]:
    """`make_pairs_of` with the face and person models of the folder `stylist`."""
    return make_pairs_of(pairs, photos, out, size, mediapipe(stylist))


def least_correlation(pair: Pair) -> float:
    """The gradient correlation from which on a pair is kept."""
    return LEAST_CORRELATION if pair.mood == "noon" else LEAST_UNDER_WEATHER


def left_to_do(pairs: list[Pair], out: Path) -> list[list[Pair]]:
    """The pairs that no earlier run has painted or dropped, photograph by photograph."""
    paths = (out / "index.jsonl", out / "dropped.jsonl")
    lines = (line for path in paths if path.exists() for line in path.read_text().splitlines())
    done, groups = {json.loads(line)["target"] for line in lines}, defaultdict(list)
    for pair in pairs:
        if pair.target not in done:
            groups[pair.file].append(pair)
    return list(groups.values())


def record(pair: Pair, correlation: float, out: Path) -> None:
    """Appends a pair to index.jsonl, or to dropped.jsonl where its correlation is too low."""
    name = "index.jsonl" if correlation >= least_correlation(pair) else "dropped.jsonl"
    row = asdict(pair) | {"source": pair.source, "target": pair.target}
    with (out / name).open("a") as index:
        index.write(json.dumps(row | {"gradient_correlation": round(correlation, 4)}) + "\n")


def make_pairs(
    pairs: list[Pair], photos: Path, out: Path, size: int, workers: int, stylist: Path
) -> None:
    """Makes all pairs that `out` does not hold yet, photograph by photograph."""
    for folder in ("source", "target"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    todo = left_to_do(pairs, out)
    with ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=torch.set_num_threads, initargs=(1,)
    ) as pool:
        jobs = [pool.submit(make_pairs_with, stylist, group, photos, out, size) for group in todo]
        for count, (group, job) in enumerate(zip(todo, jobs, strict=True), 1):
            for pair, correlation in zip(group, job.result(), strict=True):
                record(pair, correlation, out)
            if count % 50 == 0:
                print(f"{count} of {len(todo)} photographs", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--sources", type=Path, required=True, help="file, split, topic, caption")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", type=int, default=512, help="side of a square of the same area")
    parser.add_argument("--per-photo", type=int, default=1)
    parser.add_argument("--moods", nargs="+", choices=MOODS, default=["noon"], metavar="MOOD")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument(
        "--stylist", type=Path, default=stylist_folder(), help="folder of the stylist's models"
    )
    args = parser.parse_args()
    with args.sources.open(newline="") as table:
        pairs = list(plan(list(csv.DictReader(table)), args.moods, args.per_photo))
    make_pairs(pairs, args.photos, args.out, args.size, args.workers, args.stylist)


if __name__ == "__main__":
    main()
