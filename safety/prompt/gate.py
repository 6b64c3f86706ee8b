"""The prompt gate: undo disguises, then rules with reasons, then a trained classifier.

With the setting `guard` a guard model reads what all of them let pass.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from safety.deadline import in_time
from safety.policy import (
    MAX_PROMPT_CHARACTERS,
    PHOTO_STRICTNESS,
    THRESHOLDS,
    TOO_LATE,
    Category,
    Verdict,
)
from safety.prompt.classifier import WEIGHTS, PromptClassifier
from safety.prompt.encoder import SentenceEncoder
from safety.prompt.guard import second_opinion
from safety.prompt.mending import is_mending
from safety.prompt.normalise import readings
from safety.prompt.rules import RuleBook, load_rules, split
from safety.prompt.spelling import is_readable
from safety.record import record, record_failure
from safety.settings import current

UNAVAILABLE = Verdict(
    False,
    Category.UNAVAILABLE,
    "The prompt cannot be checked because the prompt gate's files are missing or damaged. "
    "Restore assets/prompt_gate.npz and safety/prompt/data, reinstall the requirements "
    "and try again.",
    1.0,
)


@dataclass(frozen=True)
class PromptGate:
    rules: RuleBook
    classifier: PromptClassifier

    @classmethod
    def load(cls, weights: Path = WEIGHTS) -> Self:
        rules = load_rules()
        return cls(rules, PromptClassifier.load(weights, SentenceEncoder.load(), rules))

    def check(self, prompt: str, photo: bool = False) -> Verdict:
        """Judge a prompt of up to 32,000 characters, more strictly where a photo is given."""
        if len(prompt) > MAX_PROMPT_CHARACTERS:
            return Verdict(False, Category.LENGTH, _too_long(len(prompt)), 1.0)
        texts = readings(prompt)
        for text in dict.fromkeys(texts):
            rule = self.rules.first_match(self.rules.without_harmless(split(text)), photo)
            if rule is not None:
                return Verdict(False, rule.category, rule.reason, 1.0)
        if is_mending(texts[1]):
            return Verdict(True)
        # The classifier was trained on normalised text; the last reading is the least disguised.
        # Disguised text is not judged: the classifier would find most of it harmful.
        plain, likely = texts[1], texts[-1]
        return self._classify((likely, plain) if is_readable(plain) else (likely,), photo)

    def _classify(self, texts: Sequence[str], photo: bool) -> Verdict:
        opinion = self.classifier.judge(dict.fromkeys(texts))
        threshold = opinion.threshold * (PHOTO_STRICTNESS if photo else 1)
        if opinion.score < threshold:
            return Verdict(True, score=opinion.score)
        category = Category(opinion.category)
        return Verdict(False, category, self.rules.reasons[category], opinion.score)


def _too_long(length: int) -> str:
    return f"The prompt has {length} characters. At most {MAX_PROMPT_CHARACTERS} are allowed."


_gate: PromptGate | None = None
_lock = threading.Lock()


def check_prompt(prompt: str, photo: bool = False) -> Verdict:
    """Judge a prompt with the default gate, loaded on first use (thread-safe).

    photo: a photo is given; it may show anybody, so the rules for people in photos apply.

    Whatever goes wrong refuses: no weights, no rules, no answer in time.

    Raises:
        WrongSetting: an environment variable has a value that is not allowed.
    """
    current()  # a wrong setting is named instead of refusing every prompt
    try:
        gate = _default_gate()
        verdict = in_time(lambda: gate.check(prompt, photo), THRESHOLDS.seconds)
        if verdict.allowed and (doubt := second_opinion(prompt, photo, gate.rules.reasons)):
            verdict = doubt
        record("prompt", prompt.encode(errors="replace"), verdict)
    except Exception as error:  # fail closed
        record_failure("prompt", error)
        return TOO_LATE if isinstance(error, TimeoutError) else UNAVAILABLE
    return verdict


def _default_gate() -> PromptGate:
    global _gate
    with _lock:
        if _gate is None:
            _gate = PromptGate.load()
        return _gate
