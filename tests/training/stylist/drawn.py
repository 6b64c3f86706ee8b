"""Small "photographs" drawn in code, and who is in them."""

import numpy as np
from PIL import Image, ImageDraw

from pipeline.model.painting.plate import faces
from pipeline.model.painting.plate.subjects import Subjects


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


def mesh(x: float, y: float, width: float) -> np.ndarray:
    """A face mesh (468, 2) whose oval, eyes, brows, lips and nose are rings in their places."""
    points = np.tile(np.array([x, y], np.float32), (468, 1))

    def ring(indices: list[int], dx: float, dy: float, rx: float, ry: float) -> None:
        angle = np.linspace(0, 2 * np.pi, len(indices), endpoint=False)
        points[indices, 0] = x + width * (dx + rx * np.cos(angle))
        points[indices, 1] = y + width * (dy + ry * np.sin(angle))

    ring(faces.OVAL, 0, 0, 0.5, 0.65)
    ring(faces.RIGHT_EYE, -0.2, -0.1, 0.1, 0.05)
    ring(faces.LEFT_EYE, 0.2, -0.1, 0.1, 0.05)
    ring(faces.RIGHT_BROW, -0.2, -0.22, 0.12, 0.02)
    ring(faces.LEFT_BROW, 0.2, -0.22, 0.12, 0.02)
    ring(faces.LIPS, 0, 0.32, 0.16, 0.05)
    ring(faces.NOSE, 0, 0.1, 0.06, 0.03)
    points[list(faces.CHEEKS)] = [
        [x - 0.27 * width, y + 0.12 * width],
        [x + 0.27 * width, y + 0.12 * width],
    ]
    return points


def portrait(skin: tuple[int, int, int]) -> tuple[Image.Image, Subjects]:
    """A head and shoulders before a plain wall, lit from the left, and its subjects."""
    size, centre = 160, (80, 70)
    picture = Image.new("RGB", (size, size), (150, 150, 140))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((20, 120, 140, 220), fill=(60, 70, 120))
    draw.ellipse((44, 22, 116, 118), fill=skin)
    draw.pieslice((44, 22, 116, 118), -60, 60, fill=tuple(int(0.75 * v) for v in skin))
    for x in (65, 94):
        draw.ellipse((x - 7, 59, x + 7, 67), fill=(250, 250, 250), outline=(20, 20, 20))
        draw.ellipse((x - 3, 60, x + 3, 66), fill=(30, 20, 20))
    draw.ellipse((69, 90, 91, 97), fill=(150, 60, 60))
    person = np.zeros((size, size), np.float32)
    person[20:, 20:140] = 1
    return picture, Subjects(person, meshes=[mesh(*centre, 72)])
