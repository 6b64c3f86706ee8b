"""The README's first picture: `python -m pipeline.benchmarks.hero --out assets/figures/hero.webp`.

Nothing is picked: a photo held out of training and its painting, then the page's own ideas in their
order, one seed for all, and the second of them after each of two edits.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageOps

from pipeline.benchmarks.stages import paint
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.request import Request
from pipeline.studio.text_tab import IDEAS

WIDTH, GAP = 1200, 6  # pixels
ACROSS = 4
PHOTO = Path(__file__).parents[2] / "assets" / "examples" / "building.jpg"
INSTRUCTION = "convert this image into ghibli style at sunset"
EDITS = ("make it night", "add a red lantern on the left")
SIZE = (512, 512)
SEED = 1


def scenes(engine: EmbeddedEngine, seed: int) -> list[Image.Image]:
    """The page's ideas, and the second one edited."""
    made = [paint(engine, Request(text, seed=seed, size=SIZE)) for text in IDEAS.values()]
    thread = [made[1]]
    for edit in EDITS:
        picture, layout = thread[-1]
        request = Request(edit, b"-", SIZE, seed, task="edit", layout=layout)
        thread.append(paint(engine, request, picture))
    return [picture for picture, _ in made + thread[1:]]


def rows(pictures: list[Image.Image], across: int) -> list[Image.Image]:
    """Rows of WIDTH pixels, pictures of one shape side by side."""
    lines = []
    for start in range(0, len(pictures), across):
        part = pictures[start : start + across]
        width = (WIDTH - GAP * (across - 1)) // across
        height = round(width * part[0].height / part[0].width)
        line = Image.new("RGB", (WIDTH, height), "white")
        for place, picture in enumerate(part):
            line.paste(ImageOps.fit(picture, (width, height)), (place * (width + GAP), 0))
        lines.append(line)
    return lines


def main(arguments: Sequence[str] | None = None, engine: EmbeddedEngine | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--photo", type=Path, default=PHOTO)
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args(arguments)
    engine = engine or EmbeddedEngine.load()
    photo = ImageOps.exif_transpose(Image.open(args.photo)).convert("RGB")
    size = (768, round(768 * photo.height / photo.width / 16) * 16)
    request = Request(INSTRUCTION, b"-", size=size, seed=args.seed, task="photo_to_painting")
    painted, _ = paint(engine, request, photo)
    lines = rows([photo.resize(painted.size), painted], 2) + rows(scenes(engine, args.seed), ACROSS)
    page = Image.new("RGB", (WIDTH, sum(line.height + GAP for line in lines) - GAP), "white")
    top = 0
    for line in lines:
        page.paste(line, (0, top))
        top += line.height + GAP
    page.save(args.out, quality=86)


if __name__ == "__main__":
    main()
