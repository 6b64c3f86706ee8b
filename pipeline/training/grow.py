"""A wider world begins where the old one ends: `python -m pipeline.training.grow --run DIR`.

What is appended to the world's tables has rows in the networks that nothing has trained. This
copies to each the row of the old name that looks most like it, with a little noise to tell them
apart, so that training need not begin a running dog from nothing where it can begin from a dog.
Run it once, on unpacked checkpoints (`pack --unpack`). As it stands it brings the poses to weights
that knew none.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor

from pipeline.model.config import PRESETS
from pipeline.model.plan import name_id
from pipeline.model.plan_map import KINDS_ROOM, look_index
from pipeline.model.sequence import Vocabulary
from pipeline.model.templates import LOOK_SIDE
from pipeline.model.world import LOOKS, POSES

NOISE = 0.1  # of the row's own spread
State = dict[str, Tensor]


def heirs(table: Tensor, parents: list[int]) -> Tensor:
    """Rows of table (N, width) for those that take after `parents`, with noise."""
    rows = table[parents]
    return rows + NOISE * rows.std(1, keepdim=True) * torch.randn_like(rows)


def grow_transformer(state: State, vocabulary: Vocabulary) -> None:
    """Gives each pose's token a row in the embedding and in the head: a name about a thing, as the
    side that it looks to."""
    first = vocabulary.plans + name_id("pose", POSES[0])
    parents = [vocabulary.plans + name_id("facing", 1)] * len(POSES)
    for part in ("embed", "head"):
        table = state[f"{part}.parametrizations.weight.original"]
        table[first : first + len(POSES)] = heirs(table, parents)


def grow_decoder(state: State) -> None:
    """Gives each look a row and a grid in the plan map, those of the kind as it mostly is."""
    parents = [look_index(kind, "") for kind, _ in LOOKS]
    kinds, grids = (f"plan.{name}" for name in ("kind.weight", "looks.grids.table"))
    known = state[kinds][:KINDS_ROOM]
    state[kinds] = torch.cat([known, heirs(known, parents)])
    cells = LOOK_SIDE**2
    looks = state[grids][: KINDS_ROOM * cells].view(KINDS_ROOM, cells, -1)
    state[grids] = torch.cat([looks, looks[parents]]).flatten(0, 1)


def grow(path: Path, change: Callable[[State], None]) -> None:
    """Changes what a checkpoint holds; training starts its averages and optimizers anew."""
    saved = torch.load(path, weights_only=True)
    for state in (saved["module"], saved["ema"]):
        change(state)
    torch.save(saved | {"optimizers": [], "step": 0}, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--preset", default="laptop")
    args = parser.parse_args()
    torch.manual_seed(0)
    config = PRESETS[args.preset]
    vocabulary = Vocabulary(
        config.transformer.text_vocabulary,
        config.tokenizer.codebook_size,
        config.transformer.max_grid,
    )
    grow(args.run / "transformer.pt", lambda state: grow_transformer(state, vocabulary))
    grow(args.run / "decoder.pt", grow_decoder)


if __name__ == "__main__":
    main()
