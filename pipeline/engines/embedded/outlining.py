"""What a picture would show, as the value that `--dry-run` prints."""

from pipeline.model.plan.composition import Composition
from pipeline.model.plan.scene import Plan
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing import Composed
from pipeline.results import KnownWord, Outline, OutlinedThing


def of_composed(prompt: str, composed: Composed) -> Outline:
    """Of a picture of the open world."""
    graph, composition = composed.graph, composed.composition
    relations = {relation.subject: relation for relation in reversed(graph.relations)}
    things = []
    for drawing in composition.drawings:
        relation = relations.get(drawing.element)
        name, of = (relation.name, graph.elements[relation.object].kind) if relation else ("", "")
        left, top, right, bottom = (round(side, 4) for side in drawing.box)
        box = left, top, right, bottom
        things.append(OutlinedThing(drawing.kind, drawing.color, box, name, of, drawing.text))
    return _outline(prompt, graph, _setting(composition), tuple(things), composition.style)


def of_plan(prompt: str, asked: SceneGraph, plan: Plan, aspect: float) -> Outline:
    """Of a picture of the closed world. asked: what its words were found to ask for."""
    things = tuple(
        OutlinedThing(thing.kind, thing.color, thing.box(aspect), text=thing.word)
        for thing in plan.things
    )
    setting = {
        "place": plan.terrain,
        "time": plan.time,
        "weather": plan.weather,
        "season": plan.season,
    }
    return _outline(prompt, asked, setting, things, asked.style)


def _setting(composition: Composition) -> dict[str, str]:
    return {
        "place": composition.land.place,
        "time": composition.time,
        "weather": composition.weather,
        "season": composition.season,
    }


def _outline(
    prompt: str,
    graph: SceneGraph,
    setting: dict[str, str],
    things: tuple[OutlinedThing, ...],
    style: str,
) -> Outline:
    named = [element for element in graph.elements if element.match != "added"]
    known = tuple(KnownWord(element.word, element.kind, element.match) for element in named)
    return Outline(prompt, known, graph.not_painted, setting, things, style)
