"""The ladder of packages: each imports only from itself and from those below it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("plan", "people", "dictionary", "reading", "networks", "planning", "painting", "seeing")
# The values of a request and its result, which all layers above the model share.
VALUES = ("errors", "request", "results", "mask", "wording", "settings", "threads")
JOURNEY = ("generate", "stages", "signing", "history", "things", "export", "batch",
           "characters", "written", "watching",
           "intake", "queueing", "jobs", "pace")  # fmt: skip
LAYERS = (
    ("model",),
    VALUES,
    ("listening",),
    ("engines",),
    JOURNEY,
    ("operations",),
    ("feedback",),
    ("api",),
    ("studio",),
    ("__main__",),
)
NOT_AT_RUN_TIME = ("pipeline.training", "pipeline.benchmarks")


def modules(package: str) -> Iterator[tuple[str, set[str]]]:
    """(name, names of what it imports from this repository) of each module of a package."""
    for path in sorted((ROOT / package).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield name, set(imports(ast.parse(path.read_text("utf-8"))))


def imports(tree: ast.Module) -> Iterator[str]:
    """Full names that a module imports anywhere, those inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def step(name: str, ladder: tuple[tuple[str, ...], ...], root: str) -> int | None:
    """The step of the ladder that a module under `root` is on; None for one outside of it."""
    if not name.startswith(f"{root}."):
        return None
    part = name.removeprefix(f"{root}.").split(".")[0]
    return next((number for number, parts in enumerate(ladder) if part in parts), None)


def climbs(package: str, ladder: tuple[tuple[str, ...], ...]) -> list[str]:
    """The imports of a package that go up its ladder."""
    found = []
    for name, imported in modules(package):
        own = step(name, ladder, package.replace("/", "."))
        for other in sorted(imported):
            theirs = step(other, ladder, package.replace("/", "."))
            if own is not None and theirs is not None and theirs > own:
                found.append(f"{name} imports {other}")
    return found


def test_every_room_imports_only_from_rooms_below_it():
    assert climbs("pipeline/model", tuple((room,) for room in ROOMS)) == []


def test_every_layer_imports_only_from_layers_below_it():
    assert climbs("pipeline", LAYERS) == []


def test_the_model_imports_nothing_of_the_program_around_it():
    outside = {
        f"{name} imports {other}"
        for name, imported in modules("pipeline/model")
        for other in imported
        if other.startswith(("pipeline", "safety")) and not other.startswith("pipeline.model")
    }
    assert outside == set()


def test_safety_imports_nothing_of_the_pipeline():
    found = [name for name, imported in modules("safety") for other in imported
             if other.startswith("pipeline")]  # fmt: skip
    assert found == []


def test_training_and_benchmarks_are_not_imported_at_run_time():
    running = [*modules("pipeline"), *modules("safety")]
    running.append(("app", set(imports(ast.parse((ROOT / "app.py").read_text("utf-8"))))))
    found = [
        f"{name} imports {other}"
        for name, imported in running
        for other in sorted(imported)
        if other.startswith(NOT_AT_RUN_TIME) and not name.startswith(NOT_AT_RUN_TIME)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("package", "ladder"),
    [("pipeline/model", tuple((room,) for room in ROOMS)), ("pipeline", LAYERS)],
)
def test_every_package_has_a_step(package, ladder):
    """A new folder or file has to be given its place."""
    root = package.replace("/", ".")
    named = {name for name, _ in modules(package) if not name.startswith(NOT_AT_RUN_TIME)}
    assert {name for name in named - {root} if step(name, ladder, root) is None} == set()
