"""Whether a plan shows what a prompt surely asks for, and the limit that makes it do so.

A plan is cheap beside a picture, so one that plainly shows something else than the words say is
drawn again (rejection sampling); the last attempts are held to the words by constrained decoding.
"""

from collections import Counter
from collections.abc import Iterable

from pipeline.model.plan.boxes import third
from pipeline.model.plan.constraints import Constraints, Wanted
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.world import MAX_THINGS
from pipeline.model.reading.wishes import Wish


def fulfils(plan: Plan, wished: list[Wish]) -> bool:
    """Whether a plan shows what was wished for, and nothing of another kind; a prompt that names
    nothing leaves the plan free."""
    if not wished:
        return True
    kinds = Counter(thing.kind for thing in plan.things)
    looks = Counter((thing.kind, thing.color) for thing in plan.things)
    looks.update((thing.kind, thing.pose) for thing in plan.things if thing.pose)
    least: Counter = Counter()
    for wish in wished:
        least[wish.kind] += wish.least
        for look in filter(None, (wish.color, wish.pose)):
            least[wish.kind, look] += wish.least
    if kinds.keys() != {wish.kind for wish in wished}:
        return False
    counted = {wish.kind for wish in wished} - {w.kind for w in wished if w.count is None}
    if any(kinds[kind] != least[kind] for kind in counted):
        return False
    if any((looks | kinds)[key] < number for key, number in least.items()):
        return False
    return all(_is_aside(wish, plan, wished) for wish in wished if wish.side)


def _is_aside(wish: Wish, plan: Plan, wished: list[Wish]) -> bool:
    """Whether what was wished for stands on its side; of several groups of a kind that only colours
    can tell apart, those without one may stand anywhere."""
    alone = sum(other.kind == wish.kind for other in wished) == 1
    if not alone and wish.color is None:
        return True
    places = [
        thing.x
        for thing in plan.things
        if thing.kind == wish.kind and (alone or thing.color == wish.color)
    ]
    return bool(places) and third(sum(places) / len(places)) == wish.side


def constraints_of(wished: list[Wish], shown: Iterable[PlannedThing] = ()) -> Constraints | None:
    """The wishes, and what is shown already, as a limit on a plan: of more things than a picture
    holds, fewer of what there are most. None where there are no wishes, or too many even so."""
    wanted = [Wanted(thing.kind, thing.color, thing.pose) for thing in shown]
    counts = [wish.least for wish in wished]
    while wished and len(wanted) + sum(counts) > MAX_THINGS and max(counts) > 1:
        counts[counts.index(max(counts))] -= 1
    if not wished or len(wanted) + sum(counts) > MAX_THINGS:
        return None
    for wish, count in zip(wished, counts, strict=True):
        wanted += [Wanted(wish.kind, wish.color, wish.pose, wish.side)] * count
    return Constraints(wanted, {wish.kind for wish in wished if wish.count is None})
