"""What a picture is to show: plans that the transformer draws till one shows what was asked for."""

from dataclasses import replace

import torch

from pipeline.engines.embedded.conditioning import Conditioning
from pipeline.model.networks.sampling import Sampling, sample_plan
from pipeline.model.networks.sequence import Sequence, planned
from pipeline.model.networks.transformer import Transformer
from pipeline.model.painting import inpainting
from pipeline.model.plan.constraints import Demands
from pipeline.model.plan.plan import Plan
from pipeline.model.plan.world import kinds_named
from pipeline.model.planning import changes, editing, placing
from pipeline.model.planning import under_mask as planning
from pipeline.model.planning.variation import loosened
from pipeline.model.reading import wishes as asked
from pipeline.model.seeing.observer import READING

PLANNING = Sampling(guidance=1.0, temperature=0.5, top_p=0.9)
PLANS = 5  # that are drawn at most until one shows what the words ask for
FREE_PLANS = 3  # of these nothing is demanded: what the transformer likes best looks best
OTHER = 1_000_003  # between their seeds, so that a seed's second plan is not its neighbour's first


class Planner:
    """Draws a plan for each task."""

    def __init__(self, transformer: Transformer) -> None:
        self.transformer = transformer

    @torch.inference_mode()
    def plan(self, conditioning: Conditioning, seed: int) -> Plan | None:
        """What the picture is to show; a photo's painting shows what the photo does."""
        task, seen = conditioning.request.task, conditioning.seen
        if task == "photo_to_painting":
            return None
        if task == "variation":
            strength, aspect = conditioning.request.strength, conditioning.aspect
            return seen and loosened(seen, strength, seed, aspect)
        if task == "edit":
            return self.edited(conditioning, seed)
        plan = self.as_asked(conditioning, seed)
        if task == "inpaint":
            box = inpainting.bounds(conditioning.mask)
            seen = seen or replace(plan, things=())
            return planning.under_mask(seen, plan, box, conditioning.aspect)
        return plan

    def edited(self, conditioning: Conditioning, seed: int) -> Plan:
        """The plan after an instruction: the likeliest, or where that does not do what the words
        surely ask for, or changes nothing of what they name, the first of PLANS that does; else the
        first that changes anything. The last ones are held to it."""
        seen, aspect = conditioning.seen, conditioning.aspect
        said = conditioning.read_as or conditioning.request.prompt
        before = planned(self.transformer.vocabulary, seen, conditioning.grid)
        prefix = before + conditioning.prompt
        change, first = changes.change(said, seen), seen
        for turn in range(PLANS if kinds_named(said) else 1):
            sampling = PLANNING if turn else READING
            demands = change.demands(seen) if change and turn >= FREE_PLANS else None
            after = self.draw(conditioning, prefix, sampling, seed, turn, demands)
            settled = editing.settle(seen, after, aspect, said)
            if settled != seen and (change is None or change.done(seen, settled)):
                return settled
            first = settled if first == seen else first
        return first

    def as_asked(self, conditioning: Conditioning, seed: int) -> Plan:
        """A plan of what the words ask for: the first of PLANS that plainly shows it. The last ones
        are held to it, as far as a picture has room; where none shows it, the last of those, or
        the first of all where nothing could be demanded."""
        said = conditioning.read_as or conditioning.request.prompt
        wished, best = asked.wishes(said), None
        free = not asked.tells_sides(said)
        for turn in range(PLANS):
            demands = asked.demanded(wished) if turn >= FREE_PLANS else None
            plan = self.draw(conditioning, conditioning.prompt, PLANNING, seed, turn, demands)
            plan = placing.tidy(plan, conditioning.aspect, free)
            if asked.fulfils(plan, wished):
                return plan
            best = plan if demands or best is None else best
        return best

    def draw(
        self, conditioning: Conditioning, prefix: Sequence, sampling: Sampling, seed: int,
        turn: int, demands: Demands | None = None,
    ) -> Plan:  # fmt: skip
        """The seed's plan number `turn` after a prefix, with every thing in the picture."""
        generator = torch.Generator().manual_seed(seed + turn * OTHER)
        grid, signs = conditioning.grid, conditioning.signs
        *_, plan = sample_plan(
            self.transformer, prefix, grid, sampling, generator, signs, demands=demands
        )
        return placing.inside(plan, conditioning.aspect)
