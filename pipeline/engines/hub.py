"""Models of the hub: downloaded with progress, resumed, and checked before they are loaded."""

import errno
import json
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from pipeline.model.networks.weights import WeightsError

WANTED = ["*.safetensors", "*.json", "*.txt", "*.jinja", "*.model"]


def fetch(model: str) -> Path:
    """The folder of a model in diffusers' layout, complete.

    model: a folder, or an id on the hub such as "zai-org/GLM-Image". A download shows its progress
    and continues where it stopped. Raises WeightsError with one message for each possible fault:
    no such folder or id, gated, hub out of reach, disk full, files missing or damaged.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        check(folder, "fetch it again into the same folder, which goes on where it stopped")
        return folder
    if folder.is_absolute() or model.startswith((".", "~")):
        raise WeightsError(f"{model} is no folder: name one, or an id such as zai-org/GLM-Image")
    folder = _download(model)
    check(folder, "start again, which fetches what is missing")
    return folder


def _download(model: str) -> Path:
    from huggingface_hub import errors, snapshot_download

    try:
        return Path(snapshot_download(model, allow_patterns=WANTED))
    except errors.HFValidationError as error:
        reason = f"{model!r} is neither a folder nor an id such as zai-org/GLM-Image"
        raise WeightsError(reason) from error
    except errors.GatedRepoError as error:
        page = f"https://huggingface.co/{model}"
        reason = f"{model} is gated: accept its terms at {page}, then run `hf auth login`"
        raise WeightsError(reason) from error
    except errors.RepositoryNotFoundError as error:
        reason = f"the hub has no model {model}, or it is private: then run `hf auth login`"
        raise WeightsError(reason) from error
    except OSError as error:  # hub out of reach or answers with an error, disk full
        if error.errno == errno.ENOSPC:
            raise WeightsError(f"the disk is full: {model} does not fit") from error
        reason = f"{model} could not be fetched ({error}): start again to go on where it stopped"
        raise WeightsError(reason) from error


def check(folder: Path, cure: str) -> None:
    """Every part that model_index.json names is there, and no file of weights is cut short.

    Reads headers only: a moment for 36 GB. Raises WeightsError naming the file and `cure`, what to
    do about it.
    """
    index = _json(folder / "model_index.json", cure)
    parts = [name for name, value in index.items() if isinstance(value, list) and value[0]]
    for part in parts:
        if not any((folder / part).glob("*.json")):
            raise WeightsError(f"{folder / part} is missing or empty: {cure}")
        config = folder / part / "config.json"  # schedulers and tokenizers have none
        if config.exists():
            for file in _weights(folder / part, cure):
                _check_file(file, cure)


def _weights(part: Path, cure: str) -> list[Path]:
    """The files of weights that a part must have."""
    for index in part.glob("*.safetensors.index.json"):
        return [part / name for name in sorted(set(_json(index, cure)["weight_map"].values()))]
    return list(part.glob("*.safetensors")) or [part / "*.safetensors"]


def _check_file(path: Path, cure: str) -> None:
    """The file is as long as its header says, which opening it checks; no tensor is read."""
    try:
        with safe_open(path, framework="np"):
            pass
    except FileNotFoundError:
        raise WeightsError(f"{path} is missing: {cure}") from None
    except (SafetensorError, OSError) as error:
        raise WeightsError(f"{path} is damaged or cut short: delete it and {cure}") from error


def _json(path: Path, cure: str) -> dict[str, Any]:
    """The object in a JSON file. Raises WeightsError."""
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        raise WeightsError(f"{path} is missing: {cure}") from None
    except ValueError as error:
        raise WeightsError(f"{path} is damaged: delete it and {cure}") from error
