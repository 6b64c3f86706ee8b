"""The prompt gate: undo hiding, then rules with reasons, then a trained classifier."""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from .features import BUCKETS, counts, tf_idf
from .normalise import readings
from .policy import MAX_PROMPT_CHARACTERS, Category, Verdict
from .rules import RuleBook, load_rules, split

WEIGHTS = Path(__file__).parent.parent / "assets" / "prompt_gate.npz"
WINDOW = 512  # characters; a harmful sentence must not drown in a long prompt
BENIGN = "benign"
_log = logging.getLogger(__name__)
UNAVAILABLE = Verdict(
    False,
    Category.UNAVAILABLE,
    "The prompt cannot be checked because the prompt gate's files are missing or damaged. "
    "Restore assets/prompt_gate.npz and safety/data/rules.toml and try again.",
    1.0,
)


@dataclass(frozen=True)
class PromptClassifier:
    """Multinomial logistic regression on hashed TF-IDF.

    Args:
        weight: (BUCKETS, C) float32.  bias: (C,).  idf: (BUCKETS,).
        classes: C names, the first "benign", the others categories.
        threshold: the probability of harm from which a prompt is refused.
    """

    weight: np.ndarray
    bias: np.ndarray
    idf: np.ndarray
    classes: tuple[str, ...]
    threshold: float

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Self:
        """Read the trained weights.

        Raises:
            Exception: the file is missing, damaged or of another shape.
        """
        with np.load(path, allow_pickle=False) as file:
            weight = file["weight"].astype(np.float32)
            bias, idf = file["bias"].astype(np.float32), file["idf"].astype(np.float32)
            classes = tuple(str(name) for name in file["classes"])
            threshold = float(file["threshold"])
        wanted = ((BUCKETS, len(classes)), (len(classes),), (BUCKETS,))
        if (weight.shape, bias.shape, idf.shape) != wanted or classes[0] != BENIGN:
            raise ValueError("the prompt classifier's weights have the wrong shape")
        if not all(np.isfinite(array).all() for array in (weight, bias, idf, threshold)):
            raise ValueError("the prompt classifier's weights are not finite")
        return cls(weight, bias, idf, classes, threshold)

    def harm(self, text: str) -> tuple[float, str]:
        """The probability of harm in 0..1 and the likeliest harmful class."""
        indices, values = tf_idf(counts(text), self.idf)
        logits = values @ self.weight[indices] + self.bias
        odds = np.exp(logits - logits.max())
        probability = odds / odds.sum()
        return float(1 - probability[0]), self.classes[1 + int(probability[1:].argmax())]


@dataclass(frozen=True)
class PromptGate:
    rules: RuleBook
    classifier: PromptClassifier

    @classmethod
    def load(cls, weights: Path = WEIGHTS) -> Self:
        return cls(load_rules(), PromptClassifier.load(weights))

    def check(self, prompt: str) -> Verdict:
        """Judge a prompt of up to 32,000 characters."""
        if len(prompt) > MAX_PROMPT_CHARACTERS:
            return Verdict(False, Category.LENGTH, _too_long(len(prompt)), 1.0)
        texts = [self.rules.without_harmless(split(text)) for text in readings(prompt)]
        for words in texts:
            rule = self.rules.first_match(words)
            if rule is not None:
                return Verdict(False, rule.category, rule.reason, 1.0)
        # The classifier was trained on normalised text; the last reading is the least disguised.
        return self._classify({" ".join(words) for words in (texts[:2][-1], texts[-1])})

    def _classify(self, texts: set[str]) -> Verdict:
        windows = (window for text in texts for window in _windows(text))
        score, name = max(self.classifier.harm(window) for window in windows)
        if score < self.classifier.threshold:
            return Verdict(True, score=score)
        category = Category(name)
        return Verdict(False, category, self.rules.reasons[category], score)


def _windows(text: str) -> list[str]:
    return [text[start : start + WINDOW] for start in range(0, max(1, len(text)), WINDOW)]


def _too_long(length: int) -> str:
    return f"The prompt has {length} characters. At most {MAX_PROMPT_CHARACTERS} are allowed."


_gate: PromptGate | None = None
_lock = threading.Lock()


def check_prompt(prompt: str) -> Verdict:
    """Judge a prompt with the default gate, loaded on first use (thread-safe).

    Whatever goes wrong refuses: no weights, no rules, no answer.
    """
    try:
        return _default_gate().check(prompt)
    except Exception:  # fail closed
        _log.exception("prompt gate failed")
        return UNAVAILABLE


def _default_gate() -> PromptGate:
    global _gate
    with _lock:
        if _gate is None:
            _gate = PromptGate.load()
        return _gate
