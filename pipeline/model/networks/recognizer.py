"""Networks that see things of any kind: one finds where they are, one says what they look like.

The finder knows no kinds: heat at a thing's middle and the size of its box (Zhou et al., 2019,
"Objects as points"). The encoder turns a cut-out into a vector of length 1 that is near to those of
drawings of the same kind, whoever drew them (Schroff et al., 2015), so that a kind is named by the
nearest drawing of a dictionary and need not have been trained on.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.dictionary.recolor import COLORS as LAB

CROP = 48  # pixels of the cut-outs that the encoder sees
CELL = 4  # pixels of the picture that a cell of the heat map covers
COARSEST = 16  # sides of the finder's pictures are multiples of it
FEATURES = 96  # of a cut-out's vector
COLORS = tuple(LAB)


class Found(NamedTuple):
    """Where a thing is: its box in shares of the picture, and how sure that is, 0..1."""

    left: float
    top: float
    right: float
    bottom: float
    sure: float


class Block(nn.Module):
    """Residual block with batch normalization (He et al., 2016): cut-outs are many and alike, and
    it costs half of what group normalization does."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)

    def forward(self, x: Tensor) -> Tensor:
        """(B, width, H, W) -> the same shape."""
        h = self.conv2(F.relu(self.norm1(self.conv1(x))))
        return F.relu(x + self.norm2(h))


def halved(before: int, width: int) -> nn.Sequential:
    """(B, before, H, W) -> (B, width, H/2, W/2)."""
    return nn.Sequential(
        nn.Conv2d(before, width, 3, 2, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()
    )


class Finder(nn.Module):
    """Convolutional encoder of three scales, joined from coarse to fine (Lin et al., 2017)."""

    def __init__(self, widths: tuple[int, int, int] = (24, 48, 96)) -> None:
        super().__init__()
        a, b, c = widths
        self.fine = nn.Sequential(halved(3, a), halved(a, a), Block(a))
        self.middle = nn.Sequential(halved(a, b), Block(b))
        self.coarse = nn.Sequential(halved(b, c), Block(c), Block(c))
        self.up, self.join = nn.Conv2d(c, b, 1), Block(b)
        self.top, self.last = nn.Conv2d(b, a, 1), Block(a)
        self.head = nn.Conv2d(a, 3, 3, padding=1)
        assert self.head.bias is not None  # for the type checker
        with torch.no_grad():  # nearly all places are empty, and a middling thing has a fifth
            self.head.bias.copy_(torch.tensor([-4.0, -1.6, -1.6]))

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """pictures (B, 3, H, W) in [0, 1], sides multiples of 16 -> logits of heat (B, H/4, W/4),
        and logarithms of width and height (B, 2, H/4, W/4) in shares of the picture."""
        fine = self.fine(pictures * 2 - 1)
        middle = self.middle(fine)
        coarse = self.coarse(middle)
        middle = self.join(middle + _grown(self.up(coarse), middle))
        fine = self.last(fine + _grown(self.top(middle), fine))
        out = self.head(fine)
        return out[:, 0], out[:, 1:]

    @torch.inference_mode()
    def find(self, picture: Tensor, least: float, overlap: float = 0.5) -> list[Found]:
        """The things of a picture (1, 3, H, W), the surest first, none below `least`; of two boxes
        that overlap more than that (intersection over union) only the surer is kept."""
        heat, sizes = (part[0].float() for part in self(picture))
        heat, sizes = heat.sigmoid(), sizes.exp()
        high = (heat == F.max_pool2d(heat[None], 3, 1, 1)[0]) & (heat > least)
        rows, columns = heat.shape
        boxes = []
        for row, column in high.nonzero().tolist():
            x, y = (column + 0.5) / columns, (row + 0.5) / rows
            width, height = (float(side) for side in sizes[:, row, column])
            edges = x - width / 2, y - height / 2, x + width / 2, y + height / 2
            boxes.append(Found(*(min(max(e, 0.0), 1.0) for e in edges), float(heat[row, column])))
        kept: list[Found] = []
        for box in sorted(boxes, key=lambda box: -box.sure):
            if all(shared(box, other) < overlap for other in kept):
                kept.append(box)
        return kept


class ThingEncoder(nn.Module):
    """A cut-out -> what it looks like, and which colour it has."""

    def __init__(
        self, widths: tuple[int, int, int, int] = (32, 64, 128, 192), features: int = FEATURES
    ) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        before = 3
        for width in widths:
            layers += [halved(before, width), Block(width)]
            before = width
        self.body = nn.Sequential(*layers)
        flat = before * (CROP // 2 ** len(widths)) ** 2
        self.look = nn.Linear(flat, features)
        self.color = nn.Linear(flat, len(COLORS))

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        """crops (B, 3, 48, 48) in [0, 1] -> vectors of length 1 (B, F), logits (B, COLORS)."""
        flat = self.body(crops * 2 - 1).flatten(1)
        return F.normalize(self.look(flat).float(), dim=1), self.color(flat)


def shared(one: Found, other: Found) -> float:
    """Intersection over union of two boxes."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    if width <= 0 or height <= 0:
        return 0.0
    areas = [(box.right - box.left) * (box.bottom - box.top) for box in (one, other)]
    return width * height / (sum(areas) - width * height)


def _grown(x: Tensor, like: Tensor) -> Tensor:
    return F.interpolate(x, like.shape[-2:], mode="nearest")
