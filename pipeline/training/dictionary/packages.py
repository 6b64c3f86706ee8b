"""Reads what the packages hold: vector icons by code point, pictures, names, clip art."""

import io
import json
from functools import cached_property
from pathlib import Path

import resvg_py
from PIL import Image

# folder -> name and version on the npm registry
NPM_PACKAGES = {
    "fluent3d": ("@lobehub/fluent-emoji-3d", "1.1.0"),
    "noto": ("@iconify-json/noto", "1.2.9"),
    "flat": ("@iconify-json/fluent-emoji-flat", "1.2.6"),
    "twemoji": ("@iconify-json/twemoji", "1.2.5"),
    "emojibase": ("emojibase-data", "17.0.0"),
}
DEBIAN_PACKAGES = ("openclipart-svg", "wordnet-base")
DPI = 96.0  # resvg reads lengths given in points or inches by it
OVERSAMPLED = 512  # pixels: icons are drawn at this size, cropped, then made smaller
TONES = ("1f3fb", "1f3fc", "1f3fd", "1f3fe", "1f3ff")  # skin tone modifiers, light to dark


def plain(code: str) -> str:
    """A code point sequence without variation selectors: packages differ in where they keep them.

    >>> plain("1F9D1-200D-2695-FE0F")
    '1f9d1-200d-2695'
    """
    return "-".join(part for part in code.lower().split("-") if part != "fe0f")


def with_tone(code: str, tone: str) -> str:
    """The sequence of a person with a skin tone: the modifier follows the first code point."""
    first, *rest = plain(code).split("-")
    return "-".join([first, tone, *rest])


def draw_svg(svg: str, side: int = OVERSAMPLED) -> Image.Image:
    """An SVG text as an RGBA picture whose longer side has `side` pixels.

    Raises ValueError for text that is no SVG.
    """
    png = resvg_py.svg_to_bytes(svg_string=svg, width=side, dpi=DPI)
    picture = Image.open(io.BytesIO(bytes(png))).convert("RGBA")
    if picture.height > side:
        png = resvg_py.svg_to_bytes(svg_string=svg, height=side, dpi=DPI)
        picture = Image.open(io.BytesIO(bytes(png))).convert("RGBA")
    return picture


class IconFamily:
    """One family of vector icons in Iconify's JSON format."""

    def __init__(self, folder: Path):
        package = folder / "package"
        self.icons = json.loads((package / "icons.json").read_text(encoding="utf-8"))
        chars = json.loads((package / "chars.json").read_text(encoding="utf-8"))
        self.names = {plain(code): name for code, name in chars.items()}

    def svg(self, code: str) -> str | None:
        """The drawing of a code point as SVG text, None where the family has none."""
        name = self.names.get(plain(code))
        icons = self.icons["icons"]
        alias = self.icons.get("aliases", {}).get(name, {})
        icon = icons.get(name) or icons.get(alias.get("parent"))
        if not icon:
            return None
        width = icon.get("width", self.icons.get("width", 16))
        height = icon.get("height", self.icons.get("height", 16))
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
            f' viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
            f"{icon['body']}</svg>"
        )

    def has(self, code: str) -> bool:
        return plain(code) in self.names

    def picture(self, code: str) -> Image.Image | None:
        svg = self.svg(code)
        return draw_svg(svg) if svg else None


class PictureFamily:
    """Fluent 3D: one WebP file of 256 px a code point."""

    def __init__(self, folder: Path):
        files = (folder / "package" / "assets").glob("*.webp")
        self.files = {_tone_mended(plain(file.stem)): file for file in files}

    def has(self, code: str) -> bool:
        return plain(code) in self.files

    def picture(self, code: str) -> Image.Image | None:
        file = self.files.get(plain(code))
        return Image.open(file).convert("RGBA") if file else None


def _tone_mended(code: str) -> str:
    """The package's medium light and medium tones carry each other's names."""
    second, third = TONES[1:3]
    swap = {second: third, third: second}
    return "-".join(swap.get(part, part) for part in code.split("-"))


class Packages:
    """The opened packages of one folder; each is read when first asked for."""

    def __init__(self, folder: Path):
        missing = [n for n in (*NPM_PACKAGES, *DEBIAN_PACKAGES) if not (folder / n).is_dir()]
        if missing:
            raise FileNotFoundError(
                f"{folder} lacks {', '.join(missing)}: run "
                f"python -m pipeline.training.dictionary.fetch --to {folder}"
            )
        self.folder = folder

    @cached_property
    def families(self) -> dict[str, IconFamily | PictureFamily]:
        """By name; the order is that of preference."""
        return {
            "noto": IconFamily(self.folder / "noto"),
            "fluent3d": PictureFamily(self.folder / "fluent3d"),
            "flat": IconFamily(self.folder / "flat"),
            "twemoji": IconFamily(self.folder / "twemoji"),
        }

    @property
    def clipart(self) -> Path:
        return self.folder / "openclipart-svg" / "usr" / "share" / "openclipart" / "svg"

    @property
    def wordnet(self) -> Path:
        return self.folder / "wordnet-base" / "usr" / "share" / "wordnet"

    def emoji_words(self, language: str) -> dict[str, tuple[str, tuple[str, ...]]]:
        """{code: (label, keywords)} of one language."""
        file = self.folder / "emojibase" / "package" / language / "data.json"
        rows = json.loads(file.read_text(encoding="utf-8"))
        return {plain(row["hexcode"]): (row["label"], tuple(row.get("tags", ()))) for row in rows}
