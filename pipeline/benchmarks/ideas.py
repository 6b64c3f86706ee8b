"""What the page shows before a first picture: `python -m pipeline.benchmarks.ideas`.

Nothing is picked: the page's own ideas with one seed, one of them edited twice, and an example
photo with its painting. Run it anew when the weights or the ideas change.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageOps

from pipeline.benchmarks.hero import INSTRUCTION, PHOTO, SEED, scenes
from pipeline.benchmarks.stages import paint
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.request import Request
from pipeline.studio.invitation import PAINTED, PHOTO_SIDE
from pipeline.studio.text_tab import IDEAS

TILE = 288  # pixels
QUALITY = 78


def tiles(engine: EmbeddedEngine) -> dict[str, Image.Image]:
    """File name -> picture, of the ideas and of the steps of an edit."""
    painted = scenes(engine, SEED)
    names = [*IDEAS, "edit_1", "edit_2"]
    return {
        name: picture.resize((TILE, TILE), Image.Resampling.LANCZOS)
        for name, picture in zip(names, painted, strict=True)
    }


def before_and_after(engine: EmbeddedEngine) -> dict[str, Image.Image]:
    photo = ImageOps.exif_transpose(Image.open(PHOTO)).convert("RGB")
    size = (PHOTO_SIDE, round(PHOTO_SIDE * photo.height / photo.width / 16) * 16)
    request = Request(INSTRUCTION, b"-", size=size, seed=SEED, task="photo_to_painting")
    painted, _ = paint(engine, request, photo)
    return {"before": photo.resize(painted.size, Image.Resampling.LANCZOS), "after": painted}


def main(arguments: Sequence[str] | None = None, engine: EmbeddedEngine | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=PAINTED)
    folder = parser.parse_args(arguments).out
    folder.mkdir(parents=True, exist_ok=True)
    engine = engine or EmbeddedEngine.load()
    for name, picture in (tiles(engine) | before_and_after(engine)).items():
        path = folder / f"{name}.webp"
        picture.save(path, quality=QUALITY, method=6)
        print(f"{path} {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
