"""Every way in which a model can be missing, incomplete or damaged has one clear message."""

import errno
import json

import httpx
import huggingface_hub
import pytest
import torch
from huggingface_hub import errors
from safetensors.torch import save_file

from pipeline.engines import hub
from pipeline.model.networks.weights import WeightsError

ID = "zai-org/GLM-Image"


@pytest.fixture
def model(tmp_path):
    """A folder in diffusers' layout: one network in two files, one scheduler."""
    (tmp_path / "net").mkdir()
    (tmp_path / "scheduler").mkdir()
    index = {"_class_name": "P", "net": ["diffusers", "Net"], "scheduler": ["diffusers", "S"]}
    (tmp_path / "model_index.json").write_text(json.dumps(index | {"extra": [None, None]}))
    (tmp_path / "net" / "config.json").write_text("{}")
    (tmp_path / "scheduler" / "scheduler_config.json").write_text("{}")
    places = {}
    for name in ("a", "b"):
        save_file({name: torch.zeros(8)}, tmp_path / "net" / f"{name}.safetensors")
        places[name] = f"{name}.safetensors"
    (tmp_path / "net" / "net.safetensors.index.json").write_text(json.dumps({"weight_map": places}))
    return tmp_path


def test_a_whole_folder_is_taken_as_it_is(model):
    assert hub.fetch(str(model)) == model


def cut(path):
    path.write_bytes(path.read_bytes()[:-1])


def overwrite(path):
    path.write_bytes(b"<html>not what you wanted</html>")


@pytest.mark.parametrize(
    ("file", "harm", "said"),
    [
        ("model_index.json", lambda path: path.unlink(), "is missing: fetch it again"),
        ("model_index.json", overwrite, "is damaged: delete it and"),
        ("net/net.safetensors.index.json", overwrite, "is damaged: delete it and"),
        ("net/b.safetensors", lambda path: path.unlink(), "is missing: fetch it again"),
        ("net/b.safetensors", cut, "damaged or cut short: delete it and fetch"),
        ("net/b.safetensors", overwrite, "damaged or cut short: delete it and fetch"),
        ("net/b.safetensors", lambda path: path.write_bytes(b""), "damaged or cut short"),
        ("scheduler/scheduler_config.json", lambda path: path.unlink(), "missing or empty"),
    ],
)
def test_a_file_that_is_not_right_is_named_with_the_cure(model, file, harm, said):
    harm(model / file)
    with pytest.raises(WeightsError, match=said) as caught:
        hub.fetch(str(model))
    assert file.split("/")[0] in str(caught.value)


@pytest.mark.parametrize("name", ["/no/such/folder", "./nowhere", "~/nowhere"])
def test_a_folder_that_is_not_there_is_not_sought_on_the_hub(name):
    with pytest.raises(WeightsError, match="is no folder"):
        hub.fetch(name)


def answer(kind, status):
    request = getattr(errors, "httpx2", httpx).Request("GET", "https://huggingface.co")
    response = getattr(errors, "httpx2", httpx).Response(status, request=request)
    return kind("no", response=response)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (answer(errors.GatedRepoError, 403), f"gated: accept its terms .*{ID}.*hf auth login"),
        (answer(errors.RepositoryNotFoundError, 404), f"the hub has no model {ID}"),
        (answer(errors.HfHubHTTPError, 503), "could not be fetched .*start again to go on"),
        (errors.LocalEntryNotFoundError("offline"), "could not be fetched .*offline"),
        (ConnectionError("no route"), "could not be fetched .*no route"),
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full"),
    ],
)
def test_a_failed_download_says_what_to_do(monkeypatch, error, said):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fail)
    with pytest.raises(WeightsError, match=said):
        hub.fetch(ID)


def test_a_name_that_is_neither_says_so():
    with pytest.raises(WeightsError, match="neither a folder nor an id"):
        hub.fetch("what is/this/thing?")


def test_a_download_is_checked_too(model, monkeypatch):
    monkeypatch.setattr(huggingface_hub, "snapshot_download", lambda *_, **__: str(model))
    assert hub.fetch(ID) == model
    cut(model / "net" / "a.safetensors")
    with pytest.raises(WeightsError, match="start again, which fetches what is missing"):
        hub.fetch(ID)
