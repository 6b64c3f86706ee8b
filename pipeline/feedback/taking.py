"""Taking a vote: every entry point's votes pass here, and the checks before they are stored."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline import settings
from pipeline.errors import RequestError
from pipeline.feedback.store import Store
from pipeline.feedback.vote import Vote, side_of
from pipeline.generate import words_refused
from pipeline.results import Refusal


def store() -> Store:
    """The votes of this installation: one file in its home (ENOGU_HOME)."""
    return _store(settings.current().safety.home)


@lru_cache(maxsize=4)
def _store(home: Path) -> Store:
    return Store(home)


def take(
    visitor: str,
    pictures: Sequence[Mapping[str, Any]],
    choice: str,
    reason: str = "",
    words: bool = False,
) -> int | Refusal:
    """Stores a vote and returns its number. A vote on words that the checks refuse teaches nothing:
    it is refused as well.

    pictures: the settings of one or two of one prompt. The rest as in a `Vote`. Raises RequestError
    for a wrong vote, or where the owner takes none; OutputError where it cannot be stored.
    """
    if not settings.current().feedback:
        raise RequestError("votes_off")
    prompts = {str(one.get("prompt", "")) for one in pictures}
    if len(prompts) > 1:
        raise RequestError("vote_prompts")
    prompt = prompts.pop() if prompts else ""
    first = pictures[0] if pictures else {}
    model = str(first.get("model", ""))
    vote = Vote(
        visitor, prompt, tuple(side_of(one) for one in pictures), choice, reason, words,
        str(first.get("engine", ""))[:40], model[:200], tuning_of(model)[:40],
        str(first.get("task", "text_to_image"))[:40],
    )  # fmt: skip
    return words_refused(prompt) or store().add(vote)


def tuning_of(model: str) -> str:
    """The tuning that a model's name tells; "" for none."""
    return model.partition(", tuned ")[2].partition(",")[0]
