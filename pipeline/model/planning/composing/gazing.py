"""Which way beings and vehicles look: at what they act on, after what they chase, else into the
picture, as illustrators have it (nobody leaves it at its near edge)."""

from collections.abc import Mapping

from pipeline.model.dictionary import LIVING
from pipeline.model.planning.composing.acting import FACING
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import Figure, Group, bounds, flipped, of_element

LOOKING = (*LIVING, "vehicle")
MIDDLE = 0.12  # shares of the width from the middle within which both ways lead into the picture
CHASING, LEAVING = "running", "walking away"
NEAR = ("near", "beside", "in front of", "behind")


def turned_in(cast: Cast, home: Mapping[int, int], figures: Group) -> Group:
    """The figures with those turned that look out of the picture; what they hold, wear and ride
    turns with them. home: the root of each element's group."""
    for root, right in _ways(cast, home, figures).items():
        mine = tuple(one for one in figures if home[one.element] == root)
        lead = of_element(mine, root)[0]
        if lead.mirrored == right or not _may_turn(cast, mine):
            continue
        flip = flipped(mine, lead.x)
        if _outside(cast, flip) > _outside(cast, mine):
            continue
        swap = dict(zip(map(id, mine), flip, strict=True))
        figures = tuple(swap.get(id(one), one) for one in figures)
    return figures


def _ways(cast: Cast, home: Mapping[int, int], figures: Group) -> dict[int, bool]:
    """Root -> whether it should look to the right. Drawings look to the left unmirrored."""
    leads = _leads(cast, home, figures)
    ways: dict[int, bool] = {}
    for root, lead in leads.items():
        aside = lead.x / cast.aspect - 0.5
        if abs(aside) > MIDDLE and cast.graph.elements[root].action != LEAVING:
            ways[root] = aside < 0
    for one in cast.graph.relations:
        mine, theirs = home[one.subject], home[one.object]
        action = cast.graph.elements[one.subject].action
        if mine == theirs or mine not in leads or one.name not in NEAR:
            continue
        aims = of_element(figures, theirs)
        if not aims:
            continue
        left, _, right, _ = bounds(aims)
        to_right = (left + right) / 2 > leads[mine].x
        if action in FACING or action == CHASING:
            ways[mine] = to_right
        if action == "facing" and theirs in leads:
            ways[theirs] = not to_right
        if action == CHASING and theirs in leads:
            ways[theirs] = to_right  # who is chased runs away
    return ways


def _leads(cast: Cast, home: Mapping[int, int], figures: Group) -> dict[int, Figure]:
    """The roots that look somewhere and of which there is one figure."""
    found = {}
    for root in sorted(set(home.values())):
        own = of_element(figures, root)
        if len(own) == 1 and cast.category(root) in LOOKING:
            found[root] = own[0]
    return found


def _may_turn(cast: Cast, group: Group) -> bool:
    return all(cast.dictionary.kinds[one.kind].mirrors and not one.text for one in group)


def _outside(cast: Cast, group: Group) -> float:
    """How far a group reaches out of the picture at its sides."""
    left, _, right, _ = bounds(group)
    return max(0.0, -left) + max(0.0, right - cast.aspect)
