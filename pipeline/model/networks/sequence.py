"""One vocabulary and one sequence for every task: text, plans, image codes, specials.

text to image          <text> words <plan> things <end> <image> rows columns codes
photo to painting      <source> rows columns codes <text> words <image> rows columns codes
describe               <source> rows columns codes <region>* <plan> things <end>
edit                   <plan> things <end> <text> words <plan> things <end>
"""

from dataclasses import dataclass
from enum import IntEnum

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.vision import Sight
from pipeline.model.plan.grammar import Grammar
from pipeline.model.plan.scene import Plan
from pipeline.model.plan.tokens import PLAN_SIZE, encode


class Special(IntEnum):
    """Ids after the image codes that open or end a part of a sequence."""

    TEXT = 0
    SOURCE = 1
    IMAGE = 2
    REGION = 3
    END = 4


@dataclass(frozen=True)
class Vocabulary:
    """Ids: [0, text) words, `codes` image codes, specials, grid sizes 1..max_grid, plan ids."""

    text: int
    codes: int
    max_grid: int

    @property
    def size(self) -> int:
        return self.plans + PLAN_SIZE

    @property
    def plans(self) -> int:
        """The first plan id (see `pipeline.model.plan.tokens`)."""
        return self.text + self.codes + len(Special) + self.max_grid

    def special(self, name: Special) -> int:
        return self.text + self.codes + int(name)

    def length(self, cells: int) -> int:
        """Id of a grid's side of `cells` rows (or columns). Raises ValueError outside
        1..max_grid."""
        if not 1 <= cells <= self.max_grid:
            raise ValueError(f"a grid side of {cells} is outside 1..{self.max_grid}")
        return self.text + self.codes + len(Special) + cells - 1


@dataclass(frozen=True)
class Sequence:
    """Token ids (N,) and the place of each, (N, 3) floats: place in the text, row, column.

    Rows and columns count from 1 at the first cell's middle; 0 is nowhere. A planned thing has the
    place of its middle, so that image tokens find it by their own place.
    `ahead` (N, 2) is the row and column of the code that comes next, so that the model need not
    count to know where a row ends; -1 where no code comes next. `features` (N, F) are the vision
    encoder's of a cell or a region, zeros at all other tokens; None where no token has any.
    """

    ids: Tensor
    places: Tensor
    ahead: Tensor
    features: Tensor | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def __add__(self, other: "Sequence") -> "Sequence":
        """Concatenation; the other part's text places continue this one's."""
        start = float(self.places[:, 0].max()) + 1 if len(self) else 0
        shifted = other.places + torch.tensor([start, 0.0, 0.0])
        features = features_of([self, other])
        return Sequence(
            torch.cat([self.ids, other.ids]),
            torch.cat([self.places, shifted]),
            torch.cat([self.ahead, other.ahead]),
            None if features is None else torch.cat(features),
        )


def features_of(rows: list[Sequence]) -> list[Tensor] | None:
    """Each row's features (N, F), zeros for a row without any; None where no row has any."""
    width = next((row.features.shape[1] for row in rows if row.features is not None), None)
    if width is None:
        return None
    return [torch.zeros(len(row), width) if row.features is None else row.features for row in rows]


def words(vocabulary: Vocabulary, opening: Special, text: list[int], end: bool = False) -> Sequence:
    """`opening` special, the text's ids and, with `end`, the end mark."""
    ids = [vocabulary.special(opening), *text]
    ids += [vocabulary.special(Special.END)] if end else []
    places = torch.zeros(len(ids), 3)
    places[:, 0] = torch.arange(len(ids))
    return Sequence(torch.tensor(ids), places, torch.full((len(ids), 2), -1))


def picture(
    vocabulary: Vocabulary,
    opening: Special,
    codes: Tensor,
    written: int | None = None,
    features: Tensor | None = None,
) -> Sequence:
    """`opening`, rows, columns and the codes (rows, columns) in reading order.

    `written` keeps only the first codes: 0 is the prefix from which sampling begins.
    features (rows, columns, F): the vision encoder's of each cell.
    """
    rows, columns = codes.shape
    cells = rows * columns
    kept = cells if written is None else written
    head = [vocabulary.special(opening), vocabulary.length(rows), vocabulary.length(columns)]
    grid = grid_places(rows, columns)
    ids = torch.cat([torch.tensor(head), codes.reshape(-1).cpu()[:kept] + vocabulary.text])
    places = torch.zeros(3 + kept, 3)
    places[:3, 0] = torch.arange(3)
    places[3:, 0] = 3
    places[3:, 1:] = grid[:kept]
    ahead = torch.full((3 + cells, 2), -1)
    ahead[2 : 2 + cells] = grid
    if features is not None:  # the head's three tokens have none
        features = F.pad(features.reshape(cells, -1).cpu()[:kept], (0, 0, 3, 0))
    return Sequence(ids, places, ahead[: 3 + kept], features)


def seen_picture(vocabulary: Vocabulary, codes: Tensor, sight: Sight) -> Sequence:
    """A picture to describe: its codes (rows, columns), each with the vision encoder's features of
    its cell, then one token for each region."""
    count = len(sight.places)
    ids = torch.full((count,), vocabulary.special(Special.REGION))
    places = torch.cat([torch.arange(count)[:, None], sight.places.cpu()], 1)
    regions = Sequence(ids, places, torch.full((count, 2), -1), sight.regions.cpu())
    return picture(vocabulary, Special.SOURCE, codes, features=sight.cells) + regions


def grid_places(rows: int, columns: int) -> Tensor:
    """Row and column (from 1, so that text keeps 0) of every cell in reading order, (cells, 2)."""
    r, c = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
    return torch.stack([r, c], -1).view(-1, 2) + 1


def planned(vocabulary: Vocabulary, plan: Plan, grid: tuple[int, int]) -> Sequence:
    """The plan of a picture of (rows, columns), from its opening to its end."""
    grammar = Grammar()
    ids = encode(plan)
    places = torch.zeros(len(ids), 3)
    for index, plan_id in enumerate(ids):
        grammar.write(plan_id)
        places[index] = plan_place(grammar, grid)
    ahead = torch.full((len(ids), 2), -1)
    return Sequence(torch.tensor(ids) + vocabulary.plans, places, ahead)


def plan_place(grammar: Grammar, grid: tuple[int, int]) -> Tensor:
    """The place of the plan's last token, (3,)."""
    rows, columns = grid
    middle = grammar.place(columns / rows)
    row, column = (middle[1] * rows + 0.5, middle[0] * columns + 0.5) if middle else (0.0, 0.0)
    return torch.tensor([grammar.length - 1.0, row, column])
