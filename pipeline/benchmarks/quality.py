"""How good the closed world's pictures are: `python -m pipeline.benchmarks.quality --out DIR`.

Prompts: held-out captions that state everything; a judge reads the pictures, and the painter's true
pictures of the same scenes, so that its own accuracy stands beside each figure; an OCR reads the
signs. Edits: held-out instructions on true pictures. Descriptions: of true pictures. Contact sheets
are left in DIR to be looked at. Needs `pip install -r pipeline/training/requirements.txt`. Photos
made over are measured by `makeover.py` and judged by `blind.py`.
"""

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.benchmarks.reading import (
    JUDGE_SIDE,
    image,
    load_judge,
    picture_of,
    read_signs,
    sheet,
    tensor,
)
from pipeline.benchmarks.scoring import (
    HELD_OUT,
    Answers,
    edit_done,
    held_out_scenes,
    interval,
    reading_of,
    score,
    score_caption,
)
from pipeline.engines.base import Engine
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.plan.layout import to_layout
from pipeline.model.planning.editing import changed_areas
from pipeline.request import Request
from pipeline.training.data.plans import plan_of
from pipeline.training.judge import Judge
from pipeline.training.world.captions import alt_text
from pipeline.training.world.edits import sample_edit
from pipeline.training.world.painter import Painter
from pipeline.training.world.scene import Scene

SIDE = 512  # pixels of the pictures asked for


def add(totals: dict[str, list[bool]], answers: Answers) -> None:
    for question, marks in answers.items():
        totals[question] += marks


def mark(scene: Scene, picture: Image.Image, judge: Judge, ocr: bool) -> Answers:
    """What the judge and the OCR say of one picture of a scene."""
    signed = any(thing.word for thing in scene.things)
    words = read_signs(picture) if ocr and signed else None
    return score(scene, judge.read(tensor(picture, JUDGE_SIDE))[0], words)


def judge_scenes(
    engine: Engine, judge: Judge, scenes: list[Scene], out: Path, candidates: int, ocr: bool
) -> dict[str, Answers]:
    """Marks of the model's pictures and of the painter's own ("true")."""
    painter = Painter()
    totals: dict[str, Answers] = {"model": defaultdict(list), "true": defaultdict(list)}
    tiles, texts = [], []
    for number, scene in enumerate(scenes):
        text = alt_text(scene)
        request = Request(text, seed=number, size=(SIDE, SIDE), candidates=candidates)
        drawn = picture_of(engine, request)
        true = image(painter.paint([scene], SIDE)[0])
        add(totals["model"], mark(scene, drawn, judge, ocr))
        add(totals["true"], mark(scene, true, judge, ocr))
        if number < 36:
            tiles.append(drawn)
            texts.append(text)
    sheet(tiles, 6).save(out / "scenes.webp", quality=90)
    (out / "captions.txt").write_text("\n".join(texts))
    return totals


def judge_plans(engine: EmbeddedEngine, scenes: list[Scene]) -> Answers:
    """Marks of the plans that the transformer writes, before anything is painted."""
    totals: Answers = defaultdict(list)
    for number, scene in enumerate(scenes):
        request = Request(alt_text(scene), seed=number, size=(SIDE, SIDE))
        plan = engine.plan(request)
        signs = [thing.word for thing in plan.things if thing.word]
        add(totals, score(scene, reading_of(plan, scene.aspect), signs))
    return totals


def judge_edit_plans(engine: EmbeddedEngine, scenes: list[Scene]) -> list[bool]:
    """Which held-out instructions the transformer carries out in the plan."""
    rng, done = random.Random(HELD_OUT), []
    for number, scene in enumerate(scenes):
        edit = sample_edit(scene, rng)
        layout = to_layout(plan_of(edit.before))
        request = Request(edit.instruction, b"-", (SIDE, SIDE), number, task="edit", layout=layout)
        plan = engine.plan(request, Image.new("RGB", (SIDE, SIDE)))
        signs = [thing.word for thing in plan.things if thing.word]
        done.append(edit_done(edit, reading_of(plan, scene.aspect), signs))
    return done


def judge_edits(
    engine: Engine, judge: Judge, scenes: list[Scene], out: Path, ocr: bool
) -> dict[str, list]:
    """Instructions on true pictures: which are done, and what the rest of the picture suffers."""
    painter, rng = Painter(), random.Random(HELD_OUT)
    marks: dict[str, list] = defaultdict(list)
    tiles = []
    for number, scene in enumerate(scenes):
        edit = sample_edit(scene, rng)
        before = image(painter.paint([edit.before], SIDE)[0])
        layout = to_layout(plan_of(edit.before))  # as in the settings of a picture made here
        size = (SIDE, SIDE)
        request = Request(edit.instruction, b"-", size, number, task="edit", layout=layout)
        try:
            drawn = picture_of(engine, request, before)
        except ValueError:  # nothing would change, says the engine
            drawn = before
        words = read_signs(drawn) if ocr and edit.change == "word" else ()
        if edit.change != "word" or ocr:
            reading = judge.read(tensor(drawn, JUDGE_SIDE))[0]
            marks["edits done"].append(edit_done(edit, reading, words))
        areas = changed_areas(plan_of(edit.before), plan_of(edit.after), edit.before.aspect)
        if areas is not None:
            marks["psnr"].append(psnr_outside(before, drawn, [area.box for area in areas]))
        tiles += [before, drawn]
    sheet(tiles[:36], 6).save(out / "edits.webp", quality=90)
    return marks


def psnr_outside(before: Image.Image, after: Image.Image, boxes: list) -> float:
    """dB between two pictures outside the boxes, capped at 60."""
    apart = np.square(tensor(before).numpy() - tensor(after).numpy())[0].mean(0)
    height, width = apart.shape
    outside = np.ones_like(apart, bool)
    for left, top, right, bottom in boxes:
        rows = slice(max(0, int(top * height)), max(0, int(bottom * height)) + 1)
        outside[rows, max(0, int(left * width)) : max(0, int(right * width)) + 1] = False
    if not outside.any():
        return 60.0
    return float(min(60.0, -10 * np.log10(max(apart[outside].mean(), 1e-6))))


def judge_descriptions(engine: EmbeddedEngine, scenes: list[Scene]) -> Answers:
    """Marks of what the engine says of the painter's true pictures."""
    painter = Painter()
    totals: Answers = defaultdict(list)
    for scene in scenes:
        picture = image(painter.paint([scene], SIDE)[0])
        description = engine.describe(picture)
        add(totals, score_caption(scene, description))
        add(totals, {"taken for its own world": [description.known]})
    return totals


def show(totals: dict[str, Answers]) -> None:
    print(f"{'':24} model   [95 %]           judge on true pictures")
    for question, marks in totals["model"].items():
        true = np.mean(totals["true"][question])
        print(f"{question:24} {share(marks)}  {true:6.1%}   (n = {len(marks)})")


def share(marks: list[bool]) -> str:
    """A share of right marks and its 95 % confidence interval."""
    low, high = interval(sum(marks), len(marks))
    return f"{np.mean(marks):6.1%}  [{low:.1%}, {high:.1%}]"


def means(marks: dict[str, list]) -> dict[str, float]:
    return {name: float(np.mean(values)) for name, values in marks.items()}


def show_plans(engine: EmbeddedEngine, scenes: list[Scene]) -> None:
    for question, marks in judge_plans(engine, scenes).items():
        print(f"plan: {question:24} {np.mean(marks):6.1%}   (n = {len(marks)})")
    done = judge_edit_plans(engine, scenes)
    print(f"plan: {'edits done':24} {np.mean(done):6.1%}   (n = {len(done)})")


def describe_scenes(
    engine: EmbeddedEngine, scenes: list[Scene], photos: Path | None
) -> dict[str, float]:
    """The figures of --describe; with photos, how many of them pass for pictures of its own world
    too."""
    if "describe" not in engine.capabilities.tasks:
        raise SystemExit(f"{engine.model} cannot describe")
    marks = judge_descriptions(engine, scenes)
    if photos:
        seen = [engine.describe(Image.open(path).convert("RGB")) for path in photos.iterdir()]
        marks["photos taken for it"] = [description.known for description in seen]
    for question, values in marks.items():
        print(f"described: {question:24} {share(values)}   (n = {len(values)})")
    return means(marks)


def options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--captions", type=int, default=500)
    parser.add_argument("--plans", type=int, default=0, help="mark only the plans of so many")
    parser.add_argument("--edits", type=int, default=0)
    parser.add_argument("--describe", type=int, default=0, help="true pictures put into words")
    parser.add_argument("--candidates", type=int, default=1, help="best of so many")
    parser.add_argument("--photos", type=Path, help="photos that --describe shall not know")
    parser.add_argument("--no-ocr", action="store_true")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None, engine: EmbeddedEngine | None = None) -> None:
    args = options(arguments)
    args.out.mkdir(parents=True, exist_ok=True)
    engine = engine or EmbeddedEngine.load(args.weights, closed=True)
    judge = load_judge(args.weights)
    figures: dict[str, object] = {"model": engine.model}
    print(engine.model)
    if args.plans:
        show_plans(engine, held_out_scenes(args.plans))
    if args.describe:
        figures["described"] = describe_scenes(engine, held_out_scenes(args.describe), args.photos)
    if args.captions:
        scenes = held_out_scenes(args.captions)
        ocr = not args.no_ocr
        totals = judge_scenes(engine, judge, scenes, args.out, args.candidates, ocr)
        show(totals)
        figures["scenes"] = {who: means(answers) for who, answers in totals.items()}
    if args.edits:
        scenes = [replace(s, seed=s.seed + 500) for s in held_out_scenes(args.edits)]
        marks = judge_edits(engine, judge, scenes, args.out, not args.no_ocr)
        figures["edits"] = means(marks)
        for name, values in marks.items():
            unit = f"{np.median(values):.1f} dB" if name == "psnr" else f"{np.mean(values):.1%}"
            print(f"{name:24} {unit}   (n = {len(values)})")
    (args.out / "figures.json").write_text(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
