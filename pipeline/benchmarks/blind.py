"""A blind look at photos made over: the model's picture beside a cartooniser's, nobody says which.

    python -m pipeline.benchmarks.blind --out DIR --photos PHOTOS [--against OTHERS]
    python -m pipeline.benchmarks.blind --out DIR --answers ABBA-BAAB...

The cartooniser is the photo redrawn by the super-resolution network alone; OTHERS is a folder of
another version's pictures instead, named as their photos are. The first writes
DIR/index.html, photos each with pictures A and B, and DIR/key.txt, which says for each pair whether
A or B is the model's. Whoever judges opens only the page and writes down a letter a pair, - for "no
difference"; the second counts.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageOps

from pipeline.benchmarks.pictures import image, picture_of, tensor
from pipeline.benchmarks.scoring import interval
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.networks.weights import WEIGHTS
from pipeline.request import Request

PROMPT = "convert this image into ghibli style"
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
SIDE = 640  # pixels of a photo's longer side
DRAWN_FROM = 0.625  # size of the cartooniser's input, relative to its picture

HEAD = """<!doctype html><meta charset="utf-8"><title>A or B?</title>
<style>body{font:16px sans-serif}td{width:33%}img{width:100%}</style>
<p>Which drawing of the photo would you rather show to friends? Write down A, B or - for each.
Beside it, for A and for B: would it pass for a frame of hand-drawn animation? Is it still the same
person, with the same expression?</p>
<table><tr><th>photo<th>A<th>B</tr>
"""


def cartoonised(photo: Image.Image, upscaler: Upscaler) -> Image.Image:
    """The photo redrawn by the upscaler: clean lines and flat washes, and nothing drawn anew."""
    small = [max(upscaler.margin + 1, round(DRAWN_FROM * side)) for side in photo.size]
    drawn = image(upscaler(tensor(photo.resize(small, Image.Resampling.LANCZOS)))[0])
    return drawn.resize(photo.size, Image.Resampling.LANCZOS)


def _pictured(path: Path, others: Path) -> Image.Image:
    """Another version's picture of the photo at `path`."""
    found = [other for other in sorted(others.iterdir()) if other.stem == path.stem]
    if not found:
        raise FileNotFoundError(f"{others} has no picture named {path.stem}")
    with Image.open(found[0]) as file:
        return file.convert("RGB")


def write(
    engine: EmbeddedEngine,
    photos: Path,
    out: Path,
    count: int,
    seed: int,
    strength: float = 0.8,
    others: Path | None = None,
) -> str:
    """Fills `out`; the key, a letter a pair: the side on which the model's picture is."""
    rng, rows, key = random.Random(seed), [], ""
    found = sorted(path for path in photos.iterdir() if path.suffix in SUFFIXES)
    for number, path in enumerate(rng.sample(found, min(count, len(found))), start=1):
        with Image.open(path) as file:
            photo = ImageOps.exif_transpose(file).convert("RGB")
        photo.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
        request = Request(PROMPT, b"-", size=photo.size, seed=0, strength=strength)
        ours = picture_of(engine, request, photo)
        if others is None:
            theirs = cartoonised(photo, engine.world.upscaler)
        else:
            theirs = _pictured(path, others)
        key += rng.choice("AB")
        sides = (ours, theirs) if key[-1] == "A" else (theirs, ours)
        cells = ""
        for name, picture in zip("pab", (photo, *sides), strict=True):
            # The same format and quality for all: a file's looks or size must not tell.
            picture.resize(photo.size).save(out / f"{number:02}{name}.webp", quality=95)
            cells += f'<td><img src="{number:02}{name}.webp" loading="lazy">'
        rows.append(f"<tr><th colspan=3>{number}</tr><tr>{cells}</tr>")
    (out / "index.html").write_text(HEAD + "\n".join(rows) + "</table>\n")
    (out / "key.txt").write_text(key)
    return key


def count_answers(answers: str, key: str) -> str:
    """How often the model's picture was preferred; ties are told, and not counted."""
    if len(answers) != len(key) or set(answers) - set("AB-"):
        raise ValueError(f"answers are {len(key)} letters, each A, B or -")
    told = [answer == side for answer, side in zip(answers, key, strict=True) if answer != "-"]
    ties = len(answers) - len(told)
    if not told:
        return f"no preference in {ties} pairs"
    low, high = interval(sum(told), len(told))
    share = f"{sum(told)} of {len(told)} [95 %: {low:.0%} to {high:.0%}]"
    return f"the model's picture is preferred in {share}, no preference in {ties}"


def main(arguments: Sequence[str] | None = None, engine: EmbeddedEngine | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--photos", type=Path, help="folder of photos")
    parser.add_argument("--strength", type=float, default=0.8)
    parser.add_argument("--against", type=Path, help="folder of another version's pictures")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0, help="of the choice and of the sides")
    parser.add_argument("--answers", help="a letter a pair: A, B or -")
    args = parser.parse_args(arguments)
    if args.answers:
        print(count_answers(args.answers.upper(), (args.out / "key.txt").read_text()))
    elif args.photos:
        args.out.mkdir(parents=True, exist_ok=True)
        engine = engine or EmbeddedEngine.load(args.weights)
        write(engine, args.photos, args.out, args.count, args.seed, args.strength, args.against)
        print(f"{args.out / 'index.html'} is to be judged; {args.out / 'key.txt'} is the key")
    else:
        parser.error("--photos makes the page, --answers counts")


if __name__ == "__main__":
    main()
