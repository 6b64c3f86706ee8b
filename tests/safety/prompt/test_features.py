"""The features of the classifier on words."""

import numpy as np
import pytest

from safety.prompt.features import BUCKETS, counts, tf_idf


def test_features_are_of_unit_length_and_repeatable():
    ones = np.ones(BUCKETS, np.float32)
    indices, values = tf_idf(counts("two white cats"), ones)
    again = tf_idf(counts("two white cats"), ones)
    assert np.array_equal(indices, again[0]) and np.array_equal(values, again[1])
    assert np.linalg.norm(values) == pytest.approx(1, abs=1e-5)
    assert indices.max() < BUCKETS and len(np.unique(indices)) == len(indices)
