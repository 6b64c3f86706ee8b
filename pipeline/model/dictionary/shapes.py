"""Which shapes things have, and which of them a drawing can be given.

Words of shape are kept where they are true of what is drawn: a kind has the shape as it is, one of
its drawings has it, a solid of that shape stands for what is nothing but a box or a block, or the
outline of a plain drawing is bent to it (`painting.outlines`). All others are told.
"""

from collections.abc import Mapping

from pipeline.model.dictionary.entries import Kind

# Shape -> width over height of what is bent to it; 0 keeps that of the drawing.
SHAPES: Mapping[str, float] = {
    "round": 1.0, "oval": 1.35, "oblong": 2.0, "square": 1.0, "rectangular": 1.5,
    "triangular": 1.12, "pentagonal": 1.04, "hexagonal": 1.12, "octagonal": 1.0, "teardrop": 0.8,
    "diamond": 1.0, "heart": 1.06, "star": 1.05, "cylindrical": 0.0, "conical": 1.0, "cubic": 1.0,
    "spherical": 1.0, "pyramidal": 1.12,
}  # fmt: skip
# The outline of a solid, as it is seen from the side.
FLAT = {"spherical": "round", "conical": "triangular", "pyramidal": "triangular", "cubic": "square"}
# What a box, a block or a container of such a shape is drawn as.
SOLIDS = {"cylindrical": "cylinder", "conical": "cone", "cubic": "cube", "spherical": "sphere",
          "pyramidal": "pyramid shape"}  # fmt: skip
PLAIN = ("package", "toy block", "toy blocks")

_BALLS = ("soccer ball", "baseball", "softball", "basketball", "volleyball", "tennis ball", "globe",
          "beach ball", "sphere", "crystal ball", "mirror ball", "balloon", "bubble", "tangerine",
          "red apple", "green apple", "peach", "plum", "tomato", "onion", "pumpkin", "melon",
          "cherries", "coconut", "pool 8 ball", "billiard balls", "yarn", "full moon", "Jupiter",
          "globe showing Americas", "candy", "blueberries", "chocolate truffle")  # fmt: skip
_DISCS = ("wall clock", "plate", "large plate", "cookie", "bagel", "doughnut", "whole pizza",
          "coin", "wheel", "drum", "compass", "flying disc", "pancakes", "cheese wheel",
          "compact disc", "stopwatch", "watch", "ring", "necklace", "bracelet", "bowl", "dartboard",
          "bullseye", "fountain", "hot air balloon", "alarm clock", "pan", "cake", "pie",
          "hula hoop", "orange slice", "torus", "kitchen sink", "table lamp", "sunglasses",
          "glasses")  # fmt: skip
_BOXES = ("closed book", "notebook", "mobile phone", "television", "flat television", "laptop",
          "framed picture", "picture frame", "door", "window", "suitcase", "briefcase", "envelope",
          "card index", "credit card", "wallet", "keyboard", "blanket", "towel", "rug", "microwave",
          "refrigerator", "tray", "banner", "flag", "graffiti wall", "chalkboard", "fish tank",
          "tablet computer", "bed", "sofa", "desk", "bench", "cutting board", "soap", "bookcase",
          "cabinet", "brick", "toaster", "lotion bottle", "sandwich", "placard", "bento box",
          "TV remote", "chocolate bar", "greeting card", "eraser", "bacon", "truck", "bus",
          "curtain", "counter", "shelf", "open box", "pillow", "coffee table")  # fmt: skip
_ROLLS = ("barrel", "candle", "canned food", "pencil", "pen", "water bottle", "wine bottle", "mug",
          "bucket", "roll of paper", "paper cup", "glass of water", "tumbler glass", "flashlight",
          "salt shaker", "pepper mill", "drum", "long drum", "lotion bottle", "test tube", "jar",
          "crayon", "fire extinguisher", "postbox", "pot", "log", "castle tower", "tree stump",
          "vase", "beverage box", "cup with straw", "trash can", "can", "telescope")  # fmt: skip
# Shape -> kinds whose drawings all have it.
HAS: Mapping[str, tuple[str, ...]] = {
    "round": (*_BALLS, *_DISCS),
    "spherical": _BALLS,
    "oval": ("mirror", "oval", "egg", "rugby football", "american football", "lemon", "potato",
             "plate", "large plate"),
    "oblong": ("cucumber", "carrot", "banana", "baguette bread", "hot dog", "eggplant", "sausage",
               "ear of corn", "roasted sweet potato", "rugby football"),
    "square": ("square", "chess board", "calculator", "game die", "napkin"),
    "rectangular": _BOXES,
    "triangular": ("pizza", "triangle", "triangular ruler", "cheese wedge", "pyramid", "tent",
                   "slice of cake", "traffic cone", "sailboat", "sailing boat"),
    "pentagonal": ("pentagon",),
    "hexagonal": ("hexagon", "nut and bolt"),
    "octagonal": ("octagon", "stop sign"),
    "teardrop": ("pear", "light bulb", "droplet"),
    "diamond": ("kite", "gem stone"),
    "heart": ("heart", "strawberry"),
    "star": ("star", "glowing star"),
    "cylindrical": (*_ROLLS, "cylinder"),
    "conical": ("cone", "traffic cone", "party hat", "evergreen tree", "pine tree", "ice cream",
                "soft ice cream", "Christmas tree", "wizard hat", "flask", "tent", "table lamp",
                "mountain", "snow-capped mountain", "volcano", "ice cream cone"),
    "cubic": ("cube", "game die", "toy block", "toy blocks", "package", "ice", "open box",
              "wooden crate", "wrapped gift"),
    "pyramidal": ("pyramid", "pyramid shape", "prism", "tent"),
}  # fmt: skip
# (kind, shape) -> the drawings of it that have the shape.
DRAWN: Mapping[tuple[str, str], tuple[int, ...]] = {
    ("dining table", "round"): (1,),
    ("dining table", "oval"): (1,),
    ("dining table", "rectangular"): (0, 2),
    ("dining table", "square"): (2,),
    ("wall clock", "round"): (0,),
    ("wall clock", "square"): (1,),
    ("placard", "rectangular"): (1,),
    ("vase", "round"): (1,),
    ("vase", "spherical"): (1,),
}
# Things without parts of their own that stick out: their outline is bent.
BENT = (
    "wall clock", "mirror", "pillow", "plate", "large plate", "picture frame", "framed picture",
    "cookie", "whole pizza", "bread", "rug", "blanket", "cake", "package", "wallet", "purse",
    "coin", "soap", "eraser", "cutting board", "balloon", "napkin", "greeting card", "envelope",
    "wrapped gift", "toolbox", "treasure chest", "watermelon", "melon", "tangerine", "lemon",
    "lime", "mango", "red apple", "green apple", "pear", "peach", "strawberry", "kiwi fruit",
    "tomato", "potato", "pumpkin", "onion", "plum", "chestnut", "egg", "cheese wheel", "pancakes",
    "waffle", "chocolate bar", "candy", "butter", "sandwich", "hamburger", "doughnut", "bagel",
    "button", "rock", "crystal ball", "gem stone", "kitchen sponge", "sponge", "chalkboard",
    "calendar", "clipboard", "identification card", "label", "notebook", "closed book", "bowl",
    "cloud", "full moon", "bubble", "game die", "flat television", "television", "radio",
    "window", "door", "tray", "chess board", "drum", "bell pepper", "coconut", "avocado",
    "muffin", "moon cake", "falafel", "olive", "pie", "postbox", "bento box", "brick", "yarn",
    "dartboard", "sticker", "mobile phone", "alarm clock", "watch", "microwave", "ottoman",
)  # fmt: skip

LYING = ("rug", "plate", "large plate", "whole pizza", "bowl")  # seen aslant: they stay flat


def has_shape(kind: str, shape: str) -> bool:
    """Whether a kind is drawn in a shape, in all of its drawings or in some."""
    return kind in HAS.get(shape, ()) or (kind, shape) in DRAWN


def bent_to(kind: str, shape: str) -> str:
    """The outline that a kind's drawings are bent to for a shape, "" where they stay."""
    if has_shape(kind, shape) or kind not in BENT or shape == "cylindrical":
        return ""
    return FLAT.get(shape, shape)


def solid_for(kind: str, shape: str) -> str:
    """The kind that stands for a plain box or block of a shape, "" for none."""
    return SOLIDS.get(shape, "") if kind in PLAIN and not has_shape(kind, shape) else ""


def fitting(kind: Kind, shape: str) -> tuple[int, ...]:
    """The drawings of a kind that have a shape; empty where all are as good."""
    return DRAWN.get((kind.name, shape), ())


def proportions(kind: str, shape: str, width: int, height: int) -> tuple[float, float]:
    """Width and height of a drawing in a shape; its longer side stays."""
    outline = bent_to(kind, shape)
    if not outline or not SHAPES[outline] or kind in LYING:
        return float(width), float(height)
    ratio = SHAPES[outline]
    if outline in ("oval", "oblong", "rectangular") and height > width:
        ratio = 1 / ratio  # it stands, as the drawing does
    longer = float(max(width, height))
    return (longer, longer / ratio) if ratio >= 1 else (longer * ratio, longer)
