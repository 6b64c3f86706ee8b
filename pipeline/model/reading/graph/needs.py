"""Things that an action or a game needs and no word names: skis, a tennis racket."""

from collections.abc import Iterator
from dataclasses import replace

from pipeline.model.dictionary.dictionary import normal
from pipeline.model.reading.graph.companions import PLATES
from pipeline.model.reading.graph.draft import Draft
from pipeline.model.reading.graph.mention import Mention
from pipeline.model.reading.graph.tables import shared

# Actions that are nothing without their thing, whatever else somebody holds.
SURE = ("cycling", "horse riding", "skiing", "snowboarding", "skateboarding", "surfing", "rowing",
        "sailing", "fishing", "phoning")  # fmt: skip
# People who are drawn with what they need.
DRAWN_WITH = ("skier", "snowboarder", "person surfing", "man surfing", "woman surfing",
              "person biking", "man biking", "woman biking", "person rowing boat",
              "person golfing", "horse racing")  # fmt: skip
RAMPS = ("half pipe", "ramp")
BOARD_GAMES = ("chess board", "hand of cards")
TABLES = ("dining table", "coffee table", "desk", "picnic table")
RIDERS = ("rider", "riders", "biker", "bikers", "cyclist", "cyclists", "jockey", "jockeys")
OPEN_BOAT = "rowing boat"
CLOSED_BOX, OPEN_BOX = "package", "open box"
SERVING = ("cutting", "pouring")
CLOSED, OPEN = "closed book", "open book"
BREWED = ("teacup without handle", "hot beverage", "teapot")
GENERAL = ("animal", "animals", "creature", "creatures", "pet", "pets", "critters")
MUTUAL = ("shaking hands", "hugging", "kissing")  # what two do to each other
GROUNDED = ("cooking", "cleaning", "working", "reading", "writing", "eating", "talking", "stirring")
IN_HAND = 0.35  # metres of a toy that is held
BETWEEN = (*MUTUAL, "facing")


def add_needs(draft: Draft) -> None:
    """Adds what the actions of the draft's elements imply, unless the prompt names it."""
    for number in range(len(draft.elements)):
        _act_role(draft, number)
    for number, element in list(enumerate(draft.elements)):
        if not draft.lives(number):
            continue
        for relation, thing in shared().implied.get(element.action, ()):
            if element.action not in SURE and _has(draft, number, relation):
                continue
            _add_need(draft, number, relation, thing)
        for relation, thing in _of_players(draft, number):
            if not _has(draft, number, relation):
                _add_need(draft, number, relation, thing)


def _act_role(draft: Draft, number: int) -> None:
    """A swimmer of whom nothing is said swims; a pianist plays the piano."""
    element = draft.elements[number]
    action, needs = shared().role.get(normal(element.word), ("", ()))
    idle = element.action in ("", "standing", "playing", "performing")
    if not action or not idle or not draft.is_person(number) or element.kind in DRAWN_WITH:
        return
    if _has(draft, number, "on") or _has(draft, number, "holding"):
        return
    draft.elements[number] = replace(element, action=action)
    for relation, thing in needs:
        _add_need(draft, number, relation, thing)


def _of_players(draft: Draft, number: int) -> Iterator[tuple[str, str]]:
    """What a "basketball player" and a "guitar player" have."""
    game, _, player = draft.elements[number].word.lower().rpartition(" ")
    if player not in ("player", "players") or not draft.is_person(number):
        return
    if need := shared().game.get(game):
        yield need
    elif (match := draft.dictionary.find(game)) and (
        draft.dictionary.kinds[match.kind].category == "music"
    ):
        yield "holding", game


def _has(draft: Draft, number: int, relation: str) -> bool:
    """Whether somebody holds something, or is near it, by the prompt's own words."""
    return any(one.subject == number and one.name == relation for one in draft.relations)


def _add_need(draft: Draft, number: int, relation: str, thing: str) -> None:
    match = draft.dictionary.find(thing)
    if not match or draft.elements[number].kind in DRAWN_WITH:
        return
    named = [n for n, other in enumerate(draft.elements) if other.kind == match.kind]
    if not named:
        added = draft.add_kind(match.kind, thing)
        if added is not None and relation in ("on", "riding", "holding"):  # one for each
            each = draft.elements[number].count
            draft.elements[added] = replace(draft.elements[added], count=each)
        named = [added] if added is not None else []
    for other in named[:1]:
        if not any({r.subject, r.object} == {number, other} for r in draft.relations):
            draft.relate(number, relation, other)


def lay_games(draft: Draft) -> None:
    """A table under a game that people sit around, unless it lies on something."""
    for told in list(draft.relations):
        board = told.object
        if told.name != "around" or draft.elements[board].kind not in BOARD_GAMES:
            continue
        if any(one.subject == board and one.name == "on" for one in draft.relations):
            continue
        table = _table(draft)
        if table is not None:
            between = [
                one for one in draft.relations if {one.subject, one.object} == {board, table}
            ]
            draft.unrelate(between)
            draft.relate(board, "on", table)


def _table(draft: Draft) -> int | None:
    """The first table of a draft, a new one where it has none; None where there is no room."""
    tables = [n for n, one in enumerate(draft.elements) if one.kind in TABLES]
    match = draft.dictionary.find("table")
    return tables[0] if tables else draft.add_kind(match.kind, "table") if match else None


def serve(draft: Draft) -> None:
    """What is cut or poured into is on a table; who pours holds what the drink comes out of."""
    for number, element in list(enumerate(draft.elements)):
        if element.action == "pouring" and draft.lives(number):
            _pour(draft, number)
        if element.action in SERVING and draft.lives(number):
            for relation in list(draft.relations):
                if relation.subject == number and relation.name == "near":
                    _lay(draft, relation.object)


def dish_up(draft: Draft) -> None:
    """What a plate is full of lies on it, once where the words do not say how many."""
    for told in list(draft.relations):
        if told.name == "full of" and draft.elements[told.subject].kind in PLATES:
            draft.unrelate([told])
            draft.relate(told.object, "on", told.subject)


def stand_by(draft: Draft) -> None:
    """Who cooks over a fire is behind it, not in the air; who skates in a ramp is before it."""
    for told in list(draft.relations):
        if told.name in ("in", "on") and draft.elements[told.object].kind in RAMPS:
            draft.unrelate([told])
            draft.relate(told.subject, "in front of", told.object)
        cooks = draft.elements[told.subject].action in GROUNDED and draft.is_person(told.subject)
        if told.name == "above" and cooks:
            draft.unrelate([told])
            draft.relate(told.subject, "behind", told.object)


def take_up(draft: Draft) -> None:
    """Toys that somebody plays with are in their hands, but for balls."""
    for told in list(draft.relations):
        toy = draft.kind(told.object)
        plays = draft.elements[told.subject].action == "playing" and draft.is_person(told.subject)
        small = toy.category in ("toy", "game") and toy.size <= IN_HAND and "ball" not in toy.name
        if told.name == "near" and plays and small:
            draft.unrelate([told])
            draft.relate(told.subject, "holding", told.object)


def open_books(draft: Draft) -> None:
    """A book that somebody reads is open."""
    for told in draft.relations:
        book = draft.elements[told.object]
        reads = draft.elements[told.subject].action == "reading" and told.name == "holding"
        if reads and book.kind == CLOSED and not book.text and OPEN in draft.dictionary.kinds:
            draft.elements[told.object] = replace(book, kind=OPEN)


def _pour(draft: Draft, number: int) -> None:
    """The drink that somebody pours is seen as its jug, near what it is poured into."""
    for told in list(draft.relations):
        drink = told.object
        if told.subject != number or draft.kind(drink).category != "drink":
            continue
        jug = "teapot" if draft.elements[drink].kind in BREWED else "pitcher"
        match = draft.dictionary.find(jug)
        if match is None:
            continue
        into = [one for one in draft.relations if one.subject == drink and one.name in ("in", "on")]
        draft.elements[drink] = replace(
            draft.elements[drink], kind=match.kind, match="broader", count=1
        )
        draft.unrelate([told, *into])
        draft.relate(number, "holding", drink)
        for one in into:
            draft.relate(number, "near", one.object)


def _lay(draft: Draft, thing: int) -> None:
    """A table under a thing that would lie on the ground."""
    if draft.kind(thing).zone not in ("table", "hand"):
        return
    if any(one.subject == thing and one.name in ("on", "in") for one in draft.relations):
        return
    table = _table(draft)
    if table is not None:
        draft.relate(thing, "on", table)


def share_mutual(draft: Draft) -> None:
    """Who is hugged hugs, too, unless the prompt says what they do; two who do it without a word
    between them do it to each other."""
    numbers = [n for n, one in enumerate(draft.elements) if one.action in BETWEEN]
    if len(numbers) == 2 and not draft.related(*numbers):
        draft.relate(numbers[0], "beside", numbers[1])
    for relation in draft.relations:
        one, other = draft.elements[relation.subject], draft.elements[relation.object]
        ends = relation.subject, relation.object
        both = all(map(draft.is_person, ends)) or all(map(draft.is_animal, ends))
        if both and one.action in MUTUAL and other.action in ("", "standing"):
            draft.elements[relation.object] = replace(other, action=one.action)


def open_boxes(draft: Draft) -> None:
    """A box with something in it is open."""
    for one in draft.relations:
        if one.name not in ("in", "full of"):
            continue
        number = one.object if one.name == "in" else one.subject
        box = draft.elements[number]
        if box.kind == CLOSED_BOX and not box.text and OPEN_BOX in draft.dictionary.kinds:
            draft.elements[number] = replace(box, kind=OPEN_BOX)


def board(draft: Draft) -> None:
    """Who is in a boat that is but called a boat is seen in it: it has no sail before them."""
    for one in draft.relations:
        boat = draft.elements[one.object]
        if one.name not in ("in", "on") or boat.word.lower() not in ("boat", "boats"):
            continue
        if draft.lives(one.subject) and OPEN_BOAT in draft.dictionary.kinds:
            draft.elements[one.object] = replace(boat, kind=OPEN_BOAT)


def mount(draft: Draft) -> None:
    """Riders of whom nothing is said ride what there is to ride."""
    mounts = [n for n in range(len(draft.elements)) if draft.is_mount(n)]
    for number, element in enumerate(draft.elements):
        told = any(number in (one.subject, one.object) for one in draft.relations)
        if element.word.lower() in RIDERS and mounts and not told:
            draft.relate(number, "riding", mounts[0])


def drop_general(draft: Draft) -> None:
    """A general word that other words make plain names nothing more: "animals: a fox, an owl"."""
    animals = {n for n in range(len(draft.elements)) if draft.is_animal(n)}
    general = {n for n in animals if draft.elements[n].word.lower() in GENERAL}
    if not general or general == animals:
        return
    stays = [n for n in range(len(draft.elements)) if n not in general]
    new = {old: number for number, old in enumerate(stays)}
    draft.elements = [draft.elements[n] for n in stays]
    draft.relations = [
        replace(
            one, subject=new[one.subject], object=new[one.object],
            second=None if one.second is None else new[one.second],
        )
        for one in draft.relations
        if {one.subject, one.object, one.second} - {None} <= new.keys()
    ]  # fmt: skip


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
