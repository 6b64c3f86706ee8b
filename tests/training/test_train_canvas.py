"""The canvas decoder learns, resumes, and is measured on kinds that it never saw."""

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from pipeline.training import train_canvas
from pipeline.training.train_canvas import main, psnr, read_drawings, split


@pytest.fixture
def book(tmp_path):
    """An .npz of ten kinds."""
    rows = []
    for number in range(10):
        image = Image.new("RGBA", (48, 48))
        ImageDraw.Draw(image).rectangle((6, 6, 20 + 2 * number, 40), fill=(20 * number, 90, 60))
        rows.append(np.asarray(image))
    names = [f"kind {number}" for number in range(10)]
    path = tmp_path / "drawings.npz"
    np.savez(path, rgba=np.stack(rows), kind=names, air=np.arange(10) == 0)
    return path


def test_held_kinds_are_apart(book):
    known, held = split(read_drawings(book), 0.3)
    assert len(held) == 3 and len(known) == 7
    assert not {drawing.kind for drawing in known} & {drawing.kind for drawing in held}


def test_psnr_counts_what_is_under_the_mask():
    one, other = torch.zeros(1, 3, 2, 2), torch.zeros(1, 3, 2, 2)
    other[..., 0] = 0.2
    left = torch.tensor([1.0, 0.0]).expand(1, 1, 2, 2)
    assert psnr(one, other, left) == pytest.approx(20)


@pytest.mark.slow
def test_it_learns_resumes_and_is_measured(book, tmp_path, capsys, monkeypatch):
    tiny = train_canvas.CanvasDecoderConfig(widths=(16, 24, 32), blocks=1, embedding=16, fine=8)
    monkeypatch.setattr(train_canvas, "CanvasDecoderConfig", lambda: tiny)
    common = ["--run", str(tmp_path / "run"), "--drawings", str(book), "--side", "64"]
    common += ["--crop", "32", "--workers", "0", "--threads", "1", "--batch", "4"]
    main([*common, "--steps", "50"])
    first = float(capsys.readouterr().out.split("values ")[1].split()[0])
    main([*common, "--steps", "150"])
    printed = capsys.readouterr().out
    assert "resumed at step 50" in printed
    assert float(printed.split("step 150 values ")[1].split()[0]) < 0.9 * first
    main([*common, "--evaluate"])
    printed = capsys.readouterr().out
    assert "known kinds: 1 step: things" in printed and "unseen kinds" in printed
    assert (tmp_path / "run" / "sheet-unseen.png").exists()
