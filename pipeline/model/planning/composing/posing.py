"""What drawn people should be doing: from their action and their relations to a pose."""

from collections.abc import Mapping, Sequence

from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.furniture import BEDS, BOARDS, FLAT, SEATS, SEATS_INSIDE

POSED = 5.0  # what a step nearer to the wanted pose is worth, against other wishes for a drawing
# Doing -> poses that show it, the best first.
OF_ACTION: Mapping[str, tuple[str, ...]] = {
    "standing": ("standing",),
    "sitting": ("resting", "sitting", "kneeling"),
    "lying": ("sleeping", "resting"),
    "sleeping": ("sleeping", "resting"),
    "walking": ("walking", "running", "standing"),
    "running": ("running", "walking"),
    "jumping": ("jumping", "dancing", "running"),
    "dancing": ("dancing", "jumping", "waving"),
    "swimming": ("swimming",),
    "flying": ("jumping", "dancing"),
    "climbing": ("jumping", "walking"),
    "kneeling": ("kneeling", "playing", "working"),
    "waving": ("waving", "jumping", "dancing"),
    "smiling": ("standing", "waving"),
    "singing": ("holding", "dancing", "waving"),
    "reading": ("reading", "reading seated", "holding"),
    "writing": ("working", "reading", "holding"),
    "eating": ("holding", "working", "sitting"),
    "drinking": ("holding", "working", "sitting"),
    "cooking": ("working", "holding"),
    "painting": ("working", "holding", "pointing"),
    "working": ("working", "holding"),
    "playing": ("playing", "kneeling", "jumping", "running"),
    "holding": ("holding", "working", "reading"),
    "riding": ("riding", "sitting"),
    "cycling": ("riding", "sitting"),
    "horse riding": ("riding", "sitting"),
    "driving": ("sitting", "riding"),
    "rowing": ("sitting", "kneeling"),
    "sailing": ("sitting", "standing"),
    "fishing": ("holding", "sitting"),
    "skiing": ("skiing", "boarding"),
    "snowboarding": ("boarding", "skiing"),
    "skateboarding": ("boarding", "skiing"),
    "surfing": ("boarding", "skiing"),
    "sliding": ("boarding", "skiing", "sitting"),
    "bathing": ("sitting",),
    "praying": ("kneeling", "standing"),
    "fighting": ("fighting", "pointing"),
    "looking": ("looking up", "standing", "back"),
    "pointing": ("pointing", "holding"),
    "talking": ("holding", "waving", "pointing", "standing"),
    "kissing": ("standing",),
    "crying": ("standing", "sitting"),
}
SEATED = ("sitting", "reading seated", "resting")  # of who has something to sit on
IDLE = ("standing", "standing", "standing", "walking", "waving")  # where nothing is said, by seed


def poses_of(graph: SceneGraph, element: int, turn: int) -> tuple[str, ...]:
    """The poses that show what an element does and is related to, the best first.

    turn: what one does of whom nothing is said changes with it.
    """
    relations = [one for one in graph.relations if one.subject == element]
    kinds = {one.name: graph.elements[one.object].kind for one in relations}
    action = graph.elements[element].action
    board = any(kinds.get(name) in BOARDS for name in ("riding", "on"))
    if board or kinds.get("wearing") == "skis":
        return OF_ACTION["skiing" if "skis" in kinds.values() else "surfing"]
    if "riding" in kinds:
        return OF_ACTION["riding"]
    holds = "holding" in kinds
    busy = holds or action in ("reading", "writing", "working")
    if "on" in kinds and (kinds["on"] in SEATS or action == "sitting"):
        if kinds["on"] in FLAT:
            return OF_ACTION["sitting"]
        if action in ("sleeping", "lying") and kinds["on"] in BEDS:
            return OF_ACTION["sleeping"]
        return ("reading seated", *SEATED) if busy else SEATED
    if holds and action == "sitting":
        return ("resting", "reading seated", "sitting")
    if holds and action == "playing":
        return ("working", "holding", "reading")
    if action in OF_ACTION:
        return OF_ACTION[action]
    if holds:
        return OF_ACTION["holding"]
    if kinds.get("in") in SEATS_INSIDE:
        return SEATED
    return (IDLE[(turn + element) % len(IDLE)], "standing", "walking")


def fit(pose: str, wanted: Sequence[str]) -> float:
    """How well a pose serves, 2 for the first that is wanted, less for later ones; -1 for one
    that nobody asked for."""
    if pose in wanted:
        return 2.0 * 0.75 ** wanted.index(pose)
    return 0.0 if pose == "standing" else -1.0
