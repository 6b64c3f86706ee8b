"""Binding in Hindi and Japanese, where a relation comes after its object and the verb at the end."""

from dataclasses import replace

from pipeline.model.reading.graph.binding import Binder, Pending
from pipeline.model.reading.graph.phrases import Mention
from pipeline.model.reading.graph.pieces import Piece
from pipeline.model.reading.graph.tables import shared

ADNOMINAL = "of"  # a relation with this value of `then` describes the next noun


class PostBinder(Binder):
    """Reads items from left to right; a relation's object has been read when its word comes."""

    def __init__(self, draft, setting):  # type: ignore[no-untyped-def]
        super().__init__(draft, setting)
        self.free: tuple[int, ...] = ()  # things that are no relation's object, of this sentence
        self.waiting: list[tuple[str, int, bool]] = []  # relations whose subject comes next
        self.doing: list[str] = []  # actions of the noun that comes next
