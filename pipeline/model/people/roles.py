"""What people wear who are known by what they do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pipeline.model.people.looks import HAIR_COLORS, Look
from pipeline.model.people.wardrobe import everyday

WHITE, BLACK = "#f7f3ea", "#35323c"
BOTH = ("man", "woman")


@dataclass(frozen=True, slots=True)
class Role:
    """builds: of whom, in turn. hair: styles in turn, () for any. poses: of its drawings.
    extras: on all; the rest as in a Look. A hat colour or bottom colour of "" is the top's."""

    top: str
    top_color: str
    bottom: str = "trousers"
    bottom_color: str = ""
    shoes: str = "#3c3a46"
    accent: str = "#d9483b"
    hat: str = ""
    hat_color: str = ""
    builds: tuple[str, ...] = BOTH
    hair: tuple[str, ...] = ()
    extras: frozenset[str] = frozenset()
    mood: str = ""
    hair_color: str = ""
    poses: tuple[str, ...] = ("standing", "holding", "walking", "waving")


def _extras(*names: str) -> frozenset[str]:
    return frozenset(names)


ROLES: Mapping[str, Role] = {
    "chef": Role("chef jacket", WHITE, bottom_color="#4a5563", accent=WHITE, hat="toque",
                 hat_color="#d9483b", hair=("short", "bun"),
                 poses=("standing", "working", "holding", "waving")),
    "farmer": Role("overalls", "#c9584c", bottom_color="#4f6f9f", shoes="#7a5a3c", hat="straw hat",
                   hat_color="#e6c676", accent="#c9584c", extras=_extras("boots"),
                   hair=("short", "braids", "curly"),
                   poses=("standing", "holding", "working", "walking", "riding")),
    "doctor": Role("white coat", WHITE, bottom_color="#4a5a78", hair=("short", "ponytail", "bob"),
                   extras=_extras("glasses"), poses=("standing", "holding", "working", "walking",
                                                     "riding")),
    "nurse": Role("scrubs", "#5fb0b7", bottom="own trousers", bottom_color="", shoes=WHITE,
                  hat="nurse cap", hat_color=WHITE, builds=("woman", "man"), hair=("bun", "short"),
                  poses=("standing", "holding", "walking")),
    "police officer": Role("uniform", "#4a6fa8", bottom_color="#2f3c5c", accent="#2c2f42",
                           hat="officer cap", hat_color="#35466b", hair=("short", "ponytail"),
                           poses=("standing", "pointing", "walking", "running", "riding")),
    "firefighter": Role("fire coat", "#d4583a", bottom="own trousers", bottom_color="",
                        hat="fire helmet", hat_color="#d9483b", hair=("short", "bun"),
                        extras=_extras("boots"), poses=("standing", "holding", "running",
                                                        "walking")),
    "teacher": Role("cardigan", "#6d8f5f", bottom_color="#5b4a3f", hair=("bun", "swept"),
                    builds=("woman", "man"), extras=_extras("glasses"),
                    poses=("standing", "pointing", "reading", "holding")),
    "student": Role("hoodie", "#5a78b8", bottom_color="#3f4a63", accent="#d9783f",
                    extras=_extras("backpack", "sneakers"), hair=("curly", "ponytail", "fringe"),
                    poses=("standing", "walking", "reading", "reading seated")),
    "office worker": Role("suit", "#4c5a78", bottom="own trousers", accent="#c9483f",
                          hair=("short", "bob", "swept"),
                          poses=("standing", "walking", "sitting", "working")),
    "king": Role("royal robe", "#b23a4a", bottom_color="#5b3a4a", accent="#7a3a6a", hat="crown",
                 hat_color="#e3b557", builds=("man",), hair=("swept", "short"),
                 extras=_extras("beard", "cape"), hair_color="gray",
                 poses=("standing", "sitting", "waving")),
    "queen": Role("gown", "#8a4f9f", bottom="bare", accent="#e3b557", hat="crown",
                  hat_color="#e3b557", builds=("woman",), hair=("bun", "long wavy"),
                  poses=("standing", "sitting", "waving")),
    "prince": Role("tunic", "#4f7fc0", bottom="white tights", bottom_color=WHITE, accent="#b23a4a",
                   shoes="#6b4a3a", hat="crown", builds=("man",), hair=("swept", "short"),
                   extras=_extras("boots", "cape"), poses=("standing", "walking", "riding")),
    "princess": Role("gown", "#ef8fb0", bottom="bare", accent="#f7e3b0", hat="tiara",
                     builds=("woman",), hair=("long", "long wavy", "curly"),
                     poses=("standing", "dancing", "waving", "sitting", "riding")),
    "knight": Role("armour", "#b9c2ce", bottom="own trousers", shoes="#9aa4b2", accent="#c9483f",
                   hat="knight helmet", builds=("man", "woman"), extras=_extras("boots", "gloves"),
                   poses=("standing", "holding", "riding", "fighting")),
    "wizard": Role("robe", "#4f4fa3", bottom="bare", accent="#e3b557", hat="wizard hat",
                   builds=("old man",), hair=("swept", "short"), hair_color="white",
                   extras=_extras("beard"), poses=("standing", "holding", "pointing", "reading",
                                                   "riding")),
    "witch": Role("long dress", "#4a3f5c", bottom="bare", accent="#d9783f", hat="witch hat",
                  hat_color="#3f3650", builds=("woman",), hair=("long wavy", "long"),
                  poses=("standing", "holding", "riding", "dancing")),
    "astronaut": Role("spacesuit", "#eef0f2", bottom="suit trousers", bottom_color="#eef0f2",
                      shoes="#b9c2ce", accent="#d9653b", hat="space helmet",
                      hair=("cropped", "fringe"),
                      extras=_extras("gloves", "boots", "life pack"),
                      poses=("standing", "walking", "waving", "riding", "jumping")),
    "pirate": Role("pirate coat", "#8f3f3f", bottom="slim trousers", bottom_color="#3f3a4a",
                   accent="#d9a33f", hat="tricorn", hat_color="#3a3340", hair=("long wavy", "long"),
                   extras=_extras("boots"), poses=("standing", "pointing", "fighting", "holding",
                                                   "riding")),
    "ninja": Role("ninja suit", "#3a3f52", bottom="own trousers", shoes="#2f3340", accent="#c9483f",
                  hat="ninja hood", hat_color="", hair=("short",),
                  poses=("standing", "fighting", "running", "jumping", "riding")),
    "samurai": Role("samurai armour", "#a83a3a", bottom="wide trousers", bottom_color="#33334a",
                    accent="#e3b557", hat="samurai helmet", hat_color="#3f3f55", builds=("man",),
                    shoes="#e8dfc8", hair=("short",), hair_color="black",
                    poses=("standing", "fighting", "riding", "holding")),
    "cowboy": Role("waistcoat", "#f0e2c0", bottom_color="#4f6a94", accent="#7a4f34",
                   shoes="#7a4a2c",
                   hat="cowboy hat", hat_color="#a8754a", extras=_extras("boots", "red scarf"),
                   hair=("short", "braids"), poses=("standing", "riding", "walking", "waving")),
    "construction worker": Role("work vest", "#5a6f8f", bottom_color="#4a5568", accent="#f08a3c",
                                shoes="#8a6238", hat="hard hat", hat_color="#f0c13c",
                                extras=_extras("boots"), hair=("short", "ponytail"),
                                poses=("standing", "holding", "pointing", "working")),
    "ballerina": Role("leotard", "#f2a7bd", bottom="tights", shoes="#f2a7bd", builds=("woman",),
                      hair=("bun",), poses=("dancing", "dancing", "standing", "jumping")),
    "singer": Role("stage jacket", "#8a3f9f", bottom="slim trousers", bottom_color="#2f2d38",
                   hair=("spiky", "long wavy", "afro"), mood="happy",
                   poses=("holding", "dancing", "waving")),
    "artist": Role("smock", "#e9e2cf", bottom_color="#5b5a6b", hat="beret", hat_color="#c9483f",
                   hair=("bob", "short", "curly"), builds=("woman", "man"),
                   poses=("holding", "working", "standing", "pointing")),
    "scientist": Role("white coat", WHITE, bottom_color="#5b4a6b", hat="goggles",
                      hair=("curly", "ponytail", "spiky"), poses=("holding", "working",
                      "standing", "pointing")),
    "mechanic": Role("coveralls", "#4f7596", bottom="own trousers", accent="#3c3a46", hat="cap",
                     hat_color="#c9583f", hair=("short", "ponytail"),
                     poses=("standing", "working", "holding", "kneeling")),
    "pilot": Role("pilot uniform", "#33415f", bottom="own trousers", accent="#26304a",
                  hat="officer cap", hat_color="#33415f", hair=("short", "bun"),
                  poses=("standing", "walking", "waving")),
    "bride": Role("gown", "#faf6ef", bottom="bare", accent="#f0d9d4", hat="veil", builds=("woman",),
                  hair=("bun", "long wavy", "long"), extras=_extras("veil"), shoes=WHITE,
                  poses=("standing", "holding", "dancing")),
    "groom": Role("tuxedo", "#34323f", bottom="own trousers", accent="#2a2833", builds=("man",),
                  hair=("swept", "short"), poses=("standing", "holding", "dancing")),
    "superhero": Role("hero suit", "#3f6fc0", bottom="own trousers", accent="#d9483b",
                      shoes="#d9483b", hat="hero mask", hat_color="#d9483b",
                      hair=("swept", "long wavy"), extras=_extras("cape", "boots", "gloves"),
                      poses=("standing", "fighting", "pointing", "jumping", "riding")),
}  # fmt: skip


def in_role(role: Role, number: int) -> Look:
    """Look `number` of a role: somebody of everyday life in its clothes."""
    build = role.builds[number % len(role.builds)]
    look = everyday(build, number * 7 + len(role.top))
    kept = look.extras & {"lashes", "freckles", "earrings"}
    if not role.hat and build == "man":
        kept |= look.extras & {"beard"}
    return replace(
        look,
        hair=role.hair[number % len(role.hair)] if role.hair else look.hair,
        hair_color=HAIR_COLORS[role.hair_color] if role.hair_color else look.hair_color,
        top=role.top,
        top_color=role.top_color,
        bottom=role.bottom,
        bottom_color=role.bottom_color or role.top_color,
        shoes=role.shoes,
        accent=role.accent,
        hat=role.hat,
        hat_color=role.hat_color or role.top_color,
        mood=role.mood or look.mood,
        extras=kept | role.extras,
    )
