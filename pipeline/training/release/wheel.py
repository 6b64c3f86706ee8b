"""Builds the wheel `enogu-weights`: `python -m pipeline.training.release.wheel --out DIR`.

The wheel is the package `enogu_weights`: every file of the weights' folder, SHA256SUMS (a list of
their checksums), the model card and the licences. Where it is installed, the embedded engine takes
its weights from it when the repository's `assets/weights` is missing
(`pipeline.model.networks.weights.find_weights`). It is written with the standard library alone, and
the same weights give the same bytes. The format is described at
https://packaging.python.org/en/latest/specifications/binary-distribution-format/.
"""

import argparse
import base64
import hashlib
import json
import re
import zipfile
from pathlib import Path

from pipeline.model.networks.weights import CHECKSUMS, MANIFEST, PACKAGE, WEIGHTS, WeightsError

NAME = "enogu-weights"
ROOT = Path(__file__).parents[3]
LICENSE, SOURCES = ROOT / "LICENSE", ROOT / "assets" / "LICENSES.md"
MODEL_CARD = ROOT / "assets" / "MODEL_CARD.md"
INDEX_LIMIT = 100_000_000  # bytes that the Python Package Index takes as one file
VERSION = re.compile(r"\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?")  # the simple forms of PEP 440
EPOCH = (1980, 1, 1, 0, 0, 0)  # the date of every file, so that the same files give the same wheel

INIT = '''"""The trained weights of Enogu's embedded engine, version {version}: files, no code."""

__version__ = "{version}"
'''
METADATA = """Metadata-Version: 2.4
Name: {name}
Version: {version}
Summary: The trained weights of Enogu's embedded image generator
License-Expression: Apache-2.0 AND BSD-3-Clause
License-File: LICENSE
License-File: LICENSES.md
Requires-Python: >=3.11
Description-Content-Type: text/markdown

The weights of Enogu's embedded engine, version {version}. The engine finds them when this
package is installed, and checks every file against `{package}/SHA256SUMS` before it loads one.
"""
WHEEL = """Wheel-Version: 1.0
Generator: enogu
Root-Is-Purelib: true
Tag: py3-none-any
"""


def build_wheel(weights: Path, out: Path) -> Path:
    """Writes the wheel of the weights in a folder into the folder `out`; returns its path.

    Raises WeightsError when the manifest or a shard is missing or damaged, and ValueError when the
    weights' version cannot be the version of a package.
    """
    files = {path.name: path.read_bytes() for path in sorted(weights.iterdir()) if path.is_file()}
    files.pop(CHECKSUMS, None)
    manifest = _checked_manifest(weights, files)
    version = manifest["version"]
    if not VERSION.fullmatch(version):
        raise ValueError(f'version "{version}": a package needs one such as 1.2, 1.2.1 or 2.0rc1')
    about = {"name": NAME, "package": PACKAGE, "version": version}
    checksums = "".join(f"{_digest(data).hex()}  {name}\n" for name, data in files.items())
    info = f"{PACKAGE}-{version}.dist-info"
    contents = {
        f"{PACKAGE}/__init__.py": INIT.format(**about).encode(),
        f"{PACKAGE}/MODEL_CARD.md": MODEL_CARD.read_bytes(),
        f"{PACKAGE}/{CHECKSUMS}": checksums.encode(),
        **{f"{PACKAGE}/{name}": data for name, data in files.items()},
        f"{info}/licenses/LICENSE": LICENSE.read_bytes(),
        f"{info}/licenses/LICENSES.md": weights_licenses(SOURCES.read_text()).encode(),
        f"{info}/METADATA": METADATA.format(**about).encode(),
        f"{info}/WHEEL": WHEEL.encode(),
    }
    contents[f"{info}/RECORD"] = _record(contents, f"{info}/RECORD")
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{PACKAGE}-{version}-py3-none-any.whl"
    _write_zip(path, contents)
    return path


def _checked_manifest(weights: Path, files: dict[str, bytes]) -> dict:
    """The manifest, once every shard that it lists has its checksum."""
    if MANIFEST not in files:
        raise WeightsError(f"{weights / MANIFEST} is missing")
    manifest = json.loads(files[MANIFEST])
    for name, expected in manifest["shards"].items():
        if name not in files:
            raise WeightsError(f"{weights / name} is missing")
        if _digest(files[name]).hex() != expected:
            raise WeightsError(f"{weights / name} is damaged (checksum)")
    return manifest


def weights_licenses(text: str) -> str:
    """The sections of LICENSES.md that are about weights, under its title."""
    title, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    return title + "".join(part for part in sections if part.startswith("## weights/"))


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _record(contents: dict[str, bytes], own_name: str) -> bytes:
    """RECORD: name, URL-safe base64 SHA-256 without padding and size of every file but itself."""
    lines = [
        f"{name},sha256={base64.urlsafe_b64encode(_digest(data)).rstrip(b'=').decode()},{len(data)}"
        for name, data in contents.items()
    ]
    return "\n".join([*lines, f"{own_name},,", ""]).encode()


def _write_zip(path: Path, contents: dict[str, bytes]) -> None:
    """Writes the files in their order; the name appears only when the file is complete."""
    partial = path.with_suffix(".partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in contents.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o100644 << 16  # a plain file that all may read
            entry.compress_type = zipfile.ZIP_DEFLATED
            wheel.writestr(entry, data)
    partial.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder of the wheel")
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    wheel = build_wheel(args.weights, args.out)
    size = wheel.stat().st_size
    fits = "fits" if size <= INDEX_LIMIT else "does not fit"
    print(
        f"{wheel}: {size / 1e6:.1f} MB, which {fits} the package index's {INDEX_LIMIT // 10**6} MB"
    )


if __name__ == "__main__":
    main()
