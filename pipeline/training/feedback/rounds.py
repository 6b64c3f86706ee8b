"""Rounds: several compositions of one request, from which pairs to choose between are taken.

All candidates of a round have the same drawings, land and light, so that a choice tells of nothing
but where and how large things are: of the composer's tokens.
"""

import random
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.composer import Composer
from pipeline.model.networks.composer_inputs import Brief
from pipeline.model.networks.composer_sampling import FREE, Choice, write
from pipeline.model.plan.composition import Composition
from pipeline.model.plan.land import Land
from pipeline.model.plan.placement import MOST, decode
from pipeline.model.planning.composing.briefing import brief_of
from pipeline.model.planning.composing.checking import faults
from pipeline.model.planning.composing.composing import Begun, begun, finished
from pipeline.model.planning.composing.figures import Group
from pipeline.model.planning.composing.units import laid
from pipeline.model.planning.composing.writing import land_of
from pipeline.model.reading.graph import read_graph

CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """tokens: of all its placements; groups: at those places, from back to front; kept: whether
    no constraint is broken."""

    tokens: tuple[int, ...]
    groups: tuple[Group, ...]
    kept: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a round is of. seed: of everything but the placements."""

    prompt: str
    seed: int
    aspect: float = 1.0


@dataclass(frozen=True, slots=True)
class Round:
    """A request with nothing but its places open."""

    asked: Asked
    start: Begun
    land: Land
    brief: Brief

    @classmethod
    def of(cls, asked: Asked, dictionary: Dictionary) -> "Round | None":
        """None for a prompt that names nothing which has a place."""
        graph = read_graph(asked.prompt, dictionary)
        start = begun(graph, dictionary, asked.seed, asked.aspect) if graph.elements else None
        if start is None or not 0 < len(start.units) <= MOST:
            return None
        land = land_of(start, asked.seed)
        return cls(asked, start, land, brief_of(start, land))

    def candidates(
        self, composer: Composer, count: int = CANDIDATES, choice: Choice = FREE, first: int = 0
    ) -> list[Candidate]:
        """Compositions of it; first: number of the first, so that others can be had."""
        seeds = range(self.asked.seed * 1000 + first, self.asked.seed * 1000 + first + count)
        return [self.candidate(tokens) for tokens in write(composer, self.brief, seeds, choice)]

    def candidate(self, tokens: Sequence[int]) -> Candidate:
        """The composition that tokens stand for. Raises ValueError for tokens that place other
        groups than these."""
        groups = laid(self.start, decode(tokens, len(self.start.units)), self.land)
        kept = not faults(self.start, groups, self.land)
        return Candidate(tuple(tokens), tuple(groups), kept)

    def composition(self, candidate: Candidate) -> Composition:
        """What is painted of a candidate. The dice of what follows are the same for all."""
        cast = replace(self.start.cast, rng=random.Random(self.asked.seed))
        figures = tuple(figure for group in candidate.groups for figure in group)
        return finished(replace(self.start, cast=cast), figures, self.land).composition


def rounds(
    prompts: Iterable[str], dictionary: Dictionary, aspects: Sequence[float] = (1.0,), salt: int = 0
) -> Iterator[Round]:
    """One round for each prompt that has one; salt: of the seeds."""
    for prompt in prompts:
        seed = zlib.crc32(f"{salt} {prompt}".encode()) % 2**31
        asked = Asked(prompt, seed, aspects[seed % len(aspects)])
        if found := Round.of(asked, dictionary):
            yield found
