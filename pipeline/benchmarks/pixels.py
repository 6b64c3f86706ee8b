"""Do the same seeds still give the same pixels? Paints one picture of every task and compares.

    python -m pipeline.benchmarks.pixels --out before.json      # at the old commit
    python -m pipeline.benchmarks.pixels --against before.json  # at the new one

Hashes hold on one machine, one version of torch and one number of threads (OMP_NUM_THREADS): with
others, sums are rounded otherwise.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from pipeline.benchmarks.stages import paint
from pipeline.engines import load_engine
from pipeline.engines.base import Engine
from pipeline.request import Request

EXAMPLES = Path(__file__).parents[2] / "assets" / "examples"
PROMPTS = (
    "two white cats by a blue house at night",
    'a sign that says "TEA" beside three red mushrooms in the rain',
    "ein roter Fuchs neben einem blauen Schloss",
    "a girl and a boy with a dog on the left, a lighthouse at sunset",
)
EDITS = ("make it noon", "add a red lantern on the left", "remove the cats", "make the house red")


def paintings(engine: Engine) -> dict[str, Image.Image]:
    """A picture of every task, by what it is called in the report."""
    made: dict[str, Image.Image] = {}
    layouts: dict[int, str | None] = {}
    for number, prompt in enumerate(PROMPTS):
        made[f"text {number}"], layouts[number] = paint(engine, Request(prompt, seed=number))
    wide = Request(PROMPTS[0], size=(640, 480), seed=5, candidates=2)
    made["candidates"], _ = paint(engine, wide)
    scene = made["text 0"]
    for edit in EDITS:
        request = Request(edit, b"", seed=3, task="edit", layout=layouts[0])
        made[edit], _ = paint(engine, request, scene)
    seen = Request("make it snow", b"", seed=3, task="edit")
    made["edit of what is seen"], _ = paint(engine, seen, scene)
    made["variation"], _ = paint(engine, Request("", b"", seed=4, task="variation"), scene)
    mask = Image.new("L", scene.size)
    ImageDraw.Draw(mask).ellipse((300, 200, 480, 480), fill=255)
    inpaint = Request("a red lantern", b"", seed=6, mask=b"")
    made["inpaint"], _ = paint(engine, inpaint, scene, mask)
    for name, mood in (("person", ""), ("building", "at night"), ("landscape", "in autumn")):
        photo = Image.open(EXAMPLES / f"{name}.jpg").convert("RGB")
        request = Request(mood, b"", seed=8, task="photo_to_painting", strength=0.8)
        made[name], _ = paint(engine, request, photo)
    return made


def fingerprint(image: Image.Image) -> str:
    """16 hexadecimal digits of a picture's RGB pixels."""
    return hashlib.sha256(np.asarray(image.convert("RGB")).tobytes()).hexdigest()[:16]


def main(arguments: Sequence[str] | None = None, engine: Engine | None = None) -> int:
    """Exit code: 0 all the same, 1 another picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, help="write the fingerprints here")
    parser.add_argument("--against", type=Path, help="compare with these")
    options = parser.parse_args(arguments)
    engine = engine or load_engine("embedded")
    now = {name: fingerprint(image) for name, image in paintings(engine).items()}
    if options.out:
        options.out.write_text(json.dumps(now, indent=1))
    before = json.loads(options.against.read_text()) if options.against else now
    for name, digits in now.items():
        print(f"{name:32}{digits}  {'same' if before.get(name) == digits else 'CHANGED'}")
    return int(before != now)


if __name__ == "__main__":
    sys.exit(main())
