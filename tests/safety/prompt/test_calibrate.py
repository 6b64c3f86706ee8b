"""Thresholds keep to the share of harmless prompts that may be refused."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from safety.prompt.calibrate import choose_thresholds, refused


def test_a_category_with_more_false_alarms_gets_a_higher_threshold():
    """Kind 1 is clear cut; in kind 2 harmless texts score as high as harmful ones."""
    rng = np.random.default_rng(0)
    harmful = np.arange(400) % 2 == 0
    kinds = 1 + (np.arange(400) >= 200)
    scores = np.where(harmful, 0.8, np.where(kinds == 1, 0.1, 0.6)) + rng.uniform(-0.1, 0.1, 400)
    thresholds = choose_thresholds(scores, kinds, harmful, 0.05, np.zeros(3))
    assert 0.2 < thresholds[1] < 0.7 <= thresholds[2]
    answer = refused(scores, kinds, thresholds)
    assert answer[harmful].mean() > 0.9 and answer[~harmful].mean() < 0.08


TEXTS = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(1, 3), st.booleans()),
    min_size=1,
    max_size=40,
    unique_by=lambda text: text[0],
)


@given(TEXTS, st.floats(0, 0.5), st.floats(0, 0.9))
@settings(deadline=None, max_examples=300)
def test_no_more_harmless_texts_are_refused_than_allowed(texts, most, lowest):
    scores, kinds, harmful = (np.array(column) for column in zip(*texts, strict=True))
    scores, least = scores / 1000, np.full(4, lowest)
    thresholds = choose_thresholds(scores, kinds, harmful, most, least)
    assert (thresholds >= lowest).all()
    assert (refused(scores, kinds, thresholds) & ~harmful).sum() <= most * (~harmful).sum()
