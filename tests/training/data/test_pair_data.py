"""Views of photo pairs: split, size and mood."""

import random

import pytest

from pipeline.training.data.pair_data import PairData


def test_pairs_are_read_by_split_and_cut_to_size(pairs):
    data = PairData(pairs, "train")
    assert len(data.pairs) == 1
    views = data.views(3, (64, 96), random.Random(0))
    assert views.sources.shape == views.targets.shape == (3, 3, 64, 96)
    assert views.moods == ["sunset"] * 3
    assert views.targets[0, 1].float().mean() == pytest.approx(120, abs=1)
