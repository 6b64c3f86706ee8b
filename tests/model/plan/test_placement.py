"""Placements as tokens."""

import pytest

from pipeline.model.plan.placement import BINS, Placement, decode, encode


def test_tokens_hold_a_placement_up_to_a_step():
    placed = [Placement(1, True, 0.42, 0.13, 0.9), Placement(0, False, 0.06, 0.8, 1.3)]
    tokens = encode(placed)
    assert len(tokens) == 10 and max(tokens) < BINS
    for one, again in zip(placed, decode(tokens, 2), strict=True):
        assert (one.unit, one.mirrored) == (again.unit, again.mirrored)
        assert again.height == pytest.approx(one.height, rel=0.01)
        assert again.x == pytest.approx(one.x, abs=0.003)
        assert again.foot == pytest.approx(one.foot, abs=0.004)


def test_what_is_out_of_range_lies_at_the_nearest_end():
    assert encode([Placement(0, False, 9.0, -3.0, 7.0)]) == [0, 0, BINS - 1, 0, BINS - 1]


@pytest.mark.parametrize(
    ("tokens", "units"),
    [
        ([0, 0, 5, 5, 5], 2),  # one has no place
        ([0, 0, 5, 5, 5, 0, 0, 5, 5, 5], 2),  # one has two
        ([0, 2, 5, 5, 5], 1),
        ([0, 0, BINS, 5, 5], 1),
        ([0, 0, 5, 5, -1], 1),
        ([0, 0, 5], 1),
    ],
)
def test_what_places_nothing_is_refused(tokens, units):
    with pytest.raises(ValueError):
        decode(tokens, units)
