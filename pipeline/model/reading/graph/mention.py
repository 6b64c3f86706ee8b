"""A mention: a noun with all that its phrase says of it."""

from dataclasses import dataclass, replace

from pipeline.model.dictionary import Match
from pipeline.model.plan.scene_graph import MAX_COUNT
from pipeline.model.reading.graph.pieces import Piece
from pipeline.model.reading.graph.tables import DESCRIBING

PLURAL_COUNT = 3  # of a plural without a number
DESCRIPTION = (*DESCRIBING, "number", "pair", "not_painted")


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase.

    word: the noun as typed. match, place: what it names; neither: nothing that can be painted.
    count: as said, None where the words leave it open. plural: said of several. lacks: what of its
    description cannot be painted. definite: "the". article: "a". pair: "a pair of". adjective:
    any other description. shape: its name, and as typed. second: another
    colour, of some of several: "red and green apples". silent: nothing to tell the user about.
    """

    word: str
    match: Match | None = None
    place: str = ""
    count: int | None = None
    plural: bool = False
    color: str | None = None
    material: str = ""
    size: str = ""
    shape: tuple[str, str] = ("", "")
    action: str = ""
    lacks: tuple[str, ...] = ()
    definite: bool = False
    article: bool = False
    pair: bool = False
    adjective: bool = False
    silent: bool = False
    second: str = ""
    start: int = 0

    @property
    def number(self) -> int:
        """How many to paint, 1..MAX_COUNT."""
        several = self.plural and not self.article
        count = self.count or (PLURAL_COUNT if several else 1)
        return min(count, MAX_COUNT)


def described(mention: Mention, piece: Piece) -> Mention:
    """A mention with one more word of description; the first colour stays."""
    role, value = piece.role, piece.value
    if role == "number":
        return replace(mention, count=int(value))
    if role == "pair":
        return replace(mention, count=2, pair=True)
    if role == "color":
        return replace(mention, color=mention.color or value)
    if role == "material":
        return replace(mention, material=mention.material or value)
    if role == "shape":
        return replace(mention, shape=(value, piece.text))
    if role == "size":
        return replace(mention, size=mention.size or value)
    if role == "verb":
        return replace(mention, action=value)
    return replace(mention, lacks=(*mention.lacks, piece.text))
