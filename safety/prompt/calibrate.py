"""Fix the prompt classifier's thresholds: `python -m safety.prompt.calibrate --data FILE
--harmless FILE... --judged FILE.npz`.

Reads how each text was judged by models that had not seen its group, as `safety.prompt.train`
leaves it; weighs the two classifiers and finds one threshold for the whole gate, rules included as
they are now, and a higher one for a category that harmless captions are taken for. The figures that
it prints are those of each fold with weights and thresholds of the others.
"""

import argparse
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from sklearn.linear_model import LogisticRegression

from safety.prompt.classifier import WEIGHTS
from safety.prompt.corpus import CLASSES, Corpus, Source, add_arguments, load_corpus

OVER_BLOCK = 0.036  # share of OVERT's benign prompts refused; below 4 % on groups never seen
EVERYDAY_OVER_BLOCK = 0.003  # share of our own everyday prompts refused
CAPTION_OVER_BLOCK = 0.007  # share of harmless captions refused
MARGIN = 1e-4  # above the score of the worst prompt that must pass
WRITTEN_OVER_BLOCK = 0.06  # of prompts that we wrote because they must pass, before they are learnt


@dataclass(frozen=True)
class HeldOut:
    """Judgements of each text (N,) by models that were not trained on its group.

    texts: checksums of the prompts. by_words, by_meaning: log odds of harm. kinds: the likeliest
    harmful class.
    """

    texts: np.ndarray
    by_words: np.ndarray
    by_meaning: np.ndarray
    kinds: np.ndarray

    @classmethod
    def empty(cls, prompts: Sequence[str]) -> Self:
        count = len(prompts)
        kinds = np.zeros(count, dtype=np.int64)
        return cls(_checksums(prompts), np.zeros(count), np.zeros(count), kinds)

    def save(self, path: Path) -> None:
        np.savez_compressed(
            path,
            texts=self.texts,
            by_words=self.by_words,
            by_meaning=self.by_meaning,
            kinds=self.kinds,
        )

    @classmethod
    def load(cls, path: Path, prompts: Sequence[str]) -> Self:
        """The judgements of these prompts.

        Raises:
            ValueError: one of them was not judged; train again.
            OSError, KeyError: the file is missing or no such file.
        """
        with np.load(path, allow_pickle=False) as file:
            places = {int(text): place for place, text in enumerate(file["texts"])}
            texts = _checksums(prompts)
            missing = sum(int(text) not in places for text in texts)
            if missing:
                raise ValueError(f"{path}: {missing} of {len(prompts)} prompts were not judged")
            order = [places[int(text)] for text in texts]
            arrays = (file[name][order] for name in ("by_words", "by_meaning", "kinds"))
            return cls(texts, *arrays)


def _checksums(prompts: Sequence[str]) -> np.ndarray:
    return np.array([zlib.crc32(prompt.encode()) for prompt in prompts], dtype=np.int64)


def refused(scores: np.ndarray, kinds: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """(N,) bool."""
    return scores >= thresholds[kinds]


def calibrate(corpus: Corpus, held_out: HeldOut) -> dict[str, np.ndarray]:
    """`mix`, `thresholds` and `classes` of the classifier's file; prints the figures."""
    ruled, harmful = corpus.ruled(), corpus.labels > 0
    both = np.stack((held_out.by_words, held_out.by_meaning), 1)
    hard = corpus.of(Source.OVERT) | corpus.of(Source.OWN)  # the others are easy, and many
    answer = ruled.copy()
    for fold in np.unique(corpus.folds):
        here = corpus.folds == fold
        model = LogisticRegression(C=10).fit(both[hard & ~here], harmful[hard & ~here])
        scores = model.predict_proba(both)[:, 1]
        thresholds = gate_thresholds(corpus, ruled, scores, held_out.kinds, ~here)
        answer[here] |= refused(scores[here], held_out.kinds[here], thresholds)
    tell(corpus, answer)
    model = LogisticRegression(C=10).fit(both[hard], harmful[hard])
    scores = model.predict_proba(both)[:, 1]
    thresholds = gate_thresholds(corpus, ruled, scores, held_out.kinds, np.ones_like(hard))
    return {
        "mix": np.array([*model.coef_[0], model.intercept_[0]], dtype=np.float32),
        "thresholds": thresholds.astype(np.float32),
        "classes": np.array(CLASSES),
    }


def gate_thresholds(
    corpus: Corpus, ruled: np.ndarray, scores: np.ndarray, kinds: np.ndarray, seen: np.ndarray
) -> np.ndarray:
    """(C,) thresholds for the whole gate from the texts that are `seen`, (N,) bool, at the shares
    of harmless prompts above. One for all categories transfers better to groups never seen than
    one each: there are too few prompts of a category.

    ruled: (N,) bool, refused by rules. scores: (N,) in 0..1. kinds: (N,) likeliest harmful class.
    """
    least = np.zeros(len(CLASSES))
    own, harmless = corpus.of(Source.OWN), corpus.labels == 0
    for members, share in (
        (corpus.of(Source.EVERYDAY), EVERYDAY_OVER_BLOCK),
        (corpus.of(Source.CAPTIONS), CAPTION_OVER_BLOCK),
        (own & harmless, WRITTEN_OVER_BLOCK),
    ):
        chosen = np.flatnonzero(seen & members & ~ruled)
        worst_first = chosen[np.argsort(-scores[chosen])]
        for index in worst_first[int(share * len(chosen)) :]:
            least[kinds[index]] = max(least[kinds[index]], scores[index] + MARGIN)
    benign = seen & corpus.of(Source.OVERT) & harmless
    worst_first = np.sort(np.where(ruled, 1.0, scores)[benign])[::-1]
    common = worst_first[int(OVER_BLOCK * len(worst_first))] if len(worst_first) else 0.5
    return np.maximum(common + MARGIN, least)


def tell(corpus: Corpus, answer: np.ndarray) -> None:
    """Print the shares refused, by source and OVERT's categories. answer: (N,) bool."""
    unsafe = corpus.labels > 0
    for source in Source:
        for what, members in (("harmful", unsafe), ("harmless", ~unsafe)):
            if (chosen := members & corpus.of(source)).any():
                print(f"{source}: {answer[chosen].mean():.2%} of {chosen.sum()} {what} refused")
    for index in np.unique(corpus.labels[corpus.of(Source.OVERT) & unsafe]):
        chosen = corpus.of(Source.OVERT) & (corpus.labels == index)
        print(f"  {CLASSES[index]:10} {answer[chosen].mean():.2%} of {chosen.sum()} refused")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_arguments(parser)
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="get the thresholds")
    parser.add_argument("--judged", type=Path, default=Path("judged.npz"), help="of the training")
    options = parser.parse_args()
    corpus = load_corpus(options.data, options.harmless)
    fixed = calibrate(corpus, HeldOut.load(options.judged, corpus.prompts))
    with np.load(options.weights, allow_pickle=False) as file:
        arrays = dict(file)
    np.savez_compressed(options.weights, **(arrays | fixed))


if __name__ == "__main__":
    main()
