"""The trained half of the prompt gate: logistic regression on words, an SVM on meaning."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from .encoder import WIDTH, SentenceEncoder
from .features import BUCKETS, counts, tf_idf
from .rules import RuleBook, split

WEIGHTS = Path(__file__).parent.parent / "assets" / "prompt_gate.npz"
WINDOW = 256  # characters; a harmful sentence must not drown in a long prompt
MOST_ENCODED = 6  # windows of a long prompt that the encoder reads: those with the worst words
BENIGN = "benign"


@dataclass(frozen=True)
class Opinion:
    """score: probability of harm, 0..1; category: its likeliest kind, refused from threshold."""

    score: float
    category: str
    threshold: float


@dataclass(frozen=True)
class PromptClassifier:
    """Two classifiers and the logistic regression that weighs them.

    Args:
        weight: (BUCKETS, C) float32, bias: (C,), idf: (BUCKETS,): multinomial logistic regression
            on hashed TF-IDF.
        support: (S, WIDTH) unit vectors, dual: (S,), offset, gamma: a support vector machine with
            the kernel exp(-gamma |x - y|^2) on sentence vectors.
        mix: (3,) weights of both and a constant.
        classes: C names, the first "benign", the others categories.
        thresholds: (C,) the score from which a prompt of that category is refused.
    """

    weight: np.ndarray
    bias: np.ndarray
    idf: np.ndarray
    support: np.ndarray
    dual: np.ndarray
    offset: float
    gamma: float
    mix: np.ndarray
    classes: tuple[str, ...]
    thresholds: np.ndarray
    encoder: SentenceEncoder
    rules: RuleBook

    @classmethod
    def load(cls, path: Path, encoder: SentenceEncoder, rules: RuleBook) -> Self:
        """Read the trained weights.

        Raises:
            Exception: the file is missing, damaged or of another shape.
        """
        with np.load(path, allow_pickle=False) as file:
            classes = tuple(str(name) for name in file["classes"])
            arrays = {name: file[name].astype(np.float32) for name in _shapes(0, 0)}
        support, kinds = len(arrays["dual"]), len(classes)
        shapes = {name: array.shape for name, array in arrays.items()}
        if shapes != _shapes(support, kinds) or classes[0] != BENIGN:
            raise ValueError("the prompt classifier's weights have the wrong shape")
        if not all(np.isfinite(array).all() for array in arrays.values()):
            raise ValueError("the prompt classifier's weights are not finite")
        numbers = {name: float(arrays.pop(name)) for name in ("offset", "gamma")}
        return cls(**arrays, **numbers, classes=classes, encoder=encoder, rules=rules)

    def judge(self, texts: Iterable[str]) -> Opinion:
        """The worst opinion of any window of any of these normalised texts."""
        windows = [window for text in texts for window in _windows(text)]
        words = [self._by_words(window) for window in windows]
        worst = sorted(zip(words, windows, strict=True), key=lambda pair: -pair[0][0])
        opinions = [
            self._opinion(harm, category, window)
            for (harm, category), window in worst[:MOST_ENCODED]
        ]
        return max(opinions, key=lambda opinion: opinion.score - opinion.threshold)

    def _opinion(self, by_words: float, category: int, window: str) -> Opinion:
        by_meaning = self._by_meaning(self.encoder.encode(window))
        logit = float(self.mix @ (by_words, by_meaning, 1.0))
        score = 1 / (1 + np.exp(-logit))
        if not np.isfinite(score):
            raise ValueError("the prompt classifier gave no score")
        return Opinion(float(score), self.classes[category], float(self.thresholds[category]))

    def _by_words(self, text: str) -> tuple[float, int]:
        """Log odds of harm and the index of the likeliest harmful class."""
        indices, values = tf_idf(counts(as_read(text, self.rules)), self.idf)
        logits = values @ self.weight[indices] + self.bias
        return harm_logit(logits[None])[0], 1 + int(logits[1:].argmax())

    def _by_meaning(self, vector: np.ndarray) -> float:
        return float(np.exp(2 * self.gamma * (self.support @ vector - 1)) @ self.dual + self.offset)


def as_read(text: str, rules: RuleBook) -> str:
    """A normalised text as the words' classifier reads it."""
    return " ".join(rules.without_harmless(split(text)))


def harm_logit(logits: np.ndarray) -> np.ndarray:
    """(N, C) class logits to the log odds of any class but the first, (N,), within -12..12."""
    harm = np.logaddexp.reduce(logits[:, 1:], axis=1)
    return np.clip(harm - logits[:, 0], -12, 12)


def _shapes(support: int, kinds: int) -> dict[str, tuple[int, ...]]:
    return {
        "weight": (BUCKETS, kinds),
        "bias": (kinds,),
        "idf": (BUCKETS,),
        "support": (support, WIDTH),
        "dual": (support,),
        "offset": (),
        "gamma": (),
        "mix": (3,),
        "thresholds": (kinds,),
    }


def _windows(text: str) -> list[str]:
    return [text[start : start + WINDOW] for start in range(0, max(1, len(text)), WINDOW)]
