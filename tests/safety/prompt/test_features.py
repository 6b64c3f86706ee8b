"""The features of the classifier on words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safety.prompt.features import BUCKETS, counts, tf_idf


@given(st.text(min_size=1, max_size=80))
@settings(deadline=None)
def test_features_are_of_unit_length_and_repeatable(text):
    ones = np.ones(BUCKETS, np.float32)
    indices, values = tf_idf(counts(text), ones)
    again = tf_idf(counts(text), ones)
    assert np.array_equal(indices, again[0]) and np.array_equal(values, again[1])
    assert np.linalg.norm(values) == pytest.approx(1, abs=1e-5)
    assert indices.max() < BUCKETS and len(np.unique(indices)) == len(indices)
