"""Who stands where on the ground: in one row or two, the low ones nearer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.clusters import Cluster
from pipeline.model.planning.composing.figures import of_element, size_of
from pipeline.model.planning.composing.perspective import view_of

BACK_ROW = 0.5  # least depth of a back row
OVERLAP = 0.14  # most that neighbours at different depths hide of each other, in their widths
ONE_ROW, TWO_ROWS = 2, 5  # ways of making them that are tried


@dataclass(frozen=True, slots=True)
class Staging:
    """Who stands where on the ground. rows: clusters, the front row first. depths: of each cluster,
    0 at the near end of its ground, 1 at the far one. overlap: how much neighbours may, in their
    widths."""

    rows: tuple[tuple[int, ...], ...]
    depths: Mapping[int, float]
    overlap: float = 0.0


def stagings(cast: Cast, found: Sequence[Cluster], standing: Sequence[int]) -> list[Staging]:
    """Several ways for those who stand. Two single things are side by side."""
    ways = [_one_row(cast, found, standing) for _ in range(ONE_ROW)]
    crowds = any(len(of_element(found[n].group, found[n].root)) > 1 for n in standing)
    if len(standing) > 2 or (crowds and len(standing) == 2):
        ways += [_two_rows(cast, found, standing) for _ in range(TWO_ROWS)]
    return ways


def depth_of_field(cast: Cast, found: Sequence[Cluster], staging: Staging) -> float:
    """How good it is to have these things behind those: all are drawn smaller there, and large
    ones belong there."""
    view = view_of(cast.graph.setting.place)
    scales = [view.scale(view.foot(depth)) for depth in staging.depths.values()]
    smaller = sum(scales) / max(1, len(scales))
    if len(staging.rows) < 2:
        return smaller
    front, back = (max(size_of(found[number].group)[1] for number in row) for row in staging.rows)
    return smaller * (1.2 if back > front else 0.9)


def _one_row(cast: Cast, found: Sequence[Cluster], standing: Sequence[int]) -> Staging:
    """All side by side in any order, the low ones nearer."""
    row = tuple(cast.rng.sample(standing, len(standing)))
    if len(row) < 2:
        return Staging((row,), {number: cast.rng.uniform(0, 0.3) for number in row})
    reach = cast.rng.uniform(0.25, 0.5)
    overlap = cast.rng.uniform(0.0, _overlap(found))
    return Staging((row,), _by_height(cast, found, row, 0.0, reach), overlap)


def _two_rows(cast: Cast, found: Sequence[Cluster], standing: Sequence[int]) -> Staging:
    """The front row and the one behind, each with a share of those who stand; the tall ones are
    mostly behind."""
    size = {number: size_of(found[number].group)[1] for number in standing}
    order = sorted(standing, key=lambda number: size[number] * cast.rng.uniform(0.6, 1.6))
    split = cast.rng.choice((len(order) // 2, (len(order) + 1) // 2))
    front, back = (
        tuple(cast.rng.sample(part, len(part))) for part in (order[:split], order[split:])
    )
    depths = _by_height(cast, found, front, 0.0, 0.2)
    depths |= _by_height(cast, found, back, BACK_ROW, 0.85)
    return Staging((front, back), depths, _overlap(found) / 2)


def _overlap(found: Sequence[Cluster]) -> float:
    """The most that neighbours overlap: not at all where there is something to read."""
    written = any(one.text for cluster in found for one in cluster.group)
    return 0.0 if written else OVERLAP


def _by_height(
    cast: Cast, found: Sequence[Cluster], row: Sequence[int], near: float, far: float
) -> dict[int, float]:
    """Depths between two, greater for what is tall."""
    tallest = max(size_of(found[number].group)[1] for number in row)
    shares = [size_of(found[number].group)[1] / tallest for number in row]
    return {
        number: near + (far - near) * (0.7 * share + 0.3 * cast.rng.random())
        for number, share in zip(row, shares, strict=True)
    }
