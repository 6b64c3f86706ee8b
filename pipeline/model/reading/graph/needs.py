"""Things that an action needs and no word names: a skier's skis."""

from pipeline.model.reading.graph.draft import Draft
from pipeline.model.reading.graph.tables import shared


def add_needs(draft: Draft) -> None:
    """Adds what the actions of the draft's elements imply, unless the prompt names it."""
    for number, element in list(enumerate(draft.elements)):
        needs = shared().implied.get(element.action)
        match = needs and draft.dictionary.find(needs[1])
        if not needs or not match or not draft.lives(number):
            continue
        named = [n for n, other in enumerate(draft.elements) if other.kind == match.kind]
        if not named:
            added = draft.add_kind(match.kind, needs[1])
            named = [added] if added is not None else []
        for other in named[:1]:
            if not any({r.subject, r.object} == {number, other} for r in draft.relations):
                draft.relate(number, needs[0], other)
