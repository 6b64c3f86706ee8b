"""Pairs of pictures to choose between: painted, and on contact sheets for looking at many."""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

GAP, LINE = 6, 14  # pixels: between pictures, and of a line of text


def sheet(
    pairs: Sequence[tuple[Image.Image, Image.Image]], titles: Sequence[str], columns: int = 4
) -> Image.Image:
    """Pairs side by side under their titles, `columns` pairs in a row."""
    side = max(pairs[0][0].size)
    wide, high = 2 * side + 2 * GAP + 8, side + LINE + GAP
    rows = -(-len(pairs) // columns)
    image = Image.new("RGB", (columns * wide, rows * high), "white")
    draw = ImageDraw.Draw(image)
    for number, (pair, title) in enumerate(zip(pairs, titles, strict=True)):
        left, top = number % columns * wide, number // columns * high
        draw.text((left, top), title[: 2 * side // 6], "black")
        for at, picture in enumerate(pair):
            image.paste(picture, (left + at * (side + GAP // 2), top + LINE))
    return image


def save(image: Image.Image, path: Path) -> None:
    """As a file of the path's kind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
