"""A plan as the value that the journey hands on: groups of things that look alike."""

from itertools import groupby

from pipeline.model.plan.boxes import third
from pipeline.model.plan.scene import Plan
from pipeline.model.plan.world import DRESSED
from pipeline.results import Description, Group


def description_of(plan: Plan, known: bool = True) -> Description:
    """What a plan shows. known: False where the picture is of something else."""
    groups = []
    for _, alike in groupby(plan.things, lambda thing: thing.looks):
        things = list(alike)
        first, middle = things[0], sum(thing.x for thing in things) / len(things)
        side = third(middle) if third(middle) != "middle" else ""
        worn = first.kind in DRESSED
        groups.append(
            Group(first.kind, len(things), first.color, first.pose, side, first.word, worn)
        )
    return Description(plan.terrain, plan.time, plan.weather, plan.season, tuple(groups), known)
