"""What the everyday benchmark asks of a plan."""

import pytest

from pipeline.benchmarks.everyday import BEFORE, CATS, TEA, edited, lines, mark, missing
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.plan.tokens import TABLES
from pipeline.model.plan.world import KINDS, POSED


@pytest.mark.parametrize(
    ("wanted", "lacks"),
    [
        ("2 cat white, 1 house blue, 1 girl red, meadow, noon", []),
        ("1+ cat, 1 house, 1 girl", []),
        ("2 cat black, 1 house, 1 girl", ["2 cat black"]),
        ("1 cat, 1 house, 1 girl", ["1 cat"]),
        ("3+ cat, 1 house, 1 girl, night", ["3+ cat", "night"]),
        ("2 cat, 1 house", ["also a girl"]),
    ],
)
def test_what_a_plan_lacks_is_told(wanted, lacks):
    assert missing(CATS, wanted) == lacks


def test_a_sign_is_asked_for_by_its_word():
    rest = "1 lighthouse red, 1 boat white, seaside"
    assert missing(TEA, f"1 signpost TEA, {rest}") == []
    assert missing(TEA, f"1 signpost SEA, {rest}") == ["1 signpost SEA"]


@pytest.mark.parametrize("name", ["known", "unseen"])
@pytest.mark.parametrize("section", ["prompts", *BEFORE])
def test_every_line_asks_for_what_the_world_has(section, name):
    settings = {
        str(n) for part in ("terrain", "time", "weather", "season") for n in TABLES[part][0]
    }
    for line in lines(section, name).splitlines():
        _, wanted = line.split(" | ")
        for item in wanted.split(", "):
            number, _, looks = item.partition(" ")
            if not looks:
                assert item in settings, line
                continue
            kind, _, look = looks.partition(" ")
            assert number.rstrip("+").isdecimal() and kind in KINDS, line
            known = (*KINDS[kind].colors, *POSED.get(kind, ()))
            assert not look or look in known or kind == "signpost", line


def test_an_engines_plans_are_marked_one_a_seed(capsys):
    engine = EmbeddedEngine.tiny()
    assert (
        mark("make it night | 9 cat", lambda text, _: edited(engine, CATS, text), 2) == [False] * 2
    )
    assert capsys.readouterr().out.count("make it night: 9 cat") == 2
