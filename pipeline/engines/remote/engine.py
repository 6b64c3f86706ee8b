"""A server of the OpenAI Images contract behind the Engine protocol.

Everything that makes a picture one of ours stays here: the checks of prompt, photo and output, the
watermark, the credentials. What the server sends has passed none of them.
"""

import threading
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

import torch
from PIL import Image, ImageOps
from torch import Tensor

from pipeline.engines.base import NO_THINGS, DecodeProgress, Things, TokenProgress
from pipeline.engines.remote.backends import KINDS, kind_of
from pipeline.engines.remote.orders import PARTIAL_IMAGES, Order, order_for
from pipeline.engines.remote.server import Painted, Partial, Server
from pipeline.errors import RemoteError, RequestError
from pipeline.request import CompleteRequest
from pipeline.results import Description, Reading

READY_FOR = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Conditioning:
    """What is asked of the server, and the size of the picture that is handed on."""

    order: Order
    size: tuple[int, int]


class RemoteEngine:
    """`sample_tokens` has nothing to write: whatever the server does is one stage from here.

    `lock` lets as many pictures through at once as the server's kind takes.
    """

    name = "remote"

    def __init__(self, server: Server, kind: str, model: str | None = None) -> None:
        """kind: of KINDS. model: the name that the server knows it by; None for its own."""
        self.server, self.kind, self.served = server, kind, model
        self.backend = KINDS[kind]
        self.capabilities = self.backend.capabilities
        # The server's address stays out of it: this goes into every picture's manifest.
        self.model = f"{model or self.backend.model or 'its own model'}, by {self.backend.title}"
        self.lock = threading.BoundedSemaphore(self.backend.at_once)
        self._answered = float("-inf"), False

    @classmethod
    def load(
        cls,
        model: str | None = None,
        url: str | None = None,
        kind: str | None = None,
        key: str | None = None,
        timeout: float = 600.0,
    ) -> "RemoteEngine":
        """The server at `url`, of the kind that it says it is unless one is given. Raises
        RequestError without an address or for an unknown kind, RemoteError where nothing answers.
        """
        if not url:
            raise RequestError("remote_url_missing")
        if kind is not None and kind not in KINDS:
            raise RequestError("remote_kind_unknown", value=kind, allowed=", ".join(KINDS))
        server = Server(url, key, timeout)
        models = server.models()
        kind = kind or kind_of(url, models)
        if model is None and KINDS[kind].model is None and models:
            model = str(models[0].get("id") or "") or None
        return cls(server, kind, model)

    def ready(self) -> bool:
        """Whether the server answers; asked at most once in READY_FOR seconds."""
        answered, now = self._answered, time.monotonic()
        if now - answered[0] >= READY_FOR:
            try:
                self.server.models()
                self._answered = now, True
            except RemoteError:
                self._answered = now, False
        return self._answered[1]

    def about(self) -> dict[str, str]:
        """What the page's footer says."""
        facts = {"engine": self.name, "model": self.model, "device": "another machine"}
        return facts | {"attention": "the server's own", "server": self.backend.title}

    def reads(
        self, prompt: str, task: str = "text_to_image", names: Sequence[str] = ()
    ) -> Reading | None:
        """None: the server reads any words as they are."""
        return None

    def outline(self, request: CompleteRequest, things: Things = NO_THINGS) -> None:
        """None: what the server plans, it does not tell."""

    def encode(
        self,
        request: CompleteRequest,
        photo: Image.Image | None,
        mask: Image.Image | None = None,
        references: tuple[Image.Image, ...] = (),
        things: Things = NO_THINGS,
    ) -> Conditioning:
        """The one POST that will be sent."""
        if things:
            raise RequestError("things_not_painted")
        photos = () if photo is None else (photo, *references)
        order = order_for(request, self.kind, self.served, photos, mask)
        return Conditioning(order, request.size)

    def sample_tokens(self, conditioning: Conditioning) -> Generator[TokenProgress, None, None]:
        """None of none."""
        yield TokenProgress(0, 0, torch.empty(0, dtype=torch.long))

    def decode(
        self, conditioning: Conditioning, tokens: Tensor
    ) -> Generator[DecodeProgress, None, None]:
        """The server paints. Where it shows previews each is a step; else there is one step, and
        until it is done only the seconds so far are known. Raises RemoteError."""
        of = PARTIAL_IMAGES + 1 if self.backend.streams else 1
        step = 0
        with closing(self.server.paint(conditioning.order)) as events:
            for event in events:
                if isinstance(event, Painted):
                    # A preview that did not come is a step that is done all the same.
                    yield DecodeProgress(of, of, fitted(event.image, conditioning.size))
                    return
                if isinstance(event, Partial):
                    step = min(event.number, of - 1)
                    yield DecodeProgress(step, of, fitted(event.image, conditioning.size))
                else:
                    yield DecodeProgress(step, of, seconds=event.seconds)
        raise RemoteError("remote_lost")

    def describe(self, image: Image.Image, layout: str | None = None) -> Description:
        """Raises RequestError: the contract has no words for pictures."""
        raise RequestError("not_described", allowed=", ".join(sorted(self.capabilities.tasks)))


def fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """A server's picture at exactly the wanted size: cropped around its middle, then resized."""
    if image.size == size:
        return image
    return ImageOps.fit(image, size, Image.Resampling.LANCZOS)
