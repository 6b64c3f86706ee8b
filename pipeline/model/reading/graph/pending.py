"""A relation that has been read and waits for its object, and what it is once that is known."""

from dataclasses import dataclass

from pipeline.model.reading.graph.companions import of_relation, with_relation
from pipeline.model.reading.graph.draft import Draft
from pipeline.model.reading.graph.needs import MUTUAL

BRIDGES = ("stone bridge", "suspension bridge", "pier")  # one walks across them


@dataclass(frozen=True, slots=True)
class Pending:
    """A relation that waits for its object.

    name: of RELATIONS, or "with", "of", "at", or "" for an action without one. nearest: the things
    right before it, of which it is said where a pronoun is its object. first: the first
    thing of "between". swapped: the object comes to stand in the subject's place.
    """

    name: str
    subjects: tuple[int, ...]
    swapped: bool = False
    action: str = ""
    first: int | None = None
    nearest: tuple[int, ...] = ()


def settled(draft: Draft, pending: Pending, subject: int, number: int) -> tuple[int, str, int]:
    """(subject, name, object) of the relation; the name is "" for none, "same" and "inside" as
    `of_relation` has them."""
    name = pending.name
    if name == "with":
        subject, name, number = with_relation(draft, subject, number)
    elif name == "of":
        name = of_relation(draft, subject, number)
    elif name == "at":
        over = draft.kind(number).name in BRIDGES and draft.lives(subject)
        name = "on" if over else "near"
    elif name == "" and pending.action == "flying":
        name = "holding"
    elif name == "" and pending.action == "walking" and draft.is_animal(number):
        name = "beside"  # it is led
    elif name == "holding" and pending.action in MUTUAL and _stands_by(draft, subject, number):
        name = "beside"
    elif name == "holding" and pending.action == "playing" and draft.is_heavy(number):
        name = "near"  # a piano
    elif name == "in":
        name = _inside(draft, subject, number)
    elif name == "riding":
        name = _riding(draft, subject, number)
    elif name == "on" and _writes_on(draft, subject, number):
        name = "near"
    elif name == "on" and pending.swapped and draft.kind(subject).category == "plant":
        name = "in"  # a tree covered in blossoms
    elif name == "on" and draft.is_person(subject) and draft.is_mount(number):
        name = "riding"
    elif pending.action == "eating" and draft.lives(subject) and draft.is_person(number):
        name = "near"  # a mosquito that bites
    return (number, name, subject) if pending.swapped else (subject, name, number)


def _stands_by(draft: Draft, subject: int, number: int) -> bool:
    """Whether one who hugs another does not take them on the arm."""
    return draft.is_person(number) or not draft.lives(subject)


def _writes_on(draft: Draft, subject: int, number: int) -> bool:
    """Whether somebody stands before what they write or paint on."""
    writes = draft.elements[subject].action in ("writing", "painting")
    return writes and not draft.is_seat(number) and not draft.is_mount(number)


def _inside(draft: Draft, subject: int, number: int) -> str:
    """What "in" means: in a dress, into a microphone, in an armchair, in a box."""
    if draft.lives(subject) and draft.is_worn(number):
        return "wearing"
    action = draft.elements[subject].action
    if action in ("singing", "talking", "shouting") and draft.is_handheld(number):
        return "holding"  # a microphone
    looks = action == "looking"
    if draft.lives(subject) and (looks or draft.is_handheld(number)):
        return "near"
    return "on" if draft.is_seat(number) else "in"


def _riding(draft: Draft, subject: int, number: int) -> str:
    """Who rides skis wears them; what is no living thing stands on what it rides."""
    if not draft.lives(subject):
        return "on"
    return "wearing" if draft.is_worn(number) else "riding"
