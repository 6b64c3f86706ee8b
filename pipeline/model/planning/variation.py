"""More like this one: a picture's plan loosened, its tokens drawn anew in their neighbourhood.

As DALL-E 2 decodes a picture's own embedding anew (Ramesh et al., 2022), here what a picture shows
stays, seen from another view and a little moved. Where there is no plan, or the view stays, each
token is drawn from what the transformer expects times a kernel around the picture's own token.
"""

import random
from dataclasses import replace

from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.world import KINDS, VIEWS
from pipeline.model.planning.placing import tidy

AWAY = 0.06  # shares of the picture that a thing may move at full strength
LARGER = 0.12  # of its size that it may gain or lose
TURNED = 0.4  # the chance that it looks the other way


def loosened(plan: Plan, strength: float, seed: int, aspect: float) -> Plan:
    """The same things in the same setting, under another sky and a little moved, the more so the
    nearer strength is to 1; 0 changes nothing."""
    rng = random.Random(seed)
    things = tuple(_moved(thing, strength, rng) for thing in plan.things)
    view = rng.choice([view for view in VIEWS if view != plan.view])
    view = view if rng.random() < strength else plan.view
    return tidy(replace(plan, things=things, view=view), aspect) if strength else plan


def _moved(thing: PlannedThing, strength: float, rng: random.Random) -> PlannedThing:
    x, y, grown = (rng.uniform(-1, 1) * strength for _ in range(3))
    turned = rng.random() < TURNED * strength and thing.kind != "signpost"
    # What floats or is built keeps its line.
    stands = KINDS[thing.kind].zone in ("foreground", "sky")
    return replace(
        thing,
        x=thing.x + AWAY * x,
        y=thing.y + AWAY / 2 * y * stands,
        size=thing.size * (1 + LARGER * grown),
        facing=-thing.facing if turned else thing.facing,
    )
