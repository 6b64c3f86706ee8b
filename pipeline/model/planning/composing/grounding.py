"""Things on the ground of another place, and in its water."""

from dataclasses import replace

from pipeline.model.plan.land import Land
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.clusters import Cluster, hosts_of, root_of
from pipeline.model.planning.composing.composing import afloat
from pipeline.model.planning.composing.figures import Figure, Group, bounds, moved
from pipeline.model.planning.composing.framing import inside
from pipeline.model.planning.composing.stands import Stand, stand_of


def on_new_ground(cast: Cast, figures: Group, old: Land, new: Land) -> Group:
    """All figures where they were from side to side, their feet as near or far on the new ground as
    they were on the old one. What belongs together moves together."""
    hosts = hosts_of(cast)
    roots = {one.element: root_of(one.element, hosts) for one in figures}
    shifted: dict[int, list[Figure]] = {}
    for root in dict.fromkeys(roots.values()):
        group = tuple(_dry(cast, one) for one in figures if roots[one.element] == root)
        if not any(one.element == root for one in group):
            root = group[0].element
        cluster = Cluster(group, root)
        before, after = stand_of(cast, cluster, old), stand_of(cast, cluster, new)
        for one, there in zip(group, _grounded(cast, cluster, before, after), strict=True):
            shifted.setdefault(one.element, []).append(there)
    return tuple(shifted[one.element].pop(0) for one in figures)


def _dry(cast: Cast, figure: Figure) -> Figure:
    """Out of the water that it lay in."""
    free = cast.zone(figure.element) == "water" and figure.hidden and not figure.stands
    return replace(figure, hidden=0.0, stands=True) if free else figure


def _grounded(cast: Cast, cluster: Cluster, before: Stand, after: Stand) -> Group:
    group = cluster.group
    foot = bounds(tuple(one for one in group if one.element == cluster.root))[3]
    if foot > 1.0 or (before.floats and after.floats) or after.name == "bust":
        return group
    (low, high), (near, far) = before.band, after.band
    if after.floats:
        return tuple(replace(one, stands=False) for one in group)
    share = (foot - low) / max(high - low, 1e-6)
    share = 0.7 if before.floats else min(max(share, 0.0), 1.0)
    if before.floats:
        group = tuple(
            replace(one, stands=True) if one.element == cluster.root else one for one in group
        )
    return inside(moved(group, 0.0, near + share * (far - near) - foot), cast.aspect)


def afloat_again(cast: Cast, figures: Group, kept: Group, land: Land) -> Group:
    """What has come into the water lies in it; what stayed there is as it was."""
    wet = afloat(cast, figures, land)
    same = {id(one) for one in kept}
    return tuple(old if id(old) in same else new for old, new in zip(figures, wet, strict=True))
