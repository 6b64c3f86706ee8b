"""A variation's plan: the same things, moved a little, in another view."""

from dataclasses import replace

from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.planning.variation import loosened


def test_a_loosened_plan_shows_the_same_from_another_view():
    things = (
        PlannedThing("cat", "black", 0.3, 0.9, 0.2),
        PlannedThing("boat", "red", 0.7, 0.66, 0.25),
    )
    plan = Plan("seaside", "night", "rain", "autumn", things, view=3)
    assert loosened(plan, 0.0, 1, 1.0) == plan
    others = [loosened(plan, 1.0, seed, 1.0) for seed in range(8)]
    assert loosened(plan, 1.0, 5, 1.0) == others[5]
    assert len({other.view for other in others}) > 2 and plan.view not in {
        other.view for other in others
    }
    for other in others:
        assert replace(other, things=things, view=3) == plan
        for thing, moved in zip(things, other.things, strict=True):
            assert (thing.kind, thing.color) == (moved.kind, moved.color)
            assert abs(thing.x - moved.x) < 0.07 and abs(thing.size - moved.size) < 0.05
        assert other.things[1].y == 0.66  # a boat stays on the water
    assert any(other.things[0].facing == -1 for other in others)
