"""Plans of painted scenes: the tokens that the transformer learns to write before the picture."""

from pipeline.model.plan.scene import SETTING, Plan, PlannedThing, left_to_right
from pipeline.training.world.scene import Scene, Thing


def plan_of(scene: Scene) -> Plan:
    """The scene's plan: its groups from left to right, and the things of each group likewise.

    Each picture has one order, so that the order need not be guessed.
    """
    ordered = left_to_right(scene.things, lambda thing: thing.group, lambda thing: thing.x)
    setting = {part: getattr(scene, part) for part in SETTING}
    return Plan(**setting, things=tuple(map(_planned, ordered)))


def _planned(thing: Thing) -> PlannedThing:
    # A sign faces the viewer; the painter does not turn it.
    facing = 1 if thing.kind == "signpost" else thing.facing
    return PlannedThing(
        thing.kind, thing.color, thing.x, thing.y, thing.size, facing, thing.hair, thing.word,
        thing.pose,
    )  # fmt: skip
