"""Weights on disk: safetensors shards under 10 MB, of half precision or of whole numbers of 8 bits,
and a manifest with checksums."""

import hashlib
import importlib.util
import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load, save_file
from torch import Tensor, nn

WEIGHTS = Path(__file__).parents[3] / "assets" / "weights"  # those of the repository
PACKAGE = "enogu_weights"  # those of the wheel that `pipeline.training.release.wheel` builds
# Sets of weights: of the decoder, of what composes for it, and of what sees its things.
CANVAS, COMPOSER, RECOGNIZER = "canvas", "composer", "recognizer"
MANIFEST = f"{CANVAS}.json"
CHECKSUMS = "SHA256SUMS"  # in the format of sha256sum: "<digest>  <file name>", one file a line
SHARD_BYTES = 9_000_000
SCALE = ".scale"  # end of the name of a tensor's scales


class WeightsError(RuntimeError):
    """The weights are missing or not the ones the manifest names."""


def find_weights(folder: Path | str | None = None) -> Path:
    """The folder to load weights from: `folder` if given, else `assets/weights` of the repository,
    else the installed package `enogu_weights`, which is found without being imported.

    Every file that the folder's SHA256SUMS lists is checked; a package must have that list. (The
    shards are checked once more by `load_weights`, against the manifest.) Raises WeightsError when
    there are no weights, or when a listed file is missing or damaged.
    """
    if folder is None:
        folder = WEIGHTS if (WEIGHTS / MANIFEST).exists() else _installed_weights()
    folder = Path(folder)
    if (folder / CHECKSUMS).exists():
        check_files(folder)
    return folder


def _installed_weights() -> Path:
    """The folder of the installed package."""
    package = importlib.util.find_spec(PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise WeightsError(
            f"there are no weights: neither in {WEIGHTS} nor as an installed package {PACKAGE}"
        )
    folder = Path(package.submodule_search_locations[0])
    if not (folder / CHECKSUMS).exists():
        raise WeightsError(f"{folder / CHECKSUMS} is missing: install {PACKAGE} again")
    return folder


def check_files(folder: Path) -> None:
    """Raises WeightsError unless every file in the folder's SHA256SUMS has its checksum."""
    for line in (folder / CHECKSUMS).read_text().splitlines():
        expected, _, name = line.partition("  ")
        path = folder / name
        if not name or not path.is_file():
            raise WeightsError(f"{path} is missing: fetch the weights again")
        if sha256(path) != expected:
            raise WeightsError(f"{path} is damaged (checksum): fetch it again")


def sha256(path: Path) -> str:
    """The hexadecimal SHA-256 digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def save_weights(
    folder: Path, state: dict[str, Tensor], about: dict[str, Any], name: str = CANVAS
) -> None:
    """Writes `state` as fp16 shards and the manifest of the set `name`; older shards of it and
    SHA256SUMS are removed. Bytes (`in_bytes`) stay bytes.

    about: what describes the weights (config, steps, hardware), for the manifest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{name}-*.safetensors"):
        old.unlink()
    (folder / CHECKSUMS).unlink(missing_ok=True)  # it lists the old files
    shards = {}
    for number, part in enumerate(_split(state), start=1):
        path = folder / f"{name}-{number:02d}.safetensors"
        save_file(part, path)
        shards[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest = json.dumps({**about, "shards": shards}, indent=2)
    (folder / f"{name}.json").write_text(manifest + "\n")


def manifest_of(folder: Path, name: str) -> dict[str, Any]:
    """The manifest of the set `name`. Raises WeightsError."""
    path = folder / f"{name}.json"
    try:
        return json.loads(path.read_text())
    except FileNotFoundError as error:
        raise WeightsError(f"{path} is missing: fetch the weights again") from error
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise WeightsError(f"{path} is damaged: fetch it again") from error


def load_weights(folder: Path, name: str = CANVAS) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The state of the set `name` as fp32 and its manifest. Raises WeightsError, naming the file
    and the remedy."""
    try:
        manifest = json.loads((folder / f"{name}.json").read_text())
        state: dict[str, Tensor] = {}
        for file, digest in manifest["shards"].items():
            data = (folder / file).read_bytes()
            if hashlib.sha256(data).hexdigest() != digest:
                raise WeightsError(f"{folder / file} is damaged (checksum): fetch it again")
            state |= {key: value.float() for key, value in load(data).items()}
    except FileNotFoundError as error:
        raise WeightsError(f"{error.filename} is missing: fetch the weights again") from error
    except (json.JSONDecodeError, KeyError, UnicodeDecodeError) as error:
        raise WeightsError(f"{folder / name}.json is damaged: fetch it again") from error
    return from_bytes(state), manifest


def in_bytes(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The state with every matrix and convolution as whole numbers of 8 bits and a scale for each
    output (symmetric, as in Jacob et al., 2018): half the size of half precision."""
    packed: dict[str, Tensor] = {}
    for name, value in state.items():
        if value.ndim < 2:
            packed[name] = value
            continue
        largest = value.float().abs().flatten(1).amax(1).clamp(min=1e-8)
        scale = (largest / 127).view(-1, *[1] * (value.ndim - 1))
        packed[name] = (value.float() / scale).round().to(torch.int8)
        packed[name + SCALE] = scale
    return packed


def from_bytes(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """Inverse of `in_bytes`, to its precision; what is not in bytes stays."""
    scales = {name for name in state if name.endswith(SCALE)}
    return {
        name: value * state[name + SCALE] if name + SCALE in scales else value
        for name, value in state.items()
        if name not in scales
    }


def fill(network: nn.Module, state: dict[str, Tensor], name: str) -> None:
    """Gives `network` the weights of `state` whose names begin with "name.". Raises
    WeightsError for any difference."""
    prefix = f"{name}."
    part = {key.removeprefix(prefix): v for key, v in state.items() if key.startswith(prefix)}
    try:
        network.load_state_dict(part)
    except RuntimeError as error:
        raise WeightsError(
            f"the weights of the {name} are not complete: fetch them again"
        ) from error


def _split(state: dict[str, Tensor]) -> list[dict[str, Tensor]]:
    """Parts of at most SHARD_BYTES, in order."""
    parts: list[dict[str, Tensor]] = [{}]
    used = 0
    for name, value in state.items():
        kept = torch.int8 if value.dtype == torch.int8 else torch.float16
        half = value.detach().to("cpu", kept).contiguous()
        if used and used + half.nbytes > SHARD_BYTES:
            parts.append({})
            used = 0
        parts[-1][name] = half
        used += half.nbytes
    return parts
