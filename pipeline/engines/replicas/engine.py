"""The engines of Ray Serve's replicas behind the Engine protocol.

The page stays an ordinary process, and every check, mark and signature stays in it. A replica that
dies while it paints loses nothing: the same seed gives the same picture, so another one does the
work again, and what was handed on already is not handed on twice.
"""

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from PIL import Image
from torch import Tensor

from pipeline.engines.base import NO_THINGS, DecodeProgress, Engine, Things, TokenProgress
from pipeline.engines.replicas.worker import Facts, Item, Work
from pipeline.errors import RemoteError, RequestError
from pipeline.request import CompleteRequest
from pipeline.results import Description, Outline, Reading
from safety.errors import UserError

TRIES = 3  # replicas that may die under one picture

# Work -> the items of a replica, which end when it is closed.
Paint = Callable[[Work], Generator[Item, None, None]]


@dataclass
class Conditioning:
    """The work, and the items of it that are still to come: both stages are one stream."""

    work: Work
    items: Generator[Item, None, None] | None = field(default=None, repr=False)


class ReplicaLost(Exception):
    """A replica ended under its work, or none is there."""


class ReplicatedEngine:
    """`count` engines that paint side by side.

    paint: gives work to a replica that is free. facts: what the replicas say of themselves. front:
    the same engine in this process, which reads prompts and describes pictures in milliseconds,
    since a replica that paints answers nothing else; None for one that reads any words.
    """

    def __init__(
        self,
        paint: Paint,
        facts: Facts,
        count: int,
        front: Engine[Any] | None = None,
        ready: Callable[[], bool] = lambda: True,
    ) -> None:
        self.name, self.model = facts.name, facts.model
        self.capabilities = replace(facts.capabilities, at_once=count)
        self.lock = threading.BoundedSemaphore(count)
        self.ready = ready  # whether any replica is there
        self._paint, self._facts, self._count, self._front = paint, facts, count, front

    def about(self) -> dict[str, str]:
        """What the page's footer says."""
        return self._facts.about | {"replicas": str(self._count)}

    def reads(
        self, prompt: str, task: str = "text_to_image", names: Sequence[str] = ()
    ) -> Reading | None:
        """As the engine in front reads it."""
        return self._front.reads(prompt, task, names) if self._front else None

    def outline(self, request: CompleteRequest, things: Things = NO_THINGS) -> Outline | None:
        """As the engine in front plans it."""
        if self._front is None:
            return None
        with self._front.lock:
            return self._front.outline(request, things)

    def describe(self, image: Image.Image, layout: str | None = None) -> Description:
        """As the engine in front sees it. Raises RequestError where there is none."""
        if self._front is None:
            raise RequestError("not_described", allowed=", ".join(sorted(self.capabilities.tasks)))
        with self._front.lock:
            return self._front.describe(image, layout)

    def encode(
        self,
        request: CompleteRequest,
        photo: Image.Image | None,
        mask: Image.Image | None = None,
        references: tuple[Image.Image, ...] = (),
        things: Things = NO_THINGS,
    ) -> Conditioning:
        """Nothing yet: a replica encodes, in its own process."""
        return Conditioning(Work(request, photo, mask, references, dict(things)))

    def sample_tokens(self, conditioning: Conditioning) -> Generator[TokenProgress, None, None]:
        """The first stage of a replica, which goes on with the second by itself."""
        items = self._safely(conditioning.work)
        try:
            for item in items:
                if isinstance(item, TokenProgress):
                    done = item.tokens is not None
                    conditioning.items = items if done else None
                    yield item
                    if done:
                        return
        except GeneratorExit:
            items.close()
            raise

    def decode(
        self, conditioning: Conditioning, tokens: Tensor
    ) -> Generator[DecodeProgress, None, None]:
        """The second stage of the replica that wrote the tokens; of another, from the start, where
        that one has been let go."""
        items, conditioning.items = conditioning.items, None
        with closing(items or self._safely(conditioning.work)) as stage:
            for item in stage:
                if isinstance(item, DecodeProgress):
                    yield item

    def _safely(self, work: Work) -> Generator[Item, None, None]:
        """The items of one replica, and of another where that one dies. Raises the user's mistake
        that a replica found, RemoteError where several died."""
        given = 0
        for _ in range(TRIES):
            with suppress(ReplicaLost), closing(self._paint(work)) as items:
                for number, item in enumerate(items):
                    if isinstance(item, UserError):
                        raise item
                    if number >= given:  # else a replica that died has given it
                        given += 1
                        yield item
                return
        raise RemoteError("replica_lost")
