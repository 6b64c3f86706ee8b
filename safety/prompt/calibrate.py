"""Fix the prompt classifier's thresholds: `python -m safety.prompt.calibrate --data FILE
--harmless FILE... --judged FILE.npz`.

Reads how each text was judged by models that had not seen its group, as `safety.prompt.train`
leaves it; weighs the two classifiers and finds one threshold a category for the whole gate, rules
included as they are now. Printed figures are those of a fold with weights and thresholds of the
others.
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

OVER_BLOCK = 0.038  # share of OVERT's benign prompts refused; below 4 % on groups never seen
EVERYDAY_OVER_BLOCK = 0.003  # share of our own everyday prompts refused
CAPTION_OVER_BLOCK = 0.007  # share of harmless captions refused
WRITTEN_OVER_BLOCK = 0.02  # share of prompts refused that we wrote because they must pass


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


def choose_thresholds(
    scores: np.ndarray,
    kinds: np.ndarray,
    harmful: np.ndarray,
    over_block: float,
    lowest: np.ndarray,
) -> np.ndarray:
    """The thresholds (classes,) with the best recall at this over-block over all categories.

    One Lagrange multiplier trades recall for over-block in all categories, so that each refusal of
    a harmless text gains as much recall as in any other category.

    Args:
        scores: (N,) in 0..1. kinds: (N,) each text's likeliest harmful class. harmful: (N,) bool.
        over_block: share of the harmless texts that may be refused.
        lowest: (classes,) no threshold is lower.
    """
    allowed = int(over_block * (~harmful).sum())
    low, high = 0.0, 50.0  # harmful texts that one refused harmless text must be worth
    for _ in range(40):
        price = (low + high) / 2
        thresholds = _at_price(scores, kinds, harmful, price, lowest)
        if (refused(scores, kinds, thresholds) & ~harmful).sum() > allowed:
            low = price
        else:
            high = price
    return _at_price(scores, kinds, harmful, high, lowest)


def refused(scores: np.ndarray, kinds: np.ndarray, thresholds: np.ndarray) -> np.ndarray:
    """(N,) bool."""
    return scores >= thresholds[kinds]


def _at_price(
    scores: np.ndarray, kinds: np.ndarray, harmful: np.ndarray, price: float, lowest: np.ndarray
) -> np.ndarray:
    thresholds = np.full(len(lowest), 1.01, dtype=np.float32)
    for kind in np.unique(kinds):
        members = np.flatnonzero((kinds == kind) & (scores >= lowest[kind]))
        order = members[np.argsort(-scores[members])]
        gain = np.cumsum(np.where(harmful[order], 1.0, -price))
        best = int(gain.argmax()) if len(order) else 0
        if len(order) and gain[best] > 0:
            following = scores[order[best + 1]] if best + 1 < len(order) else lowest[kind]
            thresholds[kind] = (scores[order[best]] + following) / 2
    return thresholds


def calibrate(corpus: Corpus, held_out: HeldOut) -> dict[str, np.ndarray]:
    """`mix`, `thresholds` and `classes` of the classifier's file; prints the figures."""
    ruled, harmful = corpus.ruled(), corpus.labels > 0
    both = np.stack((held_out.by_words, held_out.by_meaning), 1)
    scores, answer = np.zeros(len(both)), ruled.copy()
    everywhere = np.ones(len(both), dtype=bool)
    for fold in np.unique(corpus.folds):
        here = corpus.folds == fold
        model = LogisticRegression(C=10).fit(both[~here], harmful[~here])
        scores = model.predict_proba(both)[:, 1]
        thresholds = gate_thresholds(corpus, ruled, scores, held_out.kinds, ~here)
        answer[here] |= refused(scores[here], held_out.kinds[here], thresholds)
    tell(corpus, answer)
    model = LogisticRegression(C=10).fit(both, harmful)
    scores = model.predict_proba(both)[:, 1]
    thresholds = gate_thresholds(corpus, ruled, scores, held_out.kinds, everywhere)
    return {
        "mix": np.array([*model.coef_[0], model.intercept_[0]], dtype=np.float32),
        "thresholds": thresholds.astype(np.float32),
        "classes": np.array(CLASSES),
    }


def gate_thresholds(
    corpus: Corpus, ruled: np.ndarray, scores: np.ndarray, kinds: np.ndarray, seen: np.ndarray
) -> np.ndarray:
    """(C,) thresholds for the whole gate from the texts that are `seen`, (N,) bool, at the shares
    of harmless prompts above. ruled: (N,) bool, refused by rules; scores: (N,) in 0..1."""
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
            least[kinds[index]] = max(least[kinds[index]], min(scores[index] + 0.01, 0.99))
    judged = seen & (corpus.of(Source.OVERT) | own)
    harm = np.where(ruled, 1.0, scores)
    thresholds = choose_thresholds(
        harm[judged], kinds[judged], corpus.labels[judged] > 0, OVER_BLOCK, least
    )
    return np.where(thresholds > 1, np.maximum(0.9, least), thresholds)


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
