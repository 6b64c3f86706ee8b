"""The canvas decoder learns, resumes, and is measured on kinds that it never saw."""

from collections import Counter

import pytest
import torch

from pipeline.model.dictionary import Dictionary
from pipeline.training import train_canvas
from pipeline.training.train_canvas import main, psnr, read_drawings, split
from tests.training.dictionary.conftest import built, drawings, packages

__all__ = ["built", "drawings", "packages"]


def test_every_drawing_of_a_dictionary_is_learnt(built):
    kinds = Dictionary.load(built).kinds
    counts = Counter(drawing.kind for drawing in read_drawings(built))
    assert counts == {name: len(kind.drawings) for name, kind in kinds.items()}


def test_held_kinds_are_apart(built):
    drawings = read_drawings(built)
    some = drawings[0].kind
    known, held = split(drawings, {some})
    assert known and {drawing.kind for drawing in held} == {some}
    assert some not in {drawing.kind for drawing in known}


def test_psnr_counts_what_is_under_the_mask():
    one, other = torch.zeros(1, 3, 2, 2), torch.zeros(1, 3, 2, 2)
    other[..., 0] = 0.2
    left = torch.tensor([1.0, 0.0]).expand(1, 1, 2, 2)
    assert psnr(one, other, left) == pytest.approx(20)


@pytest.mark.slow
def test_it_learns_resumes_and_is_measured(built, tmp_path, capsys, monkeypatch):
    tiny = train_canvas.CanvasDecoderConfig(widths=(16, 24, 32), blocks=1, embedding=16, fine=8)
    monkeypatch.setattr(train_canvas, "CanvasDecoderConfig", lambda: tiny)
    held = tmp_path / "held.txt"
    held.write_text("\n".join(sorted(Dictionary.load(built).kinds)[:2]))
    common = ["--run", str(tmp_path / "run"), "--dictionary", str(built), "--held", str(held)]
    common += ["--side", "48", "--crop", "32", "--workers", "0", "--threads", "1", "--batch", "4"]
    main([*common, "--steps", "50"])
    first = float(capsys.readouterr().out.split("values ")[1].split()[0])
    main([*common, "--steps", "100"])
    printed = capsys.readouterr().out
    assert "resumed at step 50" in printed
    assert float(printed.split("step 100 values ")[1].split()[0]) < 0.9 * first
    main([*common, "--evaluate", "--family", str(built)])
    printed = capsys.readouterr().out
    assert "known kinds: 1 step: things" in printed and "unseen family" in printed
    assert (tmp_path / "run" / "sheet-unseen-kinds.png").exists()
