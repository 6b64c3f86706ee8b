"""GenEval in the picture: its prompts painted, and what the judge sees of what they ask for.

Beside each picture stands the painter's own one of the same composition: what the judge misses
there is the judge's fault, or the composition's, and not the decoder's.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from pipeline.benchmarks.judging.classes import classes_asked
from pipeline.benchmarks.judging.judge import Judge, load_judge
from pipeline.benchmarks.judging.marking import mark
from pipeline.benchmarks.scoring import interval
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.embedded.tasks import Draft
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import find_weights
from pipeline.model.painting.collage import pieces
from pipeline.model.plan.boxes import Box
from pipeline.model.plan.composition import Composition
from pipeline.request import Request
from pipeline.training.canvas.true_pictures import true_picture
from pipeline.training.data.sightings import sighted

SIDE = 256  # pixels of the pictures that are judged
# How a picture is judged: told nothing, or told where the plan has things.
FIGURES = ("picture", "true picture", "picture, boxes told", "true picture, boxes told")


@dataclass(frozen=True)
class Shown:
    """A prompt's picture, the painter's of the same composition, and where things are in both."""

    picture: Image.Image
    true: Image.Image
    boxes: list[Box]


def show(engine: EmbeddedEngine, prompt: str, seed: int) -> Shown:
    """Paints a prompt as a visitor gets it."""
    request = engine.capabilities.complete(Request(prompt, seed=seed, size=(SIDE, SIDE)), None)
    conditioning = engine.encode(request, None)
    *_, written = engine.sample_tokens(conditioning)
    assert written.tokens is not None
    *_, done = engine.decode(conditioning, written.tokens)
    assert done.image is not None
    draft, dictionary = conditioning.picture, engine.world.dictionary
    assert isinstance(draft, Draft)  # as every picture of words is
    composition = draft.world.read(written.tokens, draft.asked).composition
    true = true_picture(composition, dictionary, (SIDE, SIDE), seed)
    return Shown(done.image, Image.fromarray(true), boxes_of(composition, dictionary))


def boxes_of(composition: Composition, dictionary: Dictionary) -> list[Box]:
    """Where the things of a composition are of which enough shows."""
    found = list(pieces(composition, dictionary, SIDE, SIDE))
    return [thing.box for thing in sighted(found, dictionary, (SIDE, SIDE))]


def judged(judge: Judge, task: dict[str, Any], shown: Shown) -> dict[str, str]:
    """Figure -> what of the task is wrong by it, "" where it is right."""
    pictures = shown.picture, shown.true
    seen = [judge.look(picture) for picture in pictures]
    seen += [judge.named(picture, shown.boxes) for picture in pictures]
    return {name: mark(task, one) for name, one in zip(FIGURES, seen, strict=True)}


def chosen(tasks: Sequence[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """So many of the tasks, the same share of each kind; all where `count` is as large."""
    if count >= len(tasks):
        return list(tasks)
    order = list(tasks)
    random.Random(0).shuffle(order)
    by_tag: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for task in order:
        by_tag[task["tag"]].append(task)
    share = count / len(tasks)
    return [task for some in by_tag.values() for task in some[: max(1, round(share * len(some)))]]


def run(
    engine: EmbeddedEngine,
    judge: Judge,
    tasks: Sequence[dict[str, Any]],
    out: Path | None = None,
) -> Iterator[dict[str, Any]]:
    """One result a task: its tag, prompt and faults; pictures go to `out`, beside a file of results
    from which a later run goes on."""
    done: dict[str, dict[str, Any]] = {}
    file = out / "judged.jsonl" if out else None
    if file and file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            done[row["prompt"]] = row
    for number, task in enumerate(tasks):
        row = done.get(task["prompt"])
        if row is None:
            shown = show(engine, task["prompt"], number)
            row = {"tag": task["tag"], "prompt": task["prompt"]} | {
                "faults": judged(judge, task, shown)
            }
            if out and file:
                both = shown.picture, shown.true
                joined = Image.fromarray(np.concatenate([np.asarray(one) for one in both], 1))
                joined.save(out / f"{number:04d}.png")
                with file.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(row, ensure_ascii=False) + "\n")
        yield row


def paint_and_judge(
    tasks: Sequence[dict[str, Any]], count: int, unseen: Path | None, out: Path | None
) -> str:
    """The figures of so many of the tasks, painted by the shipped weights and judged. unseen: a
    dictionary of the family to compare with; None: the dictionary's own drawings."""
    torch.set_num_threads(1)
    engine, folder = EmbeddedEngine.load(), find_weights()
    dictionary = engine.world.dictionary
    family = Dictionary.load(unseen) if unseen else None
    judge, classes = load_judge(folder, dictionary, family, classes_asked(tasks))
    if out:
        out.mkdir(parents=True, exist_ok=True)
    rows = list(run(engine, judge, chosen(tasks, count), out))
    compared = f"{len(classes.unseen)} classes compared with the unseen family, with the"
    return f"{table(rows)}\n{compared} dictionary's own: {', '.join(classes.others)}"


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Shares of right pictures per task and over all, with Wilson's intervals of 95 %."""
    lines = [f"{'task':15}{'figure':26}{'prompts':>8}{'right':>7}  95 %"]
    tags = [*dict.fromkeys(row["tag"] for row in rows), "all"]
    for tag in tags:
        for figure in FIGURES:
            marks = [not row["faults"][figure] for row in rows if tag in (row["tag"], "all")]
            low, high = interval(sum(marks), len(marks))
            share = sum(marks) / max(1, len(marks))
            lines.append(f"{tag:15}{figure:26}{len(marks):8}{share:7.2f}  {low:.2f}-{high:.2f}")
    return "\n".join(lines)
