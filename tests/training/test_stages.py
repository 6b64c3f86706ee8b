"""Every training stage runs, resumes and packs into weights that the engine paints with."""

import shutil
from pathlib import Path

import pytest

from pipeline.benchmarks import probe
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.embedded.parts import TRAINED
from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.weights import WEIGHTS
from pipeline.request import Request
from pipeline.training import (
    train_decoder,
    train_judge,
    train_reader,
    train_tokenizer,
    train_transformer,
)
from pipeline.training.release import pack
from tests.training.commands import run_main


def few_captions(folder: Path) -> None:
    """The run's text tokenizer, learned from a few captions: many take half a minute."""
    folder.mkdir()
    size = PRESETS["tiny"].transformer.text_vocabulary
    train_transformer.text_tokenizer(folder / "text_tokenizer.json", size, captions=300)


@pytest.mark.slow
def test_the_whole_chain_trains_resumes_packs_and_paints(scenes, tmp_path, capsys):
    common = ("--run", tmp_path / "run", "--scenes", scenes, "--preset", "tiny")
    common += ("--batch", 2, "--threads", 1)
    vision = ("--name", "vision", "--seed", 1)
    few_captions(tmp_path / "run")
    run_main(train_judge.main, *common, *vision, "--steps", 2)
    run_main(train_reader.main, *common, "--steps", 2)
    for stage in (train_tokenizer, train_decoder, train_transformer, train_judge):
        run_main(stage.main, *common, "--steps", 2)
    run_main(train_tokenizer.main, *common, "--steps", 3)
    assert "resumed at step 2" in capsys.readouterr().out
    run_main(probe.main, *common, "--steps", 2, "--held-out", 3)
    assert "sequence      attribute     100.0%" in capsys.readouterr().out

    out = tmp_path / "weights"
    steps = {"tokenizer": 3, "transformer": 2, "decoder": 2}
    assert pack.pack(tmp_path / "run", out, "tiny", "test") == steps
    steps |= {"vision": 2, "reader": 2}
    assert pack.pack(tmp_path / "run", out, "tiny", "test", TRAINED) == steps
    assert pack.unpack(out, tmp_path / "again")["transformer"] == 2
    again = ("--run", tmp_path / "again", *common[2:])
    run_main(train_decoder.main, *again, "--steps", 3)
    run_main(train_transformer.main, *again, "--tasks", "describe", "--steps", 3)
    run_main(train_judge.main, *again, *vision, "--steps", 3)
    run_main(train_reader.main, *again, "--steps", 3)
    assert capsys.readouterr().out.count("resumed at step 2") == 4
    shutil.copyfile(WEIGHTS / "upscaler.safetensors", out / "upscaler.safetensors")
    engine = EmbeddedEngine.load(out, "cpu")
    request = engine.capabilities.complete(Request("a red lantern", seed=1, size=(256, 256)))
    conditioning = engine.encode(request, None)
    *_, written = engine.sample_tokens(conditioning)
    *_, painted = engine.decode(conditioning, written.tokens)
    assert painted.image.size == (256, 256)
    assert engine.describe(painted.image)
