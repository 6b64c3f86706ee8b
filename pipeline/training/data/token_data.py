"""Training sequences for the transformer, from painted scenes."""

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.image_tokenizer import ImageTokenizer, grid_for
from pipeline.model.networks.precision import precision
from pipeline.model.networks.sequence import (
    Sequence,
    Special,
    Vocabulary,
    features_of,
    picture,
    planned,
    seen_picture,
    words,
)
from pipeline.model.networks.text_tokenizer import TextTokenizer
from pipeline.model.networks.vision import Sight, VisionEncoder
from pipeline.model.plan.tokens import FIRST_NUMBER, NUMBER_IDS
from pipeline.training.data.plans import plan_of
from pipeline.training.data.shards import read_pictures, read_scenes, read_shard
from pipeline.training.judge import SOFT_SHARE, softened
from pipeline.training.world.captions import caption
from pipeline.training.world.casual import casual
from pipeline.training.world.edits import sample_edit
from pipeline.training.world.everyday_edits import sample_everyday_edit
from pipeline.training.world.scene import AGAIN, Scene, sample_scene

CELLS = 100  # tokens of a picture, about
THING_WEIGHT = 3.0
PLAN_WEIGHT = 2.5
NUMBER_WEIGHT = 0.7  # of a plan's places and sizes, which are half chance too
CASUAL_SHARE = 0.5  # of the captions leave something out
EVERYDAY_SHARE = 0.5  # of the edits are in everyday language
CROWDED_SHARE = 0.12  # of the scenes have more things than there is room for
# In a share of the scenes a kind is likely to come twice: "a black cat and a white cat".
OFTEN_AGAIN_SHARE, OFTEN_AGAIN = 0.3, 30.0
# The part that a scene's row leaves out: both for classifier-free guidance, one so that the model
# paints from a plan or from words alone.
OMITTED_SHARES = {"nothing": 0.75, "words": 0.1, "plan": 0.05, "both": 0.1}


@dataclass(frozen=True)
class TokenBatch:
    """Right-padded rows: ids (B, N), places (B, N, 3), ahead (B, N, 2), features (B, N, F) or None;
    `target` (B, N) is the id that follows where it is to be learned, else -100; `weight` (B, N) how
    much it counts."""

    ids: Tensor
    places: Tensor
    ahead: Tensor
    target: Tensor
    weight: Tensor
    features: Tensor | None = None

    def to(self, device: str) -> "TokenBatch":
        return TokenBatch(
            self.ids.to(device),
            self.places.to(device),
            self.ahead.to(device),
            self.target.to(device),
            self.weight.to(device),
            None if self.features is None else self.features.to(device),
        )


@dataclass(frozen=True)
class Row:
    """A sequence whose last len(weight) ids are to be learned, each with its weight."""

    sequence: Sequence
    weight: Tensor


def collate(rows: list[Row]) -> TokenBatch:
    """Rows of different lengths -> one batch."""
    longest = max(len(row.sequence) for row in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    places = torch.zeros(len(rows), longest, 3)
    ahead = torch.full((len(rows), longest, 2), -1)
    target = torch.full((len(rows), longest), -100)
    weight = torch.zeros(len(rows), longest)
    for i, row in enumerate(rows):
        sequence, n, learned = row.sequence, len(row.sequence), len(row.weight)
        ids[i, :n], places[i, :n], ahead[i, :n] = sequence.ids, sequence.places, sequence.ahead
        target[i, n - 1 - learned : n - 1] = sequence.ids[n - learned :]
        weight[i, n - 1 - learned : n - 1] = row.weight
    each = features_of([row.sequence for row in rows])
    features = None
    if each is not None:
        features = torch.stack([F.pad(f, (0, 0, 0, longest - len(f))) for f in each])
    return TokenBatch(ids, places, ahead, target, weight, features)


def grid_of(codes: Tensor) -> tuple[int, int]:
    """(rows, columns) of codes (..., rows, columns)."""
    rows, columns = codes.shape[-2:]
    return rows, columns


def thing_weight(scene: Scene, grid: tuple[int, int]) -> Tensor:
    """(cells,): THING_WEIGHT where a thing stands, 1 elsewhere.

    Most of a scene is cloud and grass, whose codes are half chance: without weights the loss would
    be mostly their noise.
    """
    rows, columns = grid
    weight = torch.ones(grid)
    for thing in scene.things:
        left, top, right, bottom = thing.spot.box(scene.aspect)
        across = slice(max(0, int(left * columns)), int(right * columns) + 1)
        weight[max(0, int(top * rows)) : int(bottom * rows) + 1, across] = THING_WEIGHT
    return weight.flatten()


def plan_weight(plan: Sequence, vocabulary: Vocabulary) -> Tensor:
    """(len(plan) - 1,): how much each id after the opening counts."""
    ids = plan.ids[1:] - vocabulary.plans
    is_number = (ids >= FIRST_NUMBER) & (ids < FIRST_NUMBER + NUMBER_IDS)
    return torch.where(is_number, NUMBER_WEIGHT, PLAN_WEIGHT)


@torch.no_grad()
def cached_codes(path: Path, cache: Path, tokenizer: ImageTokenizer, device: str) -> Tensor:
    """Codes (B, rows, columns) of a shard's pictures, encoded once and kept in `cache`; pictures
    larger than the tokenizer's grid are scaled down first."""
    if not cache.exists():
        cache.parent.mkdir(parents=True, exist_ok=True)
        # Full precision: the codes must be those that the shipped model computes.
        pictures = read_shard(path).pictures
        grid = grid_for(pictures.shape[-1] / pictures.shape[-2], CELLS)
        size = [cells * tokenizer.config.patch for cells in grid]
        codes = [
            tokenizer(F.interpolate(part.to(device).float() / 255, size, mode="area"))[1]
            for part in pictures.split(32)
        ]
        codes = [part.cpu().short() for part in codes]
        save_file({"codes": torch.cat(codes)}, cache)
    return load_file(cache)["codes"].long()


class SceneTokens:
    """Codes and scenes of all shards; each shard is encoded once and its codes kept in a file."""

    def __init__(self, shards: Path, cache: Path, tokenizer: ImageTokenizer, device: str) -> None:
        self.shards, self.cache, self.tokenizer, self.device = shards, cache, tokenizer, device
        self.known: dict[str, tuple[Tensor, list[Scene]]] = {}

    def refresh(self, most: int = 10**9) -> int:
        """Adds at most `most` new shards; returns the number of pictures."""
        new = [p for p in sorted(self.shards.glob("*.safetensors")) if p.name not in self.known]
        for path in new[:most]:
            codes = cached_codes(path, self.cache / path.name, self.tokenizer, self.device)
            self.known[path.name] = (codes, read_scenes(path))
        return sum(len(scenes) for _, scenes in self.known.values())

    def draw(self, count: int, rng: random.Random) -> list[tuple[Tensor, Scene]]:
        """`count` pictures (codes (rows, columns), scene) of one shape."""
        _, codes, scenes = self._draw(count, rng)
        return list(zip(codes, scenes, strict=True))

    def draw_pictures(self, count: int, rng: random.Random) -> tuple[Tensor, Tensor, list[Scene]]:
        """`count` pictures (count, 3, H, W) uint8 of one shape, their codes and scenes."""
        where, codes, scenes = self._draw(count, rng)
        return read_pictures(*where), codes, scenes

    def _draw(
        self, count: int, rng: random.Random
    ) -> tuple[tuple[Path, list[int]], Tensor, list[Scene]]:
        """Shard and rows of `count` pictures of one shape, their codes and scenes."""
        name, (codes, scenes) = rng.choice(list(self.known.items()))
        rows = rng.sample(range(len(scenes)), count)
        return (self.shards / name, rows), codes[rows], [scenes[row] for row in rows]


@dataclass(frozen=True)
class Writer:
    """Turns captions and codes into sequences of the one vocabulary."""

    vocabulary: Vocabulary
    text: TextTokenizer
    max_text: int

    def prompt(self, text: str) -> Sequence:
        """The tokens of a caption or an instruction."""
        return words(self.vocabulary, Special.TEXT, self.text.encode(text, self.max_text))

    def scene(self, codes: Tensor, scene: Scene, rng: random.Random) -> Row:
        """Text to plan to image."""
        grid = grid_of(codes)
        omitted = rng.choices(list(OMITTED_SHARES), list(OMITTED_SHARES.values()))[0]
        text = "" if omitted in ("words", "both") else caption(scene, rng)
        target = picture(self.vocabulary, Special.IMAGE, codes)
        weight = thing_weight(scene, grid)
        if omitted in ("plan", "both"):
            return Row(self.prompt(text) + target, weight)
        plan = planned(self.vocabulary, plan_of(scene), grid)
        # Without words there is nothing to learn a plan from, and the tokens before the image's
        # codes are given, not predicted.
        learned = plan_weight(plan, self.vocabulary) * bool(text)
        heading = torch.zeros(len(target) - codes.numel())
        return Row(self.prompt(text) + plan + target, torch.cat([learned, heading, weight]))

    def plan(self, prefix: Sequence, scene: Scene) -> Row:
        """The scene's plan alone, after a prefix from which it is to be predicted."""
        plan = planned(self.vocabulary, plan_of(scene), grid_for(scene.aspect, CELLS))
        return Row(prefix + plan, plan_weight(plan, self.vocabulary))

    def described(self, codes: Tensor, sight: Sight, scene: Scene) -> Row:
        """Picture, as codes (rows, columns) and the vision encoder's output, to plan: describe."""
        plan = planned(self.vocabulary, plan_of(scene), grid_of(codes))
        return Row(
            seen_picture(self.vocabulary, codes, sight) + plan, plan_weight(plan, self.vocabulary)
        )

    def edited(self, rng: random.Random) -> Row:
        """Plan and instruction to plan: edit."""
        everyday = rng.random() < EVERYDAY_SHARE
        edit = (sample_everyday_edit if everyday else sample_edit)(sample_scene(rng), rng)
        grid = grid_for(edit.before.aspect, CELLS)
        before = planned(self.vocabulary, plan_of(edit.before), grid)
        return self.plan(before + self.prompt(edit.instruction), edit.after)


@torch.no_grad()
def described_rows(
    scenes: SceneTokens, vision: VisionEncoder, writer: Writer, count: int, rng: random.Random
) -> list[Row]:
    """`count` pictures to be described, of one shape; some batches are softened."""
    pictures, codes, shown = scenes.draw_pictures(count, rng)
    grid = grid_of(codes)
    pictures = pictures.to(scenes.device).float() / 255
    if rng.random() < SOFT_SHARE:
        pictures = softened(pictures, rng)
        codes = scenes.tokenizer.encode(pictures, grid).cpu()
    with precision(scenes.device):
        sights = vision.encode(pictures, grid)
    return [writer.described(*row) for row in zip(codes, sights, shown, strict=True)]


# Shares of the batches. Rows without image tokens are short, so such a batch has twice the rows.
TASKS = {"scene": 0.06, "plan": 0.3, "describe": 0.26, "edit": 0.36}


def batches(
    scenes: SceneTokens,
    vision: VisionEncoder | None,
    writer: Writer,
    size: int,
    rng: random.Random,
    tasks: Collection[str] = tuple(TASKS),
) -> Iterator[TokenBatch]:
    """Endless batches; one batch has one task, so that its rows have about the same length. The
    task "describe" needs a vision encoder: without one it is left out. Raises ValueError when no
    task is left."""
    shares = {task: TASKS[task] for task in tasks if task != "describe" or vision is not None}
    if not shares:
        raise ValueError(f"{', '.join(tasks)} needs a vision encoder")
    for number in range(10**9):
        if number % 100 == 99:
            scenes.refresh(most=2)
        task = rng.choices(list(shares), list(shares.values()))[0]
        if task == "describe" and vision is not None:
            rows = described_rows(scenes, vision, writer, size, rng)
        elif task == "plan":
            rows = [_caption_to_plan(writer, rng) for _ in range(2 * size)]
        elif task == "edit":
            rows = [writer.edited(rng) for _ in range(2 * size)]
        else:
            rows = [writer.scene(*drawn, rng) for drawn in scenes.draw(size, rng)]
        yield collate(rows)


def _caption_to_plan(writer: Writer, rng: random.Random) -> Row:
    """Caption to plan: such scenes need no painting, so each is new."""
    again = OFTEN_AGAIN if rng.random() < OFTEN_AGAIN_SHARE else AGAIN
    scene = sample_scene(rng, again=again, crowded=rng.random() < CROWDED_SHARE)
    text = caption(scene, rng)
    text = casual(text, rng) if rng.random() < CASUAL_SHARE else text
    return writer.plan(writer.prompt(text), scene)
