"""Do plans of the closed world show what people type?

`python -m pipeline.benchmarks.everyday --seeds 4`.

The prompts of everyday.toml were written by hand, as people write, not by the captions' grammar;
beside each stands what a picture of it must show, which is asked of the plan before anything is
painted.
"""

import argparse
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image

from pipeline.benchmarks.scoring import interval
from pipeline.engines.embedded.description import description_of
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.plan.layout import to_layout
from pipeline.model.plan.scene import SETTING, Plan, PlannedThing
from pipeline.request import Request
from pipeline.wording import ENGLISH

SIZE = (512, 512)
BOOK = Path(__file__).with_name("everyday.toml")
# Pictures for the instructions, by their sections in the file.
CATS = Plan(
    "meadow", "noon", "clear", "summer",
    (
        PlannedThing("cat", "white", 0.15, 0.92, 0.22),
        PlannedThing("cat", "white", 0.33, 0.93, 0.22),
        PlannedThing("house", "blue", 0.5, 0.7, 0.36),
        PlannedThing("girl", "red", 0.8, 0.93, 0.36, hair="black"),
    ),
)  # fmt: skip
TEA = Plan(
    "seaside", "sunset", "clear", "summer",
    (
        PlannedThing("lighthouse", "red", 0.2, 0.76, 0.42),
        PlannedThing("boat", "white", 0.5, 0.68, 0.26),
        PlannedThing("signpost", None, 0.75, 0.93, 0.32, word="TEA"),
    ),
)  # fmt: skip
BEFORE = {"cats": CATS, "tea": TEA}


def lines(section: str, name: str) -> str:
    """The lines "prompt | what it must show" of a section of the book."""
    return tomllib.loads(BOOK.read_text(encoding="utf-8"))[section][name].strip()


def missing(plan: Plan, wanted: str) -> list[str]:
    """What of `wanted` a plan does not show; "also a boat" for what nobody asked for."""
    kinds = Counter(thing.kind for thing in plan.things)
    looks = Counter((thing.kind, thing.word or thing.color) for thing in plan.things)
    looks.update((thing.kind, thing.pose) for thing in plan.things if thing.pose)
    setting = {str(getattr(plan, part)) for part in SETTING}
    lacks, asked = [], set()
    for item in wanted.split(", "):
        thing = re.fullmatch(r"(\d)(\+?) (\w+)(?: (\w+))?", item)
        if thing is None:
            lacks += [] if item in setting else [item]
            continue
        count, more, kind, look = thing.groups()
        asked.add(kind)
        found = looks[kind, look] if look else kinds[kind]
        right = found >= int(count) if more else found == int(count)
        lacks += [] if right else [item]
    return lacks + [f"also a {kind}" for kind in kinds if kind not in asked]


def mark(prompts: str, planned: Callable[[str, int], Plan], seeds: int) -> list[bool]:
    """Which plans are right; what the others lack is printed."""
    marks = []
    for line in prompts.splitlines():
        prompt, wanted = line.split(" | ")
        for seed in range(seeds):
            plan = planned(prompt, seed)
            lacks = missing(plan, wanted)
            marks.append(not lacks)
            if lacks:
                print(f"{prompt}: {', '.join(lacks)} ({ENGLISH.describe(description_of(plan))})")
    return marks


def edited(engine: EmbeddedEngine, before: Plan, instruction: str) -> Plan:
    """The plan after an instruction; edits are planned without chance."""
    request = Request(instruction, b"-", SIZE, 0, task="edit", layout=to_layout(before))
    return engine.plan(request, Image.new("RGB", SIZE))


def results(engine: EmbeddedEngine, seeds: int, count: int | None) -> dict[str, list[bool]]:
    """Which plans are right, by the kind of line. count: how many lines of each section, or all."""
    print(engine.model)

    def plan_new(text: str, seed: int) -> Plan:
        return engine.plan(Request(text, seed=seed, size=SIZE))

    marks: dict[str, list[bool]] = {}
    for name in ("known", "unseen"):
        marks[f"prompts, {name}"] = mark(first(lines("prompts", name), count), plan_new, seeds)
        marks[f"instructions, {name}"] = []
        for section, before in BEFORE.items():

            def plan_edit(text: str, _: int, before: Plan = before) -> Plan:
                return edited(engine, before, text)

            right = mark(first(lines(section, name), count), plan_edit, 1)
            marks[f"instructions, {name}"] += right
    return marks


def first(text: str, count: int | None) -> str:
    """The first lines of a text."""
    return "\n".join(text.splitlines()[:count])


def main(arguments: Sequence[str] | None = None, engine: EmbeddedEngine | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--lines", type=int, help="only the first so many of each section")
    args = parser.parse_args(arguments)
    engine = engine or EmbeddedEngine.load(args.weights, closed=True)
    shown = results(engine, args.seeds, args.lines)
    for name, marks in shown.items():
        low, high = interval(sum(marks), len(marks))
        share = sum(marks) / len(marks)
        print(f"{name:20} {share:.1%} [{low:.1%}, {high:.1%}] of {len(marks)} plans")


if __name__ == "__main__":
    main()
