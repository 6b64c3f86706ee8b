"""Who looks at pictures: reads in them what stands where, knows its own world, ranks candidates."""

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

GLANCE_STEPS = 2  # of the decoder, for a painting that is only looked at
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
        """A picture as what describe reads: its tokens, and what the vision encoder sees there."""
        codes = self.tokenizer.encode(pixels, grid)[0]
        sight = sight or self._sight(pixels, grid)
        return seen_picture(self.transformer.vocabulary, codes, sight)

    def read(self, pixels: Tensor, grid: tuple[int, int]) -> Plan:
        """The plan that the transformer sees in a picture, which tells of what the vision encoder
        finds there and of nothing else, as captions are held to detected objects by constrained
        decoding (Anderson et al., 2017). Signs are read closely."""
        aspect = grid[1] / grid[0]
        sight, generator = self._sight(pixels, grid), torch.Generator().manual_seed(0)
        seen, found = self.look(pixels, grid, sight), self.vision.things(sight)
        *_, plan = sample_plan(self.transformer, seen, grid, LIKELIEST, generator, found=found)
        things = [
            replace(thing, word=self.reader.read(board_of(thing, pixels, aspect))[0] or thing.word)
            if thing.kind == "signpost"
            else thing
            for thing in plan.things
        ]
        return placing.inside(replace(plan, things=tuple(things)), aspect)

    def likeness(self, plan: Plan, pixels: Tensor, grid: tuple[int, int]) -> float:
        """How like the picture is to a painting of the plan that was read in it, -1..1: of a
        picture of the painted world the plan gives it back."""
        values = torch.zeros(1, len(self.tokenizer.config.levels), *grid)
        size = (1, 3, *(cells * self.tokenizer.config.patch for cells in grid))
        noise = torch.randn(size, generator=torch.Generator().manual_seed(0)).to(pixels.device)
        predict = painting.predictor(self.decoder, values, plan)
        *_, (_, painted) = painting.paint(predict, noise, GLANCE_STEPS)
        return painting.likeness(painted / 2 + 0.5, pixels, grid)

    def score(self, pixels: Tensor, plan: Plan, grid: tuple[int, int]) -> float:
        """How surely what was planned, and nothing else, is seen in a picture: log p of its things,
        and of its signs' letters, which are read closely."""
        score = sight_score(self.vision, pixels, plan, grid)
        signs = [thing for thing in plan.things if thing.word]
        if signs:
            boards = [board_of(sign, pixels, grid[1] / grid[0]) for sign in signs]
            words = [sign.word for sign in signs]
            score -= float(self.reader.surprise(torch.cat(boards), words).sum())
        return score


def board_of(sign: PlannedThing, pixels: Tensor, aspect: float) -> Tensor:
    """A close look (1, 3, *LOOK) at where a sign is said to stand."""
    left, top, right, bottom = sign.box(aspect)
    return close_look(pixels, (left + right) / 2, (top + bottom) / 2, sign.size)
