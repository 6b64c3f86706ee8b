"""Painted scenes for the tests of training."""

from pathlib import Path

import pytest

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
