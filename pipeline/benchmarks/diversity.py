"""Do two seeds of one prompt give two pictures?

    python -m pipeline.benchmarks.diversity [--prompts 12] [--seeds 4] [--sheet FILE]
    python -m pipeline.benchmarks.diversity --twins "green hills by the sea" --seeds 20 --sheet FILE

Likeness of two pictures: the correlation of their layouts, which are 16 x 16 mean colours in CIE
Lab less the mean over the pictures of all other prompts, so that a sky above and a ground below,
which every picture has, do not count. 1: the same; 0: no more alike than any two of the engine's.
"shapes" is the same of lightness alone less each picture's own hour: it does not count that one is
at night and the other is not. Both are means over all pairs of seeds of a prompt, in one run.
"""

import argparse
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from pipeline.benchmarks.pictures import picture_of, sheet
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.dictionary.recolor import to_lab
from pipeline.request import Request

SIDE = 256  # pixels of the pictures
CELLS = 16  # of a layout, a side
PROMPTS = (
    "green hills by the sea",
    "a lake in the mountains",
    "a desert",
    "a forest in autumn",
    "a village at sunset",
    "a city",
    "a meadow in spring",
    "a beach",
    "a red umbrella on a beach",
    "two mushrooms in a forest",
    "a tree on a hill",
    "a sailing boat on a lake",
)
Layout = NDArray[np.float64]


def layout(picture: Image.Image) -> Layout:
    """(16, 16, 3): mean colours in CIE Lab."""
    small = picture.convert("RGB").resize((CELLS, CELLS), Image.Resampling.BOX)
    return to_lab(np.asarray(small) / 255)


def shapes(one: Layout) -> Layout:
    """(16, 16): lightness, without what the hour does to it."""
    lightness = one[..., 0]
    return (lightness - lightness.mean()) / (lightness.std() + 1e-6)


def likeness(groups: Sequence[Sequence[Layout]]) -> float:
    """Mean correlation of the pairs within each group, less the mean of the other groups."""
    found = []
    for number, group in enumerate(groups):
        others = [one for k, some in enumerate(groups) if k != number for one in some]
        usual = np.mean(others, 0) if others else np.zeros_like(group[0])
        for one, other in combinations([(each - usual).ravel() for each in group], 2):
            lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
            found.append(float(one @ other / max(lengths, 1e-9)))
    return float(np.mean(found))


def paint(engine: EmbeddedEngine, prompt: str, seeds: int) -> list[Image.Image]:
    return [
        picture_of(engine, Request(prompt, seed=seed, size=(SIDE, SIDE))) for seed in range(seeds)
    ]


def twins(pictures: Sequence[Image.Image]) -> str:
    """The likest pairs of pictures of one prompt, to be looked at."""
    looks = [shapes(layout(picture)) for picture in pictures]
    pairs = combinations(range(len(looks)), 2)
    near = sorted(((float((looks[a] * looks[b]).mean()), a, b) for a, b in pairs), reverse=True)
    return "likest pairs: " + ", ".join(f"{a} and {b} {r:.2f}" for r, a, b in near[:5])


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prompts", type=int, default=len(PROMPTS))
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--twins", metavar="PROMPT", help="paint this one alone, with many seeds")
    parser.add_argument("--sheet", type=Path, help="PNG file of the pictures")
    args = parser.parse_args(arguments)
    torch.set_num_threads(1)
    if args.twins:
        pictures = paint(EmbeddedEngine.load(), args.twins, args.seeds)
        print(twins(pictures))
        if args.sheet:
            sheet(pictures, 5).save(args.sheet)
        return
    engine = EmbeddedEngine.load()
    painted = [paint(engine, prompt, args.seeds) for prompt in PROMPTS[: args.prompts]]
    layouts = [[layout(picture) for picture in some] for some in painted]
    lights = [[shapes(one) for one in some] for some in layouts]
    print(f"likeness: layouts {likeness(layouts):.3f}, shapes {likeness(lights):.3f}")
    if args.sheet:
        sheet([one for some in painted for one in some], args.seeds).save(args.sheet)


if __name__ == "__main__":
    main()
