"""Words to be written: they go to the board-like thing next to them in the prompt."""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.reading.graph.draft import Draft
from pipeline.model.reading.graph.phrases import Item
from pipeline.model.reading.graph.pieces import Piece

BOARDS = ("placard", "sign post", "stop sign", "closed book", "open book", "books", "notebook",
          "mug", "teacup", "teacup without handle", "t-shirt", "balloon", "label", "page facing up",
          "newspaper", "scroll", "framed picture", "convenience store", "department store",
          "headstone", "birthday cake", "cake", "billed cap", "cap", "memo", "envelope", "calendar",
          "spiral calendar", "laptop", "television", "door", "brick wall", "bus", "delivery truck",
          "paper bag", "shopping bags", "sweater", "market stall", "hot air balloon", "airship",
          "mobile phone", "desktop computer", "store", "wooden crate")  # fmt: skip
SIGN = "placard"
MAX_ADDED = 2  # signs of one prompt


LETTERED = {"stop sign": "STOP"}  # what such things say everywhere


def write(items: Sequence[Item], numbers: Sequence[int | None], draft: Draft) -> None:
    """Gives each written text to its bearer, or adds a sign for it.

    numbers: of the element that each item became.
    """
    added = 0
    for i, item in enumerate(items):
        if not isinstance(item, Piece) or item.role != "written" or not _is_text(item.value):
            continue
        again = [n for n, e in enumerate(draft.elements) if _same(e.text, item.value)]
        before = [n for n in reversed(numbers[:i]) if n is not None]
        after = [n for n in numbers[i:] if n is not None]
        bearer = next((n for n in (*before, *after) if _bears(draft, n)), None)
        bearer = again[0] if again else bearer
        if bearer is None and SIGN in draft.dictionary.kinds and added < MAX_ADDED:
            bearer, added = draft.add_kind(SIGN), added + 1
        if bearer is not None:
            draft.elements[bearer] = replace(draft.elements[bearer], text=item.value)
    for number, element in enumerate(draft.elements):
        if element.kind in LETTERED and not element.text:
            draft.elements[number] = replace(element, text=LETTERED[element.kind])


def _same(one: str, other: str) -> bool:
    """Whether two texts differ in capitals alone: the sign « gare » that says “GARE” is one."""
    return one != other and one.casefold() == other.casefold()


def _is_text(text: str) -> bool:
    """Whether quotes hold words, not marks of a file format."""
    return any(map(str.isalnum, text)) and not set("{}[]<>") & set(text)


def _bears(draft: Draft, number: int) -> bool:
    """Whether a thing can carry writing and has none yet."""
    if draft.elements[number].text:
        return False
    signs = any(drawing.anchors.sign is not None for drawing in draft.kind(number).drawings)
    return signs or draft.kind(number).name in BOARDS
