"""What a picture would show, as the value that `--dry-run` prints."""

from pipeline.model.plan.composition import Composition
from pipeline.model.planning.composing import Composed
from pipeline.results import KnownWord, Outline, OutlinedThing


def outline(prompt: str, composed: Composed) -> Outline:
    """Of a picture that is composed."""
    graph, composition = composed.graph, composed.composition
    relations = {relation.subject: relation for relation in reversed(graph.relations)}
    things = []
    for drawing in composition.drawings:
        relation = relations.get(drawing.element)
        name, of = (relation.name, graph.elements[relation.object].kind) if relation else ("", "")
        left, top, right, bottom = (round(side, 4) for side in drawing.box)
        box = left, top, right, bottom
        things.append(OutlinedThing(drawing.kind, drawing.color, box, name, of, drawing.text))
    named = [element for element in graph.elements if element.match != "added"]
    known = tuple(KnownWord(element.word, element.kind, element.match) for element in named)
    setting, style = _setting(composition), composition.style
    return Outline(prompt, known, graph.not_painted, setting, tuple(things), style)


def _setting(composition: Composition) -> dict[str, str]:
    return {
        "place": composition.land.place,
        "time": composition.time,
        "weather": composition.weather,
        "season": composition.season,
    }
