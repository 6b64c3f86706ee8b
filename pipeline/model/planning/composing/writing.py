"""Compositions whose things the composer has placed: several are drawn, the best is taken."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.composer import Composer
from pipeline.model.networks.composer_sampling import FREE, Choice, write
from pipeline.model.plan.land import Land
from pipeline.model.plan.placement import MOST, decode
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.planning.composing.briefing import brief_of
from pipeline.model.planning.composing.checking import faults, total
from pipeline.model.planning.composing.composing import Begun, Composed, begun, composed, finished
from pipeline.model.planning.composing.figures import Group
from pipeline.model.planning.composing.stands import aside, bank_side
from pipeline.model.planning.composing.taste import blemishes
from pipeline.model.planning.composing.units import laid, stands_of

CANDIDATES = 6
TRANSFORMER, RULES = "transformer", "rules"


@dataclass(frozen=True, slots=True)
class Written:
    """composed: the picture; by: TRANSFORMER, or RULES where nothing that it wrote kept to the
    graph. kept: how many of `candidates` did. tokens: that place its groups, () by RULES. dice:
    seed of all that is settled before."""

    composed: Composed
    by: str
    kept: int = 0
    candidates: int = 0
    tokens: tuple[int, ...] = ()
    dice: int = 0


def written(
    composer: Composer,
    graph: SceneGraph,
    dictionary: Dictionary,
    seed: int,
    aspect: float,
    candidates: int = CANDIDATES,
) -> Written:
    """The best of several compositions of the composer that keep to the graph, by `blemishes`, or,
    where none does, that of the rules; the same seed gives the same one.

    What touches is put together by rules, and so is the land. Raises KeyError for a kind that the
    dictionary lacks.
    """
    start = begun(graph, dictionary, seed, aspect)
    kept: list[tuple[float, list[int], Group]] = []
    if 0 < len(start.units) <= MOST:
        land = land_of(start, seed)
        seeds = [seed * 1000 + number for number in range(candidates)]
        for tokens in write(composer, brief_of(start, land), seeds):
            groups = laid(start, decode(tokens, len(start.units)), land)
            if not total(faults(start, groups, land)):
                flat = tuple(figure for group in groups for figure in group)
                kept.append((blemishes(start.cast, start.home, groups), tokens, flat))
    if not kept:
        return Written(composed(graph, dictionary, seed, aspect), RULES, 0, candidates, dice=seed)
    _, tokens, best = min(kept, key=lambda item: item[0])
    whole = finished(start, best, land)
    return Written(whole, TRANSFORMER, len(kept), candidates, tuple(tokens), seed)


def land_of(start: Begun, seed: int) -> Land:
    """The land that things are placed on: with its river beside those on the ground."""
    if any(stand.name == "ground" for stand in stands_of(start, start.land)):
        side = random.Random(seed).choice((-1.0, 1.0))
        return aside(start.land, bank_side(start.cast.graph, side))
    return start.land


def drawn(
    composer: Composer, start: Begun, land: Land, seeds: Sequence[int], choice: Choice = FREE
) -> list[list[Group]]:
    """The groups at places that the composer gives them, from back to front, for each seed."""
    found = write(composer, brief_of(start, land), seeds, choice)
    return [laid(start, decode(tokens, len(start.units)), land) for tokens in found]
