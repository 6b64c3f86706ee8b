"""The reader of signs: where it looks, what it makes of what it sees."""

import pytest
import torch

from pipeline.model.networks.sign_reader import (
    ACROSS,
    BLANK,
    DOWN,
    LETTERS,
    LOOK,
    SignReader,
    close_look,
)
from pipeline.model.plan.scene import PlannedThing
from pipeline.model.seeing.observer import board_of
from pipeline.training.train_reader import letters_at
from pipeline.training.world.scene import Thing


@pytest.fixture(scope="module")
def reader() -> SignReader:
    torch.manual_seed(0)
    return SignReader(8).eval()


def said(word: str) -> torch.Tensor:
    """Log-probabilities (1, columns, letters + blank) that spell a word out."""
    columns = [BLANK] * 3
    for letter in word:
        columns += [LETTERS.index(letter)] * 3 + [BLANK]
    told = torch.full((1, LOOK[1] // 4, BLANK + 1), -20.0)
    columns += [BLANK] * (told.shape[1] - len(columns))
    told[0, torch.arange(len(columns)), torch.tensor(columns)] = 0.0
    return told


@pytest.mark.parametrize("size", [(320, 320), (320, 480), (512, 300)])
def test_a_close_look_is_at_the_board(size):
    height, width = size
    sign = PlannedThing("signpost", None, 0.5, 0.9, 0.33, word="TEA")
    pixels = torch.zeros(1, 3, height, width)
    left, top, right, bottom = sign.box(width / height)
    board = top, top + 0.56 * (bottom - top), left, right
    rows, columns = (
        slice(round(a * side), round(b * side))
        for a, b, side in ((*board[:2], height), (*board[2:], width))
    )
    pixels[:, :, rows, columns] = 1
    seen = board_of(sign, pixels, width / height)[0, 0]
    assert seen.shape == LOOK
    share = 0.33 * 1.45 * 0.33 * 0.56 / (ACROSS * DOWN)
    assert seen.mean() == pytest.approx(share, abs=0.03)  # all of the board is in it
    around = seen[0].mean(), seen[-1].mean(), seen[:, 0].mean(), seen[:, -1].mean()
    assert max(around) < 0.05


def test_a_board_at_the_edge_is_looked_at_with_what_would_be_beyond_it():
    pixels = torch.rand(1, 3, 64, 64)
    assert close_look(pixels, 0.0, 0.1, 0.33).shape == (1, 3, *LOOK)
    assert close_look(pixels, 1.0, 1.0, 0.33).isfinite().all()


@pytest.mark.parametrize("word", ["I", "TEA", "MMMMWWWW", "BOOK", "SKIING"])
@pytest.mark.parametrize("right", [-0.03, 0.0, 0.02])
def test_a_sign_is_taught_as_it_is_read(reader, monkeypatch, word, right):
    letters = letters_at(Thing("signpost", None, 0.5, 0.9, 0.33, 0, word), right)
    told = torch.nn.functional.one_hot(letters, BLANK + 1)[None].float()
    monkeypatch.setattr(reader, "forward", lambda boards: told)
    assert reader.read(torch.zeros(1, 3, *LOOK)) == [word]
    middle = letters.ne(BLANK).nonzero().float().mean() + 0.5
    assert middle == pytest.approx(LOOK[1] / 4 * (0.5 - right / ACROSS), abs=1.2)


@pytest.mark.parametrize("word", ["A", "TEA", "MEADOWSS", "BOOK", ""])
def test_repeated_columns_are_one_letter_unless_a_blank_is_between(reader, monkeypatch, word):
    monkeypatch.setattr(reader, "forward", lambda boards: said(word))
    assert reader.read(torch.zeros(1, 3, *LOOK)) == [word]


def test_the_word_that_is_there_surprises_least(reader, monkeypatch):
    monkeypatch.setattr(reader, "forward", lambda boards: said("TEA").log_softmax(-1))
    board = torch.zeros(1, 3, *LOOK)
    there, other = (float(reader.surprise(board, [word])) for word in ("TEA", "SEA"))
    assert 0 <= there < 0.1 and other > 10


@torch.no_grad()
def test_each_board_is_read_by_itself(reader):
    boards = torch.rand(3, 3, *LOOK)
    told = reader(boards)
    assert told.shape == (3, LOOK[1] // 4, len(LETTERS) + 1)
    torch.testing.assert_close(told.exp().sum(-1), torch.ones(3, LOOK[1] // 4))
    torch.testing.assert_close(reader(boards[1:2])[0], told[1], atol=1e-5, rtol=1e-4)
