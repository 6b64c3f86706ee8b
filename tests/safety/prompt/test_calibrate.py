"""Thresholds keep to the share of harmless prompts that may be refused."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from safety.prompt.calibrate import OVER_BLOCK, gate_thresholds, refused
from safety.prompt.corpus import CLASSES, Corpus, Source


def corpus_of(labels: np.ndarray, sources: np.ndarray) -> Corpus:
    prompts = [f"prompt {number}" for number in range(len(labels))]
    return Corpus(prompts, prompts, labels, np.zeros(len(labels), dtype=int), sources)


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.booleans()), min_size=1, max_size=200),
    st.integers(0, 10),
)
@settings(deadline=None, max_examples=200)
def test_no_more_benign_prompts_are_refused_than_allowed(texts, ruled_out):
    scores, harmful = (np.array(column) for column in zip(*texts, strict=True))
    scores, ruled = scores / 1000, np.arange(len(scores)) < ruled_out
    corpus = corpus_of(harmful.astype(int), np.full(len(scores), Source.OVERT))
    kinds = np.ones(len(scores), dtype=int)
    thresholds = gate_thresholds(corpus, ruled, scores, kinds, np.ones(len(scores), dtype=bool))
    answer = (refused(scores, kinds, thresholds) & ~ruled & ~harmful).sum()
    assert answer <= OVER_BLOCK * (~harmful).sum()


def test_a_category_that_captions_are_taken_for_gets_a_higher_threshold():
    """In kind 2 captions score as high as harm; in kind 1 they do not."""
    rng = np.random.default_rng(0)
    caption, kinds = np.arange(800) < 400, 1 + np.arange(800) % 2
    harmful = ~caption & (np.arange(800) % 4 < 2)
    scores = np.where(harmful | (caption & (kinds == 2)), 0.8, 0.1) + rng.uniform(-0.1, 0.1, 800)
    corpus = corpus_of(
        harmful.astype(int), np.where(caption, str(Source.CAPTIONS), str(Source.OVERT))
    )
    nothing = np.zeros(800, dtype=bool)
    thresholds = gate_thresholds(corpus, nothing, scores, kinds, ~nothing)
    assert len(thresholds) == len(CLASSES) and thresholds[1] < 0.3 < 0.8 < thresholds[2]
    answer = refused(scores, kinds, thresholds)
    assert answer[caption].mean() < 0.01 and answer[harmful & (kinds == 1)].all()
