"""A small "photograph" drawn in code."""

import numpy as np
from PIL import Image, ImageDraw


def meadow() -> Image.Image:
    """416x320: pale sky, a sandstone house with twelve windows, a bush of noisy leaves, grass."""
    rng = np.random.default_rng(0)
    picture = Image.new("RGB", (416, 320), (205, 218, 232))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 180, 416, 320), fill=(88, 130, 62))
    draw.rectangle((180, 100, 380, 220), fill=(190, 160, 125))
    for row in range(2):
        for column in range(6):
            x, y = 192 + 31 * column, 114 + 50 * row
            draw.rectangle((x, y, x + 10, y + 20), fill=(50, 52, 60))
    for x, y in zip(rng.integers(0, 160, 3000), rng.integers(110, 280, 3000), strict=True):
        light = rng.integers(-45, 80)
        leaf = tuple(int(v + light) for v in (55, 85, 45))
        draw.ellipse((x, y, x + 6, y + 6), fill=leaf)
    return picture
