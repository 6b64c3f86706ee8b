"""What a prompt asks for, as a scene graph (Johnson et al., 2015): elements with open names, the
relations between them, and the setting.

Kinds are keys of the picture dictionary, so there is no list of them here: whatever the dictionary
holds, a thing that a user added included, can be asked for.
"""

from dataclasses import dataclass, field

# Of `subject` to `object`. "on": touching its surface; "above": over it, apart.
RELATIONS = (
    "on", "under", "in", "behind", "in front of", "above", "below", "beside", "left of", "right of",
    "between", "around", "holding", "wearing", "riding", "full of", "near",
)  # fmt: skip
STYLES = ("gouache", "watercolour", "ink sketch", "pixel art", "flat poster", "crayon")
FRAMINGS = ("", "close-up", "portrait", "wide")
MATERIALS = ("wooden", "glass", "golden", "silver", "stone", "woollen", "paper", "ice", "metal",
             "leather", "rubber", "plastic", "fabric", "fluffy", "striped", "checkered",
             "dotted")  # fmt: skip
SIZES = ("", "tiny", "small", "large", "giant")
SIDES = ("", "left", "middle", "right")
MAX_ELEMENTS = 12
MAX_COUNT = 10


@dataclass(frozen=True, slots=True)
class Element:
    """Things of one kind that look alike.

    kind: a key of the dictionary. word: as the prompt has it. match: "exact", "broader",
    "narrower", "yours", or "added" for what no word names (a table under a cup).
    count: how many. color: a name of `colors`, None where the words leave it open. material: of
    MATERIALS or "". size: of SIZES, against what it is in the world. action: what it does, an
    English verb in its -ing form, or "". text: what is written on it. side: of SIDES. verb: the
    word for its action as the prompt has it. shape: of the dictionary's SHAPES, or "" for its own.
    """

    kind: str
    word: str = ""
    match: str = "exact"
    count: int = 1
    color: str | None = None
    material: str = ""
    size: str = ""
    action: str = ""
    text: str = ""
    side: str = ""
    verb: str = field(default="", compare=False)
    shape: str = field(default="", repr=False)  # two of one composition differ in shape alone


@dataclass(frozen=True, slots=True)
class Relation:
    """subject and object: numbers of elements. second: the other object of "between"."""

    subject: int
    name: str
    object: int
    second: int | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """place: a key of the dictionary's places, "" where the words leave it open. time, weather,
    season: of `world`'s, "" where open. backdrop: a colour of a plain place. sky: of `land`'s
    SKIES, "" where open. scenery: what is around the place, of `land`'s SCENERY."""

    place: str = ""
    time: str = ""
    weather: str = ""
    season: str = ""
    framing: str = ""
    backdrop: str | None = None
    sky: str = ""
    scenery: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SceneGraph:
    """All that a prompt asks for. not_painted: its words that name what cannot be painted.
    unstyled: its words for styles that are not to be had ("photo", "in the style of ...")."""

    elements: tuple[Element, ...] = ()
    relations: tuple[Relation, ...] = ()
    setting: Setting = field(default_factory=Setting)
    style: str = STYLES[0]
    not_painted: tuple[str, ...] = ()
    unstyled: tuple[str, ...] = ()
