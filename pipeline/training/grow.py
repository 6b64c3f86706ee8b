"""A wider world begins where the old one ends: `python -m pipeline.training.grow --run DIR`.

Names appended to the world's tables have rows in the networks that nothing has trained. This
copies to each the row of the old name that looks most like it, with a little noise to tell them
apart, so that training need not begin a fox from nothing where it can begin from a dog. The judge's
heads gain rows too. Run it once, on unpacked checkpoints (`pack --unpack`).
"""

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from pipeline.engines.embedded import WEIGHTS
from pipeline.model.config import PRESETS
from pipeline.model.plan import TABLES, name_id
from pipeline.model.sequence import Vocabulary
from pipeline.model.world import TERRAINS, TIMES, WEATHERS
from pipeline.training.judge import Judge

NOISE = 0.1  # of the row's own spread
KIN = {
    "kind": {
        "woman": "girl", "man": "boy", "fox": "dog", "bear": "dog", "sheep": "dog",
        "horse": "dog", "duck": "boat", "butterfly": "bird", "car": "umbrella", "train": "house",
        "castle": "house", "tent": "house", "flower": "mushroom", "pumpkin": "mushroom",
        "cake": "lantern", "snowman": "sprig",
    },
    "terrain": {
        "forest": "hills", "lake": "seaside", "desert": "hills", "village": "meadow",
        "city": "meadow", "fields": "meadow",
    },
}  # fmt: skip


def inherit(table: Tensor, heir: int, parent: int) -> None:
    """Row `heir` of table (N, width) becomes its parent's, with noise."""
    row = table[parent]
    table[heir] = row + NOISE * row.std() * torch.randn_like(row)


def grow_transformer(state: dict[str, Tensor], vocabulary: Vocabulary) -> None:
    """Gives each new name's token a row in the embedding and in the head."""
    for part in ("embed", "head"):
        table = state[f"{part}.parametrizations.weight.original"]
        for names, kin in KIN.items():
            for heir, parent in kin.items():
                first = vocabulary.plans
                inherit(table, first + name_id(names, heir), first + name_id(names, parent))


def grow_decoder(state: dict[str, Tensor]) -> None:
    """Gives each new name a row in the plan map."""
    kinds, terrains = TABLES["kind"][0], TABLES["terrain"][0]
    for heir, parent in KIN["kind"].items():
        inherit(state["plan.kind.weight"], kinds.index(heir), kinds.index(parent))
    for heir, parent in KIN["terrain"].items():  # row 0 is "no plan"
        table = state["plan.setting.0.weight"]
        inherit(table, terrains.index(heir) + 1, terrains.index(parent) + 1)


def grow_judge(old: dict[str, Tensor]) -> dict[str, Tensor]:
    """The judge's state for today's world from one that knew the first of each table's names."""
    state = Judge().state_dict()
    kinds, told = len(old["heat.bias"]), len(old["whole.bias"])
    terrains = told - len(TIMES) - len(WEATHERS)
    for name, value in old.items():
        if name.startswith("heat"):
            state[name][:kinds] = value
        elif name.startswith("whole"):  # terrains, then times and weathers
            state[name][:terrains] = value[:terrains]
            state[name][len(TERRAINS) :] = value[terrains:]
        else:
            state[name] = value.float()
    return state


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
    for stage in ("transformer", "decoder"):
        saved = torch.load(args.run / f"{stage}.pt", weights_only=True)
        for state in (saved["module"], saved["ema"]):
            if stage == "transformer":
                grow_transformer(state, vocabulary)
            else:
                grow_decoder(state)
        torch.save(saved, args.run / f"{stage}.pt")
    judge = grow_judge(load_file(WEIGHTS / "judge.safetensors"))
    torch.save({"module": judge, "ema": judge, "optimizers": [], "step": 0}, args.run / "judge.pt")


if __name__ == "__main__":
    main()
