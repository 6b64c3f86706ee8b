"""Weights on disk: shards stay small, damage and absence are named."""

import pytest
import torch

from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.networks import weights
from pipeline.model.networks.weights import (
    WeightsError,
    in_bytes,
    load_weights,
    save_weights,
)
from tests.weights import ship


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
    (tmp_path / "canvas-07.safetensors").write_bytes(b"old")
    save_weights(tmp_path, {"a": torch.ones(3)}, {})
    assert [p.name for p in tmp_path.glob("*.safetensors")] == ["canvas-01.safetensors"]


def test_missing_weights_are_named(tmp_path):
    with pytest.raises(WeightsError, match=r"canvas\.json is missing"):
        EmbeddedEngine.load(tmp_path)
    save_weights(tmp_path, {"a": torch.ones(2)}, {})
    (tmp_path / "canvas-01.safetensors").unlink()
    with pytest.raises(WeightsError, match=r"canvas-01\.safetensors is missing"):
        load_weights(tmp_path)


def test_a_flipped_byte_is_found(tmp_path):
    save_weights(tmp_path, {"a": torch.ones(200)}, {})
    path = tmp_path / "canvas-01.safetensors"
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(WeightsError, match="damaged"):
        load_weights(tmp_path)


def test_weights_without_a_composer_or_an_observer_load(tmp_path):
    ship(tmp_path)
    world = EmbeddedEngine.load(tmp_path, "cpu").world
    assert world.composer is None and world.observer is None


@pytest.mark.parametrize("part", ["canvas.stem", "canvas.up.1", "canvas.fine_out"])
def test_weights_that_are_not_complete_are_named(tmp_path, part):
    ship(tmp_path, without=part)
    with pytest.raises(WeightsError, match="weights of the canvas are not complete"):
        EmbeddedEngine.load(tmp_path, "cpu")


@pytest.mark.parametrize(
    ("file", "part"),
    [("drawings-1.zip", "picture dictionary"), ("upscaler.safetensors", "upscaler")],
)
@pytest.mark.parametrize("damage", [b"half a file", None])
def test_a_part_that_is_missing_or_damaged_is_named(tmp_path, file, part, damage):
    ship(tmp_path)
    (tmp_path / file).unlink()
    if damage:
        (tmp_path / file).write_bytes(damage)
    elif part == "picture dictionary":
        (tmp_path / "index.json.gz").unlink()
    with pytest.raises(WeightsError, match=f"the {part} in .* is missing or damaged"):
        EmbeddedEngine.load(tmp_path, "cpu")


def test_a_damaged_manifest_is_named(tmp_path):
    save_weights(tmp_path, {"a": torch.ones(2)}, {})
    (tmp_path / "canvas.json").write_text("{")
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
