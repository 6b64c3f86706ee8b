"""Brings what has no place yet into a picture: first what belongs to a thing that stays, then what
stands by one, then all others."""

from collections import defaultdict
from dataclasses import replace

from pipeline.model.plan.land import Land
from pipeline.model.plan.scene_graph import Relation
from pipeline.model.planning.composing.choosing import Cast
from pipeline.model.planning.composing.clusters import (
    Cluster,
    attach,
    floats,
    host_of,
    hosts_of,
    joined,
    root_of,
)
from pipeline.model.planning.composing.figures import (
    Figure,
    Group,
    bounds,
    moved,
    of_element,
    scaled,
    size_of,
)
from pipeline.model.planning.composing.herds import herd
from pipeline.model.planning.composing.joining import JOINS
from pipeline.model.planning.composing.keeping import Kept
from pipeline.model.planning.composing.placing import Try, attached, free, joined_to, scaled_at_foot

FULL = {"riding": 1, "wearing": 1, "holding": 2}  # things of one kind that a host has at most
SHRUNK = 0.7  # of its size that a thing keeps in or on what comes
ASIDE = 9  # times that something shrinks before what it stands beside makes room


class Inserting:
    """A picture's figures, from back to front, and what still has to be placed in it."""

    def __init__(self, cast: Cast, land: Land, figures: list[Figure], kept: Kept):
        self.cast, self.land, self.figures = cast, land, figures
        self.units, self.loose = kept.units, kept.loose
        self.hosts = hosts_of(cast)
        known = kept.known & kept.loose & kept.units.keys()
        self.sizes = {n: size_of(kept.units[n][0])[1] for n in known}  # of what has lost its place

    def all(self) -> Group:
        """The figures with everything placed."""
        inner = {guest: one for guest, one in self.hosts.items() if self._is_inner(guest)}
        attach(self.cast, self.units, inner)
        outer = [guest for guest in self.units if guest in self.hosts and guest not in inner]
        for guest in sorted(outer, key=lambda n: self._depth(n)):
            self._attach(guest)
        for cluster in self._clusters(inner, outer):
            self._place(self._as_large(cluster))
        return tuple(self.figures)

    def _as_large(self, cluster: Cluster) -> Cluster:
        """What comes under or around a thing of the picture is so large that the thing is hardly
        smaller than it was."""
        shrunk = [
            SHRUNK * self.sizes[one.element] / one.height
            for one in cluster.group
            if one.element in self.sizes and one.element != cluster.root
        ]
        if cluster.root in self.sizes or not shrunk:
            return cluster
        return replace(cluster, group=scaled(cluster.group, max(1.0, *shrunk)))

    def _is_inner(self, guest: int) -> bool:
        """Whether both a guest and its host have to be placed."""
        return guest in self.loose and guest in self.units and host_of(self.hosts[guest]) in (
            self.loose & self.units.keys()
        )  # fmt: skip

    def _depth(self, element: int) -> int:
        depth = 0
        while element in self.hosts:
            element, depth = host_of(self.hosts[element]), depth + 1
        return depth

    def _attach(self, guest: int) -> None:
        """Each thing of an element to one of its host's; to none of which there is none."""
        relation = self.hosts[guest]
        hosts = of_element(self.figures, host_of(relation))
        shares: dict[int, list[Group]] = defaultdict(list)
        movers = self.units[guest]
        if not hosts:
            for mover in movers:
                self._place(Cluster(mover, guest))
            return
        taken = len(of_element(self.figures, guest))  # further copies go to the next hosts
        if relation.name in FULL:
            most = FULL[relation.name] * len(hosts) - taken
            for mover in movers[max(most, 0) :]:
                self._place(Cluster(mover, guest))
            movers = movers[: max(most, 0)]
        for number, mover in enumerate(movers):
            shares[(number + taken) % len(hosts)].append(mover)
        for number, part in shares.items():
            host = hosts[number]
            self.figures = attached(self.cast, self.figures, relation, part, host)

    def _clusters(self, inner: dict[int, Relation], outer: list[int]) -> list[Cluster]:
        """What stands on its own, joined where relations are between new things."""
        roots = [n for n in self.units if n not in inner and n not in outer]
        home = {n: root_of(n, inner) for n in self.units if root_of(n, inner) in roots}
        groups = {root: herd(self.cast, self.units[root], floats(self.cast, root))
                  for root in roots if self._is_whole(root, home)}  # fmt: skip
        singles = [
            Cluster(group, root) for root in roots if root not in groups
            for group in self.units[root]
        ]  # fmt: skip
        within = tuple(
            one
            for one in self.cast.graph.relations
            if all(
                n is None or home.get(n) in groups for n in (one.subject, one.object, one.second)
            )
        )
        cast = replace(self.cast, graph=replace(self.cast.graph, relations=within))
        found = joined(cast, groups, home) + singles
        return sorted(found, key=lambda one: self._relation_of(one) is None)

    def _is_whole(self, root: int, home: dict[int, int]) -> bool:
        """Whether the things of an element are placed together, as a relation asks."""
        if root not in self.loose:
            return False
        return any(
            one.name in (*JOINS, "between")
            and root in (home.get(one.subject), home.get(one.object))
            for one in self.cast.graph.relations
        )

    def _relation_of(self, cluster: Cluster) -> Relation | None:
        """What binds a cluster to something that is there already."""
        ours = {one.element for one in cluster.group}
        there = {one.element for one in self.figures}
        for one in self.cast.graph.relations:
            ends = {one.subject, one.object}
            if one.name == "between" and one.subject in ours and {one.object} <= there:
                return one
            loose = one.name in ("beside", "near") and self.cast.zone(cluster.root) == "air"
            if one.name in JOINS and not loose and len(ends & ours) == 1 and (ends - ours) <= there:
                return one if cluster.root in self.loose else None
        return None

    def _place(self, cluster: Cluster) -> None:
        relation = self._relation_of(cluster)
        found: Try | None = None
        if relation is not None:
            found = self._joined(cluster, relation)
        if found is None:
            same = of_element(self.figures, cluster.root)
            near = sum(one.x for one in same) / len(same) if same else None
            found = free(self.cast, self.figures, cluster, self.land, near)
        if found is not None:
            behind, group = found
            self.figures[behind:behind] = group

    def _joined(self, cluster: Cluster, relation: Relation) -> Try | None:
        """A place beside what is there, which makes room where there is too little."""
        if relation.name in ("left of", "right of"):
            found = joined_to(self.cast, self.figures, cluster, relation, self.land, ASIDE)
            if found is not None:
                return found
            self._make_room(cluster, relation)
        return joined_to(self.cast, self.figures, cluster, relation, self.land)

    def _make_room(self, cluster: Cluster, relation: Relation) -> None:
        """What something shall stand to the left or right of moves away from that side, and becomes
        smaller where it fills the picture."""
        ours = {one.element for one in cluster.group}
        first = relation.subject in ours
        kept = relation.object if first else relation.subject
        leftwards = (relation.name == "left of") != first  # which way the kept thing goes
        group = tuple(one for one in self.figures if self._goes_with(one.element, kept))
        margin, wanted = 0.03 * self.cast.aspect, 0.9 * size_of(cluster.group)[0]
        room, width = self.cast.aspect - 2 * margin, size_of(group)[0]
        new = scaled_at_foot(group, min(1.0, room / (width + 0.65 * wanted)))
        left, _, right, _ = bounds(new)
        if leftwards:
            step = -max(0.0, min(left - margin, wanted - (room + margin - right)))
        else:
            step = max(0.0, min(room + margin - right, wanted - (left - margin)))
        there = dict(zip(map(id, group), moved(new, step, 0.0), strict=True))
        self.figures = [there.get(id(one), one) for one in self.figures]

    def _goes_with(self, element: int, root: int) -> bool:
        return root_of(element, self.hosts) == root_of(root, self.hosts)
