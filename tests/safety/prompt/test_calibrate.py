"""Thresholds keep to the share of harmless prompts that may be refused."""

import numpy as np

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
