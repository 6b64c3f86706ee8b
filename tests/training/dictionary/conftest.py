from pathlib import Path

import pytest

from pipeline.training.dictionary.build import build
from tests.training.dictionary.tiny import make_drawings, make_packages

KINDS = (
    "cat",
    "dog",
    "horse",
    "horse face",
    "red apple",
    "wine glass",
    "person standing",
    "dining table",
    "top hat",
)


@pytest.fixture(scope="session")
def packages(tmp_path_factory) -> Path:
    return make_packages(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="session")
def drawings(tmp_path_factory) -> Path:
    return make_drawings(tmp_path_factory.mktemp("own") / "drawings")


@pytest.fixture(scope="session")
def built(packages, drawings, tmp_path_factory) -> Path:
    """The folder of a dictionary built from tiny packages by the real builder."""
    out = tmp_path_factory.mktemp("dictionary")
    build(packages, out, drawings, workers=1, only=KINDS)
    return out
