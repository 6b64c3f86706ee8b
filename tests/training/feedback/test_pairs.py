"""Preferences from votes and files, and how much each visitor counts."""

import json
from dataclasses import replace

import pytest

from pipeline.feedback import Side, Store, Vote
from pipeline.training.feedback.collecting import importable
from pipeline.training.feedback.pairs import (
    MOST_OF_ONE,
    Liked,
    Preference,
    known_by,
    of_votes,
    read,
    weighed,
    write,
)
from pipeline.training.feedback.rounds import Asked

ONE = Liked(Asked("a cat", 3, 1.5), (0, 0, 140, 20, 7))
OTHER = Liked(Asked("a cat", 3, 1.5), (0, 1, 150, 90, 9))
PAIR = Preference(ONE, OTHER, "somebody", 0.5)


def liked(number: int) -> Liked:
    return replace(ONE, tokens=(0, 0, number, 1, 2))


def test_files_have_trls_columns_and_come_back(tmp_path):
    found = [PAIR, Preference(ONE, None, "a"), Preference(None, OTHER, "b")]
    assert write(found, tmp_path / "all.jsonl") == 3
    assert read(tmp_path / "all.jsonl") == found
    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().splitlines()]
    assert {"prompt", "chosen", "rejected"} <= rows[0].keys()
    assert {"prompt", "completion", "label"} <= rows[1].keys() and rows[2]["label"] is False


def test_files_of_others_need_trls_columns_alone(tmp_path):
    path = tmp_path / "trl.jsonl"
    path.write_text('{"prompt": "a cat", "chosen": "0 0 1 2 3", "rejected": "0 1 1 2 3"}\n')
    (found,) = read(path)
    assert found.chosen == Liked(Asked("a cat", 0, 1.0), (0, 0, 1, 2, 3)) and found.weight == 1
    path.write_text('{"prompt": "a cat", "chosen": "0 0"}\n')
    with pytest.raises(ValueError, match="line 1"):
        read(path)


def test_votes_become_preferences_where_their_words_are_known(tmp_path):
    store = Store(tmp_path)
    sides = Side(3, "768x512", ONE.tokens), Side(4, "768x512", OTHER.tokens, 9)
    vote = Vote("a-visitor-1", "a cat", sides, "second")
    store.add(vote)
    store.add(replace(vote, prompt="a dog", words=True, sides=sides[:1], choice="worse"))
    store.add(replace(vote, prompt="of nobody's table"))
    store.add(replace(vote, words=True, sides=(Side(1, "512x512"), sides[0])))  # no tokens
    pair, single = of_votes(store.votes(), known_by(store, ["a cat"]))
    assert pair.rejected == ONE and pair.chosen == Liked(Asked("a cat", 9, 1.5), OTHER.tokens)
    assert single.chosen is None and single.rejected == replace(ONE, asked=Asked("a dog", 3, 1.5))


def test_what_is_imported_can_be_exported_again(tmp_path):
    store = Store(tmp_path)
    store.add(importable(PAIR))
    store.add(importable(Preference(None, OTHER, "another")))
    pair, single = of_votes(store.votes(), {})
    assert (pair.chosen.tokens, pair.rejected.tokens) == (ONE.tokens, OTHER.tokens)
    assert pair.chosen.asked.seed == 3 and pair.chosen.asked.aspect == pytest.approx(1.5, abs=0.01)
    assert single.rejected.tokens == OTHER.tokens and single.chosen is None
    assert importable(replace(PAIR, visitor="")) is None


def test_a_visitor_with_hundreds_of_votes_counts_no_more_than_twenty():
    flood = [Preference(liked(n), liked(n + 1), "one") for n in range(200)]
    few = [Preference(liked(n), liked(n + 1), "other") for n in range(5)]
    found = weighed([*flood, *few])
    total = {who: sum(p.weight for p in found if p.visitor == who) for who in ("one", "other")}
    assert total["one"] == pytest.approx(MOST_OF_ONE) and total["other"] == 5


def test_who_says_the_same_twice_counts_once_and_who_contradicts_not_at_all():
    pair = Preference(liked(1), liked(2), "one")
    assert weighed([pair, pair, pair]) == [pair]
    assert weighed([pair, Preference(liked(2), liked(1), "one")]) == []
    assert len(weighed([pair, Preference(liked(2), liked(1), "other")])) == 2
