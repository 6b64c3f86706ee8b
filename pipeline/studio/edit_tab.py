"""Edit: go on from any picture by talking, by painting over a part, or with more like it.

The thread keeps every step of this visit; each can be gone back to, and going on from there adds
a step and loses none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import gradio as gr

from pipeline.api.visits import photo_upload
from pipeline.generate import describe
from pipeline.results import Refusal
from pipeline.studio import invitation
from pipeline.studio.controls import (
    AdvancedControls,
    advanced_options,
    advanced_settings,
    idea_chips,
    reference_upload,
    references_of,
    run_and_stop,
)
from pipeline.studio.journey import ResultImage, Studio, View, say_what_lacks
from pipeline.studio.language import label, language_of
from pipeline.studio.mask import mask_editor, mask_of
from pipeline.studio.panel import PRIVATE, Panel, result_panel, thumbnails
from pipeline.studio.status import notice, plain
from pipeline.wording import Language

# In the words that the models read, so not translated.
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
# Of the invitation: pictures of `invitation.PAINTED`, and what was said to get them.
THREAD = [
    ("meadow", "a girl in a yellow dress and a dog"),
    ("edit_1", "make it night"),
    ("edit_2", "add a red lantern on the left"),
]


# An engine that cannot edit by words has the painting over open at once. A click is what makes the
# editor take its picture.
OPEN_PART = "() => press('.part.at-once > button')"


@dataclass(frozen=True, slots=True)
class Step:
    """A picture of the thread. wish: what was said to get it; parent: the number it came from."""

    made: ResultImage
    wish: str = ""
    parent: int | None = None


@dataclass(frozen=True)
class EditTab:
    """The components that show a thread; `start` gives the updates of `outputs`."""

    panel: Panel
    steps: gr.State
    at: gr.State
    thread: gr.Gallery
    mask: gr.ImageEditor
    more: gr.Row
    own: gr.Accordion
    wish: gr.Textbox
    fine: AdvancedControls
    ends: tuple = ()

    @property
    def controls(self) -> list:
        return [self.wish, *self.fine.inputs]

    def restore(self, settings: dict) -> list:
        """Updates of `controls`; the picture is not in the settings."""
        return [settings.get("prompt", ""), *self.fine.restore(settings)]

    @property
    def outputs(self) -> list:
        return [*self.panel.outputs, *self.place]

    @property
    def place(self) -> list:
        return [self.steps, self.at, self.thread, self.more, self.own]

    def start(self, picture: ResultImage | str, say: Language) -> list:
        """The thread begins anew: with a finished picture, or with a file of the user's."""
        made = ResultImage(picture) if isinstance(picture, str) else picture
        return self.go_to([Step(made)], 0, say)

    def go_to(self, steps: list[Step], at: int, say: Language) -> list:
        """Updates of `outputs` that show a step of a thread."""
        view = View(plain(say("picture_ready")), made=(steps[at].made,), over=True)
        return [*self.panel.show(view), *self.at_step(steps, at)]

    def at_step(self, steps: list[Step], at: int) -> list:
        """Updates of `place`."""
        items = [(step.made.path, _caption(number, step)) for number, step in enumerate(steps, 1)]
        thread = gr.Gallery(items, selected_index=at, visible=len(items) > 1)
        return [steps, at, thread, gr.update(visible=True), gr.update(open=False)]


def _caption(number: int, step: Step) -> str:
    """Where it came from is told only of a step that does not follow the one before it."""
    back = f" (← {step.parent})" if step.parent not in (None, number - 1) else ""
    return f"{number} · {step.wish}{back}" if step.wish else f"{number}"


def edit_tab(studio: Studio) -> EditTab:
    """Built inside the tab."""
    with gr.Row(elem_classes="sides"):
        with gr.Column(scale=5, elem_classes="controls", min_width=300):
            with gr.Accordion(label("start_edit"), open=True) as own:
                photo = photo_upload(label=label("photo"), show_label=False, height=180)
            talks, paints_over = studio.can("edit"), studio.can("inpaint")
            say_what_lacks(studio, "edit", "only_part" if paints_over else "no_edit")
            with gr.Accordion(
                label("masked"),
                open=False,
                visible=paints_over,
                elem_classes="part" if talks else "part at-once",
            ) as part:
                mask = mask_editor()
            say_what_lacks(studio, "inpaint", "no_mask")
            wish = _wish_field(talks)
            run, stop = run_and_stop(label("change"))
            idea_chips(IDEAS if talks else PART_IDEAS, wish, "edit_ideas")
            references = reference_upload(studio.engine.capabilities)
            with gr.Row(visible=False) as more:
                like = gr.Button(
                    label("more_like_this"),
                    size="sm",
                    visible=studio.can("variation"),
                    elem_id="more-like-this",
                )
                tell = gr.Button(label("describe"), size="sm", visible=studio.can("describe"))
            say_what_lacks(studio, "variation", "no_variation")
            say_what_lacks(studio, "describe", "no_describe")
            fine = advanced_settings(studio.engine.capabilities, "edit")
        with gr.Column(elem_classes="result", elem_id="edit-result", scale=6, min_width=300):
            panel = result_panel("edit", "ready_edit", go_on=False)
            thread = thumbnails("thread", "thread")
            if talks:
                invitation.thread(THREAD)
    tab = EditTab(panel, gr.State([]), gr.State(0), thread, mask, more, own, wish, fine)
    inputs = [tab.steps, tab.at, wish, mask, references, *fine.inputs]
    change, vary = _journeys(studio, tab)
    changing = panel.run([run.click, wish.submit], change, inputs, [*tab.place, wish])
    varying = panel.run([like.click], vary, inputs, [*tab.place, wish])
    stopping = panel.stop(stop, [changing, varying])
    _navigate(studio, tab, photo, tell)
    # The editor takes a picture only once it is on the screen.
    shows = [part.expand, tab.steps.change, tab.at.change]
    gr.on(shows, _shown_step, [tab.steps, tab.at], mask, **PRIVATE)
    return replace(tab, ends=(changing, varying, stopping))


def _wish_field(talks: bool) -> gr.Textbox:
    return gr.Textbox(
        label=label("wish" if talks else "wish_part"),
        placeholder=label("wish_hint" if talks else "wish_part_hint"),
        max_lines=4,
    )


def _shown_step(steps, at):
    return steps[at].made.path if steps else None


def _journeys(studio: Studio, tab: EditTab):
    """The callbacks of "Change it" and "More like this"."""

    unchanged = [gr.skip()] * (len(tab.place) + 1)  # the place in the thread, and the wish

    def follow(request: gr.Request, steps, at, asked: dict, said: str) -> Iterator[tuple]:
        asked = {"photo": Path(steps[at].made.path)} | asked
        for view in studio.follow(asked, request):
            if view.over and view.made:
                step = Step(view.made[0], said, at + 1)
                yield view, *tab.at_step([*steps, step], len(steps)), ""
            else:
                yield view, *unchanged

    def refuse(say: Language, key: str) -> tuple:
        return View(notice(say("missing"), say(key)), over=True), *unchanged

    def change(request: gr.Request, steps, at, wish, strokes, references, *fine):
        say = language_of(request)
        try:
            mask = mask_of(strokes)
        except ValueError:
            mask = None
        if not steps:
            yield refuse(say, "add_picture")
        elif not wish.strip():
            yield refuse(say, "add_wish")
        elif mask is None and not studio.can("edit") and studio.can("inpaint"):
            yield refuse(say, "add_mask")
        elif mask is not None and studio.can("inpaint"):
            asked = {"task": "inpaint", "prompt": wish, "mask": mask} | advanced_options(*fine)
            yield from follow(request, steps, at, asked, f"{say('part')}: {wish}")
        else:
            # With the photo that it was painted from, another light paints that anew.
            original = steps[at].made.photo
            asked = {"task": "edit", "prompt": wish, "original": original}
            asked |= {"references": references_of(references)} | advanced_options(*fine)
            yield from follow(request, steps, at, asked, wish)

    def vary(request: gr.Request, steps, at, wish, strokes, references, *fine):
        say = language_of(request)
        if not steps:
            yield refuse(say, "add_picture")
            return
        asked = {"task": "variation"} | advanced_options(*fine)
        yield from follow(request, steps, at, asked, say("more_like_this"))

    return change, vary


def _navigate(studio: Studio, tab: EditTab, photo: gr.Image, tell: gr.Button) -> None:
    """Starting with a file of one's own, going back in the thread, asking what is seen."""

    def begin(path, request: gr.Request):
        return tab.start(path, language_of(request))

    def back(steps, event: gr.SelectData, request: gr.Request):
        return tab.go_to(steps, event.index, language_of(request))

    def say_what_is_there(steps, at, request: gr.Request):
        say = language_of(request)
        try:
            seen = describe(Path(steps[at].made.path), studio.engine)
        except (ValueError, OSError) as error:
            return notice(say("failed"), say.error(error))
        if isinstance(seen, Refusal):
            return notice(say("refused"), say.refusal(seen))
        return plain(f"{say('description')}: {say.describe(seen)}")

    photo.upload(begin, photo, tab.outputs, **PRIVATE).then(None, js=OPEN_PART)
    tab.panel.after(tab.thread.select(back, tab.steps, tab.outputs, **PRIVATE))
    tell.click(say_what_is_there, [tab.steps, tab.at], tab.panel.status, **PRIVATE)
