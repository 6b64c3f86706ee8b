"""Contact sheets of a built dictionary, to look at every drawing.

python -m pipeline.training.dictionary.sheets --dictionary DIR --out SHEETS
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pipeline.model.dictionary import Anchors, Dictionary

TILE, LINE = 96, 12  # pixels: of a drawing, and of the text below it
PAPER = (150, 170, 160)  # white and black drawings both stand out on it
FONT = Path(__file__).parents[3] / "assets" / "fonts" / "DejaVuSans-Bold.ttf"


def mark(draw: ImageDraw.ImageDraw, anchors: Anchors, box: tuple[int, int, int, int]) -> None:
    """Anchors over a drawing in `box` (left, top, width, height): the head's top red, the hand
    blue, the seat green, the surface white, the opening magenta, other heights yellow."""
    x, y, width, height = box
    if anchors.head:
        middle, top, wide = anchors.head
        ends = (x + (middle - wide / 2) * width, x + (middle + wide / 2) * width)
        draw.line((ends[0], y + top * height, ends[1], y + top * height), "red", 3)
    for point, color in ((anchors.hand, "blue"), (anchors.seat, "lime")):
        if point:
            px, py = x + point[0] * width, y + point[1] * height
            draw.ellipse((px - 4, py - 4, px + 4, py + 4), color)
    if anchors.opening:
        left, edge, right = anchors.opening
        across = (x + left * width, y + edge * height, x + right * width, y + edge * height)
        draw.line(across, "magenta", 3)
    worn = anchors.worn.y if anchors.worn else None
    heights = {"white": (anchors.surface,), "yellow": (anchors.glow, anchors.sign, worn)}
    for color, values in heights.items():
        for value in values:
            if value is not None:
                draw.line((x, y + value * height, x + width, y + value * height), color, 2)


def _tiles(dictionary: Dictionary) -> Iterator[tuple[Image.Image, Anchors, str]]:
    for kind in dictionary.kinds.values():
        for variant, drawing in enumerate(kind.drawings):
            picture = Image.fromarray(dictionary.drawing(kind.name, variant))
            picture.thumbnail((TILE - 4, TILE - 4))
            yield picture, drawing.anchors, f"{kind.name[:12]} {drawing.family[:4]}"


def contact_sheets(
    dictionary: Dictionary, out: Path, columns: int = 15, each: int = 150
) -> list[Path]:
    """Writes all drawings with their anchors, `each` a sheet; returns the files."""
    out.mkdir(parents=True, exist_ok=True)
    font = ImageFont.truetype(str(FONT), 9)
    tiles = list(_tiles(dictionary))
    files: list[Path] = []
    for start in range(0, len(tiles), each):
        some = tiles[start : start + each]
        rows = -(-len(some) // columns)
        page = Image.new("RGB", (columns * TILE, rows * (TILE + LINE)), PAPER)
        draw = ImageDraw.Draw(page)
        for number, (picture, anchors, text) in enumerate(some):
            x, y = number % columns * TILE, number // columns * (TILE + LINE)
            page.paste(picture, (x, y), picture)
            mark(draw, anchors, (x, y, picture.width, picture.height))
            draw.text((x + 1, y + TILE - 2), text, "black", font)
        files.append(out / f"sheet-{len(files):02d}.png")
        page.save(files[-1])
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dictionary", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    for file in contact_sheets(Dictionary.load(args.dictionary), args.out):
        print(file)


if __name__ == "__main__":
    main()
