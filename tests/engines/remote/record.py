"""Records what serving engines take, from the wheels of their packages, without installing them:

    pip download --no-deps -d wheels vllm-omni==0.30.0 sglang==0.5.23
    python -m tests.engines.remote.record wheels

writes `contracts/*.json`: of generations the JSON schema of their own pydantic model, of edits the
fields of their own form.
"""

import ast
import enum
import json
import sys
import typing
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pydantic

CONTRACTS = Path(__file__).with_name("contracts")
VLLM, SGLANG = "vllm_omni/entrypoints/openai/", "sglang/multimodal_gen/runtime/entrypoints/openai/"
# Wheel, module and name of the model; module and name of the form's function; further modules
# that the model's validators call.
SOURCES = {
    "vllm-omni": (
        "vllm_omni",
        (VLLM + "protocol/images.py", "ImageGenerationRequest"),
        (VLLM + "api_server.py", "edit_images"),
        (VLLM + "image_api_utils.py",),
    ),
    "sglang": (
        "sglang",
        (SGLANG + "protocol.py", "ImageGenerationsRequest"),
        (SGLANG + "image_api.py", "edits"),
        (),
    ),
}
PYDANTIC = ("BaseModel", "ConfigDict", "Field", "field_validator", "model_validator")
DROPPED = ("description", "title", "default")  # prose, and what we never leave out


def contract(kind: str, wheels: Path) -> dict:
    """The recorded contract of one kind of server."""
    prefix, _, (module, function), _ = SOURCES[kind]
    (wheel,) = wheels.glob(f"{prefix}-*.whl")
    with zipfile.ZipFile(wheel) as package:
        form = dict(_form(package.read(module).decode(), function))
    generations = _bare(model(kind, wheels).model_json_schema())
    version = wheel.name.split("-")[1]
    return {"package": f"{prefix} {version}", "generations": generations, "edits": form}


def model(kind: str, wheels: Path) -> type[pydantic.BaseModel]:
    """Their own request model, from its own source."""
    prefix, (module, name), _, helpers = SOURCES[kind]
    (wheel,) = wheels.glob(f"{prefix}-*.whl")
    fields = {name: getattr(pydantic, name) for name in PYDANTIC}
    known = {**vars(typing), **fields, "Enum": enum.Enum, "__name__": "contract"}
    with zipfile.ZipFile(wheel) as package:
        for path in (*helpers, module):
            kept = [node for node in ast.parse(package.read(path)).body if _is_plain(node)]
            tree = ast.Module(kept, [])
            for node in tree.body:
                try:
                    exec(compile(ast.Module([node], []), path, "exec"), known)
                except NameError:  # of torch's world, and not of the model's
                    continue
    return known[name]


def _is_plain(node: ast.stmt) -> bool:
    return isinstance(node, ast.ClassDef | ast.FunctionDef | ast.Assign)


def _form(source: str, function: str) -> Iterator[tuple[str, dict]]:
    """(field's name, {"type", "required", "file"}) of a FastAPI function's arguments."""
    (found,) = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.AsyncFunctionDef) and node.name == function
    )
    defaults = [None] * (len(found.args.args) - len(found.args.defaults)) + found.args.defaults
    for argument, default in zip(found.args.args, defaults, strict=True):
        kind = ast.unparse(argument.annotation)
        if "Request" in kind:
            continue
        call = default if isinstance(default, ast.Call) else None
        alias = [word.value.value for word in call.keywords if word.arg == "alias"] if call else []
        first = ast.unparse(call.args[0]) if call and call.args else ""
        yield (
            alias[0] if alias else argument.arg,
            {"type": kind, "required": first == "...", "file": "UploadFile" in kind},
        )


def _bare(schema: object) -> object:
    """A schema without its prose."""
    if isinstance(schema, dict):
        kept = {name: value for name, value in schema.items() if name not in DROPPED}
        if isinstance(schema.get("properties"), dict):  # a field may have one of these names
            kept["properties"] = schema["properties"]
        return {name: _bare(value) for name, value in kept.items()}
    return [_bare(value) for value in schema] if isinstance(schema, list) else schema


def main(wheels: Path) -> None:
    CONTRACTS.mkdir(exist_ok=True)
    for kind in SOURCES:
        text = json.dumps(contract(kind, wheels), indent=1, sort_keys=True)
        (CONTRACTS / f"{kind}.json").write_text(text + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
