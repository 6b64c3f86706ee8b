"""Many prompts from one file, and the files of their pictures."""

import re
from pathlib import Path

LONGEST_NAME = 48  # characters of a prompt in a file's name


def read_prompts(path: Path) -> list[str]:
    """The lines of a UTF-8 file without its empty ones. Raises ValueError for a file without any,
    or one that is no UTF-8 text."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is no UTF-8 text: save it as UTF-8") from error
    prompts = [line.strip() for line in lines if line.strip()]
    if not prompts:
        raise ValueError(f"{path} has no prompts: one a line is expected")
    return prompts


def file_of(folder: Path, number: int, prompt: str) -> Path:
    """The picture of a prompt: its number and its first words, so that a second run finds what the
    first has painted. Raises ValueError where `folder` is a file."""
    if folder.is_file():
        raise ValueError(f"--out must be a folder for many prompts, {folder} is a file")
    words = re.sub(r"[^\w]+", "-", prompt.lower())[:LONGEST_NAME].strip("-")
    return folder / f"{number:04d}-{words}.png"
