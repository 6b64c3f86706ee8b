"""What must not fall while taste is learnt: constraints that hold, and how much seeds differ.

The guard draws compositions of requests that training does not see, always by the same dice.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, pstdev

import torch

from pipeline.model.networks.composer import Composer
from pipeline.model.plan.placement import decode
from pipeline.training.feedback.judging import Judge
from pipeline.training.feedback.likelihood import likelihoods
from pipeline.training.feedback.rounds import Candidate, Round

SAMPLES = 4  # compositions of each request


@dataclass(frozen=True, slots=True)
class GuardFigures:
    """kept: share of single compositions that break no constraint. reward: mean of the judge that
    training may use, over those. drift: KL divergence from the reference, nats a picture. across,
    sizes: how far seeds differ in x (shares of the width) and in height (log)."""

    kept: float
    reward: float
    drift: float
    across: float
    sizes: float

    def __str__(self) -> str:
        return (
            f"kept {self.kept:.3f} reward {self.reward:.3f} drift {self.drift:.2f} "
            f"across {self.across:.3f} sizes {self.sizes:.3f}"
        )


@dataclass(frozen=True)
class Guard:
    """rounds: to draw compositions for. judge: of a candidate, 0..1. fall: of `kept` that is still
    borne. most_drift: nats. least_spread: share of the first `across` that must remain."""

    rounds: Sequence[Round]
    reference: Composer
    judge: Judge
    fall: float = 0.01
    most_drift: float = 12.0
    least_spread: float = 0.4

    @torch.inference_mode()
    def look(self, composer: Composer) -> GuardFigures:
        """The figures of a composer."""
        kept: list[float] = []
        rewards: list[float] = []
        drift: list[float] = []
        across: list[float] = []
        sizes: list[float] = []
        composer.eval()
        for one in self.rounds:
            found = one.candidates(composer, SAMPLES)
            kept += [float(candidate.kept) for candidate in found]
            rewards += [self.judge(one, candidate) for candidate in found if candidate.kept]
            sides = [(one.brief, candidate.tokens) for candidate in found]
            gained = likelihoods(composer, sides) - likelihoods(self.reference, sides)
            drift += gained.tolist()
            rows = [_by_unit(one, candidate) for candidate in found]
            for unit in rows[0]:
                across.append(pstdev(row[unit][0] for row in rows))
                sizes.append(pstdev(row[unit][1] for row in rows))
        composer.train()
        return GuardFigures(
            mean(kept), mean(rewards or [0.0]), mean(drift), mean(across), mean(sizes)
        )

    def refuses(self, first: GuardFigures, now: GuardFigures) -> str:
        """Why training must end; "" where it may go on."""
        if now.kept < first.kept - self.fall:
            return f"constraints hold in {now.kept:.1%} instead of {first.kept:.1%}"
        if now.drift > self.most_drift:
            return f"the policy is {now.drift:.1f} nats from the reference"
        if now.across < self.least_spread * first.across:
            return f"seeds differ by {now.across:.3f} of the width instead of {first.across:.3f}"
        return ""


def _by_unit(one: Round, candidate: Candidate) -> dict[int, tuple[float, float]]:
    placed = decode(candidate.tokens, len(one.start.units))
    return {each.unit: (each.x, math.log(each.height)) for each in placed}
