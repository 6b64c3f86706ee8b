"""Values that were JSON: whole again, or refused."""

import json
import random
from dataclasses import asdict

import pytest

from pipeline.model.plan.land import PLACES, Land, sample_land
from pipeline.model.plan.scene_graph import Element, Relation, SceneGraph, Setting
from pipeline.model.plan.values import MOST_ITEMS, from_data

GRAPH = SceneGraph(
    (Element("dog", "corgi", "broader"), Element("cup", color="red", text="TEA")),
    (Relation(0, "between", 1, second=1),),
    Setting("kitchen", "night"),
    not_painted=("denim",),
)


@pytest.mark.parametrize("place", PLACES)
def test_lands_survive_json(place):
    land = sample_land(place, random.Random(1))
    assert from_data(Land, json.loads(json.dumps(asdict(land)))) == land


def test_a_scene_graph_survives_json():
    assert from_data(SceneGraph, json.loads(json.dumps(asdict(GRAPH)))) == GRAPH


@pytest.mark.parametrize(
    "change",
    [
        {"elements": [{"kind": 3}]},
        {"elements": [{"kind": "dog", "legs": 4}]},
        {"elements": [{}]},
        {"elements": "dog"},
        {"elements": [{"kind": "dog"}] * (MOST_ITEMS + 1)},
        {"setting": None},
        {"style": True},
        {"relations": [{"subject": 0.5, "name": "on", "object": 1}]},
    ],
)
def test_what_is_no_scene_graph_is_refused(change):
    with pytest.raises(ValueError):
        from_data(SceneGraph, asdict(GRAPH) | change)


def test_whole_numbers_serve_as_numbers():
    land = asdict(sample_land("meadow", random.Random(1))) | {"sun": [0, 1]}
    assert from_data(Land, land).sun == (0.0, 1.0)
