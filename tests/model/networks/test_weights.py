"""Weights on disk: shards stay small, damage and absence are named."""

import shutil

import pytest
import torch

from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.embedded.parts import TRAINED
from pipeline.model.networks import weights
from pipeline.model.networks.weights import (
    WEIGHTS,
    WeightsError,
    in_bytes,
    load_weights,
    save_weights,
)


def test_round_trip_in_several_shards(tmp_path, monkeypatch):
    monkeypatch.setattr(weights, "SHARD_BYTES", 1000)
    state = {f"w{i}": torch.randn(20, 10) for i in range(7)}
    save_weights(tmp_path, state, {"version": "1"})
    assert len(list(tmp_path.glob("*.safetensors"))) == 4
    loaded, manifest = load_weights(tmp_path)
    assert manifest["version"] == "1" and set(loaded) == set(state)
    for name, value in state.items():
        torch.testing.assert_close(loaded[name], value, atol=2e-3, rtol=1e-3)


def test_saving_again_leaves_no_old_shards(tmp_path):
    save_weights(tmp_path, {"a": torch.ones(2)}, {})
    (tmp_path / "embedded-07.safetensors").write_bytes(b"old")
    save_weights(tmp_path, {"a": torch.ones(3)}, {})
    assert [p.name for p in tmp_path.glob("*.safetensors")] == ["embedded-01.safetensors"]


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(WeightsError, match=r"embedded\.json is missing"):
        EmbeddedEngine.load(tmp_path)
    save_weights(tmp_path, {"a": torch.ones(2)}, {})
    (tmp_path / "embedded-01.safetensors").unlink()
    with pytest.raises(WeightsError, match=r"embedded-01\.safetensors is missing"):
        load_weights(tmp_path)


def test_a_flipped_byte_is_found(tmp_path):
    save_weights(tmp_path, {"a": torch.ones(200)}, {})
    path = tmp_path / "embedded-01.safetensors"
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(WeightsError, match="damaged"):
        load_weights(tmp_path)


PARTS = [
    "decoder",
    "transformer.blocks.1",
    "transformer.see",
    "vision.last",
    "reader.look",
    "tokenizer",
]


def ship(folder, without: str = "", **about) -> None:
    """A tiny engine's weights, less those whose names begin with `without`."""
    engine = EmbeddedEngine.tiny()
    state = {
        f"{name}.{key}": value
        for name, network in engine.parts.networks.items()
        for key, value in network.state_dict().items()
    }
    kept = {k: v for k, v in state.items() if not (without and k.startswith(without))}
    save_weights(folder, kept, {"version": "1", "config": engine.parts.config.to_dict(), **about})
    engine.parts.text.tokenizer.save(str(folder / "text_tokenizer.json"))
    shutil.copyfile(WEIGHTS / "upscaler.safetensors", folder / "upscaler.safetensors")


def test_weights_with_nothing_to_look_with_load_and_do_not_describe(tmp_path):
    ship(tmp_path, tasks=TRAINED)
    assert "describe" in EmbeddedEngine.load(tmp_path, "cpu").capabilities.tasks
    for part in ("vision.", "reader."):
        ship(tmp_path, without=part, tasks=TRAINED)
        blind = EmbeddedEngine.load(tmp_path, "cpu").capabilities
        assert blind.needs_layout == {"edit"} and "describe" not in blind.tasks


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_missing_is_named(tmp_path, part):
    ship(tmp_path, without=part, tasks=TRAINED)
    with pytest.raises(WeightsError, match=f"weights of the {part.split('.')[0]} are not complete"):
        EmbeddedEngine.load(tmp_path, "cpu")


def test_weights_from_before_there_was_anything_to_see_with_load(tmp_path):
    ship(tmp_path, tasks=TRAINED[:3])
    state, manifest = load_weights(tmp_path)
    old = {
        k: v
        for k, v in state.items()
        if not k.startswith(("vision.", "reader.", "transformer.see"))
    }
    save_weights(tmp_path, old, manifest)
    engine = EmbeddedEngine.load(tmp_path, "cpu")
    assert engine.parts.observer is None and not engine.parts.transformer.see.weight.any()


def test_a_damaged_manifest_is_named(tmp_path):
    save_weights(tmp_path, {"a": torch.ones(2)}, {})
    (tmp_path / "embedded.json").write_text("{")
    with pytest.raises(WeightsError, match="damaged"):
        load_weights(tmp_path)


def test_bytes_come_back_to_half_a_step(tmp_path):
    generator = torch.Generator().manual_seed(1)
    state = {"a.weight": torch.randn(6, 5, 3, 3, generator=generator), "a.bias": torch.ones(6)}
    state["a.weight"][2] = 0  # an output without any weight
    save_weights(tmp_path, in_bytes(state), {}, "canvas")
    loaded, _ = load_weights(tmp_path, "canvas")
    step = state["a.weight"].abs().flatten(1).amax(1).view(-1, 1, 1, 1) / 127
    assert ((loaded["a.weight"] - state["a.weight"]).abs() <= 0.51 * step + 1e-6).all()
    assert loaded.keys() == state.keys() and loaded["a.bias"].equal(state["a.bias"])
