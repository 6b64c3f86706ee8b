"""How somebody looks: skin, hair, face and clothes."""

from dataclasses import dataclass

# Skin by tone, 1 light to 5 dark; the colour of its blush; the colour of lips and the like on it.
SKIN = ("", "#f8d9c0", "#efc19c", "#d69a6c", "#ab6d43", "#7d4d35")
BLUSH = ("", "#ef8f83", "#e8826f", "#d06a4e", "#8f4329", "#8c4034")
LIPS = ("", "#c0574d", "#b34a42", "#98392f", "#6d241c", "#47160f")
HAIR_COLORS = {"black": "#2f2a33", "dark brown": "#4a3026", "brown": "#754a2e",
               "chestnut": "#8f4f2c", "red": "#c2592a", "blond": "#e3b557",
               "light blond": "#f0d58c", "gray": "#a9a8ad", "white": "#e6e3e2"}  # fmt: skip
# Hair that is common with a skin tone; every look is drawn with each of them in turn.
HAIR_BY_TONE = (
    (),
    ("light blond", "brown", "red", "blond", "dark brown", "black"),
    ("brown", "black", "blond", "chestnut", "dark brown"),
    ("black", "dark brown", "brown", "black", "chestnut"),
    ("black", "dark brown", "black"),
    ("black", "dark brown", "black"),
)
MOODS = (
    "happy", "calm", "smiling", "sad", "angry", "surprised", "laughing", "crying", "yawning",
    "singing", "eating", "sipping", "kissing", "thinking", "shy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """build: of `BUILDS`. tone: 1 to 5. hair: of `HAIR`. mood: of MOODS. top: of
    `GARMENTS`. bottom: of `BOTTOMS`. Colours are "#rrggbb". accent: of ties, belts and
    trimmings. hat: of `HATS` or "". extras: "glasses", "beard", "moustache", "freckles",
    "lashes", "earrings" and trimmings of clothes."""

    build: str
    tone: int
    hair: str
    hair_color: str
    top: str
    top_color: str
    bottom: str
    bottom_color: str
    shoes: str = "#6b4a3a"
    accent: str = "#f2ead8"
    mood: str = "happy"
    hat: str = ""
    hat_color: str = "#8a5a3c"
    extras: frozenset[str] = frozenset()

    @property
    def skin(self) -> str:
        return SKIN[self.tone]
