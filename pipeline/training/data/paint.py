"""Paints scenes into shards: `python -m pipeline.training.data.paint --out DIR --pictures 50000`.

Resumable: shards that exist are kept. The seed of a shard is its number.
"""

import argparse
import random
from collections.abc import Collection
from itertools import islice
from pathlib import Path

import torch

from pipeline.training.data.shards import GRIDS, SceneBatch, write_shard
from pipeline.training.world.painter import Painter
from pipeline.training.world.scene import KINDS, WEATHERS, sample_scene


def paint_shard(
    painter: Painter, seed: int, pictures: int, patch: int, batch: int, kind: str | None = None,
    posed: bool = False, weathers: Collection[str] = WEATHERS, letters: str = "",
) -> SceneBatch:  # fmt: skip
    """`pictures` scenes of one shape, which depend on `seed` alone. If given, each scene has a
    thing of the `kind`, a thing in a pose, or a sign with one of the letters; and its weather is
    one of `weathers`."""
    rng = random.Random(seed)
    grids, shares = zip(*GRIDS, strict=True)
    rows, columns = rng.choices(grids, shares)[0]
    endless = iter(lambda: sample_scene(rng, aspect=columns / rows), None)
    wanted = (
        scene
        for scene in endless
        if kind is None or any(thing.kind == kind for thing in scene.things)
        if not posed or any(thing.pose for thing in scene.things)
        if not letters or any(set(letters) & set(thing.word) for thing in scene.things)
        if scene.weather in weathers
    )
    scenes = list(islice(wanted, pictures))
    painted, masks = [], []
    for start in range(0, pictures, batch):
        pixels, mask = painter.paint_with_masks(
            scenes[start : start + batch], rows * patch, columns * patch
        )
        painted.append((pixels * 255).round().byte().cpu())
        masks.append(mask[:, ::2, ::2].cpu())
    return SceneBatch(torch.cat(painted), torch.cat(masks), scenes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pictures", type=int, default=50_000)
    parser.add_argument(
        "--first-seed", type=int, default=0, help="number and seed of the first shard"
    )
    parser.add_argument("--per-shard", type=int, default=256)
    parser.add_argument("--patch", type=int, default=16, help="pixels a token")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--kind", choices=KINDS, help="paint only scenes with a thing of this kind")
    parser.add_argument(
        "--posed", action="store_true", help="paint only scenes with a thing in a pose"
    )
    parser.add_argument("--weather", nargs="+", choices=WEATHERS, default=WEATHERS)
    parser.add_argument(
        "--letters", default="", help="paint only scenes with one of these on a sign"
    )
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    painter = Painter(args.device)
    for number in range(-(-args.pictures // args.per_shard)):
        path = args.out / f"{args.first_seed + number:06d}.safetensors"
        if path.exists():
            continue
        shard = paint_shard(
            painter, args.first_seed + number, args.per_shard, args.patch, args.batch, args.kind,
            args.posed, args.weather, args.letters,
        )  # fmt: skip
        write_shard(path, shard)
        print(path.name, flush=True)


if __name__ == "__main__":
    main()
