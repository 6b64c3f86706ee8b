"""Things that an action or a game needs and no word names: skis, a tennis racket."""

from pipeline.model.reading.graph.draft import Draft
from pipeline.model.reading.graph.phrases import Mention
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


def is_needed(draft: Draft, game: tuple[str, str], mention: Mention) -> bool:
    """Whether a mention names what a game of that name needs: a frisbee."""
    match = draft.dictionary.find(game[1])
    return bool(match and mention.match and match.kind == mention.match.kind)


def add_game(draft: Draft, game: tuple[str, str], players: tuple[int, ...]) -> None:
    """Adds what a game needs, if the dictionary has it, and relates its players to it.

    game: name of a relation and the thing in English, as `Shared.game` has them.
    """
    match = draft.dictionary.find(game[1])
    number = draft.add_kind(match.kind, game[1]) if match else None
    if number is not None:
        for player in players:
            draft.relate(player, game[0], number)
