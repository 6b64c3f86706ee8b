"""The sign reader: `python -m pipeline.training.train_reader --run DIR --scenes DIR`.

The scenes are those painted at twice the size (`data/paint.py --patch 32`), preferably with a sign
in each (`--kind signpost`).
"""

import argparse
import random
from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.plan_map import letter_spans
from pipeline.model.networks.sign_reader import ACROSS, BLANK, LETTERS, LOOK, SignReader, close_look
from pipeline.training.data.shards import SceneBatch, SceneShards
from pipeline.training.judge import SOFT_SHARE, center, softened
from pipeline.training.run import Run, parser
from pipeline.training.world.scene import KINDS, Thing

STROKE = 0.25  # of a letter's width: a column this close to its middle is labelled with it
OFFSET = 0.03  # of the shorter side: the largest error of the place at which a sign is read
USUAL_SIZE = 0.33  # of a sign, in units of the shorter side


def boards_of(batch: SceneBatch, rng: random.Random) -> tuple[Tensor, Tensor]:
    """Crops (N, 3, *LOOK) in [0, 1] around a batch's signs, each a little off its middle, and the
    labels of their columns, (N, LOOK[1] / 4)."""
    boards, letters = [], []
    for picture, scene in zip(batch.pictures, batch.scenes, strict=True):
        for sign in (thing for thing in scene.things if thing.word):
            x, y = center(sign, scene.aspect)
            wide, high = max(1.0, scene.aspect), max(1.0, 1 / scene.aspect)
            right, down = (rng.uniform(-OFFSET, OFFSET) for _ in range(2))
            x, y = x + right / wide, y + down / high
            boards.append(close_look(picture[None].float() / 255, x, y, USUAL_SIZE))
            letters.append(letters_at(sign, right))
    return (torch.cat(boards), torch.stack(letters)) if boards else (torch.empty(0),) * 2


def letters_at(sign: Thing, right: float) -> Tensor:
    """The labels of the columns of a crop whose middle is `right` of the sign's, in units of the
    shorter side: a letter's index near its middle, else BLANK. With these labels the network learns
    in minutes; with the order of the letters alone (CTC) it had learnt nothing after as many."""
    columns = LOOK[1] // 4
    at = ((torch.arange(columns) + 0.5) / columns - 0.5) * ACROSS + right
    shown = torch.full((columns,), BLANK)
    half = sign.size * KINDS[sign.kind].width / 2
    for letter, (start, end) in zip(sign.word, letter_spans(sign.word)[0], strict=True):
        middle, width = half * (start + end) / 2, half * (end - start)
        away = (at - middle).abs()
        shown[(away < STROKE * width) | (away == away.min())] = LETTERS.index(letter)
    return shown


def degraded(boards: Tensor, rng: random.Random) -> Tensor:
    """Boards as a model may paint them: blurred, with noise, in another light."""
    if rng.random() < SOFT_SHARE:
        boards = softened(boards, rng)
    gain, lift = (torch.rand(2, len(boards), 1, 1, 1) - 0.5) * 0.3
    return (boards * (1 + gain) + lift).clamp(0, 1)


def loss(reader: SignReader, boards: Tensor, letters: Tensor) -> dict[str, Tensor]:
    """Mean cross-entropy of the columns, in nats."""
    return {"nats": F.nll_loss(reader(boards).flatten(0, 1), letters.flatten())}


def losses(
    args: argparse.Namespace, reader: SignReader
) -> Iterator[Callable[[], dict[str, Tensor]]]:
    """Endless batches of the signs in painted scenes; scenes without signs are skipped."""
    rng = random.Random(args.seed)
    for batch in SceneShards(args.scenes).batches(args.batch, rng):
        boards, letters = boards_of(batch, rng)
        if len(boards):
            yield partial(
                loss, reader, degraded(boards, rng).to(args.device), letters.to(args.device)
            )


def main() -> None:
    args = parser(__doc__).parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    reader = SignReader(PRESETS[args.preset].vision.reader).to(args.device)
    optimizer = torch.optim.AdamW(reader.parameters(), args.lr, weight_decay=0.01)
    Run(args, "reader", reader, [optimizer]).train(losses(args, reader))


if __name__ == "__main__":
    main()
