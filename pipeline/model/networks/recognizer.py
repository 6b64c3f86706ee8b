"""A network that sees things of any kind: where they are, and what they look like.

In a whole picture it marks the middles of things, of whatever kind, and the sizes of their boxes
(Zhou et al., 2019, "Objects as points"), and reads place, hour, weather, season and style. A
cut-out becomes a vector of length 1 that is near to those of drawings of the same kind, whoever
drew them (Schroff et al., 2015), so that a kind is named by the nearest drawing of a dictionary
and need not have been trained on.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.dictionary.recolor import COLORS as LAB
from pipeline.model.networks.trunk import WIDTHS, Trunk

CROP = 48  # pixels of a cut-out
CELL = 4  # pixels of a picture that a cell of the heat map covers
COARSEST = 16  # sides of pictures are multiples of it
FEATURES = 96  # of a cut-out's vector
COLORS = tuple(LAB)


class Found(NamedTuple):
    """Where a thing is: its box in shares of the picture, and how sure that is, 0..1."""

    left: float
    top: float
    right: float
    bottom: float
    sure: float


class Whole(NamedTuple):
    """Of B pictures: logits of heat (B, H/4, W/4); logarithms of width and height (B, 2, H/4, W/4)
    in shares of the picture; logits of each part of the setting, (B, names) each."""

    heat: Tensor
    sizes: Tensor
    setting: tuple[Tensor, ...]


class Recognizer(Trunk):
    """setting: names of each part of a setting that it can tell ("place", "time", ...)."""

    def __init__(
        self,
        setting: Mapping[str, Sequence[str]],
        widths: tuple[int, int, int] = WIDTHS,
    ) -> None:
        super().__init__(widths)
        fine, middle, coarse = widths
        self.setting = {part: tuple(names) for part, names in setting.items()}
        self.center = nn.Conv2d(fine, 3, 3, padding=1)
        self.whole = nn.Linear(coarse, sum(map(len, self.setting.values())))
        flat = (middle + coarse) * (CROP // COARSEST) ** 2
        self.look = nn.Linear(flat, FEATURES)
        self.color = nn.Linear(flat, len(COLORS))
        assert self.center.bias is not None  # for the type checker
        with torch.no_grad():  # nearly all places are empty, and a middling thing has a fifth
            self.center.bias.copy_(torch.tensor([-4.0, -1.6, -1.6]))

    def see(self, pictures: Tensor) -> Whole:
        """pictures (B, 3, H, W) in [0, 1], sides multiples of 16."""
        fine, coarse = self.maps(pictures)
        out, whole = self.center(fine).float(), self.whole(coarse.mean((2, 3))).float()
        parts = whole.split([len(names) for names in self.setting.values()], 1)
        return Whole(out[:, 0], out[:, 1:], tuple(parts))

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        """crops (B, 3, 48, 48) in [0, 1] -> vectors of length 1 (B, F), logits (B, COLORS)."""
        flat = self.flat(crops)
        return F.normalize(self.look(flat).float(), dim=1), self.color(flat)

    def flat(self, crops: Tensor) -> Tensor:
        """crops (B, 3, 48, 48) in [0, 1] -> all that the trunk sees in them, (B, 2304)."""
        middle = self.middle(self.fine(crops * 2 - 1))
        coarse = self.coarse(middle)
        return torch.cat([F.avg_pool2d(middle, 2), coarse], 1).flatten(1)

    @torch.inference_mode()
    def find(self, picture: Tensor, least: float, overlap: float = 0.5) -> list[Found]:
        """The things of a picture (1, 3, H, W), the surest first, none below `least`; of two boxes
        that overlap more than that (intersection over union) only the surer is kept."""
        seen = self.see(picture)
        heat, sizes = seen.heat[0].sigmoid(), seen.sizes[0].exp()
        high = (heat == F.max_pool2d(heat[None], 3, 1, 1)[0]) & (heat > least)
        rows, columns = heat.shape
        boxes = []
        for row, column in high.nonzero().tolist():
            x, y = (column + 0.5) / columns, (row + 0.5) / rows
            width, height = (float(side) for side in sizes[:, row, column])
            edges = x - width / 2, y - height / 2, x + width / 2, y + height / 2
            left, top, right, bottom = (min(max(edge, 0.0), 1.0) for edge in edges)
            boxes.append(Found(left, top, right, bottom, float(heat[row, column])))
        kept: list[Found] = []
        for box in sorted(boxes, key=lambda box: -box.sure):
            if all(shared(box, other) < overlap for other in kept):
                kept.append(box)
        return kept

    @torch.inference_mode()
    def tell(self, picture: Tensor, least: float) -> dict[str, str]:
        """Part of the setting -> its name in a picture (1, 3, H, W), where one is as likely as
        `least`, 0..1."""
        likely = [logits[0].softmax(0).max(0) for logits in self.see(picture).setting]
        named = zip(self.setting.items(), likely, strict=True)
        return {part: names[int(best)] for (part, names), (p, best) in named if p >= least}


def shared(one: Found, other: Found) -> float:
    """Intersection over union of two boxes."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(box.right - box.left) * (box.bottom - box.top) for box in (one, other)]
    return width * height / (sum(areas) - width * height)
