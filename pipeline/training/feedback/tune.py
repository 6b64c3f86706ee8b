"""Tunes the composer by preferences: DPO for pairs, KTO for single votes, on a low-rank change.

What the reference finds likely is computed once. A guard looks at other figures from time to time
and ends the training before they fall; what is kept is the last change that passed.
"""

import copy
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks import low_rank
from pipeline.model.networks.composer import Composer
from pipeline.model.networks.composer_inputs import Brief
from pipeline.training.feedback.guard import Guard, GuardFigures
from pipeline.training.feedback.likelihood import likelihoods
from pipeline.training.feedback.losses import dpo, kto
from pipeline.training.feedback.pairs import Liked, Preference
from pipeline.training.feedback.rounds import Asked, Round

SEQUENCES = 128  # whose likelihoods are computed at once


@dataclass(frozen=True)
class Recipe:
    """beta: how strongly the policy is held to the reference. smoothing: share of votes taken to be
    wrong. rank: of the change of each matrix. epochs: over all preferences at most. batch:
    preferences a step. every: steps between two looks of the guard."""

    beta: float = 0.1
    smoothing: float = 0.1
    rank: int = 8
    lr: float = 1e-3
    epochs: float = 4.0
    batch: int = 32
    every: int = 40
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A preference that can be learnt from. sides: (brief, tokens) of chosen and rejected, None
    where there is none; reference: of each, its log likelihood by the reference."""

    sides: tuple[tuple[Brief, tuple[int, ...]] | None, ...]
    weight: float
    reference: tuple[float, ...] = (0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Tuned:
    """changes: of `low_rank`, at the last look that passed. looks: what the guard saw, the first
    one before training. ended: why the training ended. lessons: how many preferences it had."""

    changes: dict[str, Tensor]
    looks: tuple[GuardFigures, ...]
    ended: str
    steps: int
    lessons: int
    seconds: float


class Briefs:
    """Briefs of requests, each made once; None for one that the dictionary here has no picture
    of, or whose tokens place other groups."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self.known: dict[Asked, Brief | None] = {}

    def of(self, liked: Liked) -> Brief | None:
        if liked.asked not in self.known:
            found = Round.of(liked.asked, self.dictionary)
            self.known[liked.asked] = found.brief if found else None
        brief = self.known[liked.asked]
        if brief is None or not _fits(liked.tokens, brief):
            return None
        return brief


def _fits(tokens: Sequence[int], brief: Brief) -> bool:
    rows = [tokens[at : at + 5] for at in range(0, len(tokens), 5)]
    units = len(brief.units)
    if len(tokens) != 5 * units or {row[0] for row in rows} != set(range(units)):
        return False
    return all(row[1] <= int(brief.mirrors[row[0]]) for row in rows)


def lessons_of(preferences: Sequence[Preference], dictionary: Dictionary) -> list[Lesson]:
    """Those preferences whose pictures are still the ones that were looked at."""
    briefs, found = Briefs(dictionary), list[Lesson]()
    for one in preferences:
        sides = []
        for side in (one.chosen, one.rejected):
            brief = briefs.of(side) if side else None
            sides.append((brief, side.tokens) if side and brief else None)
        if sum(side is not None for side in sides) == len(one.sides) and one.weight > 0:
            found.append(Lesson(tuple(sides), one.weight))
    return found


@torch.inference_mode()
def referenced(composer: Composer, lessons: Sequence[Lesson]) -> list[Lesson]:
    """The lessons with what the reference finds likely."""
    sides = [side for lesson in lessons for side in lesson.sides if side]
    found: list[float] = []
    for at in range(0, len(sides), SEQUENCES):
        found += likelihoods(composer, sides[at : at + SEQUENCES]).tolist()
    values = iter(found)
    return [
        Lesson(one.sides, one.weight, tuple(next(values) if side else 0.0 for side in one.sides))
        for one in lessons
    ]


def loss(composer: Composer, lessons: Sequence[Lesson], recipe: Recipe) -> Tensor:
    """The mean loss of a batch; pairs and single votes may be mixed."""
    sides = [side for lesson in lessons for side in lesson.sides if side]
    values = iter(likelihoods(composer, sides))
    policy = [[next(values) if side else None for side in one.sides] for one in lessons]
    total = torch.zeros(())
    pairs = [(one, row) for one, row in zip(lessons, policy, strict=True) if None not in row]
    if pairs:
        chosen, rejected = (torch.stack([row[n] for _, row in pairs]) for n in (0, 1))  # type: ignore[misc]
        reference = torch.tensor([one.reference for one, _ in pairs])
        weights = torch.tensor([one.weight for one, _ in pairs])
        theirs, others = reference.T
        losses = dpo(chosen, rejected, theirs, others, recipe.beta, recipe.smoothing)
        total = total + (weights * losses).sum()
    single = [(one, row) for one, row in zip(lessons, policy, strict=True) if None in row]
    if single:
        liked = torch.tensor([row[0] is not None for _, row in single])
        given = torch.stack([row[0] if row[0] is not None else row[1] for _, row in single])  # type: ignore[misc]
        reference = torch.tensor([sum(one.reference) for one, _ in single])
        weights = torch.tensor([one.weight for one, _ in single])
        drift = (given - reference).mean()
        total = total + (weights * kto(given, reference, liked, drift, recipe.beta)).sum()
    return total / len(lessons)


def tune(
    composer: Composer,
    preferences: Sequence[Preference],
    dictionary: Dictionary,
    guard: Guard,
    recipe: Recipe = Recipe(),  # frozen
    told: Callable[[str], None] = print,
) -> Tuned:
    """Learns from preferences. The composer itself stays as it is."""
    begun = time.monotonic()
    torch.manual_seed(recipe.seed)
    lessons = referenced(composer, lessons_of(preferences, dictionary))
    if not lessons:
        raise ValueError("none of these preferences is about pictures of this composer's groups")
    policy = copy.deepcopy(composer).train()
    trained = low_rank.begin(policy, recipe.rank)
    optimizer = torch.optim.AdamW(trained, recipe.lr, (0.9, 0.99), weight_decay=0.0)
    total = max(1, round(recipe.epochs * len(lessons) / recipe.batch))
    looks, kept, ended = [guard.look(policy)], low_rank.changes(policy), "all steps were taken"
    told(f"{len(lessons)} lessons, {total} steps; before: {looks[0]}")
    step = 0
    for step, some in enumerate(_batches(lessons, recipe, total), start=1):
        for group in optimizer.param_groups:
            group["lr"] = recipe.lr * min(1.0, step / 20, max(0.05, 2 * (1 - step / total)))
        value = loss(policy, some, recipe)
        value.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % recipe.every == 0 or step == total:
            seen = guard.look(policy)
            told(f"step {step} loss {value.item():.4f} {seen}")
            if reason := guard.refuses(looks[0], seen):
                ended = reason
                break
            looks.append(seen)
            kept = low_rank.changes(policy)
    seconds = time.monotonic() - begun
    return Tuned(kept, tuple(looks), ended, step, len(lessons), seconds)


def _batches(lessons: Sequence[Lesson], recipe: Recipe, steps: int) -> Iterator[list[Lesson]]:
    """Every lesson once, in another order, before any comes again."""
    rng, waiting = random.Random(recipe.seed), list[Lesson]()
    for _ in range(steps):
        if len(waiting) < recipe.batch:
            waiting += rng.sample(lessons, len(lessons))
        yield waiting[: recipe.batch]
        waiting = waiting[recipe.batch :]


def with_changes(composer: Composer, changes: dict[str, Tensor]) -> Composer:
    """A composer with changes laid on; the one that is given stays as it is."""
    tuned = copy.deepcopy(composer)
    low_rank.lay_on(tuned, changes)
    return tuned.eval().requires_grad_(False)
