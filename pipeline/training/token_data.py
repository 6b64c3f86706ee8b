"""Training sequences for the transformer, from painted scenes and photo pairs."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from pipeline.model.image_tokenizer import ImageTokenizer
from pipeline.model.sequence import Sequence, Special, Vocabulary, picture, words
from pipeline.model.text_tokenizer import TextTokenizer
from pipeline.training.instructions import instruction
from pipeline.training.pair_data import PairData
from pipeline.training.shards import GRIDS, read_shard
from pipeline.training.world.captions import caption
from pipeline.training.world.scene import Scene

THING_WEIGHT = 3.0
DROP_TEXT = 0.1  # of samples lose their words, for classifier-free guidance


@dataclass(frozen=True)
class TokenBatch:
    """Right-padded rows: ids (B, N), places (B, N, 3), ahead (B, N, 2); `target` (B, N) is the id
    that follows where it is to be learned, else -100; `weight` (B, N) how much it counts."""

    ids: Tensor
    places: Tensor
    ahead: Tensor
    target: Tensor
    weight: Tensor

    def to(self, device: str) -> "TokenBatch":
        return TokenBatch(*(part.to(device) for part in vars(self).values()))


@dataclass(frozen=True)
class Row:
    """A sequence of which the last len(weight) ids are to be learned, each as much as it says."""

    sequence: Sequence
    weight: Tensor


def collate(rows: list[Row]) -> TokenBatch:
    """Rows of unlike length -> one batch."""
    longest = max(len(row.sequence) for row in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    places = torch.zeros(len(rows), longest, 3, dtype=torch.long)
    ahead = torch.full((len(rows), longest, 2), -1)
    target = torch.full((len(rows), longest), -100)
    weight = torch.zeros(len(rows), longest)
    for i, row in enumerate(rows):
        said, n, learned = row.sequence, len(row.sequence), len(row.weight)
        ids[i, :n], places[i, :n], ahead[i, :n] = said.ids, said.places, said.ahead
        target[i, n - 1 - learned : n - 1] = said.ids[n - learned :]
        weight[i, n - 1 - learned : n - 1] = row.weight
    return TokenBatch(ids, places, ahead, target, weight)


def thing_weight(scene: Scene, grid: tuple[int, int]) -> Tensor:
    """(cells,): THING_WEIGHT where a thing stands, 1 elsewhere.

    Most of a scene is cloud and grass, whose codes are half chance: unweighted, their noise drowns
    what the words are about.
    """
    rows, columns = grid
    weight = torch.ones(grid)
    for thing in scene.things:
        left, top, right, bottom = thing.spot.box(scene.aspect)
        across = slice(max(0, int(left * columns)), int(right * columns) + 1)
        weight[max(0, int(top * rows)) : int(bottom * rows) + 1, across] = THING_WEIGHT
    return weight.flatten()


class SceneTokens:
    """Codes and scenes of all shards, encoded once a shard and kept beside the run."""

    def __init__(self, shards: Path, cache: Path, tokenizer: ImageTokenizer, device: str) -> None:
        self.shards, self.cache, self.tokenizer, self.device = shards, cache, tokenizer, device
        self.known: dict[str, tuple[Tensor, list[Scene]]] = {}
        cache.mkdir(parents=True, exist_ok=True)

    def refresh(self, most: int = 10**9) -> int:
        """Takes in at most `most` new shards; returns how many pictures are at hand."""
        new = [p for p in sorted(self.shards.glob("*.safetensors")) if p.name not in self.known]
        for path in new[:most]:
            shard = read_shard(path)
            cached = self.cache / path.name
            if not cached.exists():
                save_file({"codes": self._encode(shard.pictures)}, cached)
            self.known[path.name] = (load_file(cached)["codes"], shard.scenes)
        return sum(len(scenes) for _, scenes in self.known.values())

    @torch.no_grad()
    def _encode(self, pictures: Tensor) -> Tensor:
        codes = []
        for part in pictures.split(32):
            # Full precision: the codes must be those that the shipped model computes.
            codes.append(self.tokenizer(part.to(self.device).float() / 255)[1].cpu().short())
        return torch.cat(codes)

    def draw(self, count: int, rng: random.Random) -> list[tuple[Tensor, Scene]]:
        """`count` pictures (codes (rows, columns), scene) of one shape."""
        codes, scenes = rng.choice(list(self.known.values()))
        return [(codes[i].long(), scenes[i]) for i in rng.sample(range(len(scenes)), count)]


@dataclass(frozen=True)
class Writer:
    """Turns captions and codes into sequences of the one vocabulary."""

    vocabulary: Vocabulary
    text: TextTokenizer
    max_text: int

    def prompt(self, text: str, rng: random.Random) -> Sequence:
        ids = [] if rng.random() < DROP_TEXT else self.text.encode(text, self.max_text)
        return words(self.vocabulary, Special.TEXT, ids)

    def scene(self, codes: Tensor, scene: Scene, rng: random.Random) -> Row:
        """Text to image."""
        prompt = self.prompt(caption(scene, rng), rng)
        target = picture(self.vocabulary, Special.IMAGE, codes)
        return Row(prompt + target, thing_weight(scene, tuple(codes.shape)))

    def photo(self, source: Tensor, target: Tensor, mood: str, rng: random.Random) -> Row:
        """Photo to painting."""
        seen = picture(self.vocabulary, Special.SOURCE, source)
        asked = self.prompt(instruction(mood, rng), rng)
        painted = picture(self.vocabulary, Special.IMAGE, target)
        return Row(seen + asked + painted, torch.ones(target.numel()))


@torch.no_grad()
def photo_rows(
    pairs: PairData,
    tokenizer: ImageTokenizer,
    writer: Writer,
    count: int,
    rng: random.Random,
    device: str,
) -> list[Row]:
    """`count` photo-to-painting sequences of one grid."""
    grid = rng.choice(GRIDS)[0]
    patch = tokenizer.config.patch
    views = pairs.views(count, (grid[0] * patch, grid[1] * patch), rng)
    both = torch.cat([views.sources, views.targets]).to(device).float() / 255
    sources, targets = tokenizer(both)[1].cpu().chunk(2)
    return [
        writer.photo(s, t, mood, rng)
        for s, t, mood in zip(sources, targets, views.moods, strict=True)
    ]


def batches(
    scenes: SceneTokens,
    pairs: PairData | None,
    writer: Writer,
    size: int,
    photo_share: float,
    rng: random.Random,
) -> Iterator[TokenBatch]:
    """Endless batches; one batch is of one task, so that its rows are of about one length."""
    for number in range(10**9):
        if number % 100 == 99:
            scenes.refresh(most=2)
            if pairs:
                pairs.refresh()
        if pairs and rng.random() < photo_share:
            # A photo's sequence is about twice as long.
            rows = photo_rows(pairs, scenes.tokenizer, writer, size // 2, rng, scenes.device)
        else:
            rows = [writer.scene(*drawn, rng) for drawn in scenes.draw(size, rng)]
        yield collate(rows)
