"""`python -m safety verify FILE...` and `python -m safety prompt FILE.csv`."""

import argparse
import csv
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import ClassVar

from safety.errors import UserError
from safety.prompt.gate import check_prompt
from safety.provenance.verify import verify

_COLUMNS = ("allowed", "category", "score", "reason")


class WrongTable(UserError):
    """A CSV file that has no prompts."""

    MESSAGES: ClassVar = {"no_column": "the file needs a column named {column}"}


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done, 2 wrong use or an unreadable file."""
    parser = argparse.ArgumentParser(prog="python -m safety", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, run, wanted in (
        ("verify", _verify, "PNG, JPEG or WebP; prints its Content Credentials as JSON"),
        ("prompt", _prompt, "CSV with a column `prompt`; prints one JSON line a row"),
    ):
        command = commands.add_parser(name)
        command.add_argument("files", nargs="+", type=Path, metavar="FILE", help=wanted)
        command.set_defaults(run=run)
    options = parser.parse_args(arguments)
    try:
        for path in options.files:
            options.run(path)
    except (OSError, ValueError) as error:
        print(f"python -m safety: {path}: {error}", file=sys.stderr)
        return 2
    return 0


def _verify(path: Path) -> None:
    report = verify(path)
    answer = {"file": path.name, "answer": report.answer, **asdict(report)}
    answer["summary"] = report.summary
    print(json.dumps(answer, ensure_ascii=False, indent=2))


def _prompt(path: Path) -> None:
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        if "prompt" not in (rows.fieldnames or ()):
            raise WrongTable("no_column", column="prompt")
        for row in rows:
            verdict = check_prompt(row["prompt"] or "")
            line = {name: getattr(verdict, name) for name in _COLUMNS}
            print(json.dumps({"prompt": row["prompt"], **line}, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
