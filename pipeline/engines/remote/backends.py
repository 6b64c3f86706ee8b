"""What each kind of server behind the OpenAI Images contract can do: one table.

Sources: vllm_omni 0.30.0 (entrypoints/openai/protocol/images.py, api_server.py), sglang 0.5.23
(multimodal_gen/runtime/entrypoints/openai), stable-diffusion.cpp (examples/server/api.md,
routes_openai.cpp), openai 3.57 (types/image_generate_params.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pipeline.engines.base import Capabilities

TEXT, PAINTING, EDIT = "text_to_image", "photo_to_painting", "edit"
ALL_BUT_MASKS = frozenset({TEXT, PAINTING, EDIT})


@dataclass(frozen=True, slots=True)
class Backend:
    """One kind of server.

    multiple: of which sides must be. steps, guidance: the most that it takes, 0 where it takes
    none; names: of these two fields. mask: the field's name, "" where masks are not honoured;
    alpha_mask: alpha 0 is repainted (else white is). fixed_format: it has no `response_format`.
    streams: partial pictures come while it paints. at_once: pictures that we ask for at once.
    model: which to name when the owner names none.
    """

    title: str
    tasks: frozenset[str] = ALL_BUT_MASKS
    multiple: int = 32
    least: int = 256
    most: int = 2048
    ratio: float = 4.0
    side: int = 1024
    steps: int = 0
    guidance: float = 0.0
    names: tuple[str, str] = ("num_inference_steps", "guidance_scale")
    seeds: bool = True
    strength: bool = False
    mask: str = ""
    alpha_mask: bool = False
    references: int = 0
    fixed_format: bool = False
    streams: bool = False
    at_once: int = 1
    model: str | None = None

    @property
    def capabilities(self) -> Capabilities:
        """What the page may offer. Of steps and guidance, 0 leaves them to the server."""
        return Capabilities(
            tasks=self.tasks,
            min_side=self.least,
            max_side=self.most,
            side_multiple=self.multiple,
            max_ratio=self.ratio,
            default_size=(self.side, self.side),
            default_photo_side=self.side,
            min_steps=0,
            max_steps=self.steps,
            default_steps=0,
            min_guidance=0.0,
            max_guidance=self.guidance,
            default_guidance=0.0,
            streams=self.streams,
            max_references=self.references,
            at_once=self.at_once,
        )


KINDS: Mapping[str, Backend] = {
    # An edit by words there needs the picture's own credentials, and those stay here.
    "enogu": Backend(
        "Enogu",
        tasks=frozenset({TEXT, PAINTING, "inpaint"}),
        most=1024,
        ratio=2.0,
        side=512,
        steps=20,
        guidance=8.0,
        names=("steps", "guidance"),
        strength=True,
        mask="mask",
        alpha_mask=True,
        streams=True,
    ),
    # GLM-Image paints on a grid of 32; its multi-stage pipeline takes several pictures.
    "vllm-omni": Backend(
        "vLLM-Omni", steps=200, guidance=20.0, strength=True, references=3, at_once=4
    ),
    # `mask` is declared there and never used; the default answer is an address.
    "sglang": Backend("SGLang", steps=200, guidance=20.0, references=3, at_once=4),
    # Seed, steps and strength travel inside the prompt: see orders.py.
    "sd-cpp": Backend(
        "stable-diffusion.cpp",
        tasks=ALL_BUT_MASKS | {"inpaint"},
        multiple=64,
        side=512,
        steps=150,
        guidance=30.0,
        strength=True,
        mask="mask",
        references=3,
        fixed_format=True,
    ),
    "openai": Backend(
        "OpenAI",
        tasks=ALL_BUT_MASKS | {"inpaint"},
        multiple=16,
        least=1024,
        most=3840,
        ratio=3.0,
        seeds=False,
        mask="mask",
        alpha_mask=True,
        references=3,
        fixed_format=True,
        streams=True,
        at_once=4,
        model="gpt-image-2",
    ),
    # Any other server: the fields that all of them take.
    "other": Backend("another server"),
}


def kind_of(url: str, models: Iterable[Mapping[str, Any]]) -> str:
    """The kind of a server by its address and what `GET /v1/models` lists; "other" where neither
    tells."""
    if urlsplit(url).hostname == "api.openai.com":
        return "openai"
    for model in models:
        owner, name = str(model.get("owned_by", "")).lower(), str(model.get("id", "")).lower()
        if owner.startswith("vllm"):
            return "vllm-omni"
        if owner.startswith("sglang"):
            return "sglang"
        if name.startswith("sd-cpp"):
            return "sd-cpp"
        if "enogu" in owner:
            return "enogu"
    return "other"
