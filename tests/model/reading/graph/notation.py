"""A scene graph as a line of text, so that a test shows what it expects at a glance."""

from pipeline.model.plan.scene_graph import Element, SceneGraph


def things(graph: SceneGraph) -> str:
    """ "2 red cat, giant dog": number, description and kind of each element."""
    return ", ".join(map(thing, graph.elements))


def thing(element: Element) -> str:
    number = str(element.count) if element.count > 1 else ""
    color = element.color if element.color and not element.kind.startswith(element.color) else ""
    parts = (number, element.size, color, element.material, element.kind)
    return " ".join(filter(None, parts))


def relations(graph: SceneGraph) -> str:
    """ "cat on chair, dog between tree and bench" in the order of the prompt."""
    found = []
    for relation in graph.relations:
        words = [graph.elements[relation.subject].kind, relation.name]
        words.append(graph.elements[relation.object].kind)
        if relation.second is not None:
            words += ["and", graph.elements[relation.second].kind]
        found.append(" ".join(words))
    return ", ".join(sorted(found))
