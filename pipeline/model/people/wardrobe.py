"""Everyday people: looks of which no two are alike, balanced over skin, hair and clothes."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from pipeline.model.people.looks import HAIR_BY_TONE, HAIR_COLORS, Look

CLOTHS = ("#d9594c", "#e58a3c", "#e9b949", "#7fae54", "#3f8f6b", "#3f9aa3", "#4f86c6",
          "#5a62b0", "#8a5fa8", "#cf6b94", "#f0d9b5", "#8c6a4f", "#f4efe6", "#b5485d",
          "#6fb3c9", "#43506b")  # fmt: skip
DARK_CLOTHS = (
    "#3f4a63",
    "#4d4a57",
    "#5b4a3f",
    "#2f4a54",
    "#6b5b4b",
    "#47608a",
    "#3c3a46",
    "#7a6a55",
)
SHOES = ("#6b4a3a", "#3c3a46", "#b5533f", "#4f6b8f", "#e8e2d6", "#8a5a3c")
T = TypeVar("T")
GREYS = ("gray", "white", "gray")


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """What somebody of a sort may look like. outfits: (top, bottom). rare: extras with the share
    of looks that have them."""

    build: str
    hair: tuple[str, ...]
    outfits: tuple[tuple[str, str], ...]
    rare: tuple[tuple[str, float], ...] = ()
    always: frozenset[str] = frozenset()
    hair_colors: tuple[str, ...] = ()
    bright: bool = False


WARDROBES = {
    "man": Wardrobe(
        "man", ("short", "swept", "cropped", "curly", "fringe", "short", "bald", "afro", "swept",
                "receding", "bun"),
        (("shirt", "trousers"), ("t-shirt", "trousers"), ("sweater", "slim trousers"),
         ("jacket", "trousers"), ("hoodie", "slim trousers"), ("striped shirt", "shorts"),
         ("pattern sweater", "trousers"), ("coat", "trousers"), ("t-shirt", "shorts"),
         ("cardigan", "trousers")),
        (("beard", 0.3), ("glasses", 0.22), ("moustache", 0.1), ("sneakers", 0.4)),
    ),
    "woman": Wardrobe(
        "woman", ("long", "bob", "ponytail", "curly bob", "bun", "long wavy", "straight bob",
                  "afro",
                  "braids", "space buns"),
        (("dress", "bare"), ("blouse", "skirt"), ("sweater", "slim trousers"), ("long dress",
        "bare"),
         ("shirt", "trousers"), ("coat", "slim trousers"), ("t-shirt", "long skirt"),
         ("cardigan", "skirt"), ("hoodie", "leggings"), ("sun dress", "bare"),
         ("pattern sweater", "wide trousers"), ("jacket", "slim trousers")),
        (("glasses", 0.18), ("earrings", 0.3), ("sneakers", 0.3)), frozenset({"lashes"}),
    ),
    "boy": Wardrobe(
        "child", ("short", "spiky", "fringe", "curly", "swept", "cropped", "afro"),
        (("t-shirt", "shorts"), ("hoodie", "trousers"), ("striped shirt", "shorts"),
         ("overalls", "trousers"), ("sweater", "trousers"), ("shirt", "shorts"),
         ("pattern sweater", "trousers")),
        (("freckles", 0.25), ("glasses", 0.14), ("sneakers", 0.6)), bright=True,
    ),
    "girl": Wardrobe(
        "child", ("pigtails", "bob", "ponytail", "braids", "long", "space buns", "curly bob", 
                  "long wavy", "afro"),
        (("dress", "bare"), ("t-shirt", "skirt"), ("overalls", "trousers"), ("sun dress", "bare"),
         ("sweater", "pleated skirt"), ("hoodie", "leggings"), ("striped shirt", "shorts")),
        (("freckles", 0.25), ("glasses", 0.14), ("sneakers", 0.4)), frozenset({"lashes"}),
        bright=True,
    ),
    "old man": Wardrobe(
        "old man", ("receding", "bald", "short", "swept"),
        (("cardigan", "trousers"), ("sweater", "trousers"), ("shirt", "trousers"),
         ("jacket", "trousers")),
        (("glasses", 0.6), ("beard", 0.4), ("moustache", 0.3)), hair_colors=GREYS,
    ),
    "old woman": Wardrobe(
        "old woman", ("bun", "curly", "bob", "short"),
        (("cardigan", "long skirt"), ("long dress", "bare"), ("sweater", "skirt"),
         ("blouse", "long skirt")),
        (("glasses", 0.6), ("earrings", 0.4)), hair_colors=GREYS,
    ),
}  # fmt: skip


def everyday(who: str, number: int) -> Look:
    """Look `number` of a sort of people; the same number is always the same one."""
    wardrobe = WARDROBES[who]
    rng = random.Random(f"{who} {number}")
    tone = _turn(range(1, 6), who, "tone", number)
    top, bottom = _turn(wardrobe.outfits, who, "outfit", number)
    top_color = _turn(CLOTHS, who, "cloth", number)
    pool = CLOTHS if wardrobe.bright or bottom in ("skirt", "long skirt", "shorts") else DARK_CLOTHS
    bottom_color = rng.choice(
        [color for color in pool if color != top_color and color != "#f4efe6"]
    )
    if bottom in ("leggings", "pleated skirt"):
        bottom_color = rng.choice(DARK_CLOTHS)
    extras = set(wardrobe.always)
    extras |= {name for name, share in wardrobe.rare if rng.random() < share}
    if "beard" in extras:
        extras.discard("moustache")
    colors = wardrobe.hair_colors or HAIR_BY_TONE[tone]
    return Look(
        build=wardrobe.build,
        tone=tone,
        hair=_turn(wardrobe.hair, who, "hair", number),
        hair_color=HAIR_COLORS[colors[(number // 5) % len(colors)]],
        top=top,
        top_color=top_color,
        bottom=bottom,
        bottom_color=bottom_color,
        shoes=rng.choice([shoe for shoe in SHOES if shoe not in (bottom_color,)]),
        accent=rng.choice([color for color in CLOTHS if color != top_color]),
        mood=rng.choice(("happy", "smiling", "happy", "calm")),
        extras=frozenset(extras),
    )


def _turn(choices: Sequence[T], who: str, what: str, number: int) -> T:
    """The choices in turn, in a new order every round."""
    rounds, place = divmod(number, len(choices))
    order = random.Random(f"{who} {what} {rounds}").sample(range(len(choices)), len(choices))
    return choices[order[place]]
