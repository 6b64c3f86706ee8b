"""A blind look at painted photos: the model's painting beside the stylist's, nobody says which.

    python -m pipeline.benchmarks.blind --out DIR --pairs pairs
    python -m pipeline.benchmarks.blind --out DIR --answers ABBA-BAAB...

The first writes DIR/index.html, held-out photos each with paintings A and B, and DIR/key.txt, which
says for each pair whether A or B is the model's. Whoever judges opens only the page and writes down
a letter a pair, - for "no difference"; the second counts.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from pipeline.benchmarks.photos import PROMPT, pairs_of
from pipeline.benchmarks.reading import picture_of
from pipeline.benchmarks.scoring import interval
from pipeline.engines.base import Engine
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.networks.weights import WEIGHTS
from pipeline.request import Request

HEAD = """<!doctype html><meta charset="utf-8"><title>A or B?</title>
<style>body{font:16px sans-serif}td{width:33%}img{width:100%}</style>
<p>Which painting of the photo would you rather show to friends? Write down A, B or - for each.</p>
<table><tr><th>photo<th>A<th>B</tr>
"""


def write(engine: Engine, pairs: Path, out: Path, count: int, seed: int) -> str:
    """Fills `out`; the key, a letter a pair: the side on which the model's painting is."""
    rng, rows, key = random.Random(seed), [], ""
    held_out = pairs_of(pairs, "val", "noon")
    for number, line in enumerate(rng.sample(held_out, min(count, len(held_out))), start=1):
        photo, theirs = (Image.open(pairs / line[s]).convert("RGB") for s in ("source", "target"))
        ours = picture_of(engine, Request(PROMPT, b"-", size=photo.size, seed=0), photo)
        key += rng.choice("AB")
        sides = (ours, theirs) if key[-1] == "A" else (theirs, ours)
        cells = ""
        for name, picture in zip("pab", (photo, *sides), strict=True):
            # The same format and quality for all: a file's looks or size must not tell.
            picture.save(out / f"{number:02}{name}.webp", quality=95)
            cells += f'<td><img src="{number:02}{name}.webp" loading="lazy">'
        rows.append(f"<tr><th colspan=3>{number}</tr><tr>{cells}</tr>")
    (out / "index.html").write_text(HEAD + "\n".join(rows) + "</table>\n")
    (out / "key.txt").write_text(key)
    return key


def count_answers(answers: str, key: str) -> str:
    """How often the model's painting was preferred; ties are told, and not counted."""
    if len(answers) != len(key) or set(answers) - set("AB-"):
        raise ValueError(f"answers are {len(key)} letters, each A, B or -")
    told = [answer == side for answer, side in zip(answers, key, strict=True) if answer != "-"]
    ties = len(answers) - len(told)
    if not told:
        return f"no preference in {ties} pairs"
    low, high = interval(sum(told), len(told))
    share = f"{sum(told)} of {len(told)} [95 %: {low:.0%} to {high:.0%}]"
    return f"the model's painting is preferred in {share}, no preference in {ties}"


def main(arguments: Sequence[str] | None = None, engine: Engine | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, help="photo pairs (see training/pairs.py)")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0, help="of the choice and of the sides")
    parser.add_argument("--answers", help="a letter a pair: A, B or -")
    args = parser.parse_args(arguments)
    if args.answers:
        print(count_answers(args.answers.upper(), (args.out / "key.txt").read_text()))
    elif args.pairs:
        args.out.mkdir(parents=True, exist_ok=True)
        engine = engine or EmbeddedEngine.load(args.weights)
        write(engine, args.pairs, args.out, args.count, args.seed)
        print(f"{args.out / 'index.html'} is to be judged; {args.out / 'key.txt'} is the key")
    else:
        parser.error("--pairs makes the page, --answers counts")


if __name__ == "__main__":
    main()
