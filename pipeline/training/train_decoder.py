"""Stage 2, the flow-matching decoder over frozen tokens.

`python -m pipeline.training.train_decoder --run DIR --scenes DIR --close DIR`

`--close` are scenes painted at twice the size, for the detail pass (`painting/detail.py`).
"""

import argparse
import random
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.decoder import Decoder
from pipeline.model.networks.flow import interpolate
from pipeline.model.networks.glyphs import word_bytes
from pipeline.model.networks.image_tokenizer import ImageTokenizer
from pipeline.model.networks.plan_map import collate
from pipeline.model.networks.precision import precision
from pipeline.model.networks.templates import FALLING
from pipeline.model.painting import detail
from pipeline.model.painting.brushwork import NoiseAtlas
from pipeline.training.data.backdrop_grids import initialise_grids
from pipeline.training.data.plans import plan_of
from pipeline.training.data.shards import SceneBatch, SceneShards
from pipeline.training.data.token_data import cached_codes
from pipeline.training.losses import gradient_l1, object_weight, texture_l1, weighted_l2
from pipeline.training.muon import ConvMuon, hidden_convolutions
from pipeline.training.run import Run, channels_last, load_tokenizer, parser
from pipeline.training.world.painter import Painter
from pipeline.training.world.scene import Scene, Thing
from pipeline.training.world.weather import fallen

DETAIL_SHARE = 0.6  # of the scene batches are of the detail pass, where there are scenes for it
START_SHARE = 0.4  # of samples at t = 1: a few-step sampler depends most on its first step
CLOSE_SHARE = 0.92  # of the scene batches are windows, the rest whole pictures
CELL = 16  # pixels: windows lie on a grid of such cells, in pictures of any size
CLOSE_CELLS = 5  # a side of such a window
DETAIL_CELLS = 6  # the same in the detail pass: half of the side must suit the U-Net too
FIRST_NOISE = 0.3  # the smallest t of the small painting that a detail pass starts from
AT_THING = 0.4  # of the windows are around a thing
THING_WEIGHT = 2.0  # of a thing's pixels, on top of 1
SIGN_WEIGHT = 3  # how much likelier a window is around a sign: letters are hardest
POSE_WEIGHT = 3  # the same for a thing in a pose: each pose is rare
FALL_WEIGHT = 12.0  # of the pixels of rain and snow: they are few, so an error there costs little
NO_PLAN_SHARE = 0.05  # of the scenes are painted from their tokens alone
SCENE_TEXTURE, DETAIL_TEXTURE = 0.3, 1.0  # weights of the texture loss
LAST_LAYERS = ("out", "detail", "refine.layers.4")
HIDDEN_SHARE = 0.5  # of the scenes have some tokens set to zero


def sample_times(batch: int) -> Tensor:
    """t (B,): a share at 1, the rest logit-normal (Esser et al., 2024) toward the noisy side."""
    t = torch.sigmoid(torch.randn(batch) + 0.4)
    return torch.where(torch.rand(batch) < START_SHARE, torch.ones(batch), t)


def paint_loss(
    model: Decoder, x_0: Tensor, x_1: Tensor, weight: Tensor, texture: float, **inputs: Any
) -> dict[str, Tensor]:
    """Losses of the predicted picture; x_0, x_1 (B, 3, H, W) in [-1, 1], weight (B, 1, H, W);
    inputs: the decoder's other arguments."""
    t = sample_times(len(x_0)).to(x_0.device)
    x_t = interpolate(x_0, x_1, t).contiguous(memory_format=torch.channels_last)
    # Samples with little noise teach the fine texture, but their x_0 loss is small: raise it.
    weight = weight / (t.square() + 0.1).sqrt().view(-1, 1, 1, 1)
    with precision(x_0.device.type):
        predicted = model(x_t, t, **inputs)
    predicted = predicted.float()
    return {
        "l2": 4 * weighted_l2(predicted, x_0, weight),
        "edges": gradient_l1(predicted, x_0, weight),
        "texture": texture * texture_l1(predicted, x_0),
    }


def close_corners(
    masks: Tensor, scenes: list[Scene], grid: tuple[int, int], cells: int
) -> list[tuple[int, int]]:
    """(row, column) in `grid` of a window of `cells` for each picture. A share of AT_THING are
    around a random pixel of a thing; the thing is chosen first, so that small ones are as likely as
    large ones. masks (B, h, w) uint8: 0 background, i + 1 thing i."""
    corners = []
    for mask, scene in zip(masks, scenes, strict=True):
        free = [random.randrange(side - cells + 1) for side in grid]
        shown = [int(index) for index in mask.unique() if 0 < index <= len(scene.things)]
        if shown and random.random() < AT_THING:
            weights = [window_weight(scene.things[i - 1]) for i in shown]
            inside = (mask == random.choices(shown, weights)[0]).nonzero()
            pixel = inside[random.randrange(len(inside))].tolist()
            at = [int(p / s * g) for p, s, g in zip(pixel, mask.shape, grid, strict=True)]
            free = [
                min(max(0, cell - random.randrange(cells)), side - cells)
                for cell, side in zip(at, grid, strict=True)
            ]
        corners.append((free[0], free[1]))
    return corners


def window_weight(thing: Thing) -> int:
    """How much likelier than 1 a window is around the thing."""
    if thing.word:
        return SIGN_WEIGHT
    return POSE_WEIGHT if thing.pose else 1


def close_up(
    picture: Tensor, corners: list[tuple[int, int]], grid: tuple[int, int], cells: int
) -> tuple[Tensor, Tensor]:
    """Windows of pictures (B, C, H, W), and their regions (B, 4) for the decoder."""
    side = cells * CELL
    windows = [
        p[:, row * CELL : row * CELL + side, column * CELL : column * CELL + side]
        for p, (row, column) in zip(picture, corners, strict=True)
    ]
    rows, columns = grid
    regions = [
        (c / columns, r / rows, (c + cells) / columns, (r + cells) / rows) for r, c in corners
    ]
    return torch.stack(windows), torch.tensor(regions, device=picture.device)


def hide_tokens(values: Tensor, rng: random.Random) -> Tensor:
    """Sets some of the tokens of values (B, C, rows, columns) to zero.

    The tokens that the transformer writes are worse than those of a true picture: a decoder trained
    without some of them relies more on the plan and on their neighbours. Half of the pictures that
    lose tokens lose random ones and half the last ones, as in a preview of unfinished tokens.
    """
    batch, _, rows, columns = values.shape
    order = torch.arange(rows * columns).expand(batch, -1) / (rows * columns)
    kept = torch.ones(batch, rows * columns)
    for index in range(batch):
        if rng.random() < HIDDEN_SHARE:
            share = rng.random()
            at_random = rng.random() < 0.5
            chance = torch.rand(rows * columns) if at_random else order[index]
            kept[index] = (chance < (1 - 0.7 * share if at_random else share)).float()
    return values * kept.view(batch, 1, rows, columns).to(values.device)


def scene_inputs(
    model: Decoder, tokenizer: ImageTokenizer, batch: SceneBatch, rng: random.Random, device: str
) -> dict[str, Any]:
    """The decoder's inputs for painted scenes, besides x_t and t."""
    assert batch.codes is not None  # `losses` reads the shards with their codes
    values = hide_tokens(tokenizer.fsq.values(batch.codes.to(device)), rng)
    signs = [[t.word for t in scene.things if t.word] for scene in batch.scenes]
    words = torch.stack([word_bytes(sign, model.config.max_glyphs) for sign in signs]).to(device)
    plans = [None if rng.random() < NO_PLAN_SHARE else plan_of(scene) for scene in batch.scenes]
    aspect = batch.pictures.shape[-1] / batch.pictures.shape[-2]
    return {"values": values, "words": words, "plans": collate(plans, aspect).to(device)}


def scene_weight(batch: SceneBatch, device: str) -> Tensor:
    """(B, 1, H, W): the weight of each pixel in the losses."""
    height, width = batch.pictures.shape[-2:]
    weight = object_weight(batch.masks.to(device), (height, width), weight=THING_WEIGHT)
    for index, scene in enumerate(batch.scenes):
        if scene.weather in FALLING:
            drops = falling(scene.weather, height, width).to(device)
            # In front of things rain and snow are painted half as strong.
            weight[index] += FALL_WEIGHT * drops * (weight[index] < 1 + THING_WEIGHT / 2)
    return weight


@cache
def falling(weather: str, height: int, width: int) -> Tensor:
    """(1, H, W) in 0..1: how strongly each pixel of a picture of this size shows rain or snow."""
    light = fallen(weather, height, width, NoiseAtlas()).mean(1)
    return light / light.max()


def windows_of(batch: SceneBatch, cells: int, device: str) -> tuple[Tensor, Tensor, Tensor]:
    """x_0 (B, 3, S, S), weight (B, 1, S, S) and region (B, 4) of a window of each scene."""
    x_0 = batch.pictures.to(device).float() / 127.5 - 1
    weight = scene_weight(batch, device)
    grid = (x_0.shape[-2] // CELL, x_0.shape[-1] // CELL)
    corners = close_corners(batch.masks, batch.scenes, grid, cells)
    both, region = close_up(torch.cat([x_0, weight], 1), corners, grid, cells)
    return both[:, :3], both[:, 3:], region


def scene_loss(
    model: Decoder, tokenizer: ImageTokenizer, batch: SceneBatch, rng: random.Random, device: str
) -> dict[str, Tensor]:
    """Painted scenes, from pure noise: mostly windows, of which many are around things."""
    inputs = scene_inputs(model, tokenizer, batch, rng, device)
    if rng.random() < CLOSE_SHARE:
        x_0, weight, inputs["region"] = windows_of(batch, CLOSE_CELLS, device)
    else:
        x_0 = batch.pictures.to(device).float() / 127.5 - 1
        weight = scene_weight(batch, device)
    return paint_loss(model, x_0, torch.randn_like(x_0), weight, SCENE_TEXTURE, **inputs)


def detail_loss(
    model: Decoder, tokenizer: ImageTokenizer, batch: SceneBatch, rng: random.Random, device: str
) -> dict[str, Tensor]:
    """Scenes of twice the size, from the decoder's own small painting of the same window: it
    learns to correct the errors of its first pass."""
    inputs = scene_inputs(model, tokenizer, batch, rng, device)
    x_0, weight, inputs["region"] = windows_of(batch, DETAIL_CELLS, device)
    small = F.interpolate(x_0, scale_factor=1 / detail.SCALE, mode="area")
    t = FIRST_NOISE + (1 - FIRST_NOISE) * torch.rand(len(x_0), device=x_0.device)
    x_t = interpolate(small, torch.randn_like(small), t)
    with torch.no_grad(), precision(x_0.device.type):
        painted = model(x_t.contiguous(memory_format=torch.channels_last), t, **inputs).float()
    return paint_loss(model, x_0, detail.start(painted), weight, DETAIL_TEXTURE, **inputs)


def losses(
    args: argparse.Namespace, model: Decoder, tokenizer: ImageTokenizer
) -> Iterator[Callable[[], dict[str, Tensor]]]:
    """Endless batches of scenes and close scenes, in random order."""
    rng = random.Random(args.seed)

    def scenes_in(folder: Path) -> Iterator[SceneBatch]:
        codes = args.run / "codes" / folder.name
        shards = SceneShards(
            folder,
            encode=lambda path: cached_codes(path, codes / path.name, tokenizer, args.device),
        )
        return shards.batches(args.batch, rng)

    scenes = scenes_in(args.scenes)
    close = scenes_in(args.close) if args.close else None
    while True:
        if close and rng.random() < DETAIL_SHARE:
            yield partial(detail_loss, model, tokenizer, next(close), rng, args.device)
        else:
            yield partial(scene_loss, model, tokenizer, next(scenes), rng, args.device)


def optimizers(model: Decoder, lr: float) -> list[torch.optim.Optimizer]:
    """Muon for the U-Net's 3x3 convolutions, which are nearly all of it, AdamW for the rest. The
    grids have a higher learning rate, since a step has gradients for some of their cells only."""
    convolutions = hidden_convolutions(model, LAST_LAYERS)
    grids = [
        weight
        for name, weight in model.named_parameters()
        if name.endswith(("grids.table", "backdrop.fall.weight"))
    ]
    chosen = {id(weight) for weight in (*convolutions, *grids)}
    others = [weight for weight in model.parameters() if id(weight) not in chosen]
    groups: list[dict[str, Any]] = [
        {"params": others},
        {"params": grids, "lr": 10 * lr, "weight_decay": 0.0},
    ]
    return [
        ConvMuon(convolutions, lr * 10),
        torch.optim.AdamW(groups, lr, (0.9, 0.98), weight_decay=0.01),
    ]


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--close", type=Path, help="folder of shards painted at twice the size")
    args = options.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    config = PRESETS[args.preset]
    tokenizer = load_tokenizer(args.run, config.tokenizer, args.device)
    model = Decoder(config.decoder, len(config.tokenizer.levels))
    model = channels_last(model, args.device)
    if not (args.run / "decoder.pt").exists():
        initialise_grids(model.plan.backdrop, Painter(args.device))
    Run(args, "decoder", model, optimizers(model, args.lr)).train(losses(args, model, tokenizer))


if __name__ == "__main__":
    main()
