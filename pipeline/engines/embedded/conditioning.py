"""What the embedded model's two stages are given: the request, as tensors."""

from dataclasses import dataclass

from PIL import Image
from torch import Tensor

from pipeline.model.networks.sequence import Sequence
from pipeline.model.plan.mood import Mood
from pipeline.model.plan.plan import Plan
from pipeline.request import Request


@dataclass(frozen=True)
class Conditioning:
    """What both stages need. Pictures are at the decoder's size.

    prompt: the words, opened and tokenized; read_as: what they were read as, "" where as they are.
    codes (rows, columns): the given picture's own tokens, and `seen` the plan read in it. source
    (1, 3, H, W) in [-1, 1]: the photo whose painting this is, in its mood. known, of the detail
    pass's size: what stays where the mask (1, 1, H, W) is 0; an edit makes its mask later, from its
    plan.
    """

    request: Request
    grid: tuple[int, int]
    prompt: Sequence
    signs: tuple[str, ...]
    read_as: str = ""
    photo: Image.Image | None = None
    codes: Tensor | None = None
    seen: Plan | None = None
    source: Tensor | None = None
    mood: Mood | None = None
    known: Tensor | None = None
    mask: Tensor | None = None

    @property
    def aspect(self) -> float:
        """Width over height of the grid."""
        return self.grid[1] / self.grid[0]
