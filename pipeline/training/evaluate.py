"""The embedded engine's figures, and contact sheets to look at.

`python -m pipeline.training.evaluate --out DIR [--captions 200] [--photos DIR --sources CSV]`

Text: held-out captions that state everything; a judge reads the pictures, and the painter's true
pictures of the same scenes, so that its own accuracy stands beside each figure. Photos: gradient
correlation with the source, and sharpness against the stylist's painting of it.
"""

import argparse
import json
import random
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import Tensor

from pipeline.engines.base import Engine
from pipeline.engines.embedded import WEIGHTS, EmbeddedEngine
from pipeline.request import Request
from pipeline.training.judge import Judge, Reading
from pipeline.training.pairs import gradient_correlation
from pipeline.training.world.captions import alt_text
from pipeline.training.world.painter import Painter
from pipeline.training.world.phrases import group_side
from pipeline.training.world.scene import Scene, groups, sample_scene, side

HELD_OUT = 10**9  # seeds from here on are never trained on
JUDGE_SIDE = 160  # pixels: the size at which the judge learned to read
TILE = 256


def held_out_scenes(count: int) -> list[Scene]:
    """Square scenes with at least one thing, whose sides can be told."""
    rng = random.Random(HELD_OUT)
    scenes: list[Scene] = []
    while len(scenes) < count:
        scene = replace(sample_scene(rng, aspect=1.0), seed=HELD_OUT + len(scenes))
        if scene.things and all(group_side(g, 1.0) for g in groups(scene)):
            scenes.append(scene)
    return scenes


def score(scene: Scene, reading: Reading) -> dict[str, list[bool]]:
    """What the picture got right of what the caption says, a list a question."""
    right = defaultdict(list)
    right["terrain"].append(reading.terrain == scene.terrain)
    right["time of day"].append(reading.time == scene.time)
    right["weather"].append(reading.weather == scene.weather)
    members = groups(scene)
    for group in members:
        first = group[0]
        of_kind = [seen for seen in reading.things if seen.kind == first.kind]
        alike = [s for s in of_kind if first.color is None or s.color == first.color]
        right["kind present"].append(bool(of_kind))
        where = sum(s.x for s in alike) / len(alike) if alike else -1.0
        placed = bool(alike) and side(where) == group_side(group, scene.aspect)
        right["colour and side"].append(placed)
        if sum(g[0].kind == first.kind for g in members) == 1:
            right["count"].append(len(of_kind) == len(group))
    known = {group[0].kind for group in members}
    right["nothing invented"].append(all(seen.kind in known for seen in reading.things))
    return right


def picture_of(engine: Engine, request: Request, photo: Image.Image | None = None) -> Image.Image:
    """The engine's picture, by both stages. Evaluation shows nothing to users: no gates here."""
    request = engine.capabilities.complete(request, photo.size if photo else None)
    conditioning = engine.encode(request, photo)
    *_, written = engine.sample_tokens(conditioning)
    *_, painted = engine.decode(conditioning, written.tokens)
    return painted.image


def tensor(picture: Image.Image, side: int | None = None) -> Tensor:
    """(1, 3, H, W) in [0, 1], resized to a square of `side` pixels where given."""
    if side:
        picture = picture.resize((side, side), Image.Resampling.BOX)
    return torch.from_numpy(np.array(picture)).permute(2, 0, 1)[None].float() / 255


def judge_scenes(engine: Engine, judge: Judge, scenes: list[Scene], out: Path) -> dict[str, dict]:
    """Share right of each question, in the model's pictures and in the painter's own."""
    painter = Painter()
    totals = {"model": defaultdict(list), "true": defaultdict(list)}
    tiles = []
    for number, scene in enumerate(scenes):
        text = alt_text(scene)
        drawn = picture_of(engine, Request(text, seed=number))
        true = painter.paint([scene], JUDGE_SIDE)
        for name, pixels in (("model", tensor(drawn, JUDGE_SIDE)), ("true", true)):
            for question, answers in score(scene, judge.read(pixels)[0]).items():
                totals[name][question] += answers
        tiles.append((drawn, text))
    sheet([tile for tile, _ in tiles[:36]], 6).save(out / "scenes.webp", quality=90)
    (out / "captions.txt").write_text("\n".join(text for _, text in tiles[:36]))
    return {
        question: {name: float(np.mean(totals[name][question])) for name in totals}
        | {"n": len(totals["model"][question])}
        for question in totals["model"]
    }


def high_frequency(picture: Image.Image) -> float:
    """Energy of what a 2-pixel blur takes away: the mean square, luminance in [0, 1]."""
    from pipeline.training.stylist.filters import gaussian

    light = np.asarray(picture.convert("L"), np.float32) / 255
    return float(np.square(light - gaussian(light, 2.0)).mean())


def judge_photos(engine: Engine, pairs: Path, out: Path) -> dict[str, float]:
    """Gradient correlation and sharpness over the val pairs in the stylist's plain mood."""
    lines = [json.loads(line) for line in (pairs / "index.jsonl").read_text().splitlines()]
    chosen = [line for line in lines if line["split"] == "val" and line["mood"] == "noon"]
    correlations, sharpness, tiles = [], [], []
    for line in chosen:
        source, target = (Image.open(pairs / line[s]).convert("RGB") for s in ("source", "target"))
        request = Request("convert this image into ghibli style", b"-", size=source.size, seed=0)
        painted = picture_of(engine, request, source)
        everywhere = np.ones((source.height, source.width))
        correlations.append(gradient_correlation(source, painted, everywhere))
        sharpness.append(high_frequency(painted) / high_frequency(target))
        tiles += [source, painted, target]
    sheet(tiles[:36], 6).save(out / "photos.webp", quality=90)
    return {
        "photos": len(chosen),
        "gradient correlation": float(np.mean(correlations)),
        "gradient correlation, lowest": float(np.min(correlations)),
        "sharpness of the stylist's, median": float(np.median(sharpness)),
    }


def sheet(pictures: list[Image.Image], columns: int) -> Image.Image:
    """Pictures on square tiles, in reading order."""
    rows = -(-len(pictures) // columns)
    page = Image.new("RGB", (columns * TILE, rows * TILE), "white")
    for number, picture in enumerate(pictures):
        tile = picture.copy()
        tile.thumbnail((TILE, TILE), Image.Resampling.LANCZOS)
        page.paste(tile, (number % columns * TILE, number // columns * TILE))
    return page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--captions", type=int, default=200)
    parser.add_argument("--pairs", type=Path, help="photo pairs (see pairs.py), for the photos")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    engine = EmbeddedEngine.load(args.weights)
    judge = Judge()
    state = load_file(args.weights / "judge.safetensors")
    judge.load_state_dict({name: value.float() for name, value in state.items()})
    figures: dict[str, object] = {"model": engine.model}
    if args.captions:
        scenes = held_out_scenes(args.captions)
        figures["scenes"] = judge_scenes(engine, judge.eval(), scenes, args.out)
        print(f"{'':22} model   judge on true pictures")
        for question, row in figures["scenes"].items():
            print(f"{question:22} {row['model']:5.1%}   {row['true']:5.1%}   (n = {row['n']})")
    if args.pairs:
        figures["photos"] = judge_photos(engine, args.pairs, args.out)
        for name, value in figures["photos"].items():
            print(f"{name:40} {value:.3f}")
    (args.out / "figures.json").write_text(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
