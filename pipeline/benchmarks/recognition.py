"""Are painted things recognised, and those of kinds and of a family that nothing was trained on?

    python -m pipeline.benchmarks.recognition --unseen DIR/held_out [--pictures 30] [--sheet FILE]

Four things stand in each picture, painted by the decoder and by the painter. Their boxes are told;
what they are is named among all kinds by the nearest drawing: of the shipped dictionary ("own"),
and of the unseen family ("unseen"), which no picture but those of the last row is made of. Rows:
kinds that decoder and recognizer have learnt, kinds that neither has (`held_kinds.txt`), and these
and others in drawings of the unseen family. Sure: the share of things that are named at all by
`--describe`, and how many of these names are right.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw

from pipeline.benchmarks.scoring import interval
from pipeline.engines.embedded.loading import load
from pipeline.engines.embedded.world import World
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import find_weights
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.land import PLACES, sample_land
from pipeline.model.plan.scene_graph import STYLES
from pipeline.model.seeing.gallery import gallery_of
from pipeline.model.seeing.loading import load_observer
from pipeline.model.seeing.recognizing import Observer, Recognized
from pipeline.training.canvas.true_pictures import true_picture
from pipeline.training.data.canvases import sample_light
from pipeline.training.train_canvas import HELD

SIDE = 256  # pixels of a picture
IN_A_PICTURE = 4
SIZES = (0.28, 0.40)  # of a thing, in shares of the picture
PAINTERS = ("decoder", "painter")


@dataclass(frozen=True)
class Asked:
    """A picture's composition, of things of these kinds, and the dictionary of their drawings."""

    composition: Composition
    dictionary: Dictionary
    seed: int

    @property
    def kinds(self) -> list[str]:
        return [drawing.kind for drawing in self.composition.drawings]


def asked(dictionary: Dictionary, kinds: Sequence[str], count: int, seed: int) -> Iterator[Asked]:
    """So many pictures of things of these kinds, each as often as another."""
    rng = random.Random(f"recognition {seed}")
    left: list[str] = []
    for number in range(count):
        while len(left) < IN_A_PICTURE:
            left += rng.sample(list(kinds), len(kinds))
        some, left = left[:IN_A_PICTURE], left[IN_A_PICTURE:]
        light = sample_light(rng)
        land = sample_land(rng.choice(list(PLACES)), rng, light.time)
        drawings = tuple(_placed(dictionary, kind, k, rng) for k, kind in enumerate(some))
        hour = light.time, light.weather, light.season
        yield Asked(Composition(land, *hour, STYLES[0], drawings), dictionary, number)


def _placed(dictionary: Dictionary, name: str, place: int, rng: random.Random) -> PlacedDrawing:
    """A thing in one of four corners."""
    kind = dictionary.kinds[name]
    variant = rng.randrange(len(kind.drawings))
    drawing, size = kind.drawings[variant], rng.uniform(*SIZES)
    wide = [
        size * side / max(drawing.width, drawing.height) for side in (drawing.width, drawing.height)
    ]
    x, foot = 0.26 + 0.48 * (place % 2), 0.46 + 0.5 * (place // 2)
    box = x - wide[0] / 2, foot - wide[1], x + wide[0] / 2, foot
    stands = kind.zone not in ("air", "far")
    return PlacedDrawing(name, variant, 0, box, kind.mirrors and rng.random() < 0.5, stands=stands)


def pictures(world: World, one: Asked) -> dict[str, Image.Image]:
    """Painted by the decoder and by the painter."""
    size = SIDE, SIDE
    *_, done = replace(world, dictionary=one.dictionary).paint(one.composition, size, 1, one.seed)
    assert done.image is not None
    true = true_picture(one.composition, one.dictionary, size, one.seed)
    return dict(zip(PAINTERS, (done.image, Image.fromarray(true)), strict=True))


@dataclass
class Tally:
    """Of so many things: how many were named first or among three, surely, and surely and right."""

    things: int = 0
    first: int = 0
    three: int = 0
    sure: int = 0
    sure_right: int = 0

    def add(self, seen: Recognized, kind: str) -> None:
        self.things += 1
        self.first += seen.guesses[0].kind == kind
        self.three += kind in [guess.kind for guess in seen.guesses[:3]]
        self.sure += bool(seen.kind)
        self.sure_right += seen.kind == kind

    def line(self) -> str:
        low, high = interval(self.first, self.things)
        count = max(1, self.things)
        right = self.sure_right / max(1, self.sure)
        return (
            f"{self.things:6} {self.first / count:6.2f} [{low:.2f}-{high:.2f}]"
            f" {self.three / count:6.2f} {self.sure / count:6.2f} {right:6.2f}"
        )


def sets(
    own: Dictionary, unseen: Dictionary, held: set[str]
) -> dict[str, tuple[Dictionary, list[str]]]:
    """Name -> drawings and kinds. Only kinds that both families have: else none can be named."""
    both = [
        kind for kind in own.kinds if kind in unseen.kinds and own.kinds[kind].extent == "whole"
    ]
    return {
        "learnt kinds": (own, [kind for kind in both if kind not in held]),
        "unseen kinds": (own, [kind for kind in both if kind in held]),
        "unseen kinds and family": (unseen, [kind for kind in both if kind in held]),
        "unseen family": (unseen, [kind for kind in both if kind not in held]),
    }


def marked(picture: Image.Image, seen: Sequence[Recognized], kinds: Sequence[str]) -> Image.Image:
    """The picture with the names that were given, the wrong ones in red."""
    large = picture.resize((300, 300))
    draw = ImageDraw.Draw(large)
    for one, kind in zip(seen, kinds, strict=True):
        best = one.guesses[0]
        right = best.kind == kind
        x, y = one.box[0] * 300, max(0.0, one.box[1] * 300 - 10)
        text = best.kind if right else f"{best.kind} ({kind})"
        draw.text((x, y), f"{text} {best.likely:.2f}", (20, 90, 20) if right else (200, 0, 0))
    return large


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--unseen", type=Path, required=True, help="family never trained on")
    parser.add_argument("--weights", type=Path, help="folder; the shipped ones by default")
    parser.add_argument("--seeing", type=Path, help="folder of other weights that see")
    parser.add_argument("--pictures", type=int, default=31, help="of each row")
    parser.add_argument("--sheet", type=Path, help="PNG file of named pictures")
    args = parser.parse_args(arguments)
    torch.set_num_threads(1)
    folder = find_weights(args.weights)
    world = load(folder, "cpu")
    observer = load_observer(args.seeing or folder, world.dictionary)
    if observer is None:
        parser.error(f"{folder} has nothing that sees things")
    unseen = Dictionary.load(args.unseen)
    held = set(HELD.read_text(encoding="utf-8").splitlines())
    other = observer.gallery.of(()) + gallery_of(observer.network, unseen, unseen.kinds)
    eyes = {"own": observer, "unseen": Observer(observer.network, other)}
    columns = "things  first   [95 %]     three   sure  right"
    print(f"{'pictures of':25}{'by':9}{'named by':9}{columns}")
    tiles: list[Image.Image] = []
    for name, (dictionary, kinds) in sets(world.dictionary, unseen, held).items():
        tallies = {(by, eye): Tally() for by in PAINTERS for eye in eyes}
        for one in asked(dictionary, kinds, args.pictures, len(tiles)):
            boxes = [drawing.box for drawing in one.composition.drawings]
            for by, picture in pictures(world, one).items():
                for eye, looker in eyes.items():
                    seen = looker.name(picture, boxes)
                    for thing, kind in zip(seen, one.kinds, strict=True):
                        tallies[by, eye].add(thing, kind)
                    if by == PAINTERS[0] and eye == "unseen" and one.seed < 6:
                        tiles.append(marked(picture, seen, one.kinds))
        for (by, eye), tally in tallies.items():
            print(f"{name:25}{by:9}{eye:9}{tally.line()}", flush=True)
    if args.sheet:
        rows = [
            np.concatenate([np.asarray(t) for t in tiles[k : k + 6]], 1)
            for k in range(0, len(tiles), 6)
        ]
        Image.fromarray(np.concatenate(rows)).save(args.sheet)


if __name__ == "__main__":
    main()
