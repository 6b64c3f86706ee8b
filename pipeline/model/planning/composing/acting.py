"""Which poses show an action, and which the use of a thing."""

from collections.abc import Iterable, Mapping

from pipeline.model.dictionary import Kind

SHOWN = 2  # so many of an action's poses show it; the others only stand in
# Doing -> poses that show it, the best first.
OF_ACTION: Mapping[str, tuple[str, ...]] = {
    "standing": ("standing",),
    "sitting": ("resting", "sitting", "kneeling"),
    "lying": ("lying", "sleeping", "resting"),
    "sleeping": ("sleeping", "resting"),
    "walking": ("walking", "running", "standing"),
    "walking away": ("walking away", "back", "walking"),
    "walking a dog": ("leading", "walking"),
    "running": ("running", "walking"),
    "jumping": ("jumping", "dancing", "running"),
    "dancing": ("dancing", "jumping", "waving"),
    "swimming": ("swimming",),
    "flying": ("flying", "jumping", "dancing"),
    "climbing": ("climbing", "jumping", "walking"),
    "crawling": ("crawling", "kneeling"),
    "kneeling": ("kneeling", "playing", "working"),
    "waving": ("waving", "jumping", "dancing"),
    "saluting": ("saluting", "waving"),
    "bowing": ("bowing", "standing"),
    "stretching": ("stretching", "yawning", "cheering"),
    "balancing": ("balancing", "dancing"),
    "smiling": ("laughing", "standing", "waving"),
    "laughing": ("laughing", "cheering", "standing"),
    "crying": ("crying", "moping", "standing"),
    "moping": ("moping", "crying", "standing"),
    "fuming": ("fuming", "fighting", "standing"),
    "gasping": ("gasping", "standing"),
    "blushing": ("blushing", "standing"),
    "yawning": ("yawning", "stretching", "sleeping seated"),
    "thinking": ("thinking", "looking up", "standing"),
    "cheering": ("cheering", "jumping", "waving"),
    "clapping": ("clapping", "cheering", "waving"),
    "shouting": ("shouting", "singing", "waving"),
    "singing": ("singing", "holding", "dancing", "waving"),
    "reading": ("reading", "reading seated", "holding"),
    "writing": ("writing", "working", "reading", "holding"),
    "eating": ("eating", "holding", "working", "sitting"),
    "drinking": ("drinking", "eating", "holding", "working", "sitting"),
    "cooking": ("working", "holding"),
    "cutting": ("working", "holding"),
    "pouring": ("offering", "holding"),
    "painting": ("painting", "working", "holding", "pointing"),
    "working": ("working", "hammering", "holding"),
    "typing": ("typing", "reading seated"),
    "cleaning": ("sweeping", "working"),
    "building": ("hammering", "working"),
    "digging": ("sweeping", "working"),
    "playing": ("playing", "kneeling", "jumping", "running"),
    "phoning": ("phoning", "holding"),
    "photographing": ("photographing", "holding"),
    "holding": ("holding", "working", "reading"),
    "carrying": ("carrying", "cradling", "holding"),
    "lifting": ("lifting", "cheering", "holding"),
    "weightlifting": ("lifting", "cheering"),
    "pushing": ("pushing", "walking"),
    "pulling": ("pulling", "walking"),
    "mowing": ("pushing", "walking"),
    "throwing": ("throwing", "waving"),
    "catching": ("catching", "cheering", "jumping"),
    "kicking": ("kicking", "running"),
    "swinging": ("swinging", "brandishing", "throwing"),
    "feeding": ("feeding", "kneeling", "offering"),
    "offering": ("offering", "holding"),
    "riding": ("riding", "sitting"),
    "cycling": ("riding", "sitting"),
    "horse riding": ("riding", "sitting"),
    "driving": ("driving", "sitting", "riding"),
    "rowing": ("driving", "sitting", "kneeling"),
    "sailing": ("sitting", "standing"),
    "fishing": ("fishing", "fishing seated", "holding", "sitting"),
    "skiing": ("skiing", "boarding"),
    "snowboarding": ("boarding", "skiing"),
    "skateboarding": ("boarding", "skiing"),
    "surfing": ("boarding", "skiing"),
    "skating": ("skating", "running"),
    "sliding": ("boarding", "skiing", "sitting"),
    "bathing": ("sitting",),
    "praying": ("praying", "kneeling", "standing"),
    "meditating": ("meditating", "resting", "sitting"),
    "fighting": ("fighting", "pointing"),
    "looking": ("looking up", "standing", "back"),
    "pointing": ("pointing", "holding"),
    "facing": ("standing", "offering"),
    "talking": ("offering", "holding", "pointing", "standing"),
    "kissing": ("kissing", "hugging", "standing"),
    "hugging": ("hugging", "standing"),
    "shaking hands": ("shaking hands", "offering", "standing"),
}

_STRUM = ("strumming",)
_READ = ("reading", "reading seated")
_BLOW = ("blowing",)
_SWING = ("swinging", "brandishing")
_BUNDLE = ("cradling", "carrying")
_LOAD = ("carrying", "cradling")
# (action, thing held) -> the poses of who uses it; "" for whatever one is said to do.
OF_HELD: Mapping[tuple[str, str], tuple[str, ...]] = {
    **{("", kind): _STRUM for kind in ("guitar", "acoustic guitar", "banjo")},
    **{("", kind): _BLOW for kind in ("trumpet", "trombone", "flute", "saxophone")},
    **{("", kind): _SWING for kind in ("baseball bat", "tennis racket", "field hockey",
                                       "ice hockey", "lacrosse")},
    **{("", kind): ("brandishing",) for kind in ("dagger", "crossed swords", "magic wand", "axe",
                                                 "shield")},
    **{("", kind): ("hammering",) for kind in ("hammer", "pick", "mallet")},
    **{("", kind): ("sweeping",) for kind in ("broom", "shovel")},
    **{("", kind): _READ for kind in ("open book", "newspaper", "notebook", "page with curl",
                                      "memo", "ledger")},
    **{("", kind): _BUNDLE for kind in (
        "bouquet", "baby", "cat", "sitting cat", "sleeping cat", "black cat", "dog", "rabbit",
        "puppy", "teddy bear", "chicken", "duck", "koala", "hamster", "pillow", "accordion",
        "penguin", "pig", "ewe", "baby chick")},
    **{("", kind): _LOAD for kind in (
        "package", "open box", "wooden crate", "tray", "basket", "pizza", "whole pizza",
        "birthday cake", "cake", "laptop", "stack of books", "wrapped gift", "television", "pot",
        "pumpkin", "watermelon", "fish tank", "chair", "log")},
    ("", "violin"): ("fiddling",),
    ("", "microphone"): ("singing",),
    ("", "studio microphone"): ("singing",),
    ("", "camera"): ("photographing",),
    ("", "camera with flash"): ("photographing",),
    ("", "video camera"): ("photographing",),
    ("", "paintbrush"): ("painting", "working"),
    ("", "fishing pole"): ("fishing",),
    ("", "trophy"): ("lifting", "cheering"),
    ("", "barbell"): ("lifting",),
    ("playing", "piano"): ("typing",),
    ("playing", "musical keyboard"): ("typing",),
    **{("playing", kind): ("kicking", "throwing") for kind in ("soccer ball", "american football")},
    **{("playing", kind): ("throwing", "catching") for kind in (
        "basketball", "volleyball", "baseball", "softball", "rugby football", "flying disc")},
    ("talking", "mobile phone"): ("phoning",),
    ("talking", "telephone receiver"): ("phoning",),
    ("talking", "telephone"): ("phoning",),
    ("", "telephone receiver"): ("phoning",),
    ("", "hand of cards"): ("holding",),
    ("", "joystick"): ("working", "reading"),
}  # fmt: skip
# Things -> the poses of who uses them on a seat.
SEATED_WITH: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("guitar", "acoustic guitar", "banjo"), ("strumming seated",)),
    **dict.fromkeys(("laptop", "keyboard"), ("reading seated",)),
    "fishing pole": ("fishing seated",),
}
# Actions of who faces what they are near.
FACING = ("facing", "painting", "writing", "feeding", "kicking", "photographing", "pushing",
          "pulling", "pointing", "looking", "talking", "playing", "building", "working", "offering",
          "throwing", "catching", "fighting", "shouting", "cleaning", "digging", "cutting",
          "pouring", "mowing")  # fmt: skip
TOUCHING = ("pushing", "pulling", "kicking", "feeding", "mowing")  # those with nothing between
# Degrees that an animal's head rises in what it does; drawings of animals look to the left.
TILTS: Mapping[str, float] = {
    "jumping": 18.0,
    "running": 9.0,
    "climbing": 38.0,
    "flying": 10.0,
    "swimming": 4.0,
}


def tilt_of(kind: Kind, action: str) -> float:
    """Degrees that an animal is turned clockwise as it is drawn, 0 for none."""
    return TILTS.get(action, 0.0) if kind.category == "animal" else 0.0


def acts_out(kind: Kind, variants: Iterable[int], action: str) -> bool:
    """Whether drawings of a kind show an action: as a pose or by how an animal is turned."""
    poses = {kind.drawings[variant % len(kind.drawings)].pose for variant in variants}
    return bool(poses & set(OF_ACTION.get(action, ())[:SHOWN])) or tilt_of(kind, action) != 0.0
