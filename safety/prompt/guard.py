"""An optional second opinion on prompts: the guard model that ENOGU_GUARD names.

Qwen3Guard-Gen (Zhao et al. 2025, Apache-2.0) is a language model that answers with a line "Safety:
Safe", "Unsafe" or "Controversial" and a line of categories. It knows 119 languages and wants a
CUDA card: 2 GB for Qwen/Qwen3Guard-Gen-0.6B. It can only refuse what the other checks let through.
"""

import re
import threading
from dataclasses import dataclass
from typing import Any, Self

from safety.policy import Category, Verdict
from safety.record import record_failure
from safety.settings import current

MAX_TOKENS = 2048  # of a prompt: its start and its end
_ANSWER_TOKENS = 64
_SAFETY = re.compile(r"^\s*Safety: (Safe|Unsafe|Controversial)\s*$", re.MULTILINE)
_CATEGORIES = {
    "Sexual Content or Sexual Acts": Category.SEXUAL,
    "Suicide & Self-Harm": Category.SELF_HARM,
    "Non-violent Illegal Acts": Category.ILLEGAL,
    "Violent": Category.VIOLENCE,
    "PII": Category.PRIVACY,
    "Copyright Violation": Category.COPYRIGHT,
    "Unethical Acts": Category.UNETHICAL,
    "Politically Sensitive Topics": Category.UNETHICAL,
    "Jailbreak": Category.UNETHICAL,
}


class GuardUnavailable(RuntimeError):
    """The guard model cannot be loaded, or its answer is no verdict. The text is for the owner."""


@dataclass(frozen=True)
class Guard:
    """model: a transformers causal language model; tokenizer: with a chat template."""

    model: Any
    tokenizer: Any

    @classmethod
    def load(cls, name: str) -> Self:
        """From a folder or the hub, onto the CUDA card where there is one.

        Raises:
            GuardUnavailable: no such model, no hub, no memory.
        """
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer

        device = "cuda" if torch.cuda.is_available() else "cpu"
        try:
            tokenizer = AutoTokenizer.from_pretrained(name)
            model: Any = AutoModelForCausalLM.from_pretrained(name, dtype="auto")
            model = model.to(device).eval()
        except Exception as error:  # of the hub, the disk or the card
            reason = f"ENOGU_GUARD: the guard model {name} cannot be loaded"
            raise GuardUnavailable(f"{reason} ({type(error).__name__})") from error
        return cls(model, tokenizer)

    def answer(self, prompt: str) -> str:
        """What the model says about a prompt, without sampling."""
        import torch

        ids = self.tokenizer(prompt, add_special_tokens=False)["input_ids"]
        if len(ids) > MAX_TOKENS:
            half = MAX_TOKENS // 2
            prompt = self.tokenizer.decode(ids[:half]) + "\n" + self.tokenizer.decode(ids[-half:])
        inputs = self.tokenizer.apply_chat_template(
            [{"role": "user", "content": prompt}],
            add_generation_prompt=True,
            return_dict=True,
            return_tensors="pt",
        ).to(self.model.device)
        with torch.inference_mode():
            output = self.model.generate(**inputs, max_new_tokens=_ANSWER_TOKENS, do_sample=False)
        start = inputs["input_ids"].shape[1]
        return self.tokenizer.decode(output[0, start:], skip_special_tokens=True)

    def category(self, prompt: str, photo: bool = False) -> Category | None:
        """What the prompt is refused for. What is controversial is refused with a photo only.

        Raises:
            GuardUnavailable: the model's answer is no verdict.
        """
        answer = self.answer(prompt)
        verdict = _SAFETY.search(answer)
        if verdict is None:
            raise GuardUnavailable("ENOGU_GUARD: the guard model's answer is no verdict")
        if verdict[1] == "Safe" or (verdict[1] == "Controversial" and not photo):
            return None
        named = answer[verdict.end() :]
        kinds = (category for name, category in _CATEGORIES.items() if name in named)
        return next(kinds, Category.UNETHICAL)


_guards: dict[str, Guard] = {}
_lock = threading.Lock()


def second_opinion(prompt: str, photo: bool, reasons: dict[Category, str]) -> Verdict | None:
    """The guard's refusal; None where it has none, or where the setting `guard` names no model.

    A guard that is asked for and does not answer refuses everything.
    """
    name = current().guard
    if name is None:
        return None
    try:
        with _lock:  # one card, one prompt at a time
            if name not in _guards:
                _guards[name] = Guard.load(name)
            category = _guards[name].category(prompt, photo)
    except Exception as error:  # fail closed
        record_failure("guard", error)
        reason = str(error) if isinstance(error, GuardUnavailable) else type(error).__name__
        return Verdict(False, Category.UNAVAILABLE, f"{reason}. Nothing is made without it.", 1.0)
    return None if category is None else Verdict(False, category, reasons[category], 1.0)
