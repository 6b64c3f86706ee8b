"""Two who do something with one another: they shake hands, hug or kiss; a dog on a leash."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.plan.scene_graph import Relation, SceneGraph
from pipeline.model.planning.composing.acting import FACING, TOUCHING
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.figures import (
    Figure,
    Group,
    bounds,
    drawing_of,
    flipped,
    moved,
    of_element,
)
from pipeline.model.planning.composing.furniture import LED

MUTUAL = ("shaking hands", "hugging", "kissing")  # also the poses that show them
COLLAR = 0.08  # from a leash's end to the middle of a dog, in its widths
# Gap of two who face each other, in widths.
APART = {"talking": 0.12, "fighting": 0.05, "playing": 0.4, "facing": 0.2}
TOGETHER = ("near", "beside", "holding", "in front of")
CHEEKS = 0.5  # from the middle of a head to its face, in widths of the head
NESTLED = 0.16  # how much two animals that hug overlap, in widths of the narrower one
HUGGED = 0.4  # between the middles of two heads that hug, in widths of a head


def are_pair(graph: SceneGraph, relation: Relation) -> bool:
    """Whether a relation is between one and another who do something with each other."""
    one, other = graph.elements[relation.subject], graph.elements[relation.object]
    mutual = one.action in MUTUAL and one.action == other.action
    return mutual and relation.name in TOGETHER and one.count == other.count == 1


def pair_up(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """The mover at the left, turned to the host, so near that they touch; or the host is."""
    if len(movers) == 1 and all(cast.is_animal(one[0].kind) for one in (movers[0], host)):
        return _nestled(cast, movers[0], host)
    if len(movers) != 1 or not _poses(cast, movers[0][0], host[0]):
        return (*host, *(figure for group in movers for figure in group))
    left, right = (movers[0], host) if cast.rng.random() < 0.5 else (host, movers[0])
    one, other = _facing(left, True), _facing(right, False)
    pose = drawing_of(cast.dictionary, one[0]).pose
    gap = _touch(cast, other[0], pose, -1.0) - _touch(cast, one[0], pose, 1.0)
    return (*moved(other, -gap, 0.0), *one)


def _nestled(cast: Cast, one: Group, other: Group) -> Group:
    """Two animals face to face, so near that the heads touch; the larger one is behind."""
    left, right = (one, other) if cast.rng.random() < 0.5 else (other, one)
    left, right = _facing(left, True), _facing(right, False)
    gap = -NESTLED * min(left[0].width, right[0].width)
    right = moved(right, bounds(left)[2] - bounds(right)[0] + gap, 0.0)
    behind, before = sorted((left, right), key=lambda group: -group[0].height)
    return (*behind, *before)


def paired(cast: Cast, copies: Sequence[Group], element: int) -> Group | None:
    """Two copies of an element as a pair, None where they are none."""
    action = cast.graph.elements[element].action
    turns = action == "facing" or cast.category(element) == "person"
    if len(copies) == 2 and action in APART and turns:
        left, right = _facing(copies[0], True), _facing(copies[1], False)
        gap = APART[action] * left[0].width
        step = bounds(left)[2] - bounds(right)[0] + gap
        return (*left, *moved(right, step, 0.0))
    if len(copies) != 2 or action not in MUTUAL:
        return None
    both = copies[0][0], copies[1][0]
    if not (all(cast.is_animal(figure.kind) for figure in both) or _poses(cast, *both)):
        return None
    return pair_up(cast, copies[:1], copies[1], element)


def _poses(cast: Cast, one: Figure, other: Figure) -> bool:
    """Whether both are drawn doing the same thing to each other."""
    first, second = (drawing_of(cast.dictionary, each).pose for each in (one, other))
    return first == second and first in MUTUAL


def _facing(group: Group, right: bool) -> Group:
    """The group turned to a side, on the ground at x = 0; figures look to the left unmirrored."""
    lead = group[0]
    placed = moved(group, -lead.x, -lead.y)
    return flipped(placed, 0.0) if lead.mirrored != right else placed


def faced(cast: Cast, group: Group, one: Relation) -> Group:
    """The subjects of a relation, with what they hold, turned to its object where they act on it;
    and so near that they touch it, if that is what they do."""
    action = cast.graph.elements[one.subject].action
    aims = of_element(group, one.object)
    if action not in FACING or not aims:
        return group
    held = {each.object for each in cast.graph.relations if each.subject == one.subject} - {
        one.object
    }
    left, _, right, _ = bounds(aims)
    found = group
    for lead in of_element(group, one.subject):
        if not drawing_of(cast.dictionary, lead).pose:
            continue
        mine = tuple(
            each
            for each in group
            if each is lead or (each.element in held and abs(each.x - lead.x) < lead.width)
        )
        turned = flipped(mine, lead.x) if lead.mirrored != (lead.x < (left + right) / 2) else mine
        if action in TOUCHING or drawing_of(cast.dictionary, lead).pose == "typing":
            box = bounds(turned[:1])
            step = left - box[2] if lead.x < left else right - box[0]
            turned = moved(turned, step, 0.0)
        swap = dict(zip(map(id, mine), turned, strict=True))
        found = tuple(swap.get(id(each), each) for each in found)
    return found


def _touch(cast: Cast, figure: Figure, pose: str, ahead: float) -> float:
    """The x at which a figure touches the other one; ahead: 1 to the right, -1 to the left."""
    anchors = drawing_of(cast.dictionary, figure).anchors
    if pose == "shaking hands":
        return figure.at(*(anchors.hand or (0.0, 0.5)))[0]
    x, _, wide = anchors.head or (0.5, 0.0, 0.5)
    reach = CHEEKS if pose == "kissing" else HUGGED / 2
    return figure.at(x, 0.0)[0] + ahead * reach * wide * figure.width


def is_led(graph: SceneGraph, relation: Relation) -> bool:
    """Whether a relation is between somebody who walks and a dog."""
    one, other = graph.elements[relation.subject], graph.elements[relation.object]
    return (
        relation.name == "beside" and one.action == "walking" and other.kind in LED
    ) and one.count == 1


def lead(cast: Cast, movers: Sequence[Group], host: Group, element: int) -> Group:
    """Dogs before who leads them, the nearest one at the end of the leash."""
    walker = host[0]
    if drawing_of(cast.dictionary, walker).pose != "leading":
        return (*host, *(figure for group in movers for figure in group))
    ahead = 1.0 if walker.mirrored else -1.0
    x, placed = walker.at(0.02, 0.5)[0], list(host)
    for number, group in enumerate(movers):
        dog = replace(group[0], mirrored=walker.mirrored)
        group = (dog, *group[1:])
        step = ahead * (COLLAR + 0.9 * number) * dog.width
        placed += moved(group, x + step - dog.x, walker.y + 0.02 * number - dog.y)
    return tuple(placed)
