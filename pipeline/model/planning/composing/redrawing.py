"""Other drawings of a thing that stays: in another pose, or that take a colour or letters."""

from dataclasses import replace

from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.choosing import Cast, figures_of
from pipeline.model.planning.composing.figures import Figure, drawing_of
from pipeline.model.planning.composing.posing import fit, poses_of


def posed(cast: Cast, before: SceneGraph, was: int, old: Figure) -> Figure:
    """A drawn person in the pose that its new action or relation asks for, of the same skin; the
    figure itself where it is in that pose already. was: its element's number in the graph before.
    """
    now = drawing_of(cast.dictionary, old)
    graph = cast.graph
    if not now.pose or _doing(graph, old.element) == _doing(before, was):
        return old
    wanted = poses_of(graph, old.element, cast.turn)
    drawings = cast.dictionary.kinds[old.kind].drawings
    best = max(
        range(len(drawings)),
        key=lambda n: (fit(drawings[n].pose, wanted), -abs(drawings[n].tone - now.tone)),
    )
    new = drawings[best]
    if fit(new.pose, wanted) <= fit(now.pose, wanted):
        return old
    longer = max(old.width, old.height) * new.scale / now.scale / max(new.width, new.height)
    return replace(old, variant=best, width=new.width * longer, height=new.height * longer)


def other_drawing(cast: Cast, old: Figure) -> Figure:
    """Another drawing of the same kind, that can take what is asked of it."""
    drawings = cast.dictionary.kinds[old.kind].drawings
    now = drawing_of(cast.dictionary, old)
    new = figures_of(cast, old.element, 1)[0][0]
    better = drawings[new.variant]
    sign = better.anchors.sign is not None and now.anchors.sign is None
    if better.recolorable <= now.recolorable and not sign:
        return old
    longer = max(old.width, old.height) / max(better.width, better.height)
    width, height = better.width * longer, better.height * longer
    return replace(old, variant=new.variant, width=width, height=height)


def _doing(graph: SceneGraph, element: int) -> tuple[str, set[tuple[str, str]]]:
    """What an element does, and to which kinds of things."""
    relations = [one for one in graph.relations if one.subject == element]
    kinds = {(one.name, graph.elements[one.object].kind) for one in relations}
    return graph.elements[element].action, kinds
