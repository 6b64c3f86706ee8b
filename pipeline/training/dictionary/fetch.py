"""Downloads and opens the packages that the dictionary is built from.

    python -m pipeline.training.dictionary.fetch --to DIR

Needs `npm` and, for the two Debian packages, `apt-get` and `dpkg-deb`. Packages that are already
open in DIR are left alone.
"""

import argparse
import subprocess
import tarfile
from pathlib import Path

from pipeline.training.dictionary.packages import DEBIAN_PACKAGES, NPM_PACKAGES


def fetch_npm(name: str, version: str, folder: Path) -> None:
    """`npm pack` of one package, opened into `folder`."""
    folder.mkdir(parents=True)
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / packed.stdout.split()[-1]
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    archive.unlink()


def fetch_debian(name: str, folder: Path) -> None:
    """`apt-get download` of one package, opened into `folder`."""
    folder.mkdir(parents=True)
    subprocess.run(["apt-get", "download", name], cwd=folder, check=True, capture_output=True)
    archive = next(folder.glob("*.deb"))
    subprocess.run(["dpkg-deb", "-x", archive.name, "."], cwd=folder, check=True)
    archive.unlink()


def fetch(to: Path) -> None:
    """All packages, each in a folder of its own under `to`."""
    for folder, (name, version) in NPM_PACKAGES.items():
        if not (to / folder).exists():
            print(f"{name} {version}", flush=True)
            fetch_npm(name, version, to / folder)
    for name in DEBIAN_PACKAGES:
        if not (to / name).exists():
            print(name, flush=True)
            fetch_debian(name, to / name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, required=True, help="folder for the packages")
    fetch(parser.parse_args().to)


if __name__ == "__main__":
    main()
