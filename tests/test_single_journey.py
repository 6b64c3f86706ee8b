"""One gate for all: no entry point reaches an engine's picture but through the journey.

Entry points are found, not listed: every module of the project that is not a part of the model, its
training, its engines, the safety package or a developer's benchmark. A new page, command or server
is judged here the day that it is written.
"""

import ast
from pathlib import Path

import pytest

from pipeline import generate as journey
from pipeline import stages
from pipeline.generate import check, describe, generate
from pipeline.request import TASKS, Request
from pipeline.results import Description, Picture, Progress, Refusal
from safety.errors import UserError
from safety.policy import Category, Verdict
from safety.provenance.verify import verify

ROOT = Path(__file__).parent.parent
WORKSHOP = (
    "pipeline/model",
    "pipeline/listening",
    "pipeline/training",
    "pipeline/engines",
    "pipeline/benchmarks",
)
JOURNEY = "pipeline/generate.py"
PARTS = (
    "pipeline/stages.py",
    "pipeline/signing.py",
    "pipeline/history.py",
    "pipeline/things.py",
    "pipeline/written.py",
)
APART = {"tests", "safety", "venv", "env"}  # safety never imports an engine: see below
EXPORT = "pipeline/export.py"  # signs again what carries our signature, and nothing else
STAGES = {"encode", "sample_tokens", "decode", "describe"}  # of an engine
GATES = {
    "check_prompt",
    "check_signs",
    "SignGate",
    "check_photo",
    "check_output",
    "PromptGate",
    "OutputGate",
}
SIGNERS = {"sign", "safety.provenance.signing"}
NO = Verdict(False, Category.SEXUAL, "No.", 0.99)


def modules() -> list[str]:
    """Every module that could be, or serve, an entry point."""
    here = [path for path in ROOT.iterdir() if path.name[0] != "." and path.name not in APART]
    found = [path for path in here if path.suffix == ".py"]
    found += [path for folder in here if folder.is_dir() for path in folder.rglob("*.py")]
    names = sorted(path.relative_to(ROOT).as_posix() for path in found)
    return [name for name in names if not name.startswith((*WORKSHOP, JOURNEY, *PARTS))]


def tree(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def imports(module: str) -> set[str]:
    """Dotted names, "from a import b" as a.b."""
    names = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names


def calls(module: str) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)}


def test_the_entry_points_are_among_what_is_judged():
    assert {"app.py", "pipeline/__main__.py"} <= set(modules())


@pytest.mark.parametrize("module", modules())
def test_nothing_but_the_journey_runs_a_stage_of_an_engine(module):
    called = {name for name in calls(module) if name.rpartition(".")[2] in STAGES}
    assert not {name for name in called if name.rpartition(".")[0].endswith("engine")}
    assert not {name for name in called if name.endswith("sample_tokens")}


@pytest.mark.parametrize("module", modules())
def test_nothing_but_the_journey_knows_a_model(module):
    workshop = ("pipeline.model", "pipeline.training", "pipeline.benchmarks")
    assert not {name for name in imports(module) if name.startswith(workshop)}
    engines = {name for name in imports(module) if name.startswith("pipeline.engines")}
    assert engines <= {
        "pipeline.engines.ENGINES",
        "pipeline.engines.load_engine",
        "pipeline.engines.base.Capabilities",
        "pipeline.engines.base.Engine",
    }


@pytest.mark.parametrize("module", [name for name in modules() if name != EXPORT])
def test_nothing_but_the_journey_has_gates_or_signs(module):
    """A second set of checks is one that somebody forgets; a second signer signs the unchecked."""
    taken = {name.rpartition(".")[2] for name in imports(module) if name.startswith("safety")}
    assert not taken & (GATES | SIGNERS)
    assert not {name for name in imports(module) if name.startswith("safety.provenance.signing")}


@pytest.mark.parametrize("module", modules())
def test_nothing_reaches_into_the_journey(module):
    """Its parts, such as `_draw` and `_sign`, have no gates of their own."""
    taken = {name for name in imports(module) if name.startswith("pipeline.generate")}
    assert "pipeline.generate" not in taken  # whole, so that its parts could be had from it
    parts = ("pipeline.stages", "pipeline.signing", "pipeline.history", "pipeline.things")
    assert not {name for name in imports(module) if name.startswith(parts)}
    names = {name.removeprefix("pipeline.generate.") for name in taken}
    assert not {name for name in names if name.startswith(("_", "*"))}


def test_the_safety_package_knows_no_engine():
    for path in sorted((ROOT / "safety").rglob("*.py")):
        names = imports(path.relative_to(ROOT).as_posix())
        assert not {name for name in names if name.startswith("pipeline")}, path


def test_the_journey_has_no_further_door():
    """Whatever else takes an engine would be a further one, without a test of its gates below. What
    `read` gives back is the words that it was given; `outline` passes the gate of the words;
    `check` gives back a refusal or nothing."""
    doors = {
        node.name
        for node in tree(JOURNEY).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and "engine" in {argument.arg for argument in node.args.args}
    }
    assert doors == {"generate", "check", "describe", "read", "outline"}


def test_a_check_is_that_of_the_journey_and_waits_for_nobody(wish, engine, monkeypatch):
    with engine.lock:  # somebody else's picture is being painted
        assert check(Request(**wish), Untouchable(engine)) is None
        assert check(Request(**wish | {"prompt": "a nude woman"}), Untouchable(engine)).category
        with pytest.raises(UserError, match="steps"):
            check(Request(**wish | {"steps": 10_000}), Untouchable(engine))
        if "photo" in wish:
            with pytest.raises(UserError, match="picture"):
                check(Request(**wish | {"photo": b"no picture"}), Untouchable(engine))
        for gate in ("check_prompt", "check_signs", *(["check_photo"] if "photo" in wish else [])):
            with monkeypatch.context() as patch:
                close(patch, gate)
                assert check(Request(**wish), Untouchable(engine)) == Refusal("sexual", "No.")


class Untouchable:
    """An engine of which nothing but its limits may be asked."""

    def __init__(self, engine):
        self.capabilities = engine.capabilities

    def __getattr__(self, name):
        pytest.fail(f"engine.{name} was reached")


@pytest.fixture(params=TASKS)
def wish(request, photo_bytes, mask_bytes) -> dict:
    """What a request of each task needs."""
    wish = {"task": request.param, "prompt": "a red lantern at night", "steps": 3, "seed": 7}
    if request.param == "text_to_image":
        return wish | {"size": (256, 256)}
    if request.param == "inpaint":
        wish["mask"] = mask_bytes
    return wish | {"photo": photo_bytes, "size": (256, 256)}


def replace_gate(monkeypatch, gate, check):
    """In every module of the journey that calls it."""
    for module in (journey, stages):
        if hasattr(module, gate):
            monkeypatch.setattr(module, gate, check)


def close(monkeypatch, gate):
    replace_gate(monkeypatch, gate, lambda *_, **__: NO)


def test_the_prompt_gate_stands_before_every_task(wish, engine, tmp_path, monkeypatch):
    close(monkeypatch, "check_prompt")
    *progress, last = generate(Request(**wish), Untouchable(engine), tmp_path)
    assert last == Refusal("sexual", "No.") and [item.stage for item in progress] == ["check"]
    assert list(tmp_path.iterdir()) == []


def test_the_gate_of_signs_stands_before_every_task(wish, engine, tmp_path, monkeypatch):
    close(monkeypatch, "check_signs")
    *progress, last = generate(Request(**wish), Untouchable(engine), tmp_path)
    assert last == Refusal("sexual", "No.") and [item.stage for item in progress] == ["check"]


def test_the_photo_gate_stands_before_every_task_with_a_photo(wish, engine, tmp_path, monkeypatch):
    if "photo" not in wish:
        pytest.skip("no photo")
    close(monkeypatch, "check_photo")
    *_, last = generate(Request(**wish), Untouchable(engine), tmp_path)
    assert last == Refusal("sexual", "No.") and list(tmp_path.iterdir()) == []


def test_the_output_gate_stands_behind_every_task(wish, engine, tmp_path, monkeypatch):
    close(monkeypatch, "check_output")
    *progress, last = generate(Request(**wish), engine, tmp_path)
    assert last == Refusal("sexual", "No.") and list(tmp_path.iterdir()) == []
    assert all(item.preview is None for item in progress)


def test_every_picture_is_checked_and_leaves_signed(wish, engine, tmp_path, monkeypatch):
    checked = []
    replace_gate(monkeypatch, "check_output", lambda image: checked.append(image) or Verdict(True))
    shown = 0
    for item in generate(Request(**wish), engine, tmp_path):
        shown += isinstance(item, Progress) and item.preview is not None
    assert isinstance(item, Picture) and len(checked) == shown + 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [item.path]
    assert verify(item.path).state in ("Valid", "Trusted")


def test_describing_passes_the_photo_and_the_prompt_gate(engine, photo_bytes, monkeypatch):
    with monkeypatch.context() as patch:
        close(patch, "check_photo")
        assert describe(photo_bytes, Untouchable(engine)) == Refusal("sexual", "No.")
    monkeypatch.setattr(
        type(engine), "describe", lambda *_: Description("hills", "noon", "clear", "summer")
    )
    close(monkeypatch, "check_prompt")
    assert describe(photo_bytes, engine) == Refusal("sexual", "No.")


@pytest.mark.parametrize("gate", ["check_prompt", "check_signs", "check_photo", "check_output"])
def test_a_gate_that_breaks_lets_nothing_through(gate, engine, photo_bytes, tmp_path, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("broken")

    replace_gate(monkeypatch, gate, broken)
    request = Request("a lantern", photo=photo_bytes, size=(256, 256), steps=2, seed=1)
    with pytest.raises(RuntimeError, match="broken"):
        list(generate(request, engine, tmp_path))
    assert list(tmp_path.iterdir()) == []
