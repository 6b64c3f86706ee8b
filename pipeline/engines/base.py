"""The Engine protocol: what the journey asks of a model, and nothing of files, safety or UI."""

import secrets
import threading
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from pipeline.errors import RequestError
from pipeline.request import MAX_SEED, CompleteRequest, Request
from pipeline.results import Description, Outline, Reading

# An engine's own conditioning; the journey hands it on without looking inside.
C = TypeVar("C")
# Name -> a thing of the user's own, cut out: (H, W, 4) uint8, straight alpha.
Things = Mapping[str, NDArray[np.uint8]]
NO_THINGS: Things = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an engine can do; the page offers exactly this and `complete` refuses the rest.

    `tasks` are of `request.TASKS`, and "describe" where the engine has words for a picture.
    Sides are pixels of the final picture. `side_multiple` and `max_ratio` (longer side over
    shorter) bind text sizes only: a photo keeps its own ratio.
    """

    tasks: frozenset[str]
    min_side: int
    max_side: int
    side_multiple: int
    max_ratio: float
    default_size: tuple[int, int]
    default_photo_side: int
    min_steps: int
    max_steps: int
    default_steps: int
    min_guidance: float
    max_guidance: float
    default_guidance: float
    streams: bool = True
    max_candidates: int = 1
    max_references: int = 0
    max_things: int = 0  # of the user's own, that a prompt can name
    default_photo_steps: int | None = None  # of a photo's painting; None: as of any picture
    styles: tuple[str, ...] = ()  # that it has by name, in English; the first is its default
    knows_own: frozenset[str] = frozenset()  # tasks by which it draws anew what it has not made
    at_once: int = 1  # pictures that it paints at the same time
    unused: frozenset[str] = frozenset()  # of "steps" and "guidance": what does a picture no good
    layered: frozenset[str] = frozenset()  # tasks whose pictures can be transparent, or move

    def complete(self, request: Request, photo: tuple[int, int] | None = None) -> CompleteRequest:
        """The request with its size, steps, guidance and seed filled in, a random seed where there
        is none. Raises RequestError naming what is allowed.

        photo: (width, height) of the upright photo, None for text to image. The default size of a
        painting is `default_photo_side`; whatever else is made of a photo keeps the photo's own
        size where the engine can.
        """
        task = str(request.task)
        if task not in self.tasks:
            raise RequestError("task_not_done", task=task, allowed=", ".join(sorted(self.tasks)))
        if request.layered and task not in self.layered:
            raise RequestError("not_layered")
        steps = self.steps_for(task) if request.steps is None else request.steps
        guidance = self.default_guidance if request.guidance is None else request.guidance
        _within("steps", steps, self.min_steps, self.max_steps)
        _within("guidance", guidance, self.min_guidance, self.max_guidance)
        _within("candidates", request.candidates, 1, self.max_candidates)
        _within("the number of references", len(request.references), 0, self.max_references)
        if len(request.things) > self.max_things:
            raise RequestError("things_not_painted")
        if photo is None:
            size = self._text_size(request.size)
        else:
            size = self._fit(photo, self._long_side(request, max(photo)))
        seed = secrets.randbelow(MAX_SEED + 1) if request.seed is None else request.seed
        given = {field.name: getattr(request, field.name) for field in fields(request)}
        return CompleteRequest(
            **given | {"size": size, "steps": steps, "guidance": guidance, "seed": seed}
        )

    def steps_for(self, task: str) -> int:
        """The default steps of a task."""
        if task == "photo_to_painting" and self.default_photo_steps is not None:
            return self.default_photo_steps
        return self.default_steps

    def _text_size(self, size: tuple[int, int] | None) -> tuple[int, int]:
        if size is None:
            return self.default_size
        in_range = all(self.min_side <= side <= self.max_side for side in size)
        on_grid = all(side % self.side_multiple == 0 for side in size)
        if not (in_range and on_grid and max(size) <= self.max_ratio * min(size)):
            raise RequestError(
                "size",
                width=size[0],
                height=size[1],
                low=self.min_side,
                high=self.max_side,
                multiple=self.side_multiple,
                ratio=self.max_ratio,
            )
        return size

    def _long_side(self, request: Request, photo: int) -> int:
        if request.size is not None:
            return max(request.size)
        if request.task == "photo_to_painting" or photo > self.max_side:
            return self.default_photo_side
        return max(photo, self.min_side)

    def _fit(self, photo: tuple[int, int], long_side: int) -> tuple[int, int]:
        """The photo's ratio at the wanted long side, to the nearest pixel."""
        _within("the picture's long side", long_side, self.min_side, self.max_side)
        scale = long_side / max(photo)
        return max(1, round(photo[0] * scale)), max(1, round(photo[1] * scale))


@dataclass(frozen=True, slots=True)
class TokenProgress:
    """`done` of `total` image tokens are written; the last one carries them all.

    plan: what the picture is going to show, from when the engine has planned it.
    layout: with the tokens, what stands where, for the signed settings; an edit gets it back.
    """

    done: int
    total: int
    tokens: Tensor | None = None
    plan: Description | None = None
    layout: str | None = None


@dataclass(frozen=True, slots=True)
class DecodeProgress:
    """`step` of `of` decoder steps are painted; `image` is a preview, the last one the picture:
    RGBA of a transparent one. frames: with the last, all of one that moves.

    seconds: given where no step is done but the engine, on another machine, is at work: since it
    was asked.
    """

    step: int
    of: int
    image: Image.Image | None = None
    seconds: float | None = None
    frames: tuple[Image.Image, ...] = ()


class Engine(Protocol[C]):
    """A model that turns a complete request into a picture in two stages.

    The request's `size` is exactly the final picture's, whatever grid the model works on inside.
    The photo is upright 8-bit RGB; the mask is 8-bit grey of exactly `size`, 255 where to repaint
    and 0 elsewhere. What an engine paints outside the mask does not matter: the journey puts the
    photo's own pixels there.

    Both stages are plain generators. Closing one (`generator.close()`, or dropping it) raises
    GeneratorExit at its yield, so a stage that yields at every token or step is cancelled within
    one of them; nothing else is needed. The same request gives the same picture on the same
    device: all randomness comes from a generator seeded with `request.seed`.

    The journey holds `lock` from encode to the final image, so that an engine (with its KV cache)
    serves one picture at a time; a second user's journey waits for it. An engine of other machines
    has a semaphore there, of `capabilities.at_once`.
    """

    name: str  # the registry's name, "embedded"
    model: str  # for people and for the manifest: name and version of the model
    capabilities: Capabilities

    @property
    def lock(self) -> "threading.Lock | threading.Semaphore":
        """Whoever holds it may paint."""
        ...

    def about(self) -> dict[str, str]:
        """Device, attention backend, versions: what the page's footer says."""
        ...

    def reads(
        self, prompt: str, task: str = "text_to_image", names: Sequence[str] = ()
    ) -> Reading | None:
        """How the engine reads a prompt of a task; None for one that reads any words as they are.
        names: those of things of the user's own.

        Needs no lock: it takes milliseconds, and the page reads along while one types.
        """
        ...

    def outline(self, request: CompleteRequest, things: Things = NO_THINGS) -> Outline | None:
        """What a text-to-image request would show and where, without painting; None for an engine
        that does not plan. Needs `lock`, as painting does."""
        ...

    def encode(
        self,
        request: CompleteRequest,
        photo: Image.Image | None,
        mask: Image.Image | None = None,
        references: tuple[Image.Image, ...] = (),
        things: Things = NO_THINGS,
    ) -> C:
        """Text, photos and mask become whatever both stages need. There are at most
        `capabilities.max_references` references and `capabilities.max_things` things, which are
        this request's alone."""
        ...

    def sample_tokens(self, conditioning: C) -> Generator[TokenProgress, None, None]:
        """The autoregressive stage. It writes `request.candidates` times a picture's tokens and
        hands on those that the engine itself scores best; `total` counts all of them."""
        ...

    def decode(self, conditioning: C, tokens: Tensor) -> Generator[DecodeProgress, None, None]:
        """The diffusion stage."""
        ...

    def describe(self, image: Image.Image, layout: str | None = None) -> Description:
        """What a picture (RGB, any size) shows; asked only where `capabilities` has "describe".
        layout: what stands where in it, when its own settings tell."""
        ...


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise RequestError("range", name=name, low=low, high=high, value=value)
