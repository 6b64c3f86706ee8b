"""Whether a plan shows the things that a prompt names, and the constraints that make it do so.

A plan costs little compared with a picture, so one that clearly shows something else is drawn again
(rejection sampling); the last attempts are limited to the words by constrained decoding.
"""

from collections import Counter
from collections.abc import Iterable

from pipeline.model.plan.boxes import third
from pipeline.model.plan.constraints import Constraints, Wanted
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.world import MAX_THINGS
from pipeline.model.reading.mentions import Mention


def fulfils(plan: Plan, named: list[Mention]) -> bool:
    """Whether a plan shows the named things, and nothing of another kind; a prompt that names
    nothing allows every plan."""
    if not named:
        return True
    kinds = Counter(thing.kind for thing in plan.things)
    looks = Counter((thing.kind, thing.color) for thing in plan.things)
    looks.update((thing.kind, thing.pose) for thing in plan.things if thing.pose)
    least: Counter = Counter()
    for mention in named:
        least[mention.kind] += mention.least
        for look in filter(None, (mention.color, mention.pose)):
            least[mention.kind, look] += mention.least
    if kinds.keys() != {mention.kind for mention in named}:
        return False
    counted = {mention.kind for mention in named} - {w.kind for w in named if w.count is None}
    if any(kinds[kind] != least[kind] for kind in counted):
        return False
    if any((looks | kinds)[key] < number for key, number in least.items()):
        return False
    return all(_is_on_side(mention, plan, named) for mention in named if mention.side)


def _is_on_side(mention: Mention, plan: Plan, named: list[Mention]) -> bool:
    """Whether the named things are on their side of the picture. Where a kind is named twice,
    groups are known by their colour alone, so one without a colour may be anywhere."""
    alone = sum(other.kind == mention.kind for other in named) == 1
    if not alone and mention.color is None:
        return True
    places = [
        thing.x
        for thing in plan.things
        if thing.kind == mention.kind and (alone or thing.color == mention.color)
    ]
    return bool(places) and third(sum(places) / len(places)) == mention.side


def constraints_of(named: list[Mention], shown: Iterable[PlannedThing] = ()) -> Constraints | None:
    """The named things, and those that are shown already, as constraints on a plan. Where they are
    more than MAX_THINGS, the largest groups get smaller. None where nothing is named, or where it
    is too much even so."""
    wanted = [Wanted(thing.kind, thing.color, thing.pose) for thing in shown]
    counts = [mention.least for mention in named]
    while named and len(wanted) + sum(counts) > MAX_THINGS and max(counts) > 1:
        counts[counts.index(max(counts))] -= 1
    if not named or len(wanted) + sum(counts) > MAX_THINGS:
        return None
    for mention, count in zip(named, counts, strict=True):
        wanted += [Wanted(mention.kind, mention.color, mention.pose, mention.side)] * count
    return Constraints(wanted, {mention.kind for mention in named if mention.count is None})
