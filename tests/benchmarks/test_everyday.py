"""What the everyday benchmark asks of a composition."""

import json
import re
import tomllib

import pytest

from pipeline.benchmarks.everyday import (
    BEFORE,
    BOOK,
    SAME,
    SCENES,
    Shown,
    edited,
    from_words,
    mark,
    missing,
    named,
    wanted_of,
)
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return EmbeddedEngine.tiny()


@pytest.fixture(scope="module")
def dictionary(engine):
    return engine.world.dictionary


CAT, HOUSE = ("cat", frozenset({"white", "left"})), ("house", frozenset({"blue"}))
SIGN = ("sign post", frozenset({"TEA"}))
PICTURE = Shown((CAT, CAT, HOUSE), frozenset({"meadow", "noon", "rain"}))


@pytest.mark.parametrize(
    ("wanted", "lacks"),
    [
        ("2 cat white, 1 house blue, meadow, noon", []),
        ("1+ cat, 1 house, storm", []),
        ("2 cat black, 1 house", ["2 cat black"]),
        ("1 cat, 1 house", ["1 cat"]),
        ("3+ cat, 1 house, night", ["3+ cat", "night"]),
        ("2 cat left", ["also a house"]),
    ],
)
def test_what_a_composition_lacks_is_told(dictionary, wanted, lacks):
    assert missing(PICTURE, wanted, dictionary) == lacks


def test_a_sign_is_asked_for_by_its_word(dictionary):
    shown = Shown((SIGN,), frozenset())
    assert missing(shown, "1 signpost TEA", dictionary) == []
    assert missing(shown, "1 signpost SEA", dictionary) == ["1 signpost SEA"]


def test_every_line_asks_for_what_there_is(dictionary):
    book = tomllib.loads(BOOK.read_text(encoding="utf-8"))
    lines = [
        line for names in book.values() for text in names.values() for line in text.split("\n")
    ]
    scenes = map(json.loads, SCENES.read_text(encoding="utf-8").splitlines())
    asked = [line.split(" | ")[1] for line in lines if line] + [wanted_of(one) for one in scenes]
    for wanted in asked:
        for item in wanted.split(", "):
            thing = re.fullmatch(r"\d\+? (.+)", item)
            if thing:
                assert named(thing[1], dictionary)[0] & dictionary.kinds.keys(), wanted
            else:
                known = (*TIMES, *WEATHERS, *SEASONS, *SAME)
                assert item in known or dictionary.place(item), wanted
    assert set(BEFORE) < set(book)


def test_prompts_and_edits_are_marked_one_a_seed(engine, dictionary, capsys):
    def planned(text: str, seed: int) -> Shown:
        return from_words(engine, text, seed)

    assert mark("two cats | 2 cat\ntwo cats | 3 cat", planned, 2, dictionary) == [
        True, True, False, False,
    ]  # fmt: skip
    assert capsys.readouterr().out.count("two cats: 3 cat") == 2
    after = edited(engine, "two cats in a meadow", "add a dog and make it night", 1)
    assert missing(after, "2 cat, 1 dog, night", dictionary) == []
    assert edited(engine, "two cats", "add a zorb", 1) == from_words(engine, "two cats", 1)
