"""The result side of a tab: progress, the picture as it emerges, and what can be done with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from pipeline.export import export
from pipeline.request import FORMATS
from pipeline.studio.journey import ResultImage, View, stopped
from pipeline.studio.language import label, language_of
from pipeline.studio.links import query

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
BUSY: dict[str, Any] = {
    "api_visibility": "private",
    "concurrency_id": "engine",
    "concurrency_limit": 1,
    "show_progress": "minimal",
    "trigger_mode": "once",
}
# On a phone the result is above the button that was pressed.
SCROLL = "() => document.getElementById('{id}').scrollIntoView({{block: 'nearest'}})"
# The components have no place for a picture's words. A slider's first is the photo, without any.
ALT = """(words) => {{
  const tell = () => [...document.querySelectorAll('#{id} .picture img')].reverse()
    .forEach((image, before) => {{ image.alt = before ? '' : words; }});
  tell();
  setTimeout(tell, 500);
}}"""
COPY_LINK = """(link) => {
  const url = new URL(location.href);
  url.search = link;
  // Browsers have no clipboard for a page that came over plain HTTP from another machine.
  if (navigator.clipboard) return void navigator.clipboard.writeText(url.href);
  const field = document.body.appendChild(document.createElement('textarea'));
  field.value = url.href;
  field.select();
  document.execCommand('copy');
  field.remove();
}"""


@dataclass(frozen=True)
class Panel:
    """The components of a result.

    made: state, the list of ResultImage of this round. at: state, the index of the one that is
    shown. link: the shown picture's settings as a URL's query. alt: its words. example: a photo and
    its painting, which stand there before there is any.
    """

    name: str
    status: gr.HTML
    grid: gr.HTML
    picture: gr.Image | gr.ImageSlider
    strip: gr.Gallery
    actions: gr.Row
    edit: gr.Button
    like: gr.Button
    kind: gr.Dropdown
    download: gr.DownloadButton
    link: gr.Textbox
    alt: gr.Textbox
    made: gr.State
    at: gr.State
    example: tuple[str, str] | None = None

    @property
    def outputs(self) -> list:
        live = [self.status, self.grid, self.picture, self.strip, self.actions]
        return [*live, *self.choice]

    @property
    def choice(self) -> list:
        return [self.made, self.at, self.kind, self.download, self.link, self.alt]

    def show(self, view: View, kept: Sequence[ResultImage] = (), at: int = -1) -> list:
        """Updates of `outputs`. kept, at: what was shown before, which is back when all is over
        and nothing was made: a refusal costs nobody the picture that they had."""
        made = tuple(view.made)
        if made or not view.over:
            at = len(made) - 1
        else:
            made = tuple(kept)
        items = [(one.path, one.alt) for one in made]
        signed = bool(made and made[at].settings)
        return [
            view.status,
            gr.update(value=view.grid or "", visible=view.grid is not None),
            gr.update(visible=view.grid is None, **self._shown(view, made, at)),
            gr.Gallery(items or None, visible=len(items) > 1),
            gr.update(visible=view.over and signed),
            *(self._choose(made, at) if view.made or view.over else [gr.skip()] * 6),
        ]

    def _shown(self, view: View, made: tuple[ResultImage, ...], at: int) -> dict:
        """The picture's value, where it changes."""
        if view.preview:
            return {"value": self._beside(str(view.preview), view.photo)}
        if view.over:
            return {"value": self._beside(made[at].path, made[at].photo) if made else self.example}
        return {}

    def _beside(self, path: str, photo: str | None) -> str | tuple[str, str]:
        """A slider has the photo on its left side, the painting itself where the photo is gone."""
        return (photo or path, path) if self.example else path

    @staticmethod
    def _choose(made: Sequence[ResultImage], at: int) -> list:
        if not made:
            return [[], 0, "png", None, "", ""]
        chosen = made[at]
        # A file of the user's own is not ours to hand out under a link.
        path, link = (chosen.path, query(chosen.settings)) if chosen.settings else (None, "")
        return [list(made), at, "png", path, link, chosen.alt]

    def run(self, started: list, follow: Callable, inputs: list, outputs: Sequence = ()):
        """The events start a journey: on a phone the result scrolls into sight, one at a time
        goes to the engine. Returns what `stop` cancels.

        follow(request, *inputs) yields tuples: a View, then updates of `outputs`.
        """

        def journey(request: gr.Request, made, at, *values):
            for view, *updates in follow(request, *values):
                yield [*self.show(view, made, at), *updates]

        gr.on(started, js=SCROLL.format(id=f"{self.name}-status"))
        running = gr.on(
            started,
            journey,
            [self.made, self.at, *inputs],
            [*self.outputs, *outputs],
            **BUSY,
            show_progress_on=self.status,
        )
        self.after(running)
        return running

    def stop(self, button: gr.Button, journey):
        """The button stops the journey at once; what was not finished is gone."""

        def stop(made, at, request: gr.Request):
            return self.show(stopped(language_of(request)), made, at)

        # Only once it is cancelled: a late line of the journey would stand there for good.
        cancelled = button.click(None, None, None, cancels=journey, **PRIVATE)
        event = cancelled.then(stop, [self.made, self.at], self.outputs, **PRIVATE)
        self.after(event)
        return event

    def after(self, journey) -> None:
        """What the browser does once a journey is over."""
        journey.then(None, self.alt, None, js=ALT.format(id=f"{self.name}-result"))

    def wire(self) -> None:
        """Choosing another picture of the round, its file format, its link."""

        def choose(made, event: gr.SelectData):
            chosen = made[event.index]
            return [self._beside(chosen.path, chosen.photo), *self._choose(made, event.index)]

        def convert(made, at, kind):
            if not made:
                return gr.skip()
            return str(export(Path(made[at].path), kind))

        chosen = self.strip.select(choose, self.made, [self.picture, *self.choice], **PRIVATE)
        self.after(chosen)
        self.kind.input(convert, [self.made, self.at, self.kind], self.download, **PRIVATE)


@dataclass(frozen=True)
class Tab:
    """What the other parts of the page use of a tab that makes pictures.

    restore: a picture's settings -> updates of `controls` that bring them back. ends: the events
    after which there may be a new picture.
    """

    panel: Panel
    controls: list
    restore: Callable[[dict], list]
    ends: tuple = ()


def result_panel(
    name: str, ready: str, example: tuple[str, str] | None = None, go_on: bool = True
) -> Panel:
    """Built inside the tab's result column, whose id is `{name}-result`.

    ready: the key of what is said first. example: what a slider of before and after shows first,
    None for a plain picture. go_on: offer to edit the picture and to make more like it, which the
    page's Edit tab does.
    """
    status = gr.HTML(
        _first_words(ready), padding=False, elem_id=f"{name}-status", elem_classes="progress"
    )
    grid = gr.HTML(visible=False, padding=False, elem_classes="grid")
    options = {"interactive": False, "buttons": ["fullscreen"], "elem_classes": "picture"}
    options |= {"show_label": False, "type": "filepath"}
    if example:
        picture = gr.ImageSlider(example, label=label("before_after"), **options)
    else:
        picture = gr.Image(label=label("picture"), **options)
    strip = thumbnails("pictures")
    with gr.Row(visible=False, elem_classes="actions") as actions:
        edit = gr.Button(label("edit_this"), size="sm", min_width=110, visible=go_on)
        like = gr.Button(label("more_like_this"), size="sm", min_width=110, visible=go_on)
        share = gr.Button(label("copy_link"), size="sm", min_width=110)
        kind = gr.Dropdown(
            [(name.upper(), name) for name in FORMATS],
            value="png",
            label=label("format"),
            show_label=False,
            container=False,
            min_width=90,
            filterable=False,
        )
        download = gr.DownloadButton(label("download"), size="sm", min_width=110)
    link, alt = gr.Textbox(visible=False), gr.Textbox(visible=False)
    share.click(None, link, None, js=COPY_LINK).then(copied, **PRIVATE)
    panel = Panel(
        name, status, grid, picture, strip, actions, edit, like, kind, download, link, alt,
        gr.State([]), gr.State(0), example,
    )  # fmt: skip
    panel.wire()
    return panel


def thumbnails(key: str, kind: str = "") -> gr.Gallery:
    """Small pictures to choose from, unseen while there are none."""
    return gr.Gallery(
        label=label(key),
        visible=False,
        allow_preview=False,
        columns=4,
        height="auto",
        buttons=[],
        interactive=False,
        elem_classes=f"strip {kind}",
    )


def _first_words(key: str) -> str:
    """Said before anybody is known to be there: the browser translates it."""
    return f"<div class='status'>{label(key)}</div>"


def copied(request: gr.Request) -> None:
    gr.Info(language_of(request)("copied"), duration=3)
