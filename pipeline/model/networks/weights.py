"""Weights on disk: half-precision safetensors shards under 10 MB and a manifest with checksums."""

import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import load, save_file
from torch import Tensor, nn

MANIFEST = "embedded.json"
SHARD_BYTES = 9_000_000


class WeightsError(RuntimeError):
    """The weights are missing or not the ones the manifest names."""


def save_weights(folder: Path, state: dict[str, Tensor], about: dict) -> None:
    """Writes `state` as fp16 shards and the manifest; older shards are removed.

    about: whatever describes the weights (config, steps, hardware), kept in the manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("embedded-*.safetensors"):
        old.unlink()
    shards = {}
    for number, part in enumerate(_split(state), start=1):
        path = folder / f"embedded-{number:02d}.safetensors"
        save_file(part, path)
        shards[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = json.dumps({**about, "shards": shards}, indent=2)
    (folder / MANIFEST).write_text(manifest + "\n")


def load_weights(folder: Path) -> tuple[dict[str, Tensor], dict]:
    """The state as fp32 and the manifest. Raises WeightsError, naming the file and the cure."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
        state = {}
        for name, digest in manifest["shards"].items():
            data = (folder / name).read_bytes()
            if hashlib.sha256(data).hexdigest() != digest:
                raise WeightsError(f"{folder / name} is damaged (checksum): fetch it again")
            state |= {key: value.float() for key, value in load(data).items()}
    except FileNotFoundError as error:
        raise WeightsError(f"{error.filename} is missing: fetch the weights again") from error
    except (json.JSONDecodeError, KeyError, UnicodeDecodeError) as error:
        raise WeightsError(f"{folder / MANIFEST} is damaged: fetch it again") from error
    return state, manifest


def fill(network: nn.Module, state: dict[str, Tensor], name: str, optional: str = "") -> None:
    """Gives `network` the weights that `state` holds under "name.". One that is called `optional`
    may be missing and stays as it is. Raises WeightsError for any other difference."""
    prefix = f"{name}."
    part = {key.removeprefix(prefix): v for key, v in state.items() if key.startswith(prefix)}
    try:
        network.load_state_dict(
            {k: v for k, v in network.state_dict().items() if k == optional} | part
        )
    except RuntimeError as error:
        raise WeightsError(f"the weights of the {name} are not whole: fetch them again") from error


def _split(state: dict[str, Tensor]) -> list[dict[str, Tensor]]:
    """Parts of at most SHARD_BYTES, in order."""
    parts: list[dict[str, Tensor]] = [{}]
    used = 0
    for name, value in state.items():
        half = value.detach().to("cpu", torch.float16).contiguous()
        if used and used + half.nbytes > SHARD_BYTES:
            parts.append({})
            used = 0
        parts[-1][name] = half
        used += half.nbytes
    return parts
