"""The relations of things that touch: what makes one group of a thing and its host."""

from collections.abc import Callable, Sequence

from pipeline.model.planning.composing.bodies import hold, ride, wear
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import Group
from pipeline.model.planning.composing.furniture import OPEN_FRAMES
from pipeline.model.planning.composing.surfaces import put_on, put_under, ring
from pipeline.model.planning.composing.vessels import put_in

BEINGS = ("animal", "person", "fantasy")
Rule = Callable[[Cast, Sequence[Group], Group, int], Group]


def on(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """On a surface; but who is on a bicycle rides it."""
    beings = all(cast.category(group[0].element) in BEINGS for group in movers)
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
}
