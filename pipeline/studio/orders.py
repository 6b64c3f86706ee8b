"""From a pressed button to a picture in a tab's panel: request, place in the queue, progress.

An order is answered at once; a second event then follows what becomes of it. A panel follows one
order, the last that was given there or chosen among the cards. The others go on without it.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component
from gradio.events import Dependency

from pipeline.jobs import Job
from pipeline.studio.cards import Desk
from pipeline.studio.journey import Studio, View
from pipeline.studio.language import language_of
from pipeline.studio.latest import Latest
from pipeline.studio.panel import PRIVATE, Panel

# On a phone the result is above the button that was pressed.
SCROLL = "() => document.getElementById('{id}').scrollIntoView({{block: 'nearest'}})"
# A journey waits in the queue of pictures, never in that of Gradio.
STREAM: dict[str, Any] = {**PRIVATE, "concurrency_limit": None, "trigger_mode": "multiple"}


@dataclass(frozen=True, slots=True)
class Order:
    """What a visitor asks for: a request's fields and how many pictures of it. note: what the tab
    wants to know once they are there."""

    fields: dict[str, Any]
    count: int = 1
    note: Any = None


@dataclass(frozen=True)
class Orders:
    """The orders of one tab.

    asked(request, *inputs) is an Order, or the View that asks for what is missing. arrived(view,
    note, *given) are updates of `outputs`.
    """

    studio: Studio
    desk: Desk
    panel: Panel
    outputs: Sequence[Block] = ()
    given: Sequence[Component] = ()
    arrived: Callable[..., list[Any]] = lambda *_: []
    _latest: Latest = field(default_factory=Latest)

    def take(
        self,
        started: list[Any],
        asked: Callable[..., Order | View],
        inputs: Sequence[Component],
    ) -> Dependency:
        """Each of the events `started` gives an order."""
        panel, desk = self.panel, self.desk

        def take(
            request: gr.Request,
            owner: Any,
            results: list[Any],
            at: int,
            *values: Any,
        ) -> list[Any]:
            order, token = asked(request, *values), desk.token(owner)
            jobs: tuple[Job, ...] = ()
            if isinstance(order, View):
                view, note = order, None
            else:
                found = self.studio.submit(order.fields, request, desk.owner_of(token), order.count)
                note = order.note
                if isinstance(found, View):
                    view = found
                else:
                    jobs, view = found, self.studio.view(found[0], language_of(request), "")
            followed = self.follow([job.id for job in jobs], request, note)
            shown = panel.show(view, results, at)
            return [followed, token, desk.ring(request), *shown]

        gr.on(started, js=SCROLL.format(id=f"{panel.name}-status"))
        outputs = [panel.followed, desk.visitor, desk.bell, *panel.outputs]
        inputs = [desk.visitor, panel.results, panel.at, *inputs]
        return gr.on(started, take, inputs, outputs, **PRIVATE, trigger_mode="once")

    def follow(self, ids: list[str], request: gr.Request, note: Any = None) -> dict[str, Any]:
        """The value of the panel's `followed` that makes it show these jobs from now on."""
        return {"ids": ids, "note": note, "number": self._latest.new(request)}

    def wire(self, stop: gr.Button) -> Dependency:
        """Whatever is followed is shown; the button ends it. Returns the event of showing."""
        panel, desk, queue = self.panel, self.desk, self.studio.queue
        outputs = [*panel.outputs, *self.outputs]

        async def follow(
            request: gr.Request,
            followed: dict[str, Any],
            owner: Any,
            results: list[Any],
            at: int,
            *given: Any,
        ) -> AsyncIterator[list[Any]]:
            found = [queue.find(name, desk.owner_of(owner)) for name in followed.get("ids", ())]
            jobs = [job for job in found if job]
            unchanged = [gr.skip()] * len(outputs)
            if not jobs:  # an answer at once: it is shown already
                yield unchanged
                return
            async with aclosing(self.studio.follow(jobs, language_of(request))) as views:
                before = None
                async for view in views:
                    if view == before:
                        yield unchanged
                        continue
                    before = view
                    if not self._latest.is_shown(request, followed["number"]):
                        yield unchanged  # else Gradio would show the last values once more
                        return
                    updates = self.arrived(view, followed["note"], *given)
                    yield [*panel.show(view, results, at), *updates]

        def end(followed: dict[str, Any], owner: Any) -> None:
            for name in followed.get("ids", ()):
                queue.cancel(name, desk.owner_of(owner))

        inputs = [panel.followed, desk.visitor, panel.results, panel.at, *self.given]
        following = panel.followed.change(follow, inputs, outputs, **STREAM)
        panel.after(following)
        stop.click(end, [panel.followed, desk.visitor], None, **PRIVATE, queue=False)
        return following
