"""A server of the Images contract for tests: over a real socket, as strict as those it stands for.

It paints noise from the seed, so that the same request gives the same picture and another another.
"""

import asyncio
import base64
import io
import json
import re
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import uvicorn
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

CONTRACTS = Path(__file__).with_name("contracts")
MODELS = {
    "vllm-omni": {"id": "zai-org/GLM-Image", "object": "model", "owned_by": "vllm"},
    "sglang": {"id": "zai-org/GLM-Image", "object": "model", "owned_by": "sglang"},
    "sd-cpp": {"id": "sd-cpp-local", "object": "model", "owned_by": "local"},
    "enogu": {"id": "embedded", "object": "model", "owned_by": "enogu"},
    "other": {"id": "painter", "object": "model", "owned_by": "somebody"},
}
STREAMING = ("enogu", "openai")
MASKS = {"enogu": "mask", "openai": "mask", "sd-cpp": "mask"}
NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass
class Asked:
    """One POST as it came: its path, fields, and the pictures in it by field."""

    path: str
    fields: dict[str, Any]
    files: list[tuple[str, bytes]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def pictures(self, name: str) -> list[Image.Image]:
        return [Image.open(io.BytesIO(data)) for field, data in self.files if field == name]


class ContractServer:
    """Serves one kind. `answers`: what to say before painting, (status, headers, body) each;
    seconds: how long a picture takes; cancelled: whether a client went away while it painted."""

    def __init__(self, kind: str) -> None:
        self.kind, self.asked, self.seconds = kind, [], 0.0
        self.answers: list[tuple[int, dict[str, str], Any]] = []
        self.data: Any = None  # in place of the picture's base64
        self.key: str | None = None
        self.begun = self.cancelled = 0
        routes = [
            Route("/v1/models", self.models),
            Route("/v1/images/{task}", self.paint, methods=["POST"]),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes), port=0, log_level="warning", lifespan="off"
        )
        self.server = uvicorn.Server(config)
        threading.Thread(target=self.server.run, daemon=True).start()
        while not self.server.started:
            time.sleep(0.01)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        self.server.should_exit = self.server.force_exit = True

    async def models(self, request: Request) -> Response:
        if self.key and request.headers.get("authorization") != f"Bearer {self.key}":
            return JSONResponse({"error": {"message": "no"}}, 401)
        return JSONResponse({"object": "list", "data": [MODELS[self.kind]]})

    async def paint(self, request: Request) -> Response:
        asked = await _read(request)
        self.asked.append(asked)
        if problem := self.problem(asked):
            return JSONResponse({"detail": problem}, 400)
        if self.answers:
            status, headers, body = self.answers.pop(0)
            return JSONResponse(body, status, headers)
        if asked.fields.get("stream") in (True, "true"):
            return StreamingResponse(self.events(asked), media_type="text/event-stream")
        self.begun += 1
        end = time.monotonic() + self.seconds
        while time.monotonic() < end:
            await asyncio.sleep(0.02)
            if await request.is_disconnected():
                self.cancelled += 1
                return Response(status_code=499)
        return JSONResponse({"created": 1, "data": [{"b64_json": self.data or picture(asked)}]})

    async def events(self, asked: Asked) -> AsyncIterator[str]:
        name = "image_edit" if asked.files else "image_generation"
        self.begun += 1
        try:
            for number in range(int(asked.fields["partial_images"])):
                await asyncio.sleep(self.seconds / 4)
                partial = {"type": f"{name}.partial_image", "partial_image_index": number}
                yield _event(partial | {"b64_json": picture(asked, small=True)})
            await asyncio.sleep(self.seconds / 4)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        for _ in self.answers[:1]:
            yield _event(self.answers.pop(0)[2])
            return
        yield _event({"type": f"{name}.completed", "b64_json": self.data or picture(asked)})
        yield "data: [DONE]\n\n"

    def problem(self, asked: Asked) -> str:
        """Why such a server would not take it, "" where it would."""
        fields, kind = asked.fields, self.kind
        if kind in ("vllm-omni", "sglang"):
            return _recorded_problem(kind, asked)
        known = {"prompt", "n", "size", "output_format", "model"}
        known |= {"response_format", "seed"} if kind in ("enogu", "other") else set()
        known |= {"steps", "guidance"} if kind == "enogu" else set()
        known |= {"strength"} if kind == "enogu" and asked.files else set()
        known |= {"stream", "partial_images"} if kind in STREAMING else set()
        if unknown := set(fields) - known:
            return f"unknown fields {sorted(unknown)}"
        names = {name for name, _ in asked.files} - {"image", "image[]"}
        return f"unknown files {names}" if names - {MASKS.get(kind, "")} else ""


def _recorded_problem(kind: str, asked: Asked) -> str:
    """What the package's own request model says (see record.py), and that nothing is sent that it
    does not have."""
    contract = json.loads((CONTRACTS / f"{kind}.json").read_text())
    if asked.fields.get("response_format") != "b64_json":
        return "only b64_json comes back as a picture"
    if asked.path.endswith("generations"):
        schema = contract["generations"] | {"additionalProperties": False}
        try:
            jsonschema.validate(asked.fields, schema)
        except jsonschema.ValidationError as error:
            return error.message
        return ""
    form = contract["edits"]
    given = set(asked.fields) | {name for name, _ in asked.files}
    missing = {name for name, about in form.items() if about["required"]} - given
    wrong = [
        name
        for name, value in asked.fields.items()
        if name in form
        and re.search(r"\b(int|float)\b", form[name]["type"])
        and not NUMBER.fullmatch(value)
    ]
    return str(wrong or missing or given - set(form) or "")


async def _read(request: Request) -> Asked:
    path, headers = request.url.path, dict(request.headers)
    if "json" in request.headers["content-type"]:
        return Asked(path, await request.json(), headers=headers)
    fields, files = {}, []
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, str):
                fields[name] = value
            else:
                files.append((name, await value.read()))
    return Asked(path, fields, files, headers)


def picture(asked: Asked, small: bool = False) -> str:
    """Base64 of a PNG of the asked size."""
    width, height = (int(side) for side in asked.fields["size"].split("x"))
    seed = re.search(r'"?seed"?\D+(\d+)', json.dumps(asked.fields))
    random = np.random.default_rng(int(seed[1]) if seed else 0)
    cells = random.integers(60, 200, (8, 8, 3), dtype=np.uint8)
    image = Image.fromarray(cells).resize((64, 64) if small else (width, height))
    encoded = io.BytesIO()
    image.save(encoded, "PNG")
    return base64.b64encode(encoded.getvalue()).decode()


def _event(content: dict[str, Any]) -> str:
    return f"event: {content.get('type', 'error')}\ndata: {json.dumps(content)}\n\n"
