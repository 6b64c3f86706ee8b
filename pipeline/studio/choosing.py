"""A click on a card: a picture that is done comes back to its tab, one that is not is followed
there; a card can be put away, and a job that is not over ended."""

from collections.abc import Mapping
from typing import Any

import gradio as gr
from gradio.blocks import Block

from pipeline.results import Picture
from pipeline.studio.cards import Card, Desk, cards_of
from pipeline.studio.history import recalled
from pipeline.studio.journey import ResultImage
from pipeline.studio.language import language_of
from pipeline.studio.panel import PRIVATE
from pipeline.studio.tabs import PictureTab, tab_of, unchanged
from pipeline.wording import Language


class Chooser:
    """parts: the tabs by their ids."""

    def __init__(self, desk: Desk, tabs: gr.Tabs, parts: Mapping[str, PictureTab]) -> None:
        self.desk, self.tabs, self.parts = desk, tabs, parts

    def wire(self, page: gr.Blocks) -> None:
        desk = self.desk
        outputs: list[Block] = [self.tabs]
        for part in self.parts.values():
            outputs += [part.panel.followed, *part.outputs]
        outputs += [desk.kept, desk.bell]
        chosen = desk.shown.click(self._choose, [desk.visitor, desk.kept], outputs, **PRIVATE)
        for part in self.parts.values():
            part.panel.after(chosen)
        followed = [part.panel.followed for part in self.parts.values()]
        page.load(self._resume, desk.visitor, followed, **PRIVATE)

    def _resume(self, request: gr.Request, token: Any) -> list[Any]:
        """A page that is loaded again goes on showing what is painted, in each tab its oldest."""
        live: dict[str, str] = {}
        for job in self.desk.studio.queue.of(self.desk.owner_of(token)):
            if job.live:
                live.setdefault(tab_of({"task": job.request.task}), job.id)
        return [
            part.orders.follow([live[name]], request) if name in live else gr.skip()
            for name, part in self.parts.items()
        ]

    def _choose(self, request: gr.Request, token: Any, kept: Any, event: gr.EventData) -> list[Any]:
        name, act = str(event.job), event.act
        if act == "end":
            nothing, number = [gr.skip(), *self._updates(None)], self.desk.ring(request)
            return [*nothing, self.desk.without(name, token, kept), number]
        card = next((card for card in cards_of(kept) if card.job == name), None)
        job = self.desk.studio.queue.find(name, self.desk.owner_of(token))
        language = language_of(request)
        if card is None or (job is None and card.state != "done"):
            return [gr.skip(), *self._updates(None), gr.skip(), gr.skip()]
        tab = tab_of({"task": card.task})
        if job and job.live:
            updates = self._updates(tab, self.parts[tab].orders.follow([name], request))
        elif result := self._result(card, token, language):
            stay = self.parts[tab].orders.follow([], request)
            again = self.parts[tab].show_again(result, f"{card.words} · {card.told}", language)
            updates = self._updates(tab, stay, again)
        else:
            gr.Info(language.text("job_gone"), duration=4)
            return [gr.skip(), *self._updates(None), gr.skip(), gr.skip()]
        return [gr.update(selected=tab), *updates, gr.skip(), gr.skip()]

    def _result(self, card: Card, token: Any, language: Language) -> ResultImage | None:
        """A done picture: of the queue where that still knows it, else by the file alone."""
        job = self.desk.studio.queue.find(card.job, self.desk.owner_of(token))
        if job and isinstance(job.result, Picture) and job.result.path.exists():
            return self.desk.studio.result(job, job.result, language)
        return recalled({"file": card.file, "alt": card.alt})

    def _updates(
        self, tab: str | None, followed: Any = None, shown: list[Any] | None = None
    ) -> list[Any]:
        """Updates of every tab's `followed` and outputs, of which one tab's change."""
        updates: list[Any] = []
        for name, part in self.parts.items():
            mine = name == tab
            updates.append(followed if mine else gr.skip())
            updates += shown if mine and shown is not None else unchanged(part.outputs)
        return updates
