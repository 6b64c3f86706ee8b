"""What the dictionary holds: kinds, their drawings and the points where drawings touch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["en", "es", "pt", "fr", "de", "hi", "ja"]
Zone = Literal["ground", "water", "air", "far", "wall", "table", "hand", "head", "face", "neck"]
Extent = Literal["whole", "bust", "head"]
WornAt = Literal["neck", "waist", "brow", "eyes"]
How = Literal["exact", "broader", "narrower", "yours"]

LANGUAGES: tuple[str, ...] = get_args(Language)
ZONES: tuple[Zone, ...] = get_args(Zone)
EXTENTS: tuple[Extent, ...] = get_args(Extent)
LIVING = ("person", "animal", "fantasy")  # categories of beings


@dataclass(frozen=True, slots=True)
class Match:
    """The kind that a word stands for.

    `how` says what the kind is to the word: the same ("exact"), a broader thing (a corgi is shown
    as a dog), a narrower one (a vase as an amphora), or an entry that the user added ("yours").
    """

    kind: str
    how: How


@dataclass(frozen=True, slots=True)
class Worn:
    """How a drawn piece of clothing sits on its wearer, seen from the front.

    at: the wearer's point. y: the height in the drawing that lies there, as a share of its height
    from the top; above 1 or below 0 where it lies outside.
    height: of the drawing, in shares of the wearer's height; width: in widths of the wearer's head.
    One of the two is given.
    """

    at: WornAt
    y: float
    height: float | None = None
    width: float | None = None


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where other things touch a drawing, in shares of its width and height from the top left.

    head: x, y and width of the top of the head, where a hat sits.
    hand: x, y of a hand, where a held thing is. palms: x, y of a drawn person's far hand, at the
    left of one seen from the front, and of the near one.
    seat: x, y of the place where a rider or sitter sits.
    surface: y of the surface on which things stand.
    opening: left, y, right of the edge into which things are put; what is inside is hidden below.
    glow: y of the light of a lamp or fire. sign: y of the middle of a board that carries writing.
    water: y of the water line of a boat. neck: y of a being's neck, where a scarf goes.
    worn: how it is worn.
    """

    head: tuple[float, float, float] | None = None
    hand: tuple[float, float] | None = None
    palms: tuple[float, float, float, float] | None = None
    seat: tuple[float, float] | None = None
    surface: float | None = None
    opening: tuple[float, float, float] | None = None
    glow: float | None = None
    sign: float | None = None
    water: float | None = None
    neck: float | None = None
    worn: Worn | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture of a kind, cropped to its outline with a margin of a few pixels.

    family: who drew it ("noto", "fluent3d", "flat", "clipart", "own", "yours").
    file: its name inside the packed files.
    width, height: pixels.
    tone: skin tone, 1 (light) to 5 (dark); 0 where no skin can be told apart.
    recolorable: share of its area, 0..1, that takes a colour; 0 also where colouring looks wrong.
    see_through: share of its area that is half transparent: glass.
    skin: whether a mask of its skin and hair is packed beside it.
    body: whether a mask of what takes a colour, drawn by hand, is packed beside it. Of a cape or a
    worn backpack the body is behind the wearer, the rest in front.
    pose: what a drawn person does, a key of the people's `POSES`; "" for all other drawings.
    scale: of its longer side, in shares of the kind's size: who sits is lower than who stands.
    """

    family: str
    file: str
    width: int
    height: int
    anchors: Anchors
    tone: int = 0
    recolorable: float = 0.0
    see_through: float = 0.0
    skin: bool = False
    body: bool = False
    pose: str = ""
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing.

    name: its key, in English, unique.
    names: language -> its names there, the best first; every language may be missing.
    category: "animal", "food", "furniture" and so on.
    zone: where it is found.
    size: of its longer side in the world, metres.
    extent: whether the drawings show the whole body, a bust, or only a head.
    mirrors: whether it may be drawn mirrored; what carries writing may not.
    """

    name: str
    names: Mapping[str, tuple[str, ...]]
    category: str
    zone: Zone
    size: float
    extent: Extent
    mirrors: bool
    drawings: tuple[Drawing, ...]
