"""Draws plans with the transformer until one shows the things that the prompt names."""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from pipeline.model.networks.sampling import LIKELIEST, Sampling, sample_plan
from pipeline.model.networks.sequence import Sequence, planned
from pipeline.model.networks.transformer import Transformer
from pipeline.model.plan.constraints import Constraints
from pipeline.model.plan.scene import Plan
from pipeline.model.plan.world import kinds_named
from pipeline.model.planning import changes, checks, editing, placing
from pipeline.model.planning.under_mask import bounds, under_mask
from pipeline.model.reading.mentions import mentions, tells_sides

PLANNING = Sampling(guidance=1.0, temperature=0.5, top_p=0.9)
ATTEMPTS = 5  # most plans that are drawn until one shows the things of the prompt
# The first of these are drawn without constraints: the transformer's own choices look best.
UNCONSTRAINED_ATTEMPTS = 3
SEED_STRIDE = 1_000_003  # so that a seed's second attempt is not the next seed's first


@dataclass(frozen=True)
class Prompt:
    """What plans are drawn from. text: the prompt in the model's own vocabulary; tokens: the same
    as a sequence; signs: the text of the signs, in order; grid: (rows, columns) of tokens."""

    text: str
    tokens: Sequence
    signs: tuple[str, ...]
    grid: tuple[int, int]

    @property
    def aspect(self) -> float:
        """Width over height of the grid."""
        return self.grid[1] / self.grid[0]


class Planner:
    """Draws plans: for a prompt, for an edit of a plan, for a part of it."""

    def __init__(self, transformer: Transformer) -> None:
        self.transformer = transformer

    @torch.inference_mode()
    def for_prompt(self, prompt: Prompt, seed: int) -> Plan:
        """The plan of a prompt: the first of ATTEMPTS that shows all things that it names. The last
        attempts are constrained to them, as far as a picture has room. Where none shows them all:
        the last constrained plan, or the first plan where there were no constraints."""
        named, best = mentions(prompt.text), None
        free = not tells_sides(prompt.text)
        for attempt in range(ATTEMPTS):
            constrained = attempt >= UNCONSTRAINED_ATTEMPTS
            constraints = checks.constraints_of(named) if constrained else None
            plan = self.draw(prompt, prompt.tokens, PLANNING, seed, attempt, constraints)
            plan = placing.tidy(plan, prompt.aspect, free)
            if checks.fulfils(plan, named):
                return plan
            best = plan if constraints or best is None else best
        assert best is not None  # ATTEMPTS is not 0
        return best

    @torch.inference_mode()
    def for_edit(self, prompt: Prompt, before: Plan, seed: int) -> Plan:
        """The plan after an instruction: the first of ATTEMPTS, beginning with the likeliest, that
        makes the change which the instruction surely names; else the first that changes anything;
        else `before`. The last attempts are constrained to the change."""
        prefix = planned(self.transformer.vocabulary, before, prompt.grid) + prompt.tokens
        change, first = changes.change(prompt.text, before), before
        for attempt in range(ATTEMPTS if kinds_named(prompt.text) else 1):
            sampling = PLANNING if attempt else LIKELIEST
            constrained = change is not None and attempt >= UNCONSTRAINED_ATTEMPTS
            constraints = change.constraints(before) if change and constrained else None
            after = self.draw(prompt, prefix, sampling, seed, attempt, constraints)
            settled = editing.settle(before, after, prompt.aspect, prompt.text)
            if settled != before and (change is None or change.done(before, settled)):
                return settled
            first = settled if first == before else first
        return first

    def for_mask(self, prompt: Prompt, before: Plan | None, mask: Tensor, seed: int) -> Plan:
        """The plan of a picture whose part under the mask (1, 1, H, W) is repainted. before: the
        plan of the picture as it is, None where that is not known."""
        plan = self.for_prompt(prompt, seed)
        before = before or replace(plan, things=())
        return under_mask(before, plan, bounds(mask), prompt.aspect)

    def draw(
        self,
        prompt: Prompt,
        prefix: Sequence,
        sampling: Sampling,
        seed: int,
        attempt: int,
        constraints: Constraints | None = None,
    ) -> Plan:
        """The seed's plan of an attempt after a prefix, with every thing inside the picture."""
        generator = torch.Generator().manual_seed(seed + attempt * SEED_STRIDE)
        *_, plan = sample_plan(
            self.transformer,
            prefix,
            prompt.grid,
            sampling,
            generator,
            prompt.signs,
            constraints=constraints,
        )
        return placing.inside(plan, prompt.aspect)
