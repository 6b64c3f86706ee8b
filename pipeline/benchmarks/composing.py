"""The composer beside the rules that taught it: `python -m pipeline.benchmarks.composing
--prompts FILE`.

Prints how often what is composed keeps to its graph, for prompts and for categories of things that
training never showed, how likely the composer finds what the rules do, and how much seeds differ.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from statistics import mean, median

import numpy as np
import torch

from pipeline.engines.embedded.loading import load_composer
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.composer import Composer
from pipeline.model.networks.composer_inputs import batch_of
from pipeline.model.networks.composer_sampling import FREE, GREEDY, Choice, write
from pipeline.model.networks.weights import WEIGHTS, WeightsError
from pipeline.model.plan.placement import BINS, MOST, SLOTS, Placement, decode, encode
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.briefing import STANDS, brief_of
from pipeline.model.planning.composing.checking import faults
from pipeline.model.planning.composing.composing import Begun, arranged, begun, composed
from pipeline.model.planning.composing.units import laid, placements_of
from pipeline.model.planning.composing.writing import CANDIDATES, drawn, land_of, written
from pipeline.training.data.compositions import Lesson, graphs_of, lesson_of, prompts_of
from pipeline.training.data.graphs import Graphs
from pipeline.training.train_composer import nats, split

SEED = 2_026  # of what no training draws
LOOKED_UP = 4_000  # lessons that the table is made of
STAND = 10  # where a group's features begin that say where it belongs
Key = tuple[int, int, int, int]


def with_kinds(
    dictionary: Dictionary, kinds: Collection[str], count: int, seed: int = SEED
) -> list[SceneGraph]:
    """Random graphs in each of which is one of some kinds."""
    rng, graphs, found = random.Random(seed), Graphs(dictionary), list[SceneGraph]()
    while len(found) < count:
        graph = graphs.sample(rng)
        if any(element.kind in kinds for element in graph.elements):
            found.append(graph)
    return found


def kept(
    composer: Composer, dictionary: Dictionary, graphs: Sequence[SceneGraph]
) -> dict[str, float]:
    """Shares of graphs to which all constraints hold, by who composes."""
    ways: dict[str, Callable[[Begun, int], bool]] = {
        "rules": _rules_keep,
        "most likely tokens": lambda start, n: _keeps(composer, start, n, 1, GREEDY),
        "one sample": lambda start, n: _keeps(composer, start, n, 1, FREE),
        f"best of {CANDIDATES} (else the rules compose)": lambda start, n: _keeps(
            composer, start, n, CANDIDATES, FREE
        ),
    }
    starts = [begun(graph, dictionary, n, 1.0) for n, graph in enumerate(graphs)]
    some = [(n, start) for n, start in enumerate(starts) if 0 < len(start.units) <= MOST]
    return {name: mean(float(way(start, n)) for n, start in some) for name, way in ways.items()}


def _rules_keep(start: Begun, seed: int) -> bool:
    start = replace(start, cast=replace(start.cast, rng=random.Random(seed)))
    figures, land = arranged(start)
    placements = placements_of(start, figures)
    return bool(placements) and not faults(start, laid(start, placements or [], land), land)


def _keeps(composer: Composer, start: Begun, seed: int, count: int, choice: Choice) -> bool:
    land = land_of(start, seed)
    seeds = range(1000 * seed, 1000 * seed + count)
    found = drawn(composer, start, land, seeds, choice)
    return any(not faults(start, groups, land) for groups in found)


class Table:
    """How often a token stands at a slot, of groups that are alike in where they belong, in shape
    and size, and in how many others there are: what can be known without a network."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self.counts: dict[tuple[int, Key], Counter[int]] = defaultdict(Counter)
        for lesson in lessons:
            for slot, key, token in _rows(lesson):
                self.counts[slot, key][token] += 1

    def nats(self, lesson: Lesson) -> float:
        """Minus the log likelihood of a lesson's tokens."""
        left, found = len(lesson.brief.units), 0.0
        for slot, key, token in _rows(lesson):
            if slot == 0:  # any of those left
                found += float(np.log(left))
                left -= 1
                continue
            options = 2 if SLOTS[slot] == "mirrored" else BINS
            seen = self.counts[slot, key]
            near = sum(seen[token + step] / (1 + abs(step)) for step in (-2, -1, 0, 1, 2)) / 2.67
            near = seen[token] if options == 2 else near
            weight = 0.05 * options
            found -= float(np.log((near + weight / options) / (seen.total() + weight)))
        return found


def _rows(lesson: Lesson) -> list[tuple[int, Key, int]]:
    """(slot, what is known of the group, token) of each token."""
    units, found = lesson.brief.units, list[tuple[int, Key, int]]()
    for at in range(0, len(lesson.tokens), len(SLOTS)):
        row = lesson.tokens[at : at + len(SLOTS)]
        one = units[row[0]]
        stand = int(one[STAND : STAND + len(STANDS)].argmax())
        size, shape = (int(np.digitize(float(one[n]), (-0.9, -0.3, 0.3))) for n in (0, 1))
        key = stand, min(len(units), 4), size, shape
        found += [(slot, key, token) for slot, token in enumerate(row)]
    return found


def likelihood(
    composer: Composer, known: Sequence[Lesson], held_out: Sequence[Lesson]
) -> dict[str, float]:
    """Mean nats of a placement of the rules, for the composer, a table and blind guesses."""
    table, groups = Table(known), sum(len(lesson.brief.units) for lesson in held_out)
    with torch.inference_mode():
        by_composer = sum(
            float(nats(composer, batch_of([one.brief], [one.tokens])).sum()) for one in held_out
        )
    by_table = sum(table.nats(one) for one in held_out)
    blind = Table([])
    return {
        "composer": by_composer / groups,
        "table": by_table / groups,
        "blind": sum(blind.nats(one) for one in held_out) / groups,
    }


def lessons_of(dictionary: Dictionary, graphs: Sequence[SceneGraph], count: int) -> list[Lesson]:
    """Compositions of the rules for some graphs, as many as asked."""
    rng, found = random.Random(SEED), list[Lesson]()
    while len(found) < count:
        lesson = lesson_of(rng.choice(graphs), dictionary, rng.randrange(2**31), 1.0)
        found += [lesson] if lesson else []
    return found


def diversity(
    composer: Composer, dictionary: Dictionary, graphs: Sequence[SceneGraph]
) -> dict[str, tuple[float, float, float]]:
    """How far apart two of four seeds place the same group, on average: (share of the width, log
    height, share of the height), by the rules and by the composer."""
    found: dict[str, list[tuple[float, float, float]]] = {"rules": [], "composer": []}
    for number, graph in enumerate(graphs):
        start = begun(graph, dictionary, number, 1.0)
        if not 0 < len(start.units) <= MOST:
            continue
        by_rules = [_of_rules(start, seed) for seed in range(4)]
        seeds = range(1000 * number, 1000 * number + 4)
        written = write(composer, brief_of(start, land_of(start, number)), seeds)
        by_composer = [decode(tokens, len(start.units)) for tokens in written]
        if all(by_rules):
            found["rules"] += _apart([one for one in by_rules if one])
            found["composer"] += _apart(by_composer)
    return {
        name: (mean(r[0] for r in rows), mean(r[1] for r in rows), mean(r[2] for r in rows))
        for name, rows in found.items()
    }


def _of_rules(start: Begun, seed: int) -> list[Placement] | None:
    cast = replace(start.cast, rng=random.Random(seed), turn=start.cast.turn + seed)
    again = replace(start, cast=cast)
    placements = placements_of(again, arranged(again)[0])
    return decode(encode(placements), len(start.units)) if placements else None


def _apart(found: Sequence[Sequence[Placement]]) -> list[tuple[float, float, float]]:
    rows = [{one.unit: one for one in placements} for placements in found]
    return [
        (
            abs(mine[n].x - theirs[n].x),
            abs(float(np.log(mine[n].height / theirs[n].height))),
            abs(mine[n].foot - theirs[n].foot),
        )
        for mine, theirs in combinations(rows, 2)
        for n in mine
    ]


def seconds(
    composer: Composer, dictionary: Dictionary, graphs: Sequence[SceneGraph]
) -> list[float]:
    """Median seconds of a composition by the rules, and of the best of several by the composer."""
    ways: list[Callable[[int, SceneGraph], object]] = [
        lambda n, graph: composed(graph, dictionary, n, 1.0),
        lambda n, graph: written(composer, graph, dictionary, n, 1.0),
    ]
    found = []
    for way in ways:
        times = []
        for number, graph in enumerate(graphs):
            started = time.perf_counter()
            way(number, graph)
            times.append(time.perf_counter() - started)
        found.append(median(times))
    return found


def report(composer: Composer, dictionary: Dictionary, prompts: Path, count: int) -> str:
    """The tables, in Markdown."""
    held_out = graphs_of(prompts_of(prompts, True), dictionary)
    random.Random(SEED).shuffle(held_out)
    held_out = held_out[:count]
    _, new = split(dictionary, composer.config.unknown)
    sets = {"held-out prompts": held_out}
    if new:
        sets["held-out categories"] = with_kinds(dictionary, set(new), count)
    shares = [kept(composer, dictionary, graphs) for graphs in sets.values()]
    lines = [f"| keeps to its graph | {' | '.join(sets)} |", "|---" * (len(sets) + 1) + "|"]
    for name in shares[0]:
        lines.append(f"| {name} | {' | '.join(f'{one[name]:.1%}' for one in shares)} |")
    known = lessons_of(dictionary, graphs_of(prompts_of(prompts, False), dictionary), LOOKED_UP)
    found = likelihood(composer, known, lessons_of(dictionary, held_out, count))
    lines += ["", "| nats a placement of the rules | |", "|---|---|"]
    lines += [f"| {name} | {value:.2f} |" for name, value in found.items()]
    lines += ["", "| two of four seeds differ by | x | log height | foot |", "|---|---|---|---|"]
    for name, row in diversity(composer, dictionary, held_out[:100]).items():
        lines.append(f"| {name} | {' | '.join(f'{value:.3f}' for value in row)} |")
    rules, best = seconds(composer, dictionary, held_out[:40])
    lines += [
        "",
        f"Rules {1000 * rules:.0f} ms, best of {CANDIDATES} {1000 * best:.0f} ms (median).",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=Path, required=True, help="table of prompts")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder of the composer's")
    parser.add_argument("--dictionary", type=Path, default=WEIGHTS, help="folder of drawings")
    parser.add_argument("--count", type=int, default=300, help="graphs of each set")
    args = parser.parse_args(arguments)
    torch.set_num_threads(1)
    composer = load_composer(args.weights, torch.device("cpu"))
    if composer is None:
        raise WeightsError(f"there is no composer in {args.weights}")
    print(report(composer, Dictionary.load(args.dictionary), args.prompts, args.count))


if __name__ == "__main__":
    main()
