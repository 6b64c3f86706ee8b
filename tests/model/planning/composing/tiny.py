"""A dictionary of a few kinds with plain drawings, written as the real one is."""

import gzip
import io
import json
import zipfile
from pathlib import Path

from PIL import Image, ImageDraw

from pipeline.model.dictionary import Dictionary
from pipeline.model.dictionary.dictionary import INDEX, VERSION

COLORS = ((200, 60, 40), (60, 120, 200), (90, 170, 70))
# name: (category, zone, size, extent, width, height, anchors)
KINDS = {
    "cat": ("animal", "ground", 0.45, "whole", 60, 64, {"head": [0.3, 0.05, 0.4]}),
    "dog": ("animal", "ground", 0.7, "whole", 64, 60, {"head": [0.3, 0.05, 0.4]}),
    "horse": ("animal", "ground", 2.3, "whole", 64, 60, {"seat": [0.6, 0.33]}),
    "elephant": ("animal", "ground", 4.0, "whole", 64, 56, {"seat": [0.6, 0.05]}),
    "bird": ("animal", "air", 0.2, "whole", 64, 48, {}),
    "swan": ("animal", "water", 1.2, "whole", 64, 48, {}),
    "woman standing": (
        "person", "ground", 1.7, "whole", 26, 64, {"head": [0.5, 0.02, 0.6], "hand": [0.93, 0.56]},
    ),
    "cook": ("person", "ground", 1.7, "bust", 60, 64, {"head": [0.5, 0.02, 0.6]}),
    "bicycle": ("vehicle", "ground", 1.8, "whole", 64, 46, {"seat": [0.66, 0.14]}),
    "mug": ("tableware", "table", 0.1, "whole", 64, 60, {"opening": [0.1, 0.1, 0.7]}),
    "red apple": ("food", "table", 0.1, "whole", 60, 64, {}),
    "closed book": ("object", "table", 0.25, "whole", 60, 64, {"surface": 0.05}),
    "dining table": ("furniture", "ground", 1.2, "whole", 64, 41, {"surface": 0.12}),
    "chair": ("household", "ground", 0.95, "whole", 40, 64, {"surface": 0.55}),
    "basket": (
        "household", "ground", 0.4, "whole", 64, 64, {"opening": [0.12, 0.42, 0.88]},
    ),
    "umbrella": ("object", "hand", 1.0, "whole", 64, 64, {}),
    "guitar": ("music", "hand", 1.0, "whole", 64, 64, {}),
    "top hat": (
        "clothing", "head", 0.28, "whole", 64, 60,
        {"worn": {"at": "brow", "y": 0.84, "height": None, "width": 1.75}},
    ),
    "deciduous tree": ("plant", "ground", 9.0, "whole", 56, 64, {}),
    "house": ("building", "ground", 8.0, "whole", 64, 60, {}),
    "castle": ("building", "far", 45.0, "whole", 60, 64, {}),
    "sun": ("sky", "air", 300.0, "whole", 64, 64, {}),
    "balloon": ("object", "air", 0.5, "whole", 40, 64, {}),
    "wall clock": ("household", "wall", 0.35, "whole", 64, 64, {}),
    "floor lamp": ("furniture", "ground", 1.6, "whole", 40, 64, {"glow": 0.2}),
    "sign post": ("street", "ground", 2.3, "whole", 60, 64, {"sign": 0.25}),
    "rowing boat": ("vehicle", "water", 2.0, "whole", 64, 48, {"water": 0.6}),
}  # fmt: skip


def make_dictionary(folder: Path) -> Dictionary:
    """Two drawings of each kind, of two families; boards and baskets are rectangles."""
    rows = []
    with zipfile.ZipFile(folder / "drawings-1.zip", "w") as pack:
        for number, (name, spec) in enumerate(KINDS.items()):
            category, zone, size, extent, width, height, anchors = spec
            drawings = []
            for variant, family in enumerate(("noto", "flat")):
                file = f"{family}/{number}.webp"
                pack.writestr(file, _picture(width, height, COLORS[(number + variant) % 3]))
                drawings.append(
                    {"family": family, "file": file, "width": width, "height": height,
                     "anchors": anchors, "tone": 0, "recolorable": 1.0 - 0.9 * variant}
                )  # fmt: skip
            rows.append(
                {"name": name, "names": {}, "category": category, "zone": zone, "size": size,
                 "extent": extent, "mirrors": name != "sign post", "drawings": drawings}
            )  # fmt: skip
    index = {"version": VERSION, "kinds": rows, "places": ["meadow", "room"], "words": {}}
    with gzip.open(folder / INDEX, "wt") as file:
        json.dump(index, file)
    return Dictionary.load(folder)


def _picture(width: int, height: int, color: tuple[int, int, int]) -> bytes:
    """A full box with one lighter half, as a lossless WebP."""
    image = Image.new("RGBA", (width, height), (*color, 255))
    lighter = tuple(min(255, part + 40) for part in color)
    ImageDraw.Draw(image).rectangle((0, 0, width // 2, height), fill=(*lighter, 255))
    packed = io.BytesIO()
    image.save(packed, "WEBP", lossless=True)
    return packed.getvalue()
