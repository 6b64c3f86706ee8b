"""Pictures that the composer writes: one that keeps to its graph is taken; who wrote it is told."""

from dataclasses import replace

import pytest
import torch

from pipeline.model.networks.composer import Composer
from pipeline.model.networks.config import ComposerConfig
from pipeline.model.plan.scene_graph import Element, SceneGraph
from pipeline.model.planning.composing import composed
from pipeline.model.planning.composing.briefing import brief_of
from pipeline.model.planning.composing.composing import begun
from pipeline.model.planning.composing.writing import RULES, TRANSFORMER, land_of, written
from tests.model.planning.composing.test_composing import graph_of


@pytest.fixture(scope="module")
def composer() -> Composer:
    torch.manual_seed(1)
    config = ComposerConfig(width=64, heads=2, layers=1)
    return Composer(config).eval().requires_grad_(False)


def test_what_passes_is_of_the_transformer_and_else_of_the_rules(composer, dictionary):
    asked, seen = graph_of("cat", place="meadow"), set()
    for seed in range(60):
        found = written(composer, asked, dictionary, seed, 1.0, 8)
        seen.add(found.by)
        if found.by == RULES:
            assert found.kept == 0 and found.composed == composed(asked, dictionary, seed, 1.0)
        else:
            assert 1 <= found.kept <= found.candidates == 8
            assert [one.kind for one in found.composed.composition.drawings] == ["cat"]
    assert seen == {RULES, TRANSFORMER}


def test_the_same_seed_gives_the_same_picture(composer, dictionary):
    asked = graph_of("cat", place="meadow")
    found = [written(composer, asked, dictionary, 3, 1.0) for _ in range(2)]
    assert found[0] == found[1]


def test_a_graph_of_nothing_is_composed_by_rules(composer, dictionary):
    found = written(composer, SceneGraph(), dictionary, 1, 1.0)
    assert found.by == RULES and found.composed == composed(SceneGraph(), dictionary, 1, 1.0)


def test_a_brief_has_the_widths_that_the_composer_reads(dictionary):
    graph = graph_of("cat", "top hat", "dog", relations=[(0, "wearing", 1), (0, "beside", 2)])
    start, config = begun(graph, dictionary, 1, 1.0), ComposerConfig()
    brief = brief_of(start, start.land)
    assert brief.picture.shape == (config.picture,)
    assert brief.units.shape == (2, config.unit) and brief.ratios.shape == (2,)
    assert brief.relations.shape == (1, config.relation)
    assert brief.ends.tolist() == [[0, 1, -1]]


def test_no_feature_tells_the_kind(dictionary):
    graph = graph_of("cat", Element("mug", count=2), place="meadow")
    same = {**dictionary.kinds, "zorble": replace(dictionary.kinds["cat"], name="zorble")}
    start = begun(graph, dictionary, 1, 1.0)
    units = {
        root: tuple(replace(f, kind="zorble" if f.kind == "cat" else f.kind) for f in group)
        for root, group in start.units.items()
    }
    strange = replace(start.cast.graph, elements=tuple(
        replace(one, kind="zorble") if one.kind == "cat" else one
        for one in start.cast.graph.elements
    ))  # fmt: skip
    cast = replace(start.cast, graph=strange, dictionary=replace(dictionary, kinds=same))
    one = brief_of(start, start.land)
    other = brief_of(replace(start, cast=cast, units=units), start.land)
    assert one.units.equal(other.units) and one.picture.equal(other.picture)


def test_what_carries_writing_may_not_be_mirrored(dictionary):
    start = begun(graph_of(Element("sign post", text="HI"), "cat"), dictionary, 1, 1.0)
    assert brief_of(start, start.land).mirrors.tolist() == [False, True]


def test_a_river_is_beside_those_on_the_ground(dictionary):
    start = begun(graph_of("cat", place="river"), dictionary, 1, 1.0)
    near = {land_of(start, seed).strips[0].near[0] for seed in range(8)}
    assert len(near) == 2 and all(abs(x - 0.5) > 0.4 for x in near)
