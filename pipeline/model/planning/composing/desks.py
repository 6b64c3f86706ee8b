"""Who sits at a table, by what the words say of them."""

from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.furniture import DESKS, DRUMS

AT = ("near", "beside", "around", "behind", "in")  # relations of who sits at a table
IDLE = ("", "sitting", "eating", "drinking", "playing", "talking", "reading", "writing", "typing",
        "working", "smiling", "laughing", "looking", "thinking", "crying")  # fmt: skip


def desk_of(graph: SceneGraph, element: int) -> int | None:
    """The table that somebody sits at, or None: said of the table, or of what lies on it."""
    action = graph.elements[element].action
    if action not in IDLE:
        return None
    near = [one for one in graph.relations if one.subject == element and one.name in AT]
    for one in near:
        told = action != "" or one.name == "around"
        if graph.elements[one.object].kind in DESKS and told:
            return one.object
        if graph.elements[one.object].kind in DRUMS and action == "playing":
            return one.object
    if action not in ("sitting", "eating", "playing"):
        return None
    for one in near:
        for laid in graph.relations:
            desk = graph.elements[laid.object].kind in DESKS
            if laid.subject == one.object and laid.name == "on" and desk:
                return laid.object
    return None


def at_table(graph: SceneGraph, element: int) -> bool:
    """Whether an element sits at a table."""
    return desk_of(graph, element) is not None
