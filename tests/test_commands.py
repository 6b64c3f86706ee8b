"""Every command that the documents name exists, starts, and knows the flags that it is shown with.

Each module is run with `--help` in this process, which imports all that it needs.
"""

import ast
import io
import re
import runpy
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
COMMAND = re.compile(r"\bpython3? (-m (?:pipeline|safety)\b[\w.]*|app\.py)([^`\n#]*)")
WORD = re.compile(r"\s+([a-z]+)\b")
FLAG = re.compile(r"(?<!\S)--[a-z][a-z-]*")
SOURCES = [ROOT / "app.py", *(ROOT / "pipeline").rglob("*.py"), *(ROOT / "safety").rglob("*.py")]


class Command(NamedTuple):
    """A command as a document has it. program: "app.py", or a module such as "pipeline"."""

    where: str
    program: str
    flags: frozenset[str]
    word: str = ""  # the first one after it


def documents() -> Iterator[tuple[str, str]]:
    """(path, text) of every Markdown file and of every module's docstring."""
    for path in sorted(ROOT.rglob("*.md")):
        name = path.relative_to(ROOT)
        if not any(part.startswith(".") for part in name.parts):
            yield str(name), path.read_text("utf-8")
    for path in SOURCES:
        if docstring := ast.get_docstring(ast.parse(path.read_text("utf-8"))):
            yield str(path.relative_to(ROOT)), docstring


def commands_in(where: str, text: str) -> Iterator[Command]:
    for program, rest in COMMAND.findall(text.replace("\\\n", " ")):
        word = WORD.match(rest)
        flags = frozenset(FLAG.findall(rest))
        yield Command(where, program.removeprefix("-m "), flags, word[1] if word else "")


def runnable() -> set[str]:
    """Every module that is run when it is named, whether a document names it or not."""
    modules = set()
    for path in SOURCES:
        if '\nif __name__ == "__main__":' in path.read_text("utf-8"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            modules.add(".".join(part for part in parts if part != "__main__"))
    return modules - {"app"} | {"app.py"}


COMMANDS = [command for document in documents() for command in commands_in(*document)]
PROGRAMS = sorted({command.program for command in COMMANDS} | runnable())


@cache
def help_of(program: str, *command: str) -> str:
    """What a program, or a command of it, prints for --help. Fails unless it ends with exit code
    0."""
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed):
        patch.setattr(sys, "argv", [program, *command, "--help"])
        patch.delitem(
            sys.modules, program, raising=False
        )  # runpy warns of what is imported already
        with pytest.raises(SystemExit) as ended:
            if program.endswith(".py"):
                runpy.run_path(str(ROOT / program), run_name="__main__")
            else:
                runpy.run_module(program, run_name="__main__", alter_sys=True)
    assert ended.value.code == 0
    return printed.getvalue()


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_tells_its_flags(program):
    assert help_of(program).startswith("usage:")


@pytest.mark.parametrize("program", sorted({command.program for command in COMMANDS}))
def test_every_flag_that_a_document_shows_is_known(program):
    shown = {
        flag: item.where for item in COMMANDS if item.program == program for flag in item.flags
    }
    told = help_of(program)
    words = {item.word for item in COMMANDS if item.program == program and item.flags}
    if "COMMAND" in told:  # flags of its commands stand in their own help
        told += "".join(help_of(program, word) for word in words if word)
    known = set(FLAG.findall(re.sub(r"[\[\],]", " ", told))) | {"--help"}
    assert {flag: where for flag, where in shown.items() if flag not in known} == {}


def test_commands_are_found_where_documents_have_them():
    """So that the tests above look at something."""
    found = {command.program for command in COMMANDS if command.where == "README.md"}
    assert {"pipeline", "safety", "app.py"} <= found
    text = "`python -m pipeline.nowhere --out x` and\n.venv/bin/python app.py --port 1  # --no"
    assert [*commands_in("here", text)] == [
        Command("here", "pipeline.nowhere", frozenset({"--out"})),
        Command("here", "app.py", frozenset({"--port"})),
    ]
    with pytest.raises(ImportError):
        help_of("pipeline.nowhere")
