"""Endless compositions to learn from: graphs of prompts and random ones, composed by rules.

To compose one and write it down takes some six milliseconds, more than learning from it takes, so
each is learnt from about twice, some time apart; none is kept on disk.
"""

import csv
import os
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.utils.data import IterableDataset, get_worker_info

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.composer_inputs import Brief, ComposerBatch, batch_of
from pipeline.model.plan.placement import MOST, encode
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.briefing import brief_of
from pipeline.model.planning.composing.checking import faults
from pipeline.model.planning.composing.composing import arranged, begun
from pipeline.model.planning.composing.units import laid, placements_of
from pipeline.model.reading.graph import read_graph
from pipeline.training.data.graphs import Graphs

ASPECTS = (1.0, 1.0, 1.0, 4 / 3, 3 / 4, 3 / 2, 2 / 3, 16 / 9, 9 / 16, 2.0, 0.5)
POOL = 8  # batches that are sorted by length together
FRESH = 0.4  # of a pool's lessons; the others have been seen before
SHELF = 20_000  # lessons that are kept to be seen again
FROM_PROMPTS = 0.5  # of the compositions
HELD_OUT = 5  # of so many prompts, one is held out


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is asked, and the tokens that place it."""

    brief: Brief
    tokens: list[int]


class Compositions(IterableDataset):
    """Batches without end; each worker has dice of its own.

    graphs: random ones; prompts: graphs of prompts, of which FROM_PROMPTS of the lessons are.
    Compositions in which the rules break a constraint are left out: from these nothing is to be
    learnt.
    """

    def __init__(
        self,
        dictionary: Dictionary,
        graphs: Graphs,
        prompts: Sequence[SceneGraph],
        batch: int,
        seed: int = 0,
    ) -> None:
        self.dictionary, self.graphs, self.prompts = dictionary, graphs, list(prompts)
        self.batch, self.seed = batch, seed

    def __iter__(self) -> Iterator[ComposerBatch]:
        worker = get_worker_info()
        if worker:
            torch.set_num_threads(1)
            os.nice(5)  # below the training itself
        rng = random.Random(f"{self.seed} {worker.id if worker else 0}")
        lessons, shelf, size = self.lessons(rng), list[Lesson](), POOL * self.batch
        while True:
            again = min(round((1 - FRESH) * size), len(shelf) // 4)
            pool = rng.sample(shelf, again)
            fresh = [next(lessons) for _ in range(size - again)]
            shelf = [*shelf[-(SHELF - len(fresh)) :], *fresh]
            pool += fresh
            pool.sort(key=lambda lesson: len(lesson.tokens))
            starts = list(range(0, len(pool), self.batch))
            rng.shuffle(starts)
            for start in starts:
                some = pool[start : start + self.batch]
                yield batch_of([one.brief for one in some], [one.tokens for one in some])

    def lessons(self, rng: random.Random) -> Iterator[Lesson]:
        """One after the other."""
        while True:
            of_prompt = self.prompts and rng.random() < FROM_PROMPTS
            asked = rng.choice(self.prompts) if of_prompt else self.graphs.sample(rng)
            seed, aspect = rng.randrange(2**31), rng.choice(ASPECTS)
            if lesson := lesson_of(asked, self.dictionary, seed, aspect):
                yield lesson


def lesson_of(
    asked: SceneGraph, dictionary: Dictionary, seed: int, aspect: float
) -> Lesson | None:  # fmt: skip
    """A composition of the rules to learn from, None where it is none: it has nothing in it, breaks
    a constraint, or is no placement of groups."""
    start = begun(asked, dictionary, seed, aspect)
    if not 0 < len(start.units) <= MOST:
        return None
    figures, land = arranged(start)
    placements = placements_of(start, figures)
    if not placements or faults(start, laid(start, placements, land), land):
        return None
    return Lesson(brief_of(start, land), encode(placements))


def prompts_of(path: Path, held_out: bool) -> list[str]:
    """The prompts of a table with a column "prompt": those to learn from, or those held out."""
    with path.open(newline="") as file:
        prompts = dict.fromkeys(row["prompt"] for row in csv.DictReader(file))
    return [one for one in prompts if (zlib.crc32(one.encode()) % HELD_OUT == 0) == held_out]


def graphs_of(prompts: Sequence[str], dictionary: Dictionary) -> list[SceneGraph]:
    """Their graphs, without those that name nothing which the dictionary has."""
    return [graph for prompt in prompts if (graph := read_graph(prompt, dictionary)).elements]
