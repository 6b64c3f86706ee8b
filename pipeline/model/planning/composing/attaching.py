"""The relations of things that touch: what makes one group of a thing and its host."""

from collections.abc import Callable, Sequence

from pipeline.model.planning.composing.bodies import hold, ride, wear
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import Group
from pipeline.model.planning.composing.surfaces import put_on, put_under, ring
from pipeline.model.planning.composing.vessels import put_in

Rule = Callable[[Cast, Sequence[Group], Group, int], Group]
# name -> (rule, whether the subject is the host)
RULES: dict[str, tuple[Rule, bool]] = {
    "on": (put_on, False),
    "in": (put_in, False),
    "full of": (put_in, True),
    "under": (put_under, False),
    "riding": (ride, False),
    "holding": (hold, True),
    "wearing": (wear, True),
    "around": (ring, False),
}
