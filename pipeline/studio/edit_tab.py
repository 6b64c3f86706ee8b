"""Edit: change any picture by words, by painting over a part, or with a variation.

The thread keeps every step of this visit. The visitor can go back to any step; going on from there
adds a step and removes none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component

from pipeline.api.visits import photo_upload
from pipeline.generate import describe
from pipeline.results import Refusal
from pipeline.studio import invitation
from pipeline.studio.cards import Desk
from pipeline.studio.characters import named_in
from pipeline.studio.controls import (
    FORMS,
    AdvancedControls,
    advanced_options,
    advanced_settings,
    form_of,
    idea_chips,
    reference_upload,
    references_of,
    run_and_stop,
)
from pipeline.studio.files import check_when_chosen, problem
from pipeline.studio.journey import ResultImage, Studio, View, note_missing_task
from pipeline.studio.keepsake import things_of
from pipeline.studio.language import label, language_of
from pipeline.studio.mask import mask_editor, mask_of
from pipeline.studio.orders import Order, Orders
from pipeline.studio.panel import PRIVATE, Panel, result_panel, thumbnails
from pipeline.studio.speaking import spoken
from pipeline.studio.status import ask_for, notice, plain
from pipeline.wording import Language

# Prompts in English for every engine, so not translated.
PART_IDEAS = {
    "lantern": "a red lantern",
    "boat": "a white boat",
    "tree": "a green tree",
    "house": "a blue house",
}
IDEAS = {
    "night": "make it night",
    "snow": "make it snow",
    "add_lantern": "add a red lantern on the left",
    "no_cat": "remove the cat",
    "blue_house": "make the house blue",
    "autumn": "make it autumn",
}
# The example thread: pictures of `invitation.PAINTED`, and the prompt or instruction for each.
THREAD = [
    ("fox", "a red fox beside a blue tent in the forest"),
    ("edit_1", "make it night"),
    ("edit_2", "add a red lantern on the left"),
]
# With an engine that cannot edit by words, the mask editor is open at once. Only a click makes it
# load its picture.
HALF = 168  # pixels: two buttons in a row, on a phone too
OPEN_PART = "() => press('.part.at-once > button')"


@dataclass(frozen=True, slots=True)
class Step:
    """A picture of the thread.

    instruction: the visitor's, "" for none. parent: the number of the step that it was made from,
    None for the first.
    """

    result: ResultImage
    instruction: str = ""
    parent: int | None = None


@dataclass(frozen=True)
class EditTab:
    """A `PictureTab` whose outputs are the panel and the thread.

    steps: state, the list of Step. at: state, the index of the one shown. own: the upload of a
    picture of the visitor's own. more: the row of further buttons.
    """

    panel: Panel
    steps: gr.State
    at: gr.State
    thread: gr.Gallery
    mask: gr.ImageEditor
    more: gr.Row
    own: gr.Accordion
    instruction: gr.Textbox
    advanced: AdvancedControls
    orders: Orders

    @property
    def controls(self) -> list[Component]:
        return [self.instruction, *self.advanced.inputs]

    def restore(self, settings: dict[str, Any]) -> list[Any]:
        """Updates of `controls`; the settings do not hold the picture."""
        return [settings.get("prompt", ""), *self.advanced.restore(settings)]

    @property
    def outputs(self) -> list[Block]:
        return [*self.panel.outputs, *self.place]

    @property
    def place(self) -> list[Block]:
        """The components that show the place in the thread."""
        return [self.steps, self.at, self.thread, self.more, self.own]

    def start(self, picture: ResultImage | str, language: Language) -> list[Any]:
        """Updates of `outputs` for a new thread.

        picture: a finished picture, or the path of a file of the visitor's own.
        """
        result = ResultImage(picture) if isinstance(picture, str) else picture
        return self.go_to([Step(result)], 0, language)

    def show_again(self, result: ResultImage, line: str, language: Language) -> list[Any]:
        """Updates of `outputs` that start a thread with an earlier picture."""
        return self.start(result, language)

    def go_to(self, steps: list[Step], at: int, language: Language) -> list[Any]:
        """Updates of `outputs` that show a step of a thread."""
        ready = plain(language.text("picture_ready"))
        view = View(ready, results=(steps[at].result,), over=True)
        return [*self.panel.show(view), *self.at_step(steps, at)]

    def arrived(self, view: View, note: dict[str, Any] | None, steps: list[Step]) -> list[Any]:
        """Updates of `place` for a picture that is ordered, once it is there. note: how it goes on
        from a step of the thread, None to begin a thread with it."""
        if not (view.over and view.results):
            return [gr.skip()] * len(self.place)
        if note is None:
            return self.at_step([Step(view.results[0])], 0)
        step = Step(view.results[0], note["caption"], note["at"] + 1)
        return self.at_step([*steps, step], len(steps))

    def at_step(self, steps: list[Step], at: int) -> list[Any]:
        """Updates of `place`."""
        items = [(step.result.path, _caption(number, step)) for number, step in enumerate(steps, 1)]
        thread = gr.Gallery(items, selected_index=at, visible=len(items) > 1)
        return [steps, at, thread, gr.update(visible=True), gr.update(open=False)]


def _caption(number: int, step: Step) -> str:
    """ "3 · make it snow (← 1)"; the parent is named only where it is not the step before."""
    parent = f" (← {step.parent})" if step.parent not in (None, number - 1) else ""
    return f"{number} · {step.instruction}{parent}" if step.instruction else f"{number}"


@dataclass(frozen=True)
class _Controls:
    """The components of the left column; `reads_words`: whether the engine edits by words."""

    reads_words: bool
    own: gr.Accordion
    photo: gr.Image
    part: gr.Accordion
    mask: gr.ImageEditor
    instruction: gr.Textbox
    run: gr.Button
    stop: gr.Button
    references: gr.File
    more: gr.Row
    vary: gr.Button
    move: gr.Button
    cut: gr.Button
    describe: gr.Button
    advanced: AdvancedControls


def edit_tab(studio: Studio, desk: Desk, kept: Component | None) -> EditTab:
    """Build the tab's content inside the open gr.Tab. kept: what the browser keeps of the visitor's
    own things."""
    kept = gr.State([]) if kept is None else kept
    with gr.Row(elem_classes="sides"):
        with gr.Column(scale=5, elem_classes="controls", min_width=300):
            left = _controls(studio)
        with gr.Column(elem_classes="result", elem_id="edit-result", scale=6, min_width=300):
            panel = result_panel("edit", "ready_edit", go_on=False)
            thread = thumbnails("thread", "thread")
            if left.reads_words:
                invitation.thread(THREAD)
    steps, at = gr.State([]), gr.State(0)
    place = [steps, at, thread, left.more, left.own]
    orders = Orders(studio, desk, panel, place, [steps], lambda *given: tab.arrived(*given))
    tab = EditTab(
        panel, steps, at, thread, left.mask, left.more, left.own, left.instruction, left.advanced,
        orders,
    )  # fmt: skip
    inputs = [steps, at, kept, left.instruction, left.mask, left.references]
    inputs += left.advanced.inputs
    asked = _Asked(studio)
    orders.take([left.instruction.submit, left.run.click], asked.change, inputs)
    orders.take([left.vary.click], asked.vary, inputs)
    orders.take([left.move.click], asked.move, inputs)
    orders.take([left.cut.click], asked.cut, inputs)
    following = orders.wire(left.stop)
    # What is being written by now for the next change stays.
    words = [left.instruction, panel.followed, steps]
    following.then(_without_done, words, left.instruction, **PRIVATE)
    _navigate(studio, tab, left)
    # The editor loads a picture only while it is on the screen.
    shows = [left.part.expand, steps.change, at.change]
    gr.on(shows, _shown_path, [steps, at], left.mask, **PRIVATE)
    return tab


def _controls(studio: Studio) -> _Controls:
    """Built inside the left column."""
    with gr.Accordion(label("start_edit"), open=True) as own:
        photo = photo_upload(label=label("photo"), show_label=False, height=180)
        check_when_chosen(photo)
    reads_words, paints_over = studio.can("edit"), studio.can("inpaint")
    note_missing_task(studio, "edit", "only_part" if paints_over else "no_edit")
    with gr.Accordion(
        label("masked"),
        open=False,
        visible=paints_over,
        elem_classes="part" if reads_words else "part at-once",
    ) as part:
        mask = mask_editor()
    note_missing_task(studio, "inpaint", "no_mask")
    instruction = _instruction_field(reads_words)
    spoken(instruction)
    run, stop = run_and_stop("change")
    idea_chips(IDEAS if reads_words else PART_IDEAS, instruction, "edit_ideas")
    references = reference_upload(studio.engine.capabilities)
    with gr.Row(visible=False) as more:
        vary = gr.Button(
            label("more_like_this"),
            size="sm",
            min_width=HALF,
            visible=studio.can("variation"),
            elem_id="more-like-this",
        )
        layered = "variation" in studio.engine.capabilities.layered
        move = gr.Button(label("make_move"), size="sm", min_width=HALF, visible=layered)
        cut = gr.Button(label("cut_things"), size="sm", min_width=HALF, visible=layered)
        describe = gr.Button(
            label("describe"), size="sm", min_width=HALF, visible=studio.can("describe")
        )
    note_missing_task(studio, "variation", "no_variation")
    note_missing_task(studio, "describe", "no_describe")
    advanced = advanced_settings(studio.engine.capabilities, "edit")
    return _Controls(
        reads_words, own, photo, part, mask, instruction, run, stop, references, more, vary,
        move, cut, describe, advanced,
    )  # fmt: skip


def _instruction_field(reads_words: bool) -> gr.Textbox:
    return gr.Textbox(
        label=label("edit_instruction" if reads_words else "part_instruction"),
        placeholder=label("edit_instruction_hint" if reads_words else "part_instruction_hint"),
        max_lines=4,
    )


def _shown_path(steps: list[Step], at: int) -> str | None:
    return steps[at].result.path if steps else None


class _Asked:
    """The orders of "Change it" and "More like this"."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio

    def change(
        self,
        request: gr.Request,
        steps: list[Step],
        at: int,
        kept: Any,
        instruction: str,
        strokes: bytes | None,
        references: list[str] | None,
        *advanced: Any,
    ) -> Order | View:
        language = language_of(request)
        try:
            mask = mask_of(strokes) if self.studio.can("inpaint") else None
        except ValueError:  # no picture: as if nothing was painted over
            mask = None
        if missing := _missing(self.studio, steps, instruction, mask):
            return View(ask_for(missing, language), over=True)
        if mask is not None:
            fields: dict[str, Any] = {"task": "inpaint", "mask": mask}
            caption = f"{language.text('part')}: {instruction}"
        else:
            # The journey decides whether the photo that the picture was painted from is needed.
            original = steps[at].result.photo
            fields = {"task": "edit", "original": original, "references": references_of(references)}
            fields |= _form_fields(steps[at].result.settings)
            caption = instruction
        fields |= {"prompt": instruction} | advanced_options(*advanced)
        fields |= self._things(steps[at], instruction, kept)
        return self._order(steps, at, fields, caption)

    def vary(
        self,
        request: gr.Request,
        steps: list[Step],
        at: int,
        kept: Any,
        instruction: str,
        strokes: bytes | None,
        references: list[str] | None,
        *advanced: Any,
    ) -> Order | View:
        """Takes the same inputs as `change`; of them a variation needs the advanced ones only."""
        form = _form_fields(steps[at].result.settings) if steps else {}
        return self._varied(request, steps, at, kept, advanced, form, "more_like_this")

    def move(self, request: gr.Request, steps: list[Step], at: int, kept: Any, *others: Any) -> Any:
        """The same picture, moving. Takes the inputs of `change`."""
        fields = FORMS["moving"] | {"strength": 0.0}
        return self._varied(request, steps, at, kept, others[3:], fields, "make_move")

    def cut(self, request: gr.Request, steps: list[Step], at: int, kept: Any, *others: Any) -> Any:
        """The things of the same picture, alone. Takes the inputs of `change`."""
        fields = FORMS["alone"] | {"strength": 0.0}
        return self._varied(request, steps, at, kept, others[3:], fields, "cut_things")

    def _varied(
        self,
        request: gr.Request,
        steps: list[Step],
        at: int,
        kept: Any,
        advanced: Sequence[Any],
        more: dict[str, Any],
        caption: str,
    ) -> Order | View:
        """The order of a variation; more: fields of it; caption: the key of its text."""
        language = language_of(request)
        if not steps:
            return View(ask_for("add_picture", language), over=True)
        fields = {"task": "variation"} | advanced_options(*advanced) | more
        fields |= self._things(steps[at], "", kept)
        return self._order(steps, at, fields, language.text(caption))

    def _things(self, step: Step, instruction: str, kept: Any) -> dict[str, Any]:
        """Of the visitor's own things, those that the picture may show or the words name."""
        settings = step.result.settings
        if not settings:  # a file may show any of them
            return {"things": things_of(kept)}
        return {"things": named_in(", ".join([instruction, *settings.get("things", [])]), kept)}

    @staticmethod
    def _order(steps: list[Step], at: int, fields: dict[str, Any], caption: str) -> Order:
        note = {"caption": caption, "at": at, "words": fields.get("prompt", "")}
        return Order({"photo": Path(steps[at].result.path)} | fields, note=note)


def _form_fields(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What keeps a changed picture moving, or cut out, as the one before it is."""
    kept = ("frames", "frame_ms") if form_of(settings) == "moving" else ()
    return FORMS[form_of(settings)] | {name: settings[name] for name in kept if name in settings}


def _without_done(instruction: str, followed: dict[str, Any], steps: list[Step]) -> Any:
    """The instruction, empty once the change that it asks for is made."""
    note = followed.get("note") or {}
    done = bool(steps) and steps[-1].instruction == note.get("caption")
    return "" if done and instruction == note["words"] else gr.skip()


def _missing(studio: Studio, steps: list[Step], instruction: str, mask: bytes | None) -> str | None:
    """The key of the text that asks for what is missing; None when nothing is."""
    if not steps:
        return "add_picture"
    if not instruction.strip():
        return "add_instruction"
    if mask is None and not studio.can("edit") and studio.can("inpaint"):
        return "add_mask"
    return None


def _navigate(studio: Studio, tab: EditTab, left: _Controls) -> None:
    """Start with a file of one's own, go back in the thread, describe the shown picture."""

    def begin(path: str, request: gr.Request) -> list[Any]:
        language = language_of(request)
        if problem(Path(path), language):  # told below the field
            return [gr.skip()] * len(tab.outputs)
        return tab.start(path, language)

    def back(steps: list[Step], event: gr.SelectData, request: gr.Request) -> list[Any]:
        return tab.go_to(steps, event.index, language_of(request))

    def describe_shown(steps: list[Step], at: int, request: gr.Request) -> str:
        language = language_of(request)
        try:
            description = describe(Path(steps[at].result.path), studio.engine)
        except (ValueError, OSError) as error:
            return notice(language.text("failed"), language.error(error))
        if isinstance(description, Refusal):
            return notice(language.text("refused"), language.refusal(description))
        return plain(f"{language.text('description')}: {language.describe(description)}")

    started = left.photo.upload(begin, left.photo, tab.outputs, **PRIVATE)
    started.then(None, js=OPEN_PART)
    tab.panel.after(tab.thread.select(back, tab.steps, tab.outputs, **PRIVATE))
    left.describe.click(describe_shown, [tab.steps, tab.at], tab.panel.status, **PRIVATE)
