"""Reads the word on a sign. Letters are too small for the vision encoder, so a sign is cut out and
enlarged; a small convolutional network predicts for every column which letter it shows, or none.
Columns become words as in connectionist temporal classification (Graves et al., 2006).
"""

import string
from itertools import groupby

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from pipeline.model.networks.layers import ResBlock, group_norm
from pipeline.model.plan.world import MAX_LETTERS

LETTERS = string.ascii_uppercase
BLANK = len(LETTERS)
LOOK = (64, 160)  # height and width of the cut-out in pixels of the network's input
ACROSS, DOWN = (
    0.64,
    0.256,
)  # its size in units of the picture's shorter side
BOARD_MIDDLE = 0.215  # of a sign's size: how far the board's middle is above the sign's


def close_look(pixels: Tensor, x: float, y: float, size: float) -> Tensor:
    """The board of a sign whose middle is at (x, y) in shares of the picture, size its height in
    units of the shorter side: pixels (1, 3, H, W) -> (1, 3, *LOOK)."""
    height, width = pixels.shape[-2:]
    side = min(height, width)
    across, down = round(ACROSS * side), round(DOWN * side)
    left = round(x * width - across / 2)
    top = round(y * height - BOARD_MIDDLE * size * side - down / 2)
    # Beyond the picture's edge its border pixels are repeated.
    rows = torch.arange(top, top + down, device=pixels.device).clamp(0, height - 1)
    columns = torch.arange(left, left + across, device=pixels.device).clamp(0, width - 1)
    board = pixels[:, :, rows][:, :, :, columns]
    return F.interpolate(board, LOOK, mode="bilinear", antialias=True)


class SignReader(nn.Module):
    """Boards -> letters from left to right."""

    def __init__(self, width: int = 24) -> None:
        super().__init__()
        a, b, c, d = width, 2 * width, 3 * width, 4 * width
        self.look = nn.Sequential(
            nn.Conv2d(1, a, 3, 2, padding=1),
            nn.SiLU(),
            nn.Conv2d(a, b, 3, 2, padding=1),
            ResBlock(b, b),
            nn.Conv2d(b, c, 3, (2, 1), padding=1),
            ResBlock(c, c),
            nn.Conv2d(c, d, 3, (2, 1), padding=1),
            group_norm(d),
            nn.SiLU(),
        )
        self.columns = nn.Sequential(
            nn.Conv1d(d * LOOK[0] // 16, 2 * d, 3, padding=1), group_norm(2 * d), nn.SiLU()
        )
        self.letters = nn.Conv1d(2 * d, len(LETTERS) + 1, 3, padding=1)

    def forward(self, boards: Tensor) -> Tensor:
        """boards (B, 3, *LOOK) in [0, 1] -> log-probabilities (B, LOOK[1] / 4, letters + blank)."""
        light = boards.mean(1, keepdim=True)
        # By night as by day: letters are darker than the board.
        light = F.instance_norm(light, eps=1e-4)
        columns = self.columns(self.look(light).flatten(1, 2))
        return self.letters(columns).movedim(1, 2).float().log_softmax(-1)

    @torch.inference_mode()
    def read(self, boards: Tensor) -> list[str]:
        """The words on the boards (B, 3, *LOOK); "" where there is none."""
        columns = self(boards).argmax(-1).tolist()
        return [
            "".join(LETTERS[index] for index, _ in groupby(row) if index != BLANK)[:MAX_LETTERS]
            for row in columns
        ]

    def surprise(self, boards: Tensor, words: list[str]) -> Tensor:
        """-log p(word | board) in nats, (B,)."""
        log_p = self(boards).movedim(1, 0)  # (columns, B, letters + blank)
        spelt = [LETTERS.index(letter) for word in words for letter in word]
        letters = torch.tensor(spelt, device=log_p.device)
        lengths = torch.tensor([len(word) for word in words])
        columns = torch.full((len(words),), len(log_p))
        return F.ctc_loss(log_p, letters, columns, lengths, BLANK, "none")
