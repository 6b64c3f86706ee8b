"""What is around a place: it is seen, and the place stays what it is."""

import random

import pytest

from pipeline.model.plan.land import PLACES, SCENERY, Land, Row, sample_land

OUTDOORS = sorted(place for place, spec in PLACES.items() if spec.outdoors)


def lands(place: str, *scenery: str, count: int = 12) -> list[Land]:
    return [sample_land(place, random.Random(n), "noon", "fair", scenery) for n in range(count)]


def rows(land: Land) -> set[str]:
    return {part.kind for part in land.parts if isinstance(part, Row)}


@pytest.mark.parametrize("scenery", SCENERY)
def test_every_place_may_have_it(scenery):
    for place in OUTDOORS:
        (land,) = lands(place, scenery, count=1)
        assert land.place == place and land.layers and land.sun is not None
        assert all(-0.2 <= y <= 1.1 for layer in land.layers for y in layer.line)
    assert lands("kitchen", scenery, count=1) == lands("kitchen", count=1)


def test_the_sea_is_seen_behind_hills():
    for land in lands("meadow", "sea"):
        names = [layer.material for layer in land.layers]
        sea, ground = land.layers[names.index("sea")], land.layers[names.index("sea") + 1 :]
        first = [min(each.line[n] for each in ground) for n in range(len(sea.line))]
        assert sum(low - top > 0.02 for low, top in zip(first, sea.line, strict=True)) >= 5
        assert not any(
            part.behind == names.index("sea") + 1 and part.kind in ("pines", "crowns")
            for part in land.parts
            if isinstance(part, Row)
        )


def test_a_river_in_the_jungle_is_both():
    for land in lands("river", "jungle"):
        assert [strip.material for strip in land.strips] == ["water"]
        assert {"palms", "overhang", "crowns"} <= rows(land) and "pines" not in rows(land)


def test_nothing_green_grows_in_a_desert():
    for land in lands("river", "desert"):
        assert not rows(land) & {"crowns", "pines", "trees", "bushes", "grasses"}
        assert "meadow" not in [layer.material for layer in land.layers]


def test_flowers_are_everywhere_on_a_field_of_them():
    for land in lands("meadow", "flowers"):
        tops = [part.box[1] for part in land.parts if getattr(part, "kind", "") == "blossoms"]
        assert len(tops) >= 8 and min(tops) < 0.78 and max(tops) > 0.88


def test_a_road_runs_through_the_country():
    assert all([s.material for s in land.strips] == ["road"] for land in lands("mountains", "road"))


def test_a_city_stands_behind_a_park():
    assert all("towers" in rows(land) for land in lands("park", "city"))


def test_what_is_no_scenery_is_an_error():
    with pytest.raises(KeyError):
        lands("meadow", "kitchen", count=1)
