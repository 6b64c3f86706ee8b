"""The result side of a tab: progress, the picture as it emerges, and what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from pipeline.export import export
from pipeline.request import FORMATS
from pipeline.studio.journey import Made, View, stopped
from pipeline.studio.language import label, speaker
from pipeline.studio.links import query

PRIVATE = {"api_visibility": "private", "show_progress": "hidden"}
BUSY = {
    "api_visibility": "private",
    "concurrency_id": "engine",
    "concurrency_limit": 1,
    "show_progress": "minimal",
    "trigger_mode": "once",
}
# On a phone the result is above the button that was pressed.
SCROLL = "() => document.getElementById('{id}').scrollIntoView({{block: 'nearest'}})"
# The components have no place for a picture's words.
ALT = """(words) => {{
  const tell = () => document.querySelectorAll('#{id} .picture img')
    .forEach((image) => {{ image.alt = words; }});
  tell();
  setTimeout(tell, 500);
}}"""
COPY_LINK = """(link) => {
  const url = new URL(location.href);
  url.search = link;
  navigator.clipboard?.writeText(url.href);
}"""


@dataclass(frozen=True)
class Panel:
    """The components of a result.

    made: state, the list of Made of this round. at: state, the index of the one that is shown.
    link: the shown picture's settings as a URL's query. alt: its words.
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

    @property
    def outputs(self) -> list:
        live = [self.status, self.grid, self.picture, self.strip, self.actions]
        return [*live, *self.choice]

    @property
    def choice(self) -> list:
        return [self.made, self.at, self.kind, self.download, self.link, self.alt]

    def show(self, view: View, before: str | None = None) -> list:
        """Updates of `outputs`. before: the photo on the slider's left side."""
        last = view.made[-1].path if view.made else None
        shown = view.preview or (last if view.over else None)
        value = None if shown is None else str(shown)
        picture = {"visible": view.grid is None}
        if value or view.over:
            picture["value"] = (before, value) if before and value else value
        items = [(made.path, made.alt) for made in view.made]
        return [
            view.status,
            gr.HTML(view.grid or "", visible=view.grid is not None),
            gr.update(**picture),
            gr.Gallery(items or None, visible=len(items) > 1),
            gr.Row(visible=view.over and bool(items)),
            *(self._choose(view.made, len(items) - 1) if view.over else [gr.skip()] * 6),
        ]

    def _choose(self, made: tuple[Made, ...], at: int) -> list:
        if not made:
            return [[], 0, "png", None, "", ""]
        chosen = made[at]
        link = query(chosen.settings)
        return [list(made), at, "png", chosen.path, link, chosen.alt]

    def run(self, started: list, function: Callable, inputs: list, outputs: list):
        """The events start a journey: on a phone the result scrolls into sight, one at a time
        goes to the engine. Returns what `stop` cancels."""
        gr.on(started, js=SCROLL.format(id=f"{self.name}-status"))
        journey = gr.on(started, function, inputs, outputs, **BUSY, show_progress_on=self.status)
        self.after(journey)
        return journey

    def stop(self, button: gr.Button, journey) -> None:
        """The button stops the journey at once; what was not finished is gone."""

        def stop(request: gr.Request):
            return self.show(stopped(speaker(request)))

        button.click(stop, None, self.outputs, cancels=journey, **PRIVATE)

    def after(self, journey) -> None:
        """What the browser does once a journey is over."""
        journey.then(None, self.alt, None, js=ALT.format(id=f"{self.name}-result"))

    def wire(self) -> None:
        """Choosing another picture of the round, its file format, its link."""

        def choose(made, event: gr.SelectData):
            return [made[event.index].path, *self._choose(made, event.index)]

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

    restore: a picture's settings -> updates of `controls` that bring them back.
    """

    panel: Panel
    controls: list
    restore: Callable[[dict], list]
    journey: gr.events.Dependency


def result_panel(name: str, slider: bool = False, go_on: bool = True) -> Panel:
    """Built inside the tab's result column, whose id is `{name}-result`.

    go_on: offer to edit the picture and to make more like it, which the page's Edit tab does.
    """
    status = gr.HTML(plain_ready(), padding=False, elem_id=f"{name}-status")
    grid = gr.HTML(visible=False, padding=False, elem_classes="grid")
    options = {"interactive": False, "buttons": ["fullscreen"], "elem_classes": "picture"}
    if slider:
        picture = gr.ImageSlider(label=label("before_after"), type="filepath", **options)
    else:
        picture = gr.Image(label=label("picture"), type="filepath", **options)
    strip = gr.Gallery(
        label=label("pictures"),
        visible=False,
        allow_preview=False,
        columns=4,
        height="auto",
        buttons=[],
        interactive=False,
        elem_classes="strip",
    )
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
        gr.State([]), gr.State(0),
    )  # fmt: skip
    panel.wire()
    return panel


def plain_ready() -> str:
    """Said before anybody is known to be there: the browser translates it."""
    return f"<div class='status'>{label('ready')}</div>"


def copied(request: gr.Request) -> None:
    gr.Info(speaker(request)("copied"), duration=3)
