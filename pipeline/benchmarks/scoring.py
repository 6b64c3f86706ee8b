"""What a picture gets right of what was asked, in ScImage's dimensions.

ScImage (Zhang et al., 2024) asks for attributes, numbers and positions, alone and together. Here
every group of things of a prompt ("two white cats on the left") is asked for all three.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace
from math import sqrt

from pipeline.model.plan.boxes import third
from pipeline.model.plan.scene import Plan
from pipeline.model.plan.world import POSED
from pipeline.results import Description
from pipeline.training.judge import Reading, Seen, center
from pipeline.training.world.edits import Edit
from pipeline.training.world.phrases import Group, group_side
from pipeline.training.world.scene import Scene, groups, sample_scene

HELD_OUT = 10**9  # seeds from here on are never trained on
DIMENSIONS = {
    "attribute": ("attribute",),
    "number": ("number",),
    "position": ("position",),
    "attribute and number": ("attribute", "number"),
    "attribute and position": ("attribute", "position"),
    "number and position": ("number", "position"),
    "all three": ("attribute", "number", "position"),
}
Answers = dict[str, list[bool]]


def held_out_scenes(count: int) -> list[Scene]:
    """Square scenes with at least one thing, whose sides can be told."""
    rng = random.Random(HELD_OUT)
    scenes: list[Scene] = []
    while len(scenes) < count:
        scene = replace(sample_scene(rng, aspect=1.0), seed=HELD_OUT + len(scenes))
        if scene.things and all(group_side(g, 1.0) for g in groups(scene)):
            scenes.append(scene)
    return scenes


def score(scene: Scene, reading: Reading, words: Collection[str] | None = None) -> Answers:
    """Right or wrong, a list a question. words: what was read on signs, None if nobody looked."""
    right: Answers = defaultdict(list)
    for question in ("terrain", "time", "weather"):
        right[question].append(getattr(reading, question) == getattr(scene, question))
    for group in groups(scene):
        of_group = _score_group(group, scene, reading)
        right["kind present"].append(of_group.pop("kind"))
        for name, parts in DIMENSIONS.items():
            if all(part in of_group for part in parts):
                right[name].append(all(of_group[part] for part in parts))
        if "pose" in of_group:
            right["pose"].append(of_group["pose"])
        if group[0].word and words is not None:
            right["sign word"].append(group[0].word in words)
    known = {thing.kind for thing in scene.things}
    right["nothing invented"].append(all(seen.kind in known for seen in reading.things))
    right["everything"].append(all(all(answers) for answers in right.values()))
    return dict(right)


def _score_group(group: Group, scene: Scene, reading: Reading) -> dict[str, bool]:
    """Of one group: is the kind there, and its colour, number, side and pose right. A group without
    colours or poses, such as a sign, is not asked for any."""
    first = group[0]
    of_kind = [seen for seen in reading.things if seen.kind == first.kind]
    alone = sum(other[0].kind == first.kind for other in groups(scene)) == 1
    alike = [s for s in of_kind if first.color in (None, s.color)]
    counted = of_kind if alone else alike
    where = sum(s.x for s in alike) / len(alike) if alike else -1.0
    answers = {
        "kind": bool(of_kind),
        "number": len(counted) == len(group),
        "position": bool(alike) and third(where) == group_side(group, scene.aspect),
    }
    if first.color is not None:
        answers["attribute"] = bool(alike) and (len(alike) == len(of_kind) or not alone)
    if first.kind in POSED:
        answers["pose"] = bool(counted) and all(seen.pose == first.pose for seen in counted)
    return answers


def reading_of(plan: Plan, aspect: float) -> Reading:
    """What a judge without fault would read in a picture painted exactly to plan."""
    things = tuple(
        Seen(t.kind, t.color or "white", *center(t, aspect), t.pose) for t in plan.things
    )
    return Reading(plan.terrain, plan.time, plan.weather, things)


def edit_done(edit: Edit, reading: Reading, words: Collection[str] = ()) -> bool:
    """Whether a picture shows what the instruction changed. words: what was read on signs."""
    before, after = edit.before, edit.after
    for part in ("time", "weather"):
        if getattr(before, part) != getattr(after, part):
            return getattr(reading, part) == getattr(after, part)
    if edit.change == "word":
        return next(thing.word for thing in after.things if thing.word) in words
    if edit.change == "move":
        moved = [g for g in groups(after) if g not in groups(before)]
        return all(_score_group(group, after, reading)["position"] for group in moved)
    wanted, had = _census(after.things), _census(before.things)
    seen = _census(reading.things)
    return all(seen[key] == wanted[key] for key in wanted | had if wanted[key] != had[key])


def _census(things) -> Counter:
    """Things by their looks; the judge sees a colour on a sign too, which has none."""
    return Counter((t.kind, None if t.kind == "signpost" else t.color, t.pose) for t in things)


def named(description: Description) -> Counter:
    """The things of a description, by kind, colour, sign's word and pose."""
    counts: Counter = Counter()
    for group in description.things:
        counts[group.kind, group.color, group.text, group.pose] += group.count
    return counts


def score_caption(scene: Scene, description: Description) -> Answers:
    """Whether a description names all things and no others: their kinds and numbers; these with
    their colours; what is on the signs; and all of it, poses too."""
    found, true = (
        named(description),
        Counter((t.kind, t.color, t.word, t.pose) for t in scene.things),
    )
    right = {
        "kinds and numbers": [_by(found, 1) == _by(true, 1)],
        "and colours": [_by(found, 2) == _by(true, 2)],
    }
    words, written = (Counter({k: n for k, n in one.items() if k[2]}) for one in (found, true))
    if written:
        right["sign words"] = [words == written]
    return right | {"everything": [found == true]}


def _by(census: Counter, parts: int) -> Counter:
    """A census by the first parts of its keys."""
    summed: Counter = Counter()
    for key, count in census.items():
        summed[key[:parts]] += count
    return summed


def interval(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % confidence interval of a share (Wilson, 1927)."""
    if not total:
        return 0.0, 1.0
    share, spread = right / total, z * z / total
    middle = (share + spread / 2) / (1 + spread)
    half = z * sqrt(share * (1 - share) / total + spread / (4 * total)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)
