"""Every training command that the sources name exists and has the options that are named."""

import importlib
import re
from pathlib import Path

import pytest

from tests.training.commands import run_main

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "pipeline" / "training"
FILES = sorted(FOLDER.rglob("*.py"))
COMMAND = re.compile(r"python -m (pipeline\.training[\w.]*)([^`\n]*)")


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


PROGRAMS = [module_of(path) for path in FILES if "__main__" in path.read_text()]
NAMED = sorted(
    {
        (module.rstrip("."), option)
        for path in [*FILES, FOLDER / "README.md"]
        for module, options in COMMAND.findall(path.read_text())
        for option in re.findall(r"--[a-z-]+", options.partition("#")[0])
    }
)


def help_of(module: str, capsys) -> str:
    with pytest.raises(SystemExit) as ended:
        run_main(importlib.import_module(module).main, "--help")
    assert ended.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("module", PROGRAMS)
def test_every_command_says_what_it_does(module, capsys):
    shown = help_of(module, capsys)
    assert "usage:" in shown and len(shown.splitlines()) > 5


@pytest.mark.parametrize(("module", "option"), NAMED)
def test_every_option_that_is_named_exists(module, option, capsys):
    assert module in PROGRAMS
    assert re.search(rf"{option}\b", help_of(module, capsys))
