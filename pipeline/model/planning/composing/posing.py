"""What drawn people should be doing: from their action and their relations to a pose."""

from collections.abc import Sequence

from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.acting import OF_ACTION, OF_HELD, SEATED_WITH
from pipeline.model.planning.composing.desks import at_table
from pipeline.model.planning.composing.furniture import (
    BEDS,
    BOARDS,
    FLAT,
    LED,
    SEATS,
    SEATS_INSIDE,
    VEHICLES,
)

POSED = 5.0  # what a step nearer to the wanted pose is worth, against other wishes for a drawing
SEATED = ("sitting", "reading seated", "resting")  # of who has something to sit on
# Clothes that are drawn as seen from the front: so is who wears them and does nothing else.
GARMENTS = ("coat", "jacket", "t-shirt", "shirt", "dress", "kimono", "sari", "robe", "lab coat",
            "jeans", "shorts", "sweater", "vest", "running shirt", "necktie", "woman’s clothes",
            "hoodie")  # fmt: skip
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
    if at_table(graph, element):
        return _at_table(action, kinds.get("holding", ""))
    if "on" in kinds and (kinds["on"] in SEATS or action == "sitting"):
        return _on_seat(kinds["on"], action, kinds.get("holding", ""))
    if kinds.get("in") in SEATS_INSIDE and action not in OF_ACTION:
        return ("driving", *SEATED) if kinds["in"] in VEHICLES else SEATED
    if action == "walking" and kinds.get("beside") in LED:
        return OF_ACTION["walking a dog"]
    if action == "playing" and (ball := OF_HELD.get((action, kinds.get("near", "")))):
        turned = (turn + element) % 2 if len(ball) > 1 else 0
        return (*ball[turned:], *ball[:turned], "running")
    found = _with_things(action, kinds.get("holding", ""))
    if not found and kinds.get("wearing") in GARMENTS:
        return ("standing",)
    near = graph.setting.framing in ("close-up", "portrait")
    idle = "standing" if near else IDLE[(turn + element) % len(IDLE)]
    return found or (idle, "standing", "walking")


def _with_things(action: str, held: str) -> tuple[str, ...]:
    """The poses of an action with what is held; empty where neither says anything."""
    if held and action == "sitting":
        seated = SEATED_WITH.get(held, ())
        return (*seated, "resting", "reading seated", "sitting")
    if held and action in ("", "standing", "looking", "smiling", "playing", "talking", "using"):
        usual = OF_HELD.get((action, held)) or OF_HELD.get(("", held), ())
        if usual:
            return (*usual, "holding", "working")
        if action == "playing":
            return ("working", "holding", "reading")
        return OF_ACTION["holding"]
    if held and action == "flying":  # a kite
        return ("holding", "looking up", "running", "waving")
    if held and action == "hugging":
        return OF_ACTION["carrying"][1:]
    if action in OF_ACTION:
        return OF_ACTION[action]
    return OF_ACTION["holding"] if held else ()


def _on_seat(seat: str, action: str, held: str) -> tuple[str, ...]:
    """The poses of somebody on a seat or on the ground."""
    if seat in FLAT:
        return OF_ACTION.get(action, OF_ACTION["sitting"])
    if action in ("sleeping", "lying") and seat in BEDS:
        return OF_ACTION["sleeping"]
    if action in ("sleeping", "lying"):
        return ("sleeping seated", *SEATED)
    if action in ("moping", "crying"):
        return ("moping seated", *SEATED)
    if action in ("eating", "drinking"):
        return ("eating seated", *SEATED)
    if action == "fishing":
        return ("fishing seated", *SEATED)
    if held in SEATED_WITH:
        return (*SEATED_WITH[held], *SEATED)
    busy = held or action in ("reading", "writing", "working")
    return ("reading seated", *SEATED) if busy else SEATED


def _at_table(action: str, held: str) -> tuple[str, ...]:
    """The poses of somebody behind a table, whose legs it hides."""
    if action in ("eating", "drinking") and held:
        return ("eating at table", "at table", "eating")
    return ("at table", "sitting")


def fit(pose: str, wanted: Sequence[str]) -> float:
    """How well a pose serves, 2 for the first that is wanted, less for later ones; -1 for one
    that nobody asked for."""
    if pose in wanted:
        return 2.0 * 0.75 ** wanted.index(pose)
    return 0.0 if pose == "standing" else -1.0
