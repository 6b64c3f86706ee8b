"""Grids of looks: read between their cells, mute at first, the same in a window as in the whole."""

import pytest
import torch

from pipeline.model.templates import SIDE, Looks, Scenery, Templates


@pytest.fixture
def grids() -> Templates:
    made = Templates(3, 4)
    torch.nn.init.normal_(made.table, generator=torch.Generator().manual_seed(0))
    return made


def test_a_cell_is_read_as_it_is_and_between_two_their_mean(grids):
    row, column = 5, SIDE - 2
    first = (1 * SIDE + row) * SIDE + column
    x, y = torch.tensor([column, column + 0.5, column + 1]), torch.full((3,), float(row))
    read = grids(torch.tensor([1, 1, 1]), x / (SIDE - 1), y / (SIDE - 1))
    there, next_to_it = grids.table[first], grids.table[first + 1]
    wanted = torch.stack([there, (there + next_to_it) / 2, next_to_it])
    assert torch.allclose(read, wanted, atol=1e-4)


def test_beyond_its_edges_a_grid_is_its_edge(grids):
    outside, edge = (
        grids(torch.tensor([2]), torch.tensor([x]), torch.tensor([1.0])) for x in (1.7, 1.0)
    )
    assert torch.equal(outside, edge)


def test_grids_say_nothing_before_they_are_trained():
    here = torch.zeros(5)
    looks = Looks(2, 6, 8)(here.long(), here, here, torch.randn(5, 6), 1.25)
    scenery = Scenery(2, 8)(torch.tensor([1]), torch.tensor([[0.0, 0.0, 1.0, 1.0]]), (3, 4))
    assert not looks.any() and not scenery.any()
    assert scenery.shape == (1, 8, 3, 4)


def test_a_looks_colours_are_the_things_own(grids):
    looks = Looks(3, 6, 8)
    torch.nn.init.normal_(looks.grids.table)
    kind, u, v = torch.tensor([1, 1]), torch.zeros(2), torch.zeros(2)
    red, blue = looks(kind, u, v, torch.eye(6)[:2], 1.25)
    assert not torch.allclose(red, blue)


def test_a_window_sees_the_scenery_that_lies_there():
    scenery = Scenery(2, 8)
    torch.nn.init.normal_(scenery.grids.table)
    terrain = torch.tensor([2])
    whole = scenery(terrain, torch.tensor([[0.0, 0.0, 1.0, 1.0]]), (8, 8))
    window = scenery(terrain, torch.tensor([[0.25, 0.5, 0.75, 1.0]]), (4, 4))
    assert torch.allclose(window, whole[..., 4:, 2:6], atol=1e-5)
    assert not scenery(torch.tensor([0]), torch.tensor([[0.0, 0.0, 1.0, 1.0]]), (8, 8)).any()
