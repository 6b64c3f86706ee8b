"""By what held things are held: points of their drawings, and where poses point them.

Points are (x, y) in shares of a drawing from its top left, of the families of emoji, which draw
each thing alike; an upright drawing of our own is held low in its middle.
"""

from collections.abc import Mapping
from dataclasses import dataclass

LAID = 0.94  # height of a thing's foot on the arms that carry it


@dataclass(frozen=True, slots=True)
class Long:
    """A thing with a handle. size: of its longer side, in heights of who stands and holds it."""

    hand: tuple[float, float]
    tip: tuple[float, float]
    size: float


@dataclass(frozen=True, slots=True)
class Spanned:
    """A thing that both hands hold at once: the point of each hand. poses: those that do."""

    near: tuple[float, float]
    far: tuple[float, float]
    size: float
    poses: tuple[str, ...]


LONG: Mapping[str, Long] = {
    "microphone": Long((0.28, 0.74), (0.78, 0.22), 0.15),
    "flashlight": Long((0.66, 0.68), (0.2, 0.2), 0.18),
    "baseball bat": Long((0.16, 0.86), (0.85, 0.12), 0.46),
    "tennis racket": Long((0.86, 0.86), (0.3, 0.3), 0.4),
    "field hockey": Long((0.82, 0.1), (0.25, 0.8), 0.5),
    "ice hockey": Long((0.82, 0.1), (0.25, 0.8), 0.5),
    "paintbrush": Long((0.62, 0.38), (0.12, 0.88), 0.2),
    "paint roller": Long((0.8, 0.85), (0.3, 0.15), 0.24),
    "pencil": Long((0.5, 0.5), (0.92, 0.92), 0.17),
    "pen": Long((0.45, 0.55), (0.08, 0.92), 0.16),
    "fountain pen": Long((0.45, 0.55), (0.08, 0.92), 0.16),
    "crayon": Long((0.5, 0.5), (0.1, 0.9), 0.15),
    "hammer": Long((0.74, 0.72), (0.25, 0.22), 0.24),
    "axe": Long((0.82, 0.82), (0.3, 0.25), 0.34),
    "pick": Long((0.78, 0.82), (0.3, 0.3), 0.4),
    "wrench": Long((0.7, 0.7), (0.2, 0.2), 0.2),
    "screwdriver": Long((0.72, 0.72), (0.12, 0.12), 0.18),
    "carpentry saw": Long((0.75, 0.24), (0.15, 0.85), 0.28),
    "dagger": Long((0.82, 0.18), (0.08, 0.92), 0.36),
    "broom": Long((0.74, 0.26), (0.2, 0.8), 0.56),
    "shovel": Long((0.72, 0.28), (0.2, 0.8), 0.46),
    "spoon": Long((0.76, 0.76), (0.24, 0.24), 0.15),
    "fork": Long((0.76, 0.76), (0.24, 0.24), 0.15),
    "kitchen knife": Long((0.22, 0.22), (0.85, 0.85), 0.18),
    "magic wand": Long((0.24, 0.78), (0.7, 0.28), 0.24),
    "stick": Long((0.45, 0.85), (0.5, 0.1), 0.4),
    "white cane": Long((0.85, 0.12), (0.12, 0.88), 0.5),
    "trowel": Long((0.85, 0.35), (0.1, 0.3), 0.18),
}
# Things that face the way their holder does and are not turned: where the hand is, and their size.
FACED: Mapping[str, tuple[tuple[float, float], float]] = {
    "fishing pole": ((0.9, 0.74), 0.72),
    "kite": ((0.5, 1.0), 0.5),
    "balloon": ((0.95, 0.98), 0.42),
    "flag": ((0.04, 0.76), 0.8),
}
# Longer sides of small things in hands, in widths of the holder's head.
SMALL: Mapping[str, float] = {
    "mobile phone": 0.66,
    "telephone receiver": 0.8,
    "camera": 0.95,
    "camera with flash": 0.95,
    "hot beverage": 0.62,
    "mug": 0.55,
    "teacup": 0.55,
    "cup with straw": 0.75,
    "wine glass": 0.72,
    "beer mug": 0.7,
    "red apple": 0.5,
    "green apple": 0.5,
    "hand of cards": 0.7,
    "hamburger": 0.6,
    "sandwich": 0.7,
    "ice cream": 0.8,
    "soft ice cream": 0.8,
    "banana": 0.62,
    "doughnut": 0.5,
    "cookie": 0.42,
    "glass of milk": 0.6,
    "glass of water": 0.6,
    "pizza": 0.8,
    "laptop": 1.15,
    "cupcake": 0.5,
    "hot dog": 0.7,
    "lollipop": 0.6,
    "watermelon": 0.8,
    "carrot": 0.7,
}
AT_MOUTH = 0.85  # longest side of what is eaten or drunk, in widths of the head
_NECKED = ("strumming", "strumming seated")
SPANNED: Mapping[str, Spanned] = {
    "guitar": Spanned((0.36, 0.66), (0.72, 0.3), 0.5, _NECKED),
    "acoustic guitar": Spanned((0.36, 0.66), (0.72, 0.3), 0.5, _NECKED),
    "banjo": Spanned((0.34, 0.62), (0.76, 0.24), 0.44, _NECKED),
    "violin": Spanned((0.3, 0.68), (0.72, 0.28), 0.32, ("fiddling",)),
    "trumpet": Spanned((0.8, 0.3), (0.4, 0.6), 0.28, ("blowing",)),
    "trombone": Spanned((0.25, 0.3), (0.7, 0.75), 0.36, ("blowing",)),
    "flute": Spanned((0.25, 0.25), (0.6, 0.6), 0.3, ("blowing",)),
    "saxophone": Spanned((0.62, 0.42), (0.4, 0.72), 0.34, ("blowing",)),
    "broom": Spanned((0.82, 0.18), (0.5, 0.5), 0.56, ("sweeping",)),
    "shovel": Spanned((0.78, 0.22), (0.48, 0.52), 0.46, ("sweeping",)),
}
# pose -> where the tip of what is held points: 90 to the left, 180 up, as the limbs of a Pose
DIRECTIONS: Mapping[str, float] = {
    "": 168.0, "painting": 104.0, "writing": 32.0, "hammering": 150.0, "brandishing": 150.0,
    "swinging": -152.0, "singing": 150.0,
    "eating": 128.0, "eating seated": 128.0, "holding": 150.0, "pointing": 96.0, "working": 70.0,
    "fighting": 160.0, "throwing": -120.0, "walking": 60.0, "standing": 60.0, "kneeling": 60.0,
}  # fmt: skip
