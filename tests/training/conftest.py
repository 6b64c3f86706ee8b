"""Painted scenes and photo pairs for the tests of training."""

import json
from pathlib import Path

import pytest
from PIL import Image

from pipeline.training.data import paint
from tests.training.commands import ONLY_SIGNS, run_main


@pytest.fixture(scope="session")
def scenes(tmp_path_factory) -> Path:
    """Two shards of four painted scenes, a sign in each."""
    folder = tmp_path_factory.mktemp("scenes")
    run_main(
        paint.main, "--out", folder, "--pictures", 8, "--per-shard", 4, *ONLY_SIGNS, "--batch", 4
    )
    return folder


@pytest.fixture(scope="session")
def pairs(tmp_path_factory) -> Path:
    """Two pairs of a drawn photo and its painting, one of each split."""
    folder = tmp_path_factory.mktemp("pairs")
    lines = []
    for split in ("train", "val"):
        for side, colour in (("source", (90, 90, 90)), ("target", (60, 120, 60))):
            Image.new("RGB", (640, 520), colour).save(folder / f"{split}-{side}.png")
        names = {side: f"{split}-{side}.png" for side in ("source", "target")}
        lines.append(json.dumps({**names, "split": split, "mood": "sunset"}))
    (folder / "index.jsonl").write_text("\n".join(lines) + "\n")
    return folder
