"""A complete request as the HTTP request that a kind of server takes."""

import io
import json
import re
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from pipeline.engines import style
from pipeline.engines.remote.backends import KINDS, PAINTING, Backend
from pipeline.request import CompleteRequest

PARTIAL_IMAGES = 3  # the most that the contract has
# stable-diffusion.cpp reads settings from inside a prompt; a user's words must not bring any.
SD_CPP_SETTINGS = re.compile(r"</?sd_cpp_extra_args>")

File = tuple[str, bytes, str]  # name, bytes, type


@dataclass(frozen=True, slots=True)
class Order:
    """One POST. A JSON body, or with files a form of `body` and them."""

    path: str
    body: dict[str, Any]
    files: tuple[tuple[str, File], ...] = field(default=(), repr=False)

    @property
    def content(self) -> dict[str, Any]:
        """What httpx sends."""
        if not self.files:
            return {"json": self.body}
        form = {name: _in_form(value) for name, value in self.body.items()}
        return {"data": form, "files": list(self.files)}


def order_for(
    request: CompleteRequest,
    kind: str,
    model: str | None,
    photos: tuple[Image.Image, ...] = (),
    mask: Image.Image | None = None,
) -> Order:
    """The POST that makes a request's picture.

    photos: the photo, then its references; RGB. mask: grey, of the first photo's size, 255 where to
    repaint.
    """
    backend = KINDS[kind]
    size = on_grid(request.size, backend)
    body = _fields(request, backend, model, bool(photos))
    body |= {"size": "{}x{}".format(*size)}
    words = request.prompt if kind == "enogu" else style.instruction(request)
    body["prompt"] = _with_settings(words, request, bool(photos)) if kind == "sd-cpp" else words
    if not photos:
        return Order("/v1/images/generations", body)
    first = photos[0].resize(size, Image.Resampling.LANCZOS)
    name = "image" if len(photos) == 1 else "image[]"
    files = [(name, _png(picture, "image.png")) for picture in (first, *photos[1:])]
    if mask is not None:
        files.append((backend.mask, _png(_mask(first, mask, backend), "mask.png")))
    return Order("/v1/images/edits", body, tuple(files))


def on_grid(size: tuple[int, int], backend: Backend) -> tuple[int, int]:
    """The sides that the server can paint, next to those wanted: the answer is cropped back."""
    low, high, step = backend.least, backend.most, backend.multiple
    scale = max(1.0, low / min(size))
    return tuple(  # type: ignore[return-value]
        min(high // step, max(-(-low // step), round(side * scale / step))) * step for side in size
    )


def _fields(
    request: CompleteRequest, backend: Backend, model: str | None, photo: bool
) -> dict[str, Any]:
    """All fields but the prompt and the size. A field that a server does not have is not sent:
    some answer 400, others would ignore what was asked for."""
    fields: dict[str, Any] = {"n": 1, "output_format": "png"}
    fields |= {} if backend.fixed_format else {"response_format": "b64_json"}
    chosen = model or backend.model
    fields |= {"model": chosen} if chosen else {}
    if backend.streams:
        fields |= {"stream": True, "partial_images": PARTIAL_IMAGES}
    if backend is KINDS["sd-cpp"]:
        return fields
    fields |= {"seed": request.seed} if backend.seeds else {}
    steps, guidance = backend.names
    fields |= {steps: request.steps} if request.steps else {}
    fields |= {guidance: request.guidance} if request.guidance else {}
    if photo and backend.strength and request.task == PAINTING and request.strength < 1:
        fields["strength"] = request.strength
    return fields


def _with_settings(words: str, request: CompleteRequest, photo: bool) -> str:
    """The prompt with its settings behind it, as stable-diffusion.cpp takes them."""
    settings: dict[str, Any] = {"seed": request.seed}
    sampling: dict[str, Any] = {"sample_steps": request.steps} if request.steps else {}
    sampling |= {"guidance": {"txt_cfg": request.guidance}} if request.guidance else {}
    settings |= {"sample_params": sampling} if sampling else {}
    if photo and request.task == PAINTING and request.strength < 1:
        settings["strength"] = request.strength
    plain = SD_CPP_SETTINGS.sub(" ", words)
    return f"{plain} <sd_cpp_extra_args>{json.dumps(settings)}</sd_cpp_extra_args>"


def _mask(photo: Image.Image, mask: Image.Image, backend: Backend) -> Image.Image:
    """As the server reads masks: the photo with holes in its alpha, or white on black."""
    mask = mask.resize(photo.size, Image.Resampling.NEAREST)
    if not backend.alpha_mask:
        return mask
    holes = photo.copy()
    holes.putalpha(mask.point(lambda grey: 0 if grey >= 128 else 255))
    return holes


def _png(image: Image.Image, name: str) -> File:
    """Encoded from the pixels alone: no metadata of the user's file travels."""
    encoded = io.BytesIO()
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    bare.save(encoded, "PNG", compress_level=1)
    return name, encoded.getvalue(), "image/png"


def _in_form(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
