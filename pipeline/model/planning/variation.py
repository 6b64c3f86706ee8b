"""A variation of a picture: its plan changed a little, its tokens sampled again near its own.

DALL-E 2 decodes a picture's own embedding again (Ramesh et al., 2022). Here the things of a picture
stay, in another view and slightly moved. Where there is no plan, or the view stays, each token is
sampled from the transformer's distribution times a kernel around the picture's own token.
"""

import random
from dataclasses import replace

from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.world import KINDS, VIEWS
from pipeline.model.planning.placing import tidy

AWAY = 0.06  # shares of the picture: the farthest move of a thing at full strength
LARGER = 0.12  # shares of its size: the most that it may gain or lose
TURNED = 0.4  # probability that it faces the other way


def loosened(plan: Plan, strength: float, seed: int, aspect: float) -> Plan:
    """The same things in the same setting, perhaps in another view, moved the more the nearer
    strength is to 1; 0 changes nothing."""
    rng = random.Random(seed)
    things = tuple(_moved(thing, strength, rng) for thing in plan.things)
    view = rng.choice([view for view in VIEWS if view != plan.view])
    view = view if rng.random() < strength else plan.view
    return tidy(replace(plan, things=things, view=view), aspect) if strength else plan


def _moved(thing: PlannedThing, strength: float, rng: random.Random) -> PlannedThing:
    x, y, grown = (rng.uniform(-1, 1) * strength for _ in range(3))
    turned = rng.random() < TURNED * strength and thing.kind != "signpost"
    # Boats and buildings keep their height in the picture.
    stands = KINDS[thing.kind].zone in ("foreground", "sky")
    return replace(
        thing,
        x=thing.x + AWAY * x,
        y=thing.y + AWAY / 2 * y * stands,
        size=thing.size * (1 + LARGER * grown),
        facing=-thing.facing if turned else thing.facing,
    )
