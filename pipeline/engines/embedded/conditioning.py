"""What the embedded model's two stages are given: the request, as tensors."""

from dataclasses import dataclass

from PIL import Image
from torch import Tensor

from pipeline.engines.embedded.open_tasks import OpenPicture
from pipeline.engines.embedded.photos import PhotoMakeover
from pipeline.model.plan.scene import Plan
from pipeline.model.planning.planner import Prompt
from pipeline.request import CompleteRequest


@dataclass(frozen=True)
class Inputs:
    """What a person gave. text: the prompt as read; photo: RGB; mask: 8-bit grey; grid: (rows,
    columns) of the picture's tokens."""

    request: CompleteRequest
    text: str
    photo: Image.Image | None
    mask: Image.Image | None
    grid: tuple[int, int]


@dataclass(frozen=True)
class Given:
    """What a photo and a mask add. Pictures are at the decoder's size.

    codes (rows, columns): the given picture's own tokens, and `seen` the plan read in it. known, of
    the detail pass's size: what stays where the mask (1, 1, H, W) is 0; an edit makes its mask
    later, from its plan.
    """

    codes: Tensor | None = None
    seen: Plan | None = None
    known: Tensor | None = None
    mask: Tensor | None = None

    @property
    def own_codes(self) -> Tensor:
        """The codes, for a task that has a photo."""
        assert self.codes is not None
        return self.codes

    @property
    def seen_plan(self) -> Plan:
        """The plan read in the photo, for a task that needs one."""
        assert self.seen is not None
        return self.seen


@dataclass(frozen=True)
class Conditioning:
    """What both stages need. read_as: what the words were read as, "" where as they are. opened: a
    picture of the open world, None for one of the closed world. redrawn: a photo that is drawn
    again."""

    inputs: Inputs
    prompt: Prompt
    given: Given
    read_as: str = ""
    opened: OpenPicture | None = None
    redrawn: PhotoMakeover | None = None

    @property
    def request(self) -> CompleteRequest:
        return self.inputs.request

    @property
    def grid(self) -> tuple[int, int]:
        """(rows, columns) of the picture's tokens."""
        return self.prompt.grid
