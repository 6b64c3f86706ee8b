"""The parts of the subject finder that need no model, and where its models are looked for."""

from pathlib import Path

import pytest

from pipeline.settings import read_settings
from pipeline.training.stylist import subjects


def test_anchors_cover_the_picture():
    anchors = subjects.anchors()
    assert anchors.shape == (896, 2)
    assert anchors[0] == pytest.approx([0.5 / 16, 0.5 / 16])
    assert anchors[-1] == pytest.approx([7.5 / 8, 7.5 / 8])


def test_windows_cover_a_wide_picture():
    windows = list(subjects.windows(100, 250, 100))
    assert {x for x, _, _ in windows} == {0, 50, 100, 150}
    assert all(0 <= x <= 250 - side and y == 0 for x, y, side in windows)


def test_missing_models_say_how_to_get_them(tmp_path: Path):
    with pytest.raises(FileNotFoundError, match=r"stylist\.fetch"):
        subjects.MediaPipe(tmp_path)


def test_the_models_folder_is_a_setting(program_settings, tmp_path: Path):
    assert subjects.stylist_folder() == Path.home() / ".cache" / "enogu" / "stylist"
    program_settings(stylist=tmp_path)
    assert subjects.stylist_folder() == tmp_path


def test_the_setting_is_read_from_the_environment(tmp_path: Path):
    chosen = read_settings([], {"ENOGU_STYLIST": str(tmp_path)})
    assert chosen.stylist == tmp_path
