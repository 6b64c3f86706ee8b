"""The composer learns from what the rules compose, resumes, is packed and measured."""

import random
from itertools import islice

import pytest
import torch

from pipeline.benchmarks import composing
from pipeline.benchmarks.composing import Table, lessons_of, with_kinds
from pipeline.engines.embedded.loading import load_composer
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.config import ComposerConfig
from pipeline.model.networks.weights import WeightsError
from pipeline.model.plan.placement import decode
from pipeline.model.plan.scene_graph import MAX_ELEMENTS
from pipeline.training import train_composer
from pipeline.training.data.compositions import Compositions, graphs_of, prompts_of
from pipeline.training.data.graphs import Graphs
from pipeline.training.release.pack_composer import main as pack
from pipeline.training.train_composer import main, split, without
from tests.model.planning.composing.test_composing import graph_of
from tests.small_world import with_words

COUNTS, THINGS = ("a", "two", "three"), ("cat", "elephant", "mug", "cup")
PROMPTS = [f"{count} {kind}{other}" for count in COUNTS for kind in THINGS
           for other in ("", " beside a cat")]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("dictionary")
    with_words(path)
    return path


@pytest.fixture(scope="module")
def dictionary(folder) -> Dictionary:
    return Dictionary.load(folder)


@pytest.fixture(scope="module")
def prompts(tmp_path_factory):
    path = tmp_path_factory.mktemp("prompts") / "prompts.csv"
    path.write_text("set,prompt\n" + "".join(f"all,{prompt}\n" for prompt in PROMPTS))
    return path


def test_graphs_are_of_the_kinds_that_were_named(dictionary):
    rng, names = random.Random(1), ("cat", "top hat", "mug", "dining table", "house")
    found = [Graphs(dictionary, names).sample(rng) for _ in range(200)]
    elements = [element for graph in found for element in graph.elements]
    assert {element.kind for element in elements} == set(names)
    assert {relation.name for graph in found for relation in graph.relations} >= {
        "wearing", "on", "in", "between", "behind"}  # fmt: skip
    for graph in found:
        assert len(graph.elements) <= MAX_ELEMENTS
        for one in graph.relations:
            assert max(one.subject, one.object, one.second or 0) < len(graph.elements)


def test_a_part_of_the_prompts_is_held_out(dictionary, prompts):
    known, held_out = prompts_of(prompts, False), prompts_of(prompts, True)
    assert sorted(known + held_out) == sorted(PROMPTS) and len(known) > len(held_out) > 0
    graphs = graphs_of([*known, "nothing of it"], dictionary)
    assert len(graphs) == len(known)
    assert without(graphs, ["cat"]) == graphs_of([p for p in known if "cat" not in p], dictionary)


def test_lessons_place_every_group_and_some_come_again(dictionary):
    data = Compositions(dictionary, Graphs(dictionary), [graph_of("cat")], 4, seed=3)
    for lesson in islice(data.lessons(random.Random(2)), 20):
        assert len(decode(lesson.tokens, len(lesson.brief.units))) == len(lesson.brief.units)
    seen = [tuple(one.flatten().tolist()) for batch in islice(data, 64) for one in batch.units]
    assert 0.25 * len(seen) < len(set(seen)) < len(seen)


def test_held_out_kinds_are_in_every_graph_of_theirs(dictionary):
    known, held = split(dictionary, ("animal",))
    assert "cat" in held and "mug" in known and not set(known) & set(held)
    for graph in with_kinds(dictionary, held, 10):
        assert any(element.kind in held for element in graph.elements)


def test_a_table_knows_what_it_has_seen_better_than_one_of_nothing(dictionary):
    lessons = lessons_of(dictionary, [graph_of("cat", "dog")], 60)
    table, blind = Table(lessons[:50]), Table([])
    assert sum(map(table.nats, lessons[50:])) < 0.9 * sum(map(blind.nats, lessons[50:]))


def test_it_learns_resumes_is_packed_and_measured(folder, prompts, tmp_path, capsys, monkeypatch):
    small = lambda **more: ComposerConfig(width=32, heads=1, layers=1, **more)  # noqa: E731
    monkeypatch.setattr(train_composer, "ComposerConfig", small)
    monkeypatch.setattr(composing, "LOOKED_UP", 20)
    common = ["--run", str(tmp_path / "run"), "--dictionary", str(folder), "--held", "music"]
    common += ["--prompts", str(prompts), "--workers", "0", "--threads", "1"]
    common += ["--batch", "8", "--lr", "3e-3"]
    main([*common, "--steps", "50"])
    first = float(capsys.readouterr().out.split("height ")[1].split()[0])
    main([*common, "--steps", "100"])
    printed = capsys.readouterr().out
    assert "resumed at step 50" in printed
    assert float(printed.split("height ")[1].split()[0]) < 0.95 * first
    weights = tmp_path / "weights"
    pack(["--run", str(tmp_path / "run"), "--out", str(weights), "--version", "0.1"])
    composer = load_composer(weights, torch.device("cpu"))
    assert composer is not None and composer.config.unknown == ("music",)
    assert not composer.training
    manifest = weights / "composer.json"
    about = manifest.read_text()
    manifest.write_text(about.replace('"unit": 60', '"unit": 61'))
    with pytest.raises(WeightsError, match="features"):
        load_composer(weights, torch.device("cpu"))
    manifest.write_text(about)
    capsys.readouterr()
    common = ["--prompts", str(prompts), "--dictionary", str(folder), "--count", "6"]
    composing.main([*common, "--weights", str(weights)])
    printed = capsys.readouterr().out
    assert "| held-out prompts | held-out categories |" in printed
    assert "| best of 6 (else the rules compose) |" in printed and "| table |" in printed
    with pytest.raises(WeightsError):
        composing.main([*common, "--weights", str(tmp_path)])
