"""The relations of things that touch: what makes one group of a thing and its host."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.model.dictionary import LIVING
from pipeline.model.plan.scene_graph import Relation, SceneGraph
from pipeline.model.planning.composing.bodies import climb, ride, wear
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.desks import AT, desk_of
from pipeline.model.planning.composing.figures import Group
from pipeline.model.planning.composing.furniture import OPEN_FRAMES
from pipeline.model.planning.composing.holding import hold
from pipeline.model.planning.composing.pairing import are_pair, is_led, lead, pair_up
from pipeline.model.planning.composing.seating import seat_at
from pipeline.model.planning.composing.surfaces import put_on, put_under, ring
from pipeline.model.planning.composing.vessels import put_in

Rule = Callable[[Cast, Sequence[Group], Group, int], Group]
# Rules that no word names.
AT_TABLE, PAIRED, ON_LEASH, CLIMBING = "at table", "paired", "on leash", "climbing"


def on(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """On a surface; but who is on a bicycle rides it."""
    beings = all(cast.category(group[0].element) in LIVING for group in movers)
    mounted = beings and cast.graph.elements[element].kind in OPEN_FRAMES
    return (ride if mounted else put_on)(cast, movers, host, element)


# name -> (rule, whether the subject is the host)
RULES: dict[str, tuple[Rule, bool]] = {
    "on": (on, False),
    "in": (put_in, False),
    "full of": (put_in, True),
    "under": (put_under, False),
    "riding": (ride, False),
    "holding": (hold, True),
    "wearing": (wear, True),
    "around": (ring, False),
    AT_TABLE: (seat_at, False),
    PAIRED: (pair_up, False),
    ON_LEASH: (lead, True),
    CLIMBING: (climb, False),
}


def attached_as(graph: SceneGraph, relation: Relation) -> Relation:
    """A relation as its rule is named: who is near a table may sit at it, who is beside another
    may hug them."""
    if relation.object != relation.subject and are_pair(graph, relation):
        return replace(relation, name=PAIRED)
    climbs = graph.elements[relation.subject].action == "climbing"
    if climbs and relation.name in ("on", "near"):
        return replace(relation, name=CLIMBING)
    if is_led(graph, relation):
        return replace(relation, name=ON_LEASH)
    desk = desk_of(graph, relation.subject) if relation.name in AT else None
    if desk is None:
        return relation
    return replace(relation, name=AT_TABLE, object=desk)
