"""The canvas decoder: `python -m pipeline.training.train_canvas --run DIR --dictionary DIR`.

It learns on scenes painted while it trains, so no two are alike, with the drawings of a picture
dictionary (`pipeline.training.dictionary.build`). The kinds that the file --held names are never
shown to it: how well it paints them, beside those that it knows, is printed by --evaluate, and
--family names a dictionary of another family of drawings to measure as well.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.canvas_decoder import CanvasBatch, CanvasDecoder
from pipeline.model.networks.config import CanvasDecoderConfig
from pipeline.model.networks.flow import denoise, interpolate, timesteps
from pipeline.model.networks.precision import precision
from pipeline.model.painting.ground_maps import CRESTS, NAMES
from pipeline.model.plan.land import MATERIALS
from pipeline.training.data.canvases import WINDOWS, Canvases, Drawing, Pair
from pipeline.training.muon import ConvMuon, hidden_convolutions
from pipeline.training.run import Run, channels_last, parser

EVALUATED = 256  # pixels of a scene that is measured
HELD = Path(__file__).parent / "canvas" / "held_kinds.txt"  # one of nine kinds, by lot
PURE_NOISE = 0.8  # of the samples: the first step is nearly all of a picture
EMA_DECAY = 0.998
THING = 2.0  # how much more a thing's pixels count than the land's
OUTER = ("fine_in", "fine_out")  # layers that Muon does not suit
AIR = ("air", "far")  # zones of what touches no ground
MARKS = 3.0  # the same of stars, flowers, rain and flakes, which are few
LAST = -len(CRESTS)  # channels of `brush_maps`, from behind
MARK_CHANNELS = (LAST - 2 - len(NAMES) + NAMES.index("falling"), LAST - 2, LAST - 1)
STARRY = torch.tensor([MATERIALS.index(name) for name in ("sky", "space")])
EDGES = 2.0  # weight of the loss of gradients, which sees brushwork that the other hardly does


def loss(decoder: CanvasDecoder, pair: Pair, device: str) -> dict[str, Tensor]:
    """x_0's error in value and in gradient, heavier on things."""
    target = pair.target.to(device)
    canvas = pair.canvas.to(device)
    t = torch.rand(len(target), device=device)
    t = torch.where(torch.rand_like(t) < PURE_NOISE, torch.ones_like(t), t)
    x_t = interpolate(target, torch.randn_like(target), t)
    with precision(device):
        painted = decoder(x_t, t, canvas)
    error = painted.float() - target
    weight = 1 + THING * canvas.drawings[:, 3:] + MARKS * rare_marks(canvas)
    values = (weight * (error.abs() + error.square())).mean()
    edges = sum(error.diff(dim=dim).abs().mean() for dim in (2, 3))
    return {"values": values, "edges": EDGES * torch.as_tensor(edges)}


def rare_marks(canvas: CanvasBatch) -> Tensor:
    """(B, 1, H, W) in 0..1: where stars, specks, rain or flakes are seen."""
    fall, lines, specks = (canvas.brushes[:, channel].abs() for channel in MARK_CHANNELS)
    starry = torch.isin(canvas.materials, STARRY.to(canvas.materials.device))
    return torch.stack([fall, lines * starry, specks]).amax(0).clamp(max=1)[:, None]


def optimizers(decoder: CanvasDecoder, lr: float) -> list[torch.optim.Optimizer]:
    """Muon for the U-Net's 3x3 convolutions, which are nearly all of it, AdamW for the rest."""
    convolutions = hidden_convolutions(decoder, OUTER)
    known = {id(weight) for weight in convolutions}
    rest = [weight for weight in decoder.parameters() if id(weight) not in known]
    return [
        ConvMuon(convolutions, lr * 10),
        torch.optim.AdamW(rest, lr, (0.9, 0.98), weight_decay=0.01),
    ]


def windows(args: argparse.Namespace) -> Mapping[int, int]:
    """Sides of the scenes, and how many windows are cut from each."""
    return {args.side: 1} if args.side else WINDOWS


def losses(
    args: argparse.Namespace, decoder: CanvasDecoder, drawings: list[Drawing]
) -> Iterator[Callable[[], dict[str, Tensor]]]:
    data = Canvases(drawings, args.batch, windows(args), args.crop, args.seed)
    loader = DataLoader(data, batch_size=None, num_workers=args.workers)
    for pair in loader:
        yield partial(loss, decoder, pair, args.device)


@torch.no_grad()
def paint(decoder: CanvasDecoder, canvas: CanvasBatch, steps: int, seed: int) -> Tensor:
    """(B, 3, H, W) in -1..1."""
    shape = (len(canvas.flat), 3, *canvas.flat.shape[-2:])
    noise = torch.randn(shape, generator=torch.Generator().manual_seed(seed))

    def predict(x_t: Tensor, t: Tensor) -> Tensor:
        return decoder(x_t, t, canvas)

    *_, (painted, _) = denoise(predict, noise, timesteps(steps))
    return painted.clamp(-1, 1)


def evaluate(
    decoder: CanvasDecoder, drawings: list[Drawing], args: argparse.Namespace, name: str
) -> str:
    """PSNR in dB over things and land, after one step and four, of 24 whole scenes; writes a sheet
    of canvas, painting and target."""
    side = args.side or EVALUATED
    pair = next(iter(Canvases(drawings, 24, {side: 1}, side, 7, 24, 24)))
    thing = (pair.canvas.drawings[:, 3:] > 0.5).float()
    figures, tiles = [], []
    for steps in (1, 4):
        painted = paint(decoder, pair.canvas, steps, 1)
        for part, mask in (("things", thing), ("land", 1 - thing)):
            figures.append(f"{part} {psnr(painted, pair.target, mask):.2f} dB")
    alpha = pair.canvas.drawings[:, 3:]
    shown = pair.canvas.drawings[:, :3] * alpha + (pair.canvas.flat / 2 + 0.5) * (1 - alpha)
    for index in range(6):
        pictures = (shown[index], painted[index] / 2 + 0.5, pair.target[index] / 2 + 0.5)
        tiles.append(torch.cat(pictures, 2))
    rows = [torch.cat(tiles[k : k + 2], 2) for k in (0, 2, 4)]
    sheet = (torch.cat(rows, 1).permute(1, 2, 0).clamp(0, 1) * 255).byte().numpy()
    Image.fromarray(sheet).save(args.run / f"sheet-{name.replace(' ', '-')}.png")
    return "1 step: {}, {}; 4 steps: {}, {}".format(*figures)


def psnr(one: Tensor, other: Tensor, mask: Tensor) -> float:
    """Of pictures in -1..1, over the mask (B, 1, H, W)."""
    square = (((one - other) / 2).square() * mask).sum() / (3 * mask.sum())
    return float(-10 * square.log10())


def read_drawings(folder: Path) -> list[Drawing]:
    """All drawings of whole things in a picture dictionary."""
    dictionary = Dictionary.load(folder)
    return [
        Drawing(dictionary.drawing(name, variant), name, kind.zone in AIR)
        for name, kind in dictionary.kinds.items()
        if kind.extent == "whole"
        for variant in range(len(kind.drawings))
    ]


def split(drawings: list[Drawing], held: set[str]) -> tuple[list[Drawing], list[Drawing]]:
    """Drawings of kinds to learn, and of kinds that are held out."""
    known = [drawing for drawing in drawings if drawing.kind not in held]
    return known, [drawing for drawing in drawings if drawing.kind in held]


def main(arguments: list[str] | None = None) -> None:
    options = parser(__doc__)
    options.set_defaults(lr=1.5e-3, batch=16)
    options.add_argument("--dictionary", type=Path, required=True, help="folder of drawings")
    options.add_argument("--family", type=Path, help="dictionary of a family never trained on")
    options.add_argument("--side", type=int, help="pixels of all scenes (default: several sizes)")
    options.add_argument("--crop", type=int, default=160, help="pixels of a training window")
    options.add_argument("--workers", type=int, default=1, help="processes that paint scenes")
    options.add_argument("--held", type=Path, default=HELD, help="file of kinds never shown")
    options.add_argument("--evaluate", action="store_true", help="print PSNR and write sheets")
    args = options.parse_args(arguments)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    known, held = split(read_drawings(args.dictionary), set(args.held.read_text().splitlines()))
    decoder = channels_last(CanvasDecoder(CanvasDecoderConfig()), args.device)
    run = Run(args, "canvas", decoder, optimizers(decoder, args.lr), warmup=50)
    run.ema.decay = EMA_DECAY
    if args.evaluate:
        decoder.load_state_dict(run.ema.shadow)
        sets = {"known kinds": known, "unseen kinds": held}
        if args.family:
            unseen = {drawing.kind for drawing in held}
            sets["unseen family"] = [d for d in read_drawings(args.family) if d.kind in unseen]
        for name, drawings in sets.items():
            print(f"{name}: {evaluate(decoder.eval(), drawings, args, name)}")
        return
    run.train(losses(args, decoder, known))


if __name__ == "__main__":
    main()
