"""Where in a picture clusters belong: on the ground, in the water, in the air, on a wall."""

from dataclasses import dataclass, replace

from pipeline.model.plan.land import PLACES, POINTS, Land, Strip
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.clusters import Cluster
from pipeline.model.planning.composing.figures import bounds, of_element, size_of
from pipeline.model.planning.composing.settings import FLOATING, WATER, room_for_feet

RIVER = 0.84  # y of what swims in a river


@dataclass(frozen=True, slots=True)
class Stand:
    """A level that clusters belong to. band: least and greatest y of their feet, or of their
    middles where they float. across: least and greatest x in shares of the width, of a river
    or its bank."""

    name: str
    band: tuple[float, float]
    floats: bool = False
    across: tuple[float, float] = (0.0, 1.0)


def stand_of(cast: Cast, cluster: Cluster, land: Land) -> Stand:
    """Where in the picture a cluster belongs."""
    zone, extent = cast.zone(cluster.root), cast.extent(cluster.root)
    ground = PLACES[land.place].ground
    rooted = bounds(of_element(cluster.group, cluster.root))[3]
    lifted = rooted < bounds(cluster.group)[3] - 1e-6
    zones = {cast.zone(figure.element) for figure in cluster.group}
    if extent == "bust":
        return Stand("bust", (1.0, 1.06))
    if land.place in FLOATING or (extent == "head" and cast.category(cluster.root) != "animal"):
        return Stand("float", (0.42, 0.58), floats=True)
    water = water_band(land)
    if zone == "water" and water:
        return Stand("water", water)
    if zone == "water" and (river := river_of(land)):
        return Stand("river", (RIVER - 0.06, RIVER + 0.06), across=across(river, RIVER))
    if zone == "air" and not lifted and zones <= {"air", "hand", "head"}:
        return Stand("air", (0.14, 0.4), floats=True)
    if zone == "wall" and not lifted and _hangs(cast, cluster, land):
        return Stand("wall", (0.3, 0.42), floats=True)
    if zone == "far" and zones == {"far"}:
        return Stand("far", (ground - 0.05, ground + 0.01))
    return Stand("ground", (room_for_feet(land.place), 0.965), across=bank(land))


def _hangs(cast: Cast, cluster: Cluster, land: Land) -> bool:
    """Whether there is a wall for a cluster, and nothing in it that has to stand beside what hangs
    there."""
    foot, deep = bounds(cluster.group)[3], 0.1 * size_of(cluster.group)[1]
    by_its_side = (
        one.y > foot - deep and cast.zone(one.element) not in ("wall", "air")
        for one in cluster.group
    )  # fmt: skip
    return not PLACES[land.place].outdoors and not any(by_its_side)


def river_of(land: Land) -> Strip | None:
    """The strip of water that runs through a land."""
    return next((strip for strip in land.strips if strip.material == "water"), None)


def across(river: Strip, y: float) -> tuple[float, float]:
    """From which x to which x a river reaches at a height, in shares of the width."""
    down = (y - river.top) / (1 - river.top)
    middle = river.far[0] + (river.near[0] - river.far[0]) * down
    half = 0.7 * (river.far[1] + (river.near[1] - river.far[1]) * down)
    return middle - half, middle + half


def bank(land: Land) -> tuple[float, float]:
    """From which x to which x a land is dry, in shares of the width: a river's wider bank."""
    river = river_of(land)
    if river is None:
        return 0.0, 1.0
    left, right = across(river, RIVER)
    return (0.0, left) if left > 1 - right else (right, 1.0)


def bank_side(graph: SceneGraph, side: float) -> float:
    """The side for a river, `side` unless something is asked to be there."""
    asked = {element.side for element in graph.elements}
    taken = {"left": 1.0, "right": -1.0}
    return next((taken[one] for one in sorted(asked) if one in taken and len(asked) == 1), side)


def aside(land: Land, side: float) -> Land:
    """The land with its river at one side, -1 or 1, so that the other bank is wide."""
    strips = tuple(
        replace(
            one,
            far=(0.5 + 0.3 * side, one.far[1]),
            near=(0.5 + 0.46 * side, min(one.near[1], 0.26)),
        )
        if one.material == "water"
        else one
        for one in land.strips
    )
    return replace(land, strips=strips)


def water_band(land: Land) -> tuple[float, float] | None:
    """Between which y a land has water."""
    for number, layer in enumerate(land.layers):
        if layer.material in WATER:
            top = layer.line[POINTS // 2]
            later = land.layers[number + 1 :]
            bottom = min((each.line[POINTS // 2] for each in later), default=1.0)
            return top + 0.35 * (bottom - top), bottom - 0.12 * (bottom - top)
    return None
