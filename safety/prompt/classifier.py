"""The trained part of the prompt gate: logistic regression on words, a tuned encoder on meaning."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from safety.prompt.encoder import SentenceEncoder
from safety.prompt.features import BUCKETS, counts, tf_idf
from safety.prompt.rules import RuleBook, split
from safety.prompt.tuned import TunedLayers

WEIGHTS = Path(__file__).parents[2] / "assets" / "prompt_gate.npz"
WINDOW = 256  # characters; a long prompt must not dilute a harmful sentence
OVERLAP = 48  # characters of a window that the next has too, so that none is cut in the middle
MAX_ENCODED = 6  # windows of a long prompt that the encoder reads: those of highest harm by words
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
        tuned: the sentence encoder's last layers, trained on the same classes.
        mix: (3,) weights of both and a constant.
        classes: C names, the first "benign", the others categories.
        thresholds: (C,) the score from which a prompt of that category is refused.
    """

    weight: np.ndarray
    bias: np.ndarray
    idf: np.ndarray
    tuned: TunedLayers
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
            arrays = {name: file[name].astype(np.float32) for name in _shapes(0)}
            tuned = TunedLayers.unpack(file)
        if {name: array.shape for name, array in arrays.items()} != _shapes(len(classes)) or (
            classes[0] != BENIGN or len(tuned.head) != len(classes)
        ):
            raise ValueError("the prompt classifier's weights have the wrong shape")
        if not all(np.isfinite(array).all() for array in arrays.values()):
            raise ValueError("the prompt classifier's weights are not finite")
        return cls(**arrays, tuned=tuned, classes=classes, encoder=encoder, rules=rules)

    def judge(self, texts: Iterable[str]) -> Opinion:
        """The most harmful opinion on any window of any of these normalised texts."""
        parts = [part for text in texts for part in windows(text)]
        if len(parts) > MAX_ENCODED:
            parts = sorted(parts, key=self._by_words, reverse=True)[:MAX_ENCODED]
        opinions = [self._opinion(part) for part in parts]
        return max(opinions, key=lambda opinion: opinion.score - opinion.threshold)

    def _opinion(self, window: str) -> Opinion:
        logits = self.tuned.logits(self.encoder.encode(window))
        by_meaning = harm_logit(logits[None])[0]
        logit = float(self.mix @ (self._by_words(window), by_meaning, 1.0))
        score = 1 / (1 + np.exp(-logit))
        if not np.isfinite(score):
            raise ValueError("the prompt classifier gave no score")
        kind = likeliest_harm(logits)
        return Opinion(float(score), self.classes[kind], float(self.thresholds[kind]))

    def _by_words(self, text: str) -> float:
        """Log odds of harm."""
        indices, values = tf_idf(counts(words_for_classifier(text, self.rules)), self.idf)
        return float(harm_logit((values @ self.weight[indices] + self.bias)[None])[0])


def words_for_classifier(text: str, rules: RuleBook) -> str:
    """A normalised text as the classifier on words takes it: without harmless phrases."""
    return " ".join(rules.without_harmless(split(text)))


def harm_logit(logits: np.ndarray) -> np.ndarray:
    """(N, C) class logits to the log odds of any class but the first, (N,), within -12..12."""
    harm = np.logaddexp.reduce(logits[:, 1:], axis=1)
    return np.clip(harm - logits[:, 0], -12, 12)


def likeliest_harm(logits: np.ndarray) -> int:
    """(C,) class logits to the index of the likeliest class but the first."""
    return 1 + int(logits[1:].argmax())


def _shapes(kinds: int) -> dict[str, tuple[int, ...]]:
    return {
        "weight": (BUCKETS, kinds),
        "bias": (kinds,),
        "idf": (BUCKETS,),
        "mix": (3,),
        "thresholds": (kinds,),
    }


def windows(text: str) -> list[str]:
    """A text in the stretches in which it is judged, which begin and end between words."""
    found, start = [], 0
    while len(text) - start > WINDOW:
        end = text.rfind(" ", start + WINDOW // 2, start + WINDOW)
        end = start + WINDOW if end < 0 else end  # a script without spaces, or one endless word
        found.append(text[start:end])
        back = text.find(" ", end - OVERLAP, end)
        start = back + 1 if back >= 0 else end
    return [*found, text[start:]]
