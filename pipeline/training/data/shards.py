"""Painted scenes on disk: shards of pictures, object masks and scene specifications."""

import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import Tensor

from pipeline.training.world.scene import Scene

# Token grids (rows, columns) of about 100 cells for 1:1, 4:3, 3:2, 16:9 and 2:1, and their shares.
GRIDS = (
    ((10, 10), 0.4),
    ((9, 12), 0.08),
    ((12, 9), 0.08),
    ((8, 12), 0.07),
    ((12, 8), 0.07),
    ((8, 14), 0.07),
    ((14, 8), 0.07),
    ((7, 14), 0.08),
    ((14, 7), 0.08),
)


@dataclass(frozen=True)
class SceneBatch:
    """pictures (B, 3, H, W) uint8; masks (B, H/2, W/2) uint8: 0 background, i + 1 thing i;
    codes (B, rows, columns): the pictures' image tokens, if they were asked for."""

    pictures: Tensor
    masks: Tensor
    scenes: list[Scene]
    codes: Tensor | None = None


def write_shard(path: Path, batch: SceneBatch) -> None:
    """Writes one shard; the name appears only when the file is complete."""
    scenes = json.dumps([scene.to_json() for scene in batch.scenes])
    partial = path.with_suffix(".partial")
    save_file(
        {"pictures": batch.pictures.contiguous(), "masks": batch.masks.contiguous()},
        partial,
        {"scenes": scenes},
    )
    partial.replace(path)


def read_shard(path: Path) -> SceneBatch:
    """A shard's pictures, masks and scenes."""
    with safe_open(path, "pt") as shard:
        pictures, masks = shard.get_tensor("pictures"), shard.get_tensor("masks")
    return SceneBatch(pictures, masks, read_scenes(path))


def read_scenes(path: Path) -> list[Scene]:
    """A shard's scenes without its pictures."""
    with safe_open(path, "pt") as shard:
        return [Scene.from_json(text) for text in json.loads(shard.metadata()["scenes"])]


def read_pictures(path: Path, rows: list[int]) -> Tensor:
    """Some of a shard's pictures, (len(rows), 3, H, W) uint8; the others are not read."""
    with safe_open(path, "pt") as shard:
        pictures = shard.get_slice("pictures")
        return torch.cat([pictures[row : row + 1] for row in rows])


class SceneShards:
    """All shards of a folder, held in memory; shards that are painted meanwhile are added."""

    def __init__(
        self,
        folder: Path,
        limit: int | None = None,
        encode: Callable[[Path], Tensor] | None = None,
    ) -> None:
        """encode: computes the codes of the shard in a file; None where codes are not needed."""
        self.folder, self.limit, self.encode = folder, limit, encode
        self.shards: dict[str, SceneBatch] = {}
        self.refresh()

    def refresh(self) -> int:
        """Reads new shards; returns the number of pictures."""
        for path in sorted(self.folder.glob("*.safetensors"))[: self.limit]:
            if path.name not in self.shards:
                shard = read_shard(path)
                codes = self.encode(path) if self.encode else None
                self.shards[path.name] = replace(shard, codes=codes)
        return sum(len(shard.scenes) for shard in self.shards.values())

    def batches(self, size: int, rng: random.Random) -> Iterator[SceneBatch]:
        """Endless random batches; one batch has one shape. Looks for new shards now and then."""
        drawn = 0
        while True:
            drawn += 1
            if drawn % 200 == 0:
                self.refresh()
            shard = rng.choice(list(self.shards.values()))
            rows = torch.tensor(rng.sample(range(len(shard.scenes)), min(size, len(shard.scenes))))
            yield SceneBatch(
                shard.pictures[rows],
                shard.masks[rows],
                [shard.scenes[i] for i in rows.tolist()],
                None if shard.codes is None else shard.codes[rows],
            )
