"""What holds of any prompt."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.dictionary import LANGUAGES
from pipeline.model.dictionary.recolor import COLORS
from pipeline.model.plan.scene_graph import (
    MATERIALS,
    MAX_COUNT,
    MAX_ELEMENTS,
    RELATIONS,
    SIDES,
    SIZES,
    STYLES,
    SceneGraph,
)
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS
from pipeline.model.reading.graph import read_graph
from pipeline.model.reading.graph.tables import shared, table

WORDS = ("a", "two", "red", "cat", "dogs", "table", "with", "on", "and", "her", "it", "holding",
         ",", ".", "no", "sign", '"HI"', "between", "of", "glass", "wine", "in", "kitchen", "left",
         "un", "mesa", "猫", "の上の", "बिल्ली", "पर", "'s", "as", "playing", "tennis")  # fmt: skip


def check(graph: SceneGraph, dictionary) -> None:
    assert len(graph.elements) <= MAX_ELEMENTS
    for element in graph.elements:
        assert element.kind in dictionary.kinds and 1 <= element.count <= MAX_COUNT
        assert element.color is None or element.color in COLORS
        assert element.material in ("", *MATERIALS)
        assert element.size in SIZES and element.side in SIDES
    for relation in graph.relations:
        ends = (relation.subject, relation.object, relation.second or 0)
        assert all(0 <= end < len(graph.elements) for end in ends)
        assert relation.name in RELATIONS and relation.subject != relation.object
    assert graph.style in STYLES
    assert graph.setting.place in ("", *dictionary.places)


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_text_is_read(dictionary, prompt):
    check(read_graph(prompt, dictionary), dictionary)


@given(st.lists(st.sampled_from(WORDS), max_size=24), st.sampled_from((None, *LANGUAGES)))
@settings(deadline=None, max_examples=300)
def test_any_order_of_known_words_is_read(dictionary, words, language):
    check(read_graph(" ".join(words), dictionary, language), dictionary)


@pytest.mark.parametrize(
    "prompt",
    ["", " ", "\0\x07\u200b", "🐈🐈‍⬛", "cat " * 2500, "猫" * 10_000, "x" * 10_000, "a" + "́" * 500,
     '"' * 50, "'s 's", "((((", "9" * 5000, "²³", "a cat\n\n\ta dog"],
)  # fmt: skip
def test_odd_prompts(dictionary, prompt):
    check(read_graph(prompt, dictionary), dictionary)


def test_no_more_elements_than_there_is_room_for(dictionary):
    kinds = list(dictionary.kinds)[:20]
    graph = read_graph(", ".join(f"a {kind}" for kind in kinds), dictionary)
    assert len(graph.elements) == MAX_ELEMENTS


def test_a_users_own_thing_comes_first(dictionary):
    pixels = np.full((8, 8, 4), 255, np.uint8)
    mine = dictionary.with_entry("Mochi", pixels).with_entry("cat", pixels)
    graph = read_graph("Mochi beside a cat", mine)
    assert [(e.kind, e.match) for e in graph.elements] == [("mochi", "yours"), ("cat", "yours")]
    assert read_graph("ベンチの上のMochi", mine).elements[1].kind == "mochi"


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_hold_what_graphs_can(language):
    allowed = {
        "color": COLORS, "material": MATERIALS, "size": SIZES, "relation": RELATIONS,
        "reversed": RELATIONS, "side": SIDES, "style": STYLES, "time": TIMES,
        "weather": WEATHERS, "season": SEASONS,
    }  # fmt: skip
    for phrase, senses in table(language).senses.items():
        assert phrase == phrase.strip()
        for role, value in senses.items():
            assert role not in allowed or value in allowed[role], (phrase, role, value)


def test_shared_actions_use_known_relations():
    implied = [need for needs in shared().implied.values() for need in needs]
    of_roles = [need for _, needs in shared().role.values() for need in needs]
    needed = [relation for relation, _ in (*implied, *shared().game.values(), *of_roles)]
    assert set(shared().relation.values()) | set(needed) <= set(RELATIONS)


def test_a_word_of_any_length_is_read_about_as_fast(dictionary, monkeypatch):
    """Guesses at its spelling grow with the square of its length."""
    asked: list[str] = []
    find = type(dictionary).find
    monkeypatch.setattr(
        type(dictionary),
        "find",
        lambda self, word, *rest: asked.append(word) or find(self, word, *rest),
    )
    for language in LANGUAGES:
        read_graph("x" * 10_000, dictionary, language)
    assert len(asked) < 2_000
