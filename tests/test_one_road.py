"""No entry point can reach an engine's picture but through the journey."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENTRY_POINTS = ["app.py", "pipeline/__main__.py"]
STAGES = {"encode", "sample_tokens", "decode", "sign", "check_prompt", "check_output"}
ALLOWED = ("pipeline.generate", "pipeline.request", "pipeline.engines", "pipeline.engines.base")


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
def test_an_entry_point_imports_the_journey_and_no_model(entry_point):
    tree = ast.parse((ROOT / entry_point).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }
    own = {name for name in imported if name.split(".")[0] == "pipeline"}
    assert "pipeline.generate" in own
    assert own <= set(ALLOWED)


@pytest.mark.parametrize("entry_point", ENTRY_POINTS)
def test_an_entry_point_runs_no_stage_itself(entry_point):
    tree = ast.parse((ROOT / entry_point).read_text())
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    called |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not called & STAGES


def test_only_the_journey_runs_an_engine_and_signs():
    for path in (ROOT / "pipeline").rglob("*.py"):
        if "from safety.provenance" in path.read_text():
            assert path.relative_to(ROOT).as_posix() == "pipeline/generate.py"
