"""GenEval (Ghosh et al., 2023) at the level of the scene graph: is all that is asked in it?

    python -m pipeline.benchmarks.geneval --dictionary DIR --prompts geneval.jsonl
    python -m pipeline.benchmarks.geneval --prompts geneval.jsonl --paint 553 --unseen DIR/held_out

A line of the file has a prompt, its task (`tag`) and what a picture is to show (`include`: class,
count, colour, position to another). Right is a graph that names exactly the asked classes, in their
number, colour and relation. Needs no torch; it says what is asked of the painter, not what a
picture shows. With --paint so many of the prompts are painted, and a judge that compares with a
family of drawings which nothing was trained on says what the pictures show (`judging`); without
--unseen it compares with the dictionary's own drawings: surer, and no longer independent.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.reading.graph import read_graph

# Those of the repository; `networks.weights`, which knows them too, needs torch.
WEIGHTS = Path(__file__).parents[2] / "assets" / "weights"

# How the set names relations and how graphs do.
RELATIONS = {"left of": ("left of",), "right of": ("right of",), "above": ("above",),
             "below": ("below", "under")}  # fmt: skip


def kinds_of(asked: Mapping[str, Any], dictionary: Dictionary) -> set[str]:
    """The kinds that count as an asked class: that of its name, or of its name with the colour."""
    names = [asked["class"], f"{asked.get('color', '')} {asked['class']}"]
    return {match.kind for name in names if (match := dictionary.find(name))}


def fault(task: Mapping[str, Any], graph: SceneGraph, dictionary: Dictionary) -> str:
    """What of a task a graph gets wrong, "" where it is right."""
    asked: Sequence[Mapping[str, Any]] = task["include"]
    if len(asked) != len(graph.elements):
        return f"{len(graph.elements)} things for {len(asked)}"
    where: list[int] = []
    for one in asked:
        kinds = kinds_of(one, dictionary)
        if not kinds:
            return f"no kind for {one['class']}"
        number = _place(kinds, where, graph)
        if number is None:
            return f"no {one['class']}"
        where.append(number)
        element = graph.elements[number]
        if element.count != one["count"]:
            return f"{element.count} of {one['class']}"
        if one.get("color", element.color) != element.color:
            return f"{one['class']} is {element.color}"
    return _misplaced(asked, where, graph)


def _place(kinds: set[str], taken: Sequence[int], graph: SceneGraph) -> int | None:
    """The first element of these kinds that is not taken yet."""
    for number, element in enumerate(graph.elements):
        if element.kind in kinds and number not in taken:
            return number
    return None


def _misplaced(asked: Sequence[Mapping[str, Any]], where: Sequence[int], graph: SceneGraph) -> str:
    for one, subject in zip(asked, where, strict=True):
        if "position" not in one:
            continue
        name, other = one["position"]
        found = [
            r.name for r in graph.relations if (r.subject, r.object) == (subject, where[other])
        ]
        if not set(found) & set(RELATIONS[name]):
            return f"{one['class']} is {found or 'not'} for {name}"
    return ""


def read_tasks(path: Path) -> list[dict[str, Any]]:
    """The lines of a GenEval file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def report(tasks: Iterable[Mapping[str, Any]], dictionary: Dictionary, listed: int = 20) -> str:
    """The share of right graphs per task and over all, and the first faults."""
    faults = defaultdict(list)
    for task in tasks:
        graph = read_graph(task["prompt"], dictionary)
        faults[task["tag"]].append((fault(task, graph, dictionary), task["prompt"]))
    lines = [f"{'task':16}{'prompts':>9}{'right':>9}"]
    everything = [one for some in faults.values() for one in some]
    for name, some in [*faults.items(), ("all", everything)]:
        right = sum(not wrong for wrong, _ in some)
        lines.append(f"{name:16}{len(some):9}{right / len(some):9.3f}")
    wrong = [f"{why}: {prompt}" for why, prompt in everything if why]
    return "\n".join([*lines, *wrong[:listed]])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prompts", type=Path, required=True)
    parser.add_argument("--dictionary", type=Path, default=WEIGHTS)
    parser.add_argument("--listed", type=int, default=20, help="how many faults to list")
    parser.add_argument("--paint", type=int, default=0, help="how many pictures to judge")
    parser.add_argument("--unseen", type=Path, help="family to compare with; by default our own")
    parser.add_argument("--out", type=Path, help="folder of the pictures; a stopped run goes on")
    args = parser.parse_args(arguments)
    if args.paint:
        from pipeline.benchmarks.judging.painted import paint_and_judge

        print(paint_and_judge(read_tasks(args.prompts), args.paint, args.unseen, args.out))
        return
    print(report(read_tasks(args.prompts), Dictionary.load(args.dictionary), args.listed))


if __name__ == "__main__":
    main()
