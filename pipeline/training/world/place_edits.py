"""Edits of the place: the same things somewhere else, as "change the background to a beach"."""

import random
from dataclasses import replace

from pipeline.model.plan.world import KINDS, SHORES, TERRAINS
from pipeline.training.world.edits import Edit
from pipeline.training.world.layout import fits, on_ground
from pipeline.training.world.phrases import articles
from pipeline.training.world.scene import Scene, Thing, groups
from pipeline.training.world.setting import HEADINGS, PLACES

PLACE_PHRASES = ("put it {}", "put this {}", "set it {}", "move it {}", "the same {}", "make it {}",
         "put everything {}", "show it {}")  # fmt: skip
BACKGROUND_PHRASES = (
    "change the background to {}", "make the background {}", "change the place to {}",
    "turn the background into {}", "change the landscape to {}", "{} instead",
)  # fmt: skip
SHORE_SHIFT = 0.07  # of the height: how much lower the background's things stand on a shore


def change_place(scene: Scene, rng: random.Random) -> Edit | None:
    """The same things in another terrain; None where they cannot stand there."""
    terrain = rng.choice([name for name in TERRAINS if name != scene.terrain])
    if any(terrain not in KINDS[thing.kind].terrains for thing in scene.things):
        return None
    nearer = SHORE_SHIFT * ((terrain in SHORES) - (scene.terrain in SHORES))
    things = tuple(_moved(thing, nearer) for thing in scene.things)
    for number in range(len(groups(scene))):
        spots = [thing.spot for thing in things if thing.group == number]
        others = [thing.spot for thing in things if thing.group != number]
        if not fits(spots, others, scene.aspect) or not on_ground(spots, terrain):
            return None
    phrases, places = rng.choice(((PLACE_PHRASES, PLACES), (BACKGROUND_PHRASES, HEADINGS)))
    place = articles(rng.choice(places[terrain]).format(""))
    text = rng.choice(phrases).format(place)
    return Edit(text, scene, replace(scene, terrain=terrain, things=things), "place")


def _moved(thing: Thing, nearer: float) -> Thing:
    behind = KINDS[thing.kind].zone == "background"
    return replace(thing, y=round(thing.y + nearer, 4)) if behind else thing
