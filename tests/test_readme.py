"""What the README promises is what the code has."""

import ast
import re
from pathlib import Path

import pytest

from pipeline.__main__ import _parser

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
SOURCES = [ROOT / "app.py", *(ROOT / "pipeline").rglob("*.py"), *(ROOT / "safety").rglob("*.py")]


def test_continuous_integration_runs_the_readmes_own_test_command():
    commands = [line for line in README.splitlines() if "-m pytest" in line]
    assert len(commands) == 1
    assert commands[0].endswith(" && .venv/bin/python -m pytest")
    assert "grep -m1 -F -- '-m pytest' README.md" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.parametrize("pattern", [r"-r (\S+\.txt)", r"python (app\.py)", r"\]\(([\w./]+)\)"])
def test_every_file_that_it_names_is_there(pattern):
    named = set(re.findall(pattern, README))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_flag_that_it_shows_is_understood():
    shell = "\n".join(line for line in README.splitlines() if "python -m pipeline " in line)
    shown = set(re.findall(r" (--[a-z]+)", shell)) | {"--size", "--steps", "--guidance", "--json"}
    assert shown <= set(_parser()._option_string_actions)


def test_every_setting_is_in_its_table():
    used = {name for path in SOURCES for name in re.findall(r"ENOGU_[A-Z_]+\b", path.read_text())}
    assert used == set(re.findall(r"ENOGU_[A-Z_]+", README))


def test_its_python_example_imports_what_exists():
    example = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    for node in ast.walk(ast.parse(example)):
        if isinstance(node, ast.ImportFrom):
            module = __import__(node.module, fromlist=["_"])
            assert all(hasattr(module, name.name) for name in node.names)
