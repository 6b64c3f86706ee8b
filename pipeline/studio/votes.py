"""Votes under a picture: better or worse than hoped for, why, and which of two is better.

Pressing a button is what opts in; one line beside it tells what is kept. The visitor is the random
text by which the browser finds its jobs, of which the store keeps a hash.
"""

import secrets
from typing import Any

import gradio as gr
from gradio.blocks import Block

from pipeline import settings as configuration
from pipeline.api.visits import may_vote
from pipeline.errors import OutputError
from pipeline.feedback import REASONS
from pipeline.feedback.taking import store, take
from pipeline.results import Refusal
from pipeline.studio.cards import Desk
from pipeline.studio.journey import ResultImage
from pipeline.studio.language import label, language_of, plain_label
from pipeline.studio.panel import PRIVATE, Panel
from pipeline.wording import Language

Pair = list[int]  # numbers of two pictures of a round, [] where there is nothing to choose


class Votes:
    """Built inside a tab's result column, below its panel. Nothing is built where the owner takes
    no votes."""

    def __init__(self, panel: Panel, desk: Desk) -> None:
        self.panel, self.desk, self.visitor = panel, desk, desk.visitor
        if not configuration.current().feedback:
            return
        self.number, self.pair = gr.State(0), gr.State([])
        with gr.Column(visible=False, elem_classes="votes", elem_id=f"{panel.name}-votes") as box:
            self.box = box
            with gr.Row(elem_classes="vote") as self.row:
                self.better = gr.Button(label("vote_better"), size="sm", min_width=90, scale=0)
                self.worse = gr.Button(label("vote_worse"), size="sm", min_width=90, scale=0)
                self.compare = gr.Button(label("vote_two"), size="sm", min_width=150, scale=0)
                self.words = gr.Checkbox(
                    label=label("vote_words"), container=False, min_width=150
                )  # fmt: skip
            self.reasons = gr.Radio(
                [(label(f"vote_{name}"), name) for name in REASONS[1:]],
                label=label("vote_why"),
                visible=False,
                elem_classes="chips",
            )
            with gr.Row(visible=False, elem_classes="two") as self.two:
                self.sides = [self._side(number) for number in (0, 1)]
            with gr.Row(elem_classes="given"):
                self.said = gr.HTML(_about(), padding=False)
                self.forget = gr.Button(
                    label("vote_forget"), size="sm", scale=0, min_width=110, visible=False
                )
        self._wire()
        self._follow()

    @staticmethod
    def _side(number: int) -> tuple[gr.Image, gr.Button]:
        with gr.Column(min_width=120):
            picture = gr.Image(
                interactive=False, show_label=False, buttons=[], type="filepath",
                label=plain_label("picture"), elem_classes="side",
            )  # fmt: skip
            return picture, gr.Button(label("vote_this"), size="sm", elem_classes=f"side-{number}")

    @property
    def _outputs(self) -> list[Block]:
        """Those of `_thank`."""
        return [
            self.visitor, self.number, self.row, self.reasons, self.two, self.said, self.forget,
            self.pair,
        ]  # fmt: skip

    def _follow(self) -> None:
        """Offers votes once there is a picture to vote on."""
        outputs: list[Block] = [
            self.box, self.row, self.reasons, self.two, self.compare, self.said, self.forget,
        ]  # fmt: skip

        def show(results: list[ResultImage], visitor: str, request: gr.Request) -> list[Any]:
            made = [one for one in results if one.settings]
            count = _count(visitor)
            said = language_of(request).text("vote_count", count=count) if count else _about()
            return [
                gr.update(visible=bool(made)),
                gr.update(visible=True),
                gr.update(visible=False, value=None),
                gr.update(visible=False),
                gr.update(visible=len(made) > 1),
                said,
                gr.update(visible=bool(count)),
            ]

        results = self.panel.results
        results.change(show, [results, self.visitor], outputs, **PRIVATE)

    def _wire(self) -> None:
        shown = [self.panel.results, self.panel.at, self.visitor, self.words]
        for button, choice in ((self.better, "better"), (self.worse, "worse")):
            button.click(self._one(choice), shown, self._outputs, **PRIVATE)
        told = [self.number, self.visitor, self.reasons]
        self.reasons.input(self._explain, told, self.said, **PRIVATE)
        pictures = [picture for picture, _ in self.sides]
        open_two = [self.pair, self.two, self.row, *pictures]
        self.compare.click(self._offer, [self.panel.results], open_two, **PRIVATE)
        for (_, button), choice in zip(self.sides, ("first", "second"), strict=True):
            given = [self.panel.results, self.pair, self.visitor, self.words]
            button.click(self._of_two(choice), given, self._outputs, **PRIVATE)
        forgotten = [self.said, self.forget]
        self.forget.click(self._forget, [self.visitor], forgotten, **PRIVATE)

    def _one(self, choice: str) -> Any:
        def vote(
            results: list[ResultImage], at: int, visitor: str, words: bool, request: gr.Request
        ) -> list[Any]:
            return self._take(results[at : at + 1], choice, visitor, words, request)

        return vote

    def _of_two(self, choice: str) -> Any:
        def vote(
            results: list[ResultImage], pair: Pair, visitor: str, words: bool, request: gr.Request
        ) -> list[Any]:
            some = [results[number] for number in pair if number < len(results)]
            return self._take(some, choice, visitor, words, request)

        return vote

    def _take(
        self,
        pictures: list[ResultImage],
        choice: str,
        visitor: str,
        words: bool,
        request: gr.Request,
    ) -> list[Any]:
        """Updates of `_outputs`."""
        language, visitor = language_of(request), self.desk.token(visitor)
        try:
            may_vote(request)
            settings = [one.settings for one in pictures]
            taken = take(visitor, settings, choice, words=words)
        except (ValueError, OutputError) as error:
            raise gr.Error(language.error(error)) from error
        if isinstance(taken, Refusal):
            raise gr.Error(language.refusal(taken))
        return [
            visitor,
            taken,
            gr.update(visible=False),
            gr.update(visible=choice == "worse", value=None),
            gr.update(visible=False),
            language.text("vote_thanks") + " " + _given(visitor, language),
            gr.update(visible=True),
            [],
        ]

    @staticmethod
    def _explain(number: int, visitor: str, reason: str, request: gr.Request) -> str:
        language = language_of(request)
        try:
            store().explain(number, visitor, reason)
        except (ValueError, OutputError) as error:
            raise gr.Error(language.error(error)) from error
        return language.text("vote_thanks") + " " + _given(visitor, language)

    @staticmethod
    def _offer(results: list[ResultImage]) -> list[Any]:
        """Two pictures of the round side by side, by chance, on sides by chance."""
        made = [number for number, one in enumerate(results) if one.settings]
        if len(made) < 2:
            return [gr.skip()] * 5
        pair = secrets.SystemRandom().sample(made, 2)
        paths = [results[number].path for number in pair]
        return [pair, gr.update(visible=True), gr.update(visible=False), *paths]

    @staticmethod
    def _forget(visitor: str, request: gr.Request) -> list[Any]:
        language = language_of(request)
        try:
            count = store().forget(visitor) if visitor else 0
        except OutputError as error:
            raise gr.Error(language.error(error)) from error
        return [language.text("vote_forgotten", count=count), gr.update(visible=False)]


def _about() -> str:
    return f"<p>{label('vote_about')}</p>"


def _given(visitor: str, language: Language) -> str:
    return language.text("vote_count", count=_count(visitor))


def _count(visitor: str) -> int:
    """How many votes a visitor has given; 0 where the store cannot be read."""
    try:
        return store().count(visitor) if visitor else 0
    except OutputError:
        return 0
