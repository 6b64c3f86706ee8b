"""What the README and the documents promise is what the code has."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest

from pipeline.__main__ import _parser

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
DOCS = [README, *sorted((ROOT / "assets" / "docs").glob("*.md"))]
GUIDES = [
    *DOCS,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    ROOT / "SECURITY.md",
    ROOT / "pipeline" / "training" / "README.md",
]
TEXT = "\n".join(path.read_text() for path in DOCS)
SOURCES = [ROOT / "app.py", *(ROOT / "pipeline").rglob("*.py"), *(ROOT / "safety").rglob("*.py")]
OURS = ("pipeline", "safety")  # packages whose modules documents may name as commands


def by_name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def anchors(path: Path) -> set[str]:
    """What a link may name after `#`: a document's headings, as GitHub spells them."""
    titles = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_readme_can_be_read_in_one_sitting():
    assert len(README.read_text().splitlines()) <= 150


def test_continuous_integration_runs_the_readmes_own_test_command():
    commands = [line for line in README.read_text().splitlines() if "-m pytest" in line]
    assert len(commands) == 1
    assert commands[0].endswith(" && .venv/bin/python -m pytest")
    assert "grep -m1 -F -- '-m pytest' README.md" in (ROOT / ".ci" / "run").read_text()


def test_the_cpu_build_is_of_the_torch_that_is_required():
    required = re.search(r"^torch(\S+)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert f'--torch-backend cpu "torch{required[1]}"' in README.read_text()


@pytest.mark.parametrize("path", GUIDES, ids=by_name)
def test_every_link_leads_somewhere(path):
    links = re.findall(r"\]\(([^)\s]+)\)", path.read_text())
    links += re.findall(r'src="([^"]+)"', path.read_text())
    for link in links:
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("path", GUIDES, ids=by_name)
def test_every_command_that_it_names_exists(path):
    modules = set(re.findall(r"python -m ([\w.]+)", path.read_text()))
    missing = [
        module
        for module in modules
        if module.split(".")[0] in OURS and importlib.util.find_spec(module) is None
    ]
    assert missing == []


@pytest.mark.parametrize("pattern", [r"-r (\S+\.txt)", r"python (app\.py)"])
def test_every_file_that_commands_name_is_there(pattern):
    named = set(re.findall(pattern, TEXT))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_flag_that_it_shows_is_understood():
    shell = "\n".join(line for line in TEXT.splitlines() if "python -m pipeline " in line)
    shown = set(re.findall(r" (--[a-z-]+)", shell)) | {"--size", "--steps", "--guidance", "--json"}
    assert shown <= set(_parser()._option_string_actions)


def test_every_setting_is_in_its_table():
    used = {name for path in SOURCES for name in re.findall(r"ENOGU_[A-Z_]+\b", path.read_text())}
    assert used == set(re.findall(r"ENOGU_[A-Z_]+", TEXT))


def test_the_readmes_figures_are_those_of_the_whole_table():
    rows = re.search(r"## Figures\n(.*?)\n## ", README.read_text(), re.DOTALL)[1]
    shown = [row.split(" | ")[1] for row in rows.splitlines() if row.count(" | ") == 2]
    table = (ROOT / "assets" / "docs" / "figures.md").read_text()
    numbers = [number for cell in shown[1:] for number in re.findall(r"\d[\d.]*", cell)]
    assert len(numbers) > 10
    assert [number for number in numbers if number not in table] == []


def test_its_python_examples_import_what_exists():
    examples = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert examples
    imports = [
        node
        for example in examples
        for node in ast.walk(ast.parse(example))
        if isinstance(node, ast.ImportFrom)
    ]
    for node in imports:
        module = __import__(node.module, fromlist=["_"])
        assert all(hasattr(module, name.name) for name in node.names)
