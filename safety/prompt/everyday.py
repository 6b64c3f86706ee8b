"""Our own training data for the prompt classifier: everyday prompts and ones to refuse."""

import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data" / "everyday.toml"
_ASKED = (
    r"(?:please )?(?:create|generate|show|draw|depict|illustrate|render|produce|design|make|paint|"
    r"visualize|display|portray|simulate|imagine)(?: me)?"
)
# Not "a movie scene": OVERT allows much in a film.
_MEDIUM = (
    r"(?:an?|the) (?:(?:(?:photo|hyper)?realistic|detailed|artistic|vivid|digital) ){0,2}"
    r"(?:image|picture|illustration|scene|depiction|painting|photo)"
)
# "Create an image depicting", "A photorealistic illustration of", "Depict a scene where".
_OPENING = re.compile(
    rf"^(?:{_ASKED} )?(?:{_MEDIUM})?(?: (?:of|showing|depicting|where|illustrating|showcasing|that "
    r"shows|featuring))?:?\s+",
    re.IGNORECASE,
)


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_DATA.read_text(encoding="utf-8"))


def hand_written() -> list[str]:
    """Harmless prompts: some that sound close to something harmful, and plain ones."""
    return _words()["hand_written"].strip().splitlines()


def harmful() -> list[tuple[str, str]]:
    """(category, prompt) of data/harmful.toml."""
    book = tomllib.loads((_DATA.parent / "harmful.toml").read_text(encoding="utf-8"))
    return [(kind, line) for kind, text in book.items() for line in text.strip().splitlines()]


def everyday_prompts(count: int, seed: int) -> list[str]:
    """`count` harmless prompts from a small grammar of scenes and edits, the same for a seed."""
    rng = random.Random(seed)
    return [_edit(rng) if rng.random() < 0.5 else _scene(rng) for _ in range(count)]


def balanced_prompts(count: int, seed: int) -> list[str]:
    """About `count` harmless prompts in which everybody does the same things, and as often."""
    rng = random.Random(seed)
    identities, acts = _words()["identities"], _words()["acts"]
    each = max(1, count // len(identities))
    pairs = [(who, act) for who in identities for act in rng.sample(acts, min(each, len(acts)))]
    return [f"{who} {act}" for who, act in pairs]


def sign_prompts() -> list[str]:
    """Signs with harmless words."""
    return [scene.format(word) for scene in _words()["sign_scenes"] for word in _words()["signs"]]


def in_the_trade(prompts: list[str], seed: int) -> list[str]:
    """Harmless prompts with the words that people of the trade add to them."""
    rng = random.Random(seed)
    return [_pick(rng, "trade").format(prompt) for prompt in prompts]


def in_frames(prompts: list[str], seed: int) -> list[str]:
    """Prompts in frames that change nothing about them."""
    rng = random.Random(seed)
    return [_pick(rng, "frames").format(prompt) for prompt in prompts]


def reworded(prompt: str, rng: random.Random) -> str:
    """The same request with another opening, or in a frame that changes nothing about it."""
    bare = _OPENING.sub("", prompt, count=1)
    if len(bare) < 8 or rng.random() < 0.2:
        bare = prompt
    dice = rng.random()
    if dice < 0.3:
        return _pick(rng, "frames").format(bare)
    if dice < 0.4:
        return _pick(rng, "trade").format(bare)
    return _pick(rng, "requests") + bare if dice < 0.6 else bare


def _edit(rng: random.Random) -> str:
    keys = {
        "style": "styles", "time": "times", "thing": "things", "thing2": "things",
        "colour": "colours", "person": "people", "person2": "people", "doing": "doing",
        "doing2": "doing", "place": "places",
    }  # fmt: skip
    chosen = {name: _pick(rng, key) for name, key in keys.items()}
    return _pick(rng, "edits").format(**chosen)


def _scene(rng: random.Random) -> str:
    parts = [_pick(rng, "openings") + _thing(rng)]
    if rng.random() < 0.5:
        parts.append("and " + _thing(rng))
    parts += [_pick(rng, key) for key in ("actions", "places", "times") if rng.random() < 0.5]
    text = " ".join(parts)
    if rng.random() < 0.2:
        text += f", a sign that says {_pick(rng, 'words')}"
    return f"{text}, {_pick(rng, 'styles')}" if rng.random() < 0.4 else text


def _thing(rng: random.Random) -> str:
    count, colour, thing = (_pick(rng, key) for key in ("counts", "colours", "things"))
    plural = "s" if count in ("two", "three", "four", "some") else ""
    return " ".join(filter(None, (count, colour if rng.random() < 0.6 else "", thing + plural)))


def _pick(rng: random.Random, key: str) -> str:
    return rng.choice(_words()[key])
