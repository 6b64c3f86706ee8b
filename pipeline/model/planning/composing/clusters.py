"""From a scene graph to clusters: groups of figures whose relations hold, not yet framed."""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from pipeline.model.plan.scene_graph import Relation
from pipeline.model.planning.composing.attaching import RULES, attached_as
from pipeline.model.planning.composing.choosing import Cast, figures_of
from pipeline.model.planning.composing.figures import Group, of_element
from pipeline.model.planning.composing.herds import herd
from pipeline.model.planning.composing.joining import JOINS, between, settled, split
from pipeline.model.planning.composing.pairing import faced, paired
from pipeline.model.planning.composing.settings import TABLES
from pipeline.model.planning.composing.sizes import is_stand

MOST = 24  # drawings in a picture
FULL = 6  # things in what is full of them, where the words give no number


@dataclass(frozen=True, slots=True)
class Cluster:
    """root: the element that says where in the picture it belongs. cut: share of its height, from
    below, that the picture's foot cuts off: of a table with things on it."""

    group: Group
    root: int
    cut: float = 0.0


def counts(cast: Cast) -> list[int]:
    """How many of each element are drawn: as asked, unless that is more than a picture holds."""
    found = [element.count for element in cast.graph.elements]
    filling = [one for one in cast.graph.relations if one.name == "full of"]
    sorts = Counter(one.subject for one in filling)
    for relation in filling:
        if found[relation.object] < 3:
            found[relation.object] = math.ceil(FULL / sorts[relation.subject])
    while sum(found) > MOST:
        found[found.index(max(found))] -= 1
    return found


def clusters(cast: Cast) -> list[Cluster]:
    """All things, joined as their relations ask."""
    return joined(cast, *touching(cast))


def touching(cast: Cast) -> tuple[dict[int, Group], dict[int, int]]:
    """Groups of things that touch or are alike, by their roots, and each element's root."""
    elements = range(len(cast.graph.elements))
    numbers = counts(cast)
    taken: set[str] = set()
    units = {element: figures_of(cast, element, numbers[element], taken) for element in elements}
    hosts = hosts_of(cast)
    attach(cast, units, hosts)
    roots = [element for element in elements if element not in hosts]
    groups = {
        root: paired(cast, units[root], root) or herd(cast, units[root], floats(cast, root))
        for root in roots
    }
    return groups, {element: root_of(element, hosts) for element in elements}


def floats(cast: Cast, element: int) -> bool:
    """Whether things of an element need nothing to stand on."""
    place = cast.graph.setting.place
    return cast.zone(element) in ("air", "wall") or place in ("space", "underwater")


def hosts_of(cast: Cast) -> dict[int, Relation]:
    """What each attached element is attached by; each to one host, and never in a circle."""
    hosts: dict[int, Relation] = {}
    for told in cast.graph.relations:
        relation = attached_as(cast.graph, told)
        if relation.name not in RULES or relation.subject == relation.object:
            continue
        guest = relation.object if RULES[relation.name][1] else relation.subject
        host = relation.subject if RULES[relation.name][1] else relation.object
        if relation.name == "on" and guest in hosts and hosts[guest].name in ("on", "in"):
            # Food on plates, food on a table: the plates are on the table.
            guest = root_of(guest, hosts)
            relation = replace(relation, subject=guest)
        if guest not in hosts and root_of(host, hosts) != guest:
            hosts[guest] = relation
    return hosts


def host_of(relation: Relation) -> int:
    """The element that the other one of a relation of RULES is attached to."""
    return relation.subject if RULES[relation.name][1] else relation.object


def root_of(element: int, hosts: dict[int, Relation]) -> int:
    """The element that an element goes with in the end."""
    while element in hosts:
        element = host_of(hosts[element])
    return element


def _depth(element: int, hosts: dict[int, Relation]) -> int:
    return 0 if element not in hosts else 1 + _depth(host_of(hosts[element]), hosts)


def attach(cast: Cast, units: dict[int, list[Group]], hosts: dict[int, Relation]) -> None:
    """Gives every guest to its host, the deepest first, so that chains move as one."""
    together: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    for guest, relation in hosts.items():
        depth = _depth(guest, hosts)
        together[depth, host_of(relation), relation.name].append(guest)
    order = {"wearing": 0, "holding": 1}  # before what lays hosts side by side
    for (_, host, name), guests in sorted(
        together.items(), key=lambda item: (-item[0][0], order.get(item[0][2], 2))
    ):
        movers = [unit for guest in _in_line(cast, guests) for unit in units[guest]]
        shares: dict[int, list[Group]] = defaultdict(list)
        each = len(units[host])
        for number, mover in enumerate(movers):
            where = number % each if len(movers) >= each else each // 2 + number - len(movers) // 2
            shares[where].append(mover)
        for where, part in shares.items():
            units[host][where] = RULES[name][0](cast, part, units[host][where], host)


def _in_line(cast: Cast, guests: list[int]) -> list[int]:
    """Guests of one host from left to right, as relations between them ask."""
    line = list(guests)
    cast.rng.shuffle(line)
    for _ in line:
        for one in cast.graph.relations:
            if one.subject not in line or one.object not in line:
                continue
            at, other = line.index(one.subject), line.index(one.object)
            if (one.name == "left of" and at > other) or (one.name == "right of" and at < other):
                line[at], line[other] = line[other], line[at]
            if one.name == "between" and one.second in line:
                line.remove(one.subject)
                ends = line.index(one.object), line.index(one.second)
                line.insert(max(ends), one.subject)
    return line


def joined(cast: Cast, groups: dict[int, Group], home: dict[int, int]) -> list[Cluster]:
    """Moves groups together, one relation after the other; those within a group hold already."""
    names = {root: root for root in groups}  # root -> root of the cluster that it is in now

    def cluster_of(element: int) -> int:
        return names[home[element]]

    def merge(gone: int, stays: int, group: Group) -> None:
        del groups[gone]
        groups[stays] = settled(group) if not floats(cast, stays) else group
        for root, name in names.items():
            if name == gone:
                names[root] = stays

    for one in sorted(cast.graph.relations, key=lambda relation: relation.name != "between"):
        mine, theirs = cluster_of(one.subject), cluster_of(one.object)
        if one.name == "between" and mine != theirs:
            _join_between(cast, groups, one, cluster_of, merge)
        elif one.name in JOINS and mine != theirs and not _apart(cast, one, mine, theirs):
            join = JOINS[one.name]
            group = join(cast, groups[mine], one.subject, groups[theirs], one.object)
            group = faced(cast, group, one)
            merge(mine, theirs, group)
    return [Cluster(group, root, _cut(cast, root, group)) for root, group in groups.items()]


def _apart(cast: Cast, relation: Relation, mine: int, theirs: int) -> bool:
    """Whether one of two that are only near each other is in the water or the sky and the other
    on land."""
    return relation.name in ("beside", "near") and worlds_apart(cast, mine, theirs)


def worlds_apart(cast: Cast, one: int, other: int) -> bool:
    """Whether one of two elements is in the water, or in the sky, and the other is not."""
    wet = [cast.zone(root) == "water" for root in (one, other)]
    high = [cast.category(root) == "sky" for root in (one, other)]
    return wet[0] != wet[1] or high[0] != high[1]


def _cut(cast: Cast, root: int, group: Group) -> float:
    """Things on a table are seen from near: then its legs are not in the picture, unless something
    stands by it on the floor."""
    element = cast.graph.elements[root]
    table = of_element(group, root)[0]
    if any(one.element != root and one.y > table.y - 0.2 * table.height for one in group):
        return 0.0
    laid = {one.name for one in cast.graph.relations if one.object == root}
    if element.kind not in TABLES or laid != {"on"} or element.count > 1:
        return 0.0
    if is_stand(cast.graph.elements, element):
        return cast.rng.uniform(0.3, 0.55)
    return cast.rng.choice((0.0, cast.rng.uniform(0.1, 0.25)))


def _join_between(cast: Cast, groups: dict[int, Group], one: Relation, cluster_of, merge) -> None:
    mine, theirs = cluster_of(one.subject), cluster_of(one.object)
    if one.second is None:
        halves = split(groups[theirs], one.object)
        if halves is None:
            return
        merge(mine, theirs, between(cast, groups[mine], *halves))
        return
    third = cluster_of(one.second)
    if third in (mine, theirs):
        return
    group = between(cast, groups[mine], groups[theirs], groups[third])
    merge(mine, theirs, group)
    merge(third, theirs, group)
