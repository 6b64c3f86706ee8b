"""Reads pictures: their plan, whether they are of the painted world, how well they show a plan."""

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from pipeline.model.networks.decoder import Decoder
from pipeline.model.networks.image_tokenizer import ImageTokenizer
from pipeline.model.networks.sampling import LIKELIEST, sample_plan
from pipeline.model.networks.sequence import Sequence, seen_picture
from pipeline.model.networks.sign_reader import SignReader, close_look
from pipeline.model.networks.transformer import Transformer
from pipeline.model.networks.vision import Sight, VisionEncoder
from pipeline.model.painting import passes as painting
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.planning import placing
from pipeline.model.seeing.scoring import sight_score

GLANCE_STEPS = 2  # decoder steps of a painting that is only compared
KNOWN = 0.8  # likeness from which a picture is of the painted world


@dataclass(frozen=True)
class Observer:
    """Pictures are (1, 3, H, W) in [0, 1], of any size; a grid is (rows, columns) of tokens."""

    tokenizer: ImageTokenizer
    transformer: Transformer
    decoder: Decoder
    vision: VisionEncoder
    reader: SignReader

    def _sight(self, pixels: Tensor, grid: tuple[int, int]) -> Sight:
        return self.vision.encode(pixels, grid)[0]

    def look(self, pixels: Tensor, grid: tuple[int, int], sight: Sight | None = None) -> Sequence:
        """A picture as the describe task reads it: its tokens and the vision encoder's features."""
        codes = self.tokenizer.encode(pixels, grid)[0]
        sight = sight or self._sight(pixels, grid)
        return seen_picture(self.transformer.vocabulary, codes, sight)

    def read(self, pixels: Tensor, grid: tuple[int, int]) -> Plan:
        """The plan that the transformer reads in a picture. It has the things that the vision
        encoder detects and no others, as captions are constrained to detected objects (Anderson et
        al., 2017). The sign reader reads the signs."""
        aspect = grid[1] / grid[0]
        sight, generator = self._sight(pixels, grid), torch.Generator().manual_seed(0)
        prefix, found = self.look(pixels, grid, sight), self.vision.things(sight)
        *_, plan = sample_plan(self.transformer, prefix, grid, LIKELIEST, generator, found=found)
        things = [
            replace(thing, word=self.reader.read(board_of(thing, pixels, aspect))[0] or thing.word)
            if thing.kind == "signpost"
            else thing
            for thing in plan.things
        ]
        return placing.inside(replace(plan, things=tuple(things)), aspect)

    def likeness(self, plan: Plan, pixels: Tensor, grid: tuple[int, int]) -> float:
        """How similar the picture is to a painting of the plan that was read in it, -1..1: high for
        pictures of the painted world, which their plan reproduces."""
        values = torch.zeros(1, len(self.tokenizer.config.levels), *grid)
        size = (1, 3, *(cells * self.tokenizer.config.patch for cells in grid))
        noise = torch.randn(size, generator=torch.Generator().manual_seed(0)).to(pixels.device)
        predict = painting.predictor(self.decoder, values, plan)
        *_, (_, painted) = painting.paint(predict, noise, GLANCE_STEPS)
        return painting.likeness(painted / 2 + 0.5, pixels, grid)

    def score(self, pixels: Tensor, plan: Plan, grid: tuple[int, int]) -> float:
        """How surely a picture shows the planned things and nothing else: log p, in nats, of its
        things by the vision encoder and of its signs' letters by the sign reader."""
        score = sight_score(self.vision, pixels, plan, grid)
        signs = [thing for thing in plan.things if thing.word]
        if signs:
            boards = [board_of(sign, pixels, grid[1] / grid[0]) for sign in signs]
            words = [sign.word for sign in signs]
            score -= float(self.reader.surprise(torch.cat(boards), words).sum())
        return score


def board_of(sign: PlannedThing, pixels: Tensor, aspect: float) -> Tensor:
    """The enlarged cut-out (1, 3, *LOOK) of the place of a planned sign's board."""
    left, top, right, bottom = sign.box(aspect)
    return close_look(pixels, (left + right) / 2, (top + bottom) / 2, sign.size)
