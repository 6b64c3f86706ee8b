"""A vote on one picture, or between two, as values: what is needed to make the pictures again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.errors import RequestError

ONE = ("better", "worse")  # than what one hopes for: of one picture
TWO = ("first", "second")  # which is the better one of two
CHOICES = (*ONE, *TWO)
REASONS = ("", "not_asked", "ugly", "not_me", "too_dark", "too_small", "crowded")
MOST_TOKENS = 400  # of a picture's things in their places; more are none that a model here wrote


@dataclass(frozen=True, slots=True)
class Side:
    """One picture of a vote. seed, size ("WxH"): of its settings. tokens: that place its groups of
    things, () where the model has none; dice: seed of all that was settled before."""

    seed: int
    size: str
    tokens: tuple[int, ...] = ()
    dice: int | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody chose. Holds no picture, no photo and no address.

    visitor: the random id of a browser, or a name of a caller's own; only its hash is stored.
    prompt: of the pictures; only its hash is stored unless `words`. choice: of CHOICES, of ONE for
    one side and of TWO for two. reason: of REASONS. engine, model, tuning, task: that made them.
    Raises RequestError for a value that is not allowed.
    """

    visitor: str
    prompt: str
    sides: tuple[Side, ...]
    choice: str
    reason: str = ""
    words: bool = False
    engine: str = ""
    model: str = ""
    tuning: str = ""
    task: str = "text_to_image"

    def __post_init__(self) -> None:
        allowed = {1: ONE, 2: TWO}.get(len(self.sides))
        if allowed is None:
            raise RequestError("vote_sides", count=len(self.sides))
        if self.choice not in allowed:
            raise RequestError("vote_choice", allowed=", ".join(allowed), value=self.choice)
        known_reason(self.reason)
        if not (isinstance(self.visitor, str) and 8 <= len(self.visitor) <= 100):
            raise RequestError("vote_visitor")
        if len(self.sides) == 2 and self.sides[0] == self.sides[1]:
            raise RequestError("vote_same")


def side_of(settings: Mapping[str, Any]) -> Side:
    """One side of a vote, from the settings with which a picture was made. Raises RequestError for
    settings that do not make a picture."""
    seed, size = settings.get("seed"), settings.get("size")
    if not (isinstance(seed, int) and isinstance(size, str)):
        raise RequestError("vote_settings")
    return Side(seed, size[:20], *_placed(settings.get("layout")))


def _placed(layout: object) -> tuple[tuple[int, ...], int | None]:
    """Tokens and dice that a picture's layout tells; () and None where it has none."""
    try:
        data = json.loads(layout) if isinstance(layout, str) else {}
    except ValueError:
        return (), None
    tokens, dice = (
        (data.get("placed"), data.get("dice")) if isinstance(data, dict) else (None, None)
    )
    if not isinstance(tokens, list) or len(tokens) > MOST_TOKENS:
        return (), None
    if not all(isinstance(one, int) and 0 <= one < 256 for one in tokens):
        return (), None
    return tuple(tokens), dice if isinstance(dice, int) and 0 <= dice < 2**32 else None


def known_reason(reason: str) -> str:
    """A reason of REASONS. Raises RequestError for any other."""
    if reason not in REASONS:
        raise RequestError("vote_reason", allowed=", ".join(REASONS[1:]), value=reason)
    return reason
