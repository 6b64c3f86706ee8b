"""The wheel of the weights: pip installs it, the engine finds it, damage is refused."""

import importlib.util
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import torch

from pipeline.engines.embedded import loading
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.model.networks import weights
from pipeline.model.networks.weights import (
    CHECKSUMS,
    MANIFEST,
    PACKAGE,
    WeightsError,
    find_weights,
    save_weights,
)
from pipeline.training.release.wheel import build_wheel, weights_licenses
from tests.weights import ship


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("weights")
    ship(folder, version="3.1")
    return build_wheel(folder, folder / "dist")


@pytest.fixture
def installed(built, tmp_path, monkeypatch) -> Path:
    """The folder of the installed package, in a repository without weights."""
    pytest.importorskip("pip")
    target = tmp_path / "site"
    options = ("--no-deps", "--no-index", "--no-cache-dir", "--quiet", "--target", str(target))
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(built)], check=True)
    monkeypatch.syspath_prepend(target)
    monkeypatch.setattr(weights, "WEIGHTS", tmp_path / "none")
    return target / PACKAGE


def test_the_engine_loads_the_installed_weights(installed, tmp_path):
    original = loading.tiny().decoder.state_dict()  # which depends on its seed alone
    engine = EmbeddedEngine.load(device="cpu")
    assert engine.model.endswith("3.1")
    for key, value in engine.world.decoder.state_dict().items():
        assert torch.equal(value, original[key].half().float()), key


def test_pip_finds_nothing_wrong_and_the_licences_are_there(installed):
    (info,) = installed.parent.glob("*.dist-info")
    assert "Version: 3.1\n" in (info / "METADATA").read_text()
    assert "Apache License" in (info / "licenses" / "LICENSE").read_text()
    assert "Xintao Wang" in (info / "licenses" / "LICENSES.md").read_text()
    # pip has rewritten RECORD from the checksums that it has verified.
    recorded = (info / "RECORD").read_text()
    assert all(f"{PACKAGE}/{path.name}," in recorded for path in installed.glob("*.*"))


@pytest.mark.parametrize("name", ["canvas-01.safetensors", "drawings-1.zip"])
def test_a_damaged_file_is_refused(installed, name):
    data = bytearray((installed / name).read_bytes())
    data[len(data) // 2] ^= 1
    (installed / name).write_bytes(data)
    with pytest.raises(WeightsError, match=f"{name} is damaged"):
        EmbeddedEngine.load(device="cpu")


@pytest.mark.parametrize("name", ["upscaler.safetensors", CHECKSUMS])
def test_a_missing_file_is_named(installed, name):
    (installed / name).unlink()
    with pytest.raises(WeightsError, match=f"{name} is missing"):
        find_weights()


def test_a_named_folder_comes_first_then_the_repository(tmp_path, monkeypatch):
    repository = tmp_path / "assets"
    repository.mkdir()
    monkeypatch.setattr(weights, "WEIGHTS", repository)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(WeightsError, match=f"neither in {repository} nor as .* {PACKAGE}"):
        find_weights()
    (repository / MANIFEST).write_text("{}")
    assert find_weights() == repository
    assert find_weights(str(tmp_path)) == tmp_path


def test_the_same_weights_give_the_same_wheel(built, tmp_path):
    again = build_wheel(built.parent.parent, tmp_path)
    assert again.name == built.name == "enogu_weights-3.1-py3-none-any.whl"
    assert again.read_bytes() == built.read_bytes()


def test_new_weights_do_not_keep_the_old_list_of_checksums(built, tmp_path):
    with zipfile.ZipFile(built) as wheel:
        wheel.extractall(tmp_path)
    folder = tmp_path / PACKAGE
    assert find_weights(folder) == folder
    ship(folder, version="3.2")
    assert find_weights(folder) == folder


def test_damaged_or_missing_weights_are_not_packed(tmp_path):
    with pytest.raises(WeightsError, match=f"{MANIFEST} is missing"):
        build_wheel(tmp_path, tmp_path / "dist")
    save_weights(tmp_path, {"a": torch.ones(2)}, {"version": "1"})
    shard = tmp_path / "canvas-01.safetensors"
    shard.write_bytes(shard.read_bytes()[:-1])
    with pytest.raises(WeightsError, match="is damaged"):
        build_wheel(tmp_path, tmp_path / "dist")
    shard.unlink()
    with pytest.raises(WeightsError, match=r"canvas-01\.safetensors is missing"):
        build_wheel(tmp_path, tmp_path / "dist")


@pytest.mark.parametrize("version", ["untrained", "1.2 beta", "../1"])
def test_a_version_that_no_package_can_have_is_refused(tmp_path, version):
    save_weights(tmp_path, {"a": torch.ones(2)}, {"version": version})
    with pytest.raises(ValueError, match=r"such as 1\.2"):
        build_wheel(tmp_path, tmp_path / "dist")


def test_every_file_of_the_weights_has_its_licence():
    sections = weights_licenses((weights.WEIGHTS.parent / "LICENSES.md").read_text())
    for path in weights.WEIGHTS.glob("*"):
        several = ("canvas-*", "composer-*", "recognizer-*", "drawings-*")
        stem = path.name.split("-")[0].split(".")[0]
        name = next((each for each in several if each.startswith(stem)), path.name)
        assert name in sections, name
    assert "DejaVu" not in sections


def test_the_release_can_be_packed():
    """The version and the checksums of the weights that the repository holds."""
    manifest = json.loads((weights.WEIGHTS / MANIFEST).read_text())
    for name, expected in manifest["shards"].items():
        assert weights.sha256(weights.WEIGHTS / name) == expected
