"""The lie of the land as values: layers from back to front, and what is built or grows on them.

A land is no picture and no list of pictures: few numbers say where each layer's upper edge runs and
where each row of houses, trees or shelves stands, so that every seed has a land of its own and the
canvas draws it sharp (a label map is painted as in SPADE, Park et al., 2019; the numbers are what a
transformer can write as tokens).
"""

import random
from dataclasses import dataclass

from pipeline.model.plan.boxes import Box

# What a part is made of. New names are appended: a network knows a material by its place here.
MATERIALS = (
    "sky", "cloud", "sun", "far ridge", "rock", "snow", "treeline", "grass", "meadow", "sand",
    "dune", "water", "sea", "foam", "path", "road", "pavement", "soil", "furrows", "wall", "panel",
    "floorboards", "tiles", "carpet", "backdrop", "space", "moon ground", "deep water", "cave",
    "window", "house", "roof", "pane", "lit pane", "awning", "far town", "leaves", "pine", "trunk",
    "fence", "stone", "metal", "line", "gravel", "stands", "pitch", "waterfall", "lava", "planet",
    "coral", "kelp", "shelf", "books", "blackboard", "curtain", "rug", "picture", "lamp", "trim",
    "counter", "cloth", "enamel", "light", "wall tiles",
)  # fmt: skip
SHAPES = ("box", "round", "arch", "oval", "gable", "slant", "trapeze")  # of a panel
# What stands side by side in a row.
ROWS = (
    "crowns", "pines", "trees", "bushes", "palms", "rocks", "trunks", "overhang", "houses",
    "towers", "shops", "stalls", "fence", "pillars", "panes", "books", "folds", "stands", "masts",
    "kelp", "blossoms", "grasses", "icicles",
)  # fmt: skip
POINTS = 9  # of a line, at equal steps from the left edge to the right one
LOOKS = 4096  # different looks of a cloud or a row
FRONT = 99  # a part's `behind` when it is in front of every layer

Color = tuple[float, float, float]  # red, green, blue in 0..1


def _check(name: str, what: str, known: tuple[str, ...]) -> None:
    if name not in known:
        raise ValueError(f"no {what} {name!r}: there are {', '.join(known)}")


@dataclass(frozen=True, slots=True)
class Layer:
    """A material from its line down to the picture's foot.

    line: POINTS heights in shares of the picture's height, 0 the top; sharp: straight pieces
    between the points instead of a smooth curve; tint: its flat colour, None the material's own.
    """

    material: str
    line: tuple[float, ...]
    sharp: bool = False
    tint: Color | None = None

    def __post_init__(self) -> None:
        _check(self.material, "material", MATERIALS)
        if len(self.line) != POINTS:
            raise ValueError(f"a line has {POINTS} points, not {len(self.line)}")


@dataclass(frozen=True, slots=True)
class Strip:
    """A material between two lines that run from a far point to the foot of the picture: a path, a
    road, a furrowed field. far, near: (x, half of the width) in shares of the picture's width; top:
    the y at which it begins."""

    material: str
    top: float
    far: tuple[float, float]
    near: tuple[float, float]
    bend: float = 0.0


@dataclass(frozen=True, slots=True)
class Cloud:
    """x: its middle; y: its foot; size: half of its width; all in shares of the picture's width
    and height. look: which of its random outlines it has, 0..1."""

    x: float
    y: float
    size: float
    look: float


@dataclass(frozen=True, slots=True)
class Panel:
    """One flat shape of a material in a box.

    box: (left, top, right, bottom) in shares of the picture's width and height; it may reach
    outside. behind: how many layers lie behind it. lean: of a slant, how far its foot is to the
    right of its top, of a trapeze how much narrower its top is, both in shares of its width.
    """

    material: str
    box: Box
    shape: str = "box"
    tint: Color | None = None
    behind: int = FRONT
    lean: float = 0.0

    def __post_init__(self) -> None:
        _check(self.material, "material", MATERIALS)
        _check(self.shape, "shape", SHAPES)


@dataclass(frozen=True, slots=True)
class Row:
    """`count` things of one kind side by side in a box.

    kind: one of ROWS. look: which of its random forms the row has, 0..1. Other fields as a
    panel's.
    """

    kind: str
    box: Box
    count: int
    look: float
    tint: Color | None = None
    behind: int = FRONT

    def __post_init__(self) -> None:
        _check(self.kind, "row", ROWS)


Part = Panel | Row


@dataclass(frozen=True, slots=True)
class Land:
    """place: a key of PLACES. parts: what stands on the layers, from back to front. sun: (x, y) of
    sun or moon, None where the sky is not seen."""

    place: str
    layers: tuple[Layer, ...]
    strips: tuple[Strip, ...] = ()
    clouds: tuple[Cloud, ...] = ()
    sun: tuple[float, float] | None = None
    parts: tuple[Part, ...] = ()

    @property
    def light_side(self) -> float:
        """Where the light comes from: 1 the right, -1 the left. In a room, from its window."""
        if self.sun:
            return 1.0 if self.sun[0] > 0.5 else -1.0
        panes = [part for part in self.parts if getattr(part, "material", "") == "window"]
        return -1.0 if panes and panes[0].box[0] + panes[0].box[2] < 1 else 1.0


def look(rng: random.Random) -> float:
    """One of the LOOKS of a row or cloud."""
    return rng.randrange(LOOKS) / LOOKS
