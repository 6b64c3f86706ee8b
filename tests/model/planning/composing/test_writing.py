"""Pictures that the composer writes: the best is taken, and who wrote it is told."""

from dataclasses import replace

import pytest
import torch

from pipeline.model.networks.composer import Composer
from pipeline.model.networks.config import ComposerConfig
from pipeline.model.plan.scene_graph import Element
from pipeline.model.planning.composing import composed
from pipeline.model.planning.composing.briefing import CATEGORIES, brief_of
from pipeline.model.planning.composing.checking import faults
from pipeline.model.planning.composing.composing import setting_of
from pipeline.model.planning.composing.writing import RULES, TRANSFORMER, sampled, written
from tests.model.planning.composing.test_composing import graph_of


@pytest.fixture(scope="module")
def composer() -> Composer:
    torch.manual_seed(1)
    config = ComposerConfig(width=64, heads=2, layers=1, inner=1, token=16)
    return Composer(config).eval().requires_grad_(False)


def test_what_passes_is_of_the_transformer_and_else_of_the_rules(composer, dictionary):
    asked, seen = graph_of("cat", place="meadow"), set()
    for seed in range(40):
        found = written(composer, asked, dictionary, seed, 1.0, 8)
        seen.add(found.by)
        if found.by == RULES:
            assert found.kept == 0 and found.composed == composed(asked, dictionary, seed, 1.0)
        else:
            assert 1 <= found.kept <= found.candidates == 8
            assert not faults(found.composed, dictionary, 1.0)
    assert seen == {RULES, TRANSFORMER}


def test_the_same_seed_gives_the_same_picture(composer, dictionary):
    asked = graph_of("cat", place="meadow")
    found = [written(composer, asked, dictionary, 3, 1.0) for _ in range(2)]
    assert found[0] == found[1]


def test_what_is_written_lies_on_the_land_that_the_rules_would_have_taken(composer, dictionary):
    asked = graph_of("dog", Element("mug", count=3), relations=[(0, "beside", 1)])
    settled, land = setting_of(asked, dictionary, 5)
    assert land == composed(asked, dictionary, 5, 1.0).composition.land
    one, other = sampled(composer, settled, land, dictionary, [1, 2], 1.5)
    assert one.composition.land.place == land.place and one != other
    assert sorted(each.kind for each in one.composition.drawings)[-3:] == ["mug"] * 3


def test_a_brief_has_the_widths_that_the_composer_reads(dictionary):
    graph = setting_of(graph_of("cat", "top hat", relations=[(0, "wearing", 1)]), dictionary, 1)[0]
    brief, config = brief_of(graph, dictionary, 1.0), ComposerConfig()
    assert brief.picture.shape == (config.picture,)
    assert brief.elements.shape[1] == config.element
    assert {one.shape[1] for one in brief.drawings} == {config.drawing}
    assert brief.ends.tolist()[0] == [0, 1, -1]


def test_no_feature_tells_the_kind(dictionary):
    graph = setting_of(graph_of("cat", "mug", place="room"), dictionary, 1)[0]
    same = {**dictionary.kinds, "zorble": replace(dictionary.kinds["cat"], name="zorble")}
    strange = replace(graph, elements=(replace(graph.elements[0], kind="zorble"),
                                       *graph.elements[1:]))  # fmt: skip
    one = brief_of(graph, dictionary, 1.0)
    other = brief_of(strange, replace(dictionary, kinds=same), 1.0)
    assert one.elements.equal(other.elements) and one.picture.equal(other.picture)


def test_an_unknown_category_is_read_as_none(dictionary):
    graph = setting_of(graph_of("cat"), dictionary, 1)[0]
    told, untold = (brief_of(graph, dictionary, 1.0, unknown).elements[0]
                    for unknown in (frozenset[str](), frozenset({"animal"})))  # fmt: skip
    assert (told - untold).abs().sum() == 1


def test_every_category_of_the_dictionary_is_known(dictionary):
    assert {kind.category for kind in dictionary.kinds.values()} <= set(CATEGORIES)
