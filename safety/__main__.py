"""`python -m safety verify FILE...`, `python -m safety prompt FILE.csv` and `signs FILE.csv`."""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from safety.console import as_json, print_anything
from safety.prompt.gate import check_prompt
from safety.provenance.verify import verify
from safety.signs.gate import check_signs
from safety.tables import WrongTable as WrongTable
from safety.tables import column

_COLUMNS = ("allowed", "category", "score", "reason")


def main(arguments: list[str] | None = None) -> int:
    """Exit code: 0 done, 2 wrong use or an unreadable file."""
    parser = argparse.ArgumentParser(prog="python -m safety", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, run, wanted in (
        ("verify", _verify, "PNG, JPEG or WebP; prints its Content Credentials as JSON"),
        ("prompt", _prompt, "CSV with a column `prompt`; prints one JSON line a row"),
        ("signs", _signs, 'CSV with a column `sign`; "|" stands between signs of one picture'),
    ):
        command = commands.add_parser(name)
        command.add_argument("files", nargs="+", type=Path, metavar="FILE", help=wanted)
        command.set_defaults(run=run)
    options = parser.parse_args(arguments)
    print_anything()
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
    print(as_json(answer, indent=2))


def _prompt(path: Path) -> None:
    for prompt in column(path, ("prompt",)):
        verdict = check_prompt(prompt)
        line = {name: getattr(verdict, name) for name in _COLUMNS}
        print(as_json({"prompt": prompt, **line}))


def _signs(path: Path) -> None:
    for written in column(path, ("sign", "signs", "text", "words", "prompt")):
        verdict = check_signs(written.split("|"))
        line = {name: getattr(verdict, name) for name in _COLUMNS}
        print(as_json({"sign": written, **line}))


if __name__ == "__main__":
    sys.exit(main())
