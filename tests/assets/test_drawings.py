"""Our own drawings: each parses, renders, stands where it should and has its row in the table."""

import csv
import io
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
import resvg_py
from PIL import Image

FOLDER = Path(__file__).parents[2] / "assets" / "drawings"
ROWS = list(csv.DictReader((FOLDER / "drawings.csv").read_text().splitlines()))
FIRST = list({row["kind"]: row for row in reversed(ROWS)}.values())
FILES = sorted(path.name for path in FOLDER.glob("*.svg"))
COLUMNS = ["kind", "file", "category", "zone", "size_m", "surface", "anchors", "names_en", "note"]
STANDING_ZONES = {"ground", "water", "table", "hand"}
ZONES = STANDING_ZONES | {"air", "far", "wall", "head", "face", "neck"}
MARGIN = 6  # pixels of 256
MAX_BYTES = 8192
SOLID = 20  # alpha of 255 above which a pixel counts as drawn

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])


def alpha_of(file: str) -> np.ndarray:
    """The drawing's alpha channel, (256, 256), 0 to 255."""
    png = resvg_py.svg_to_bytes(svg_string=(FOLDER / file).read_text(), dpi=96.0)
    return np.asarray(Image.open(io.BytesIO(bytes(png))).convert("RGBA"))[..., 3]


def test_table_and_folder_hold_the_same_drawings():
    assert list(ROWS[0]) == COLUMNS
    assert sorted(row["file"] for row in ROWS) == FILES
    assert len({row["kind"] for row in ROWS}) >= 300


def test_the_first_line_of_a_kind_names_it():
    assert all(row["names_en"] for row in FIRST)
    assert not any(row["names_en"] for row in ROWS if row not in FIRST)


def test_a_name_belongs_to_one_kind():
    names = [name.lower() for row in FIRST for name in row["names_en"].split(";")]
    assert [name for name, times in Counter(names).items() if times > 1] == []


@each_row
def test_row_is_complete(row):
    assert row["zone"] in ZONES and row["category"]
    assert 0.01 <= float(row["size_m"]) <= (500 if row["zone"] == "far" else 40)
    assert row["surface"] == "" or 0 < float(row["surface"]) <= 1
    names = row["names_en"].split(";")
    assert len(set(names)) == len(names)
    for anchor in filter(None, row["anchors"].split(";")):
        name, share = anchor.split("=")
        assert name.isalpha() and 0 <= float(share) <= (3 if name == "width" else 1.05)


@each_row
def test_file_is_self_contained(row):
    text = (FOLDER / row["file"]).read_text()
    root = ElementTree.fromstring(text)
    tags = {element.tag.split("}")[1] for element in root.iter()}
    assert root.get("viewBox") == "0 0 256 256"
    assert len(text.encode()) < MAX_BYTES
    assert not tags & {"text", "tspan", "image", "style", "script", "foreignObject"}
    references = re.findall(r'href="([^"]*)"|url\(([^)]*)\)', text)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    assert all((href or url).startswith("#") for href, url in references)
    assert {(href or url)[1:] for href, url in references} <= set(ids)
    groups = [group.get("id") for group in root if group.tag.endswith("}g")]
    assert "body" in groups
    assert all(re.fullmatch(r"(body|detail|skin)(-\d+)?", group) for group in groups)


@each_row
def test_drawing_fills_its_box(row):
    alpha = alpha_of(row["file"])
    assert alpha.shape == (256, 256)
    assert alpha.max() > 200 and (alpha == 0).mean() > 0.05
    ys, xs = np.nonzero(alpha > SOLID)
    left, right, top, bottom = xs.min(), xs.max() + 1, ys.min(), ys.max() + 1
    assert min(left, 256 - right, top, 256 - bottom) >= MARGIN - 2
    assert max(right - left, bottom - top) >= 256 - 2 * MARGIN - 3
    if row["zone"] in STANDING_ZONES:
        assert abs(bottom - (256 - MARGIN)) <= 1.5


@pytest.mark.parametrize("row", [row for row in ROWS if "half transparent" in row["note"]])
def test_glass_is_half_transparent(row):
    alpha = alpha_of(row["file"])
    assert ((alpha > 60) & (alpha < 235)).sum() > 0.25 * (alpha > SOLID).sum()
