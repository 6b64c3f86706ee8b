"""The result side of a tab: progress, the picture as it emerges, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component
from gradio.events import Dependency

from pipeline.export import export
from pipeline.request import FORMATS
from pipeline.studio.journey import ResultImage, View
from pipeline.studio.language import label, language_of, plain_label
from pipeline.studio.links import query

PRIVATE: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
BARE = " without words"  # after a file format: what somebody wrote stays out of the file
# Gradio's components take no alternative text. The first image of a slider is the photo, which gets
# none.
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

    results: state, the list of ResultImage of this round. at: state, the index of the one shown.
    link: the shown picture's settings as a URL's query. alt: its description. example: a photo and
    its painting, shown before there is a result. followed: state, the jobs whose progress is shown.
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
    results: gr.State
    at: gr.State
    followed: gr.State
    example: tuple[str, str] | None = None

    @property
    def outputs(self) -> list[Block]:
        live: list[Block] = [self.status, self.grid, self.picture, self.strip, self.actions]
        return [*live, *self.choice]

    @property
    def choice(self) -> list[Component]:
        return [self.results, self.at, self.kind, self.download, self.link, self.alt]

    def show(self, view: View, kept: Sequence[ResultImage] = (), at: int = -1) -> list[Any]:
        """Updates of `outputs`. kept, at: what was shown before. It is shown again when the round
        ends without a result, so that a refusal does not remove an earlier picture."""
        results = tuple(view.results)
        if results or not view.over:
            at = len(results) - 1
        else:
            results = tuple(kept)
        items = [(one.path, one.alt) for one in results]
        signed = bool(results and results[at].settings)
        return [
            view.status,
            gr.update(value=view.grid or "", visible=view.grid is not None),
            gr.update(visible=view.grid is None, **self._shown(view, results, at)),
            gr.Gallery(items or None, visible=len(items) > 1),
            gr.update(visible=view.over and signed),
            *(self._choose(results, at) if view.results or view.over else [gr.skip()] * 6),
        ]

    def _shown(self, view: View, results: tuple[ResultImage, ...], at: int) -> dict[str, Any]:
        """The picture's value, where it changes."""
        if view.preview:
            return {"value": self._beside(str(view.preview), view.photo)}
        if view.over:
            if not results:
                return {"value": self.example}
            return {"value": self._beside(results[at].path, results[at].photo)}
        return {}

    def _beside(self, path: str, photo: str | None) -> str | tuple[str, str]:
        """A slider shows the photo on its left side, or the painting where the photo is gone."""
        return (photo or path, path) if self.example else path

    @staticmethod
    def _choose(results: Sequence[ResultImage], at: int) -> list[Any]:
        """Updates of `choice`."""
        if not results:
            return [[], 0, "png", None, "", ""]
        chosen = results[at]
        # A file of the user's own gets neither a download nor a link.
        path, link = (chosen.path, query(chosen.settings)) if chosen.settings else (None, "")
        kind = str(chosen.settings.get("format", "png"))
        kinds = gr.update(choices=_kinds(kind), value=kind)
        return [list(results), at, kinds, path, link, chosen.alt]

    def after(self, journey: Dependency) -> None:
        """What the browser does once a journey is over."""
        journey.then(None, self.alt, None, js=ALT.format(id=f"{self.name}-result"))

    def wire(self) -> None:
        """Choosing another picture of the round, its file format, its link."""

        def choose(results: list[ResultImage], event: gr.SelectData) -> list[Any]:
            chosen = results[event.index]
            return [self._beside(chosen.path, chosen.photo), *self._choose(results, event.index)]

        def convert(results: list[ResultImage], at: int, kind: str, request: gr.Request) -> Any:
            if not results:
                return gr.skip()
            try:
                path = Path(results[at].path)
                return str(export(path, kind.removesuffix(BARE), words=not kind.endswith(BARE)))
            except (ValueError, OSError) as error:
                raise gr.Error(language_of(request).error(error)) from error

        chosen = self.strip.select(choose, self.results, [self.picture, *self.choice], **PRIVATE)
        self.after(chosen)
        self.kind.input(convert, [self.results, self.at, self.kind], self.download, **PRIVATE)


def result_panel(
    name: str, ready: str, example: tuple[str, str] | None = None, go_on: bool = True
) -> Panel:
    """Built inside the tab's result column, whose id is `{name}-result`.

    ready: the key of the first status line. example: the photo and its painting that a
    before-and-after slider shows first, None for a plain picture. go_on: offer to edit the picture
    and to make more like it, both in the Edit tab.
    """
    status = gr.HTML(
        _first_status(ready), padding=False, elem_id=f"{name}-status", elem_classes="progress"
    )
    grid = gr.HTML(visible=False, padding=False, elem_classes="grid")
    picture = _picture(example)
    strip = thumbnails("pictures")
    with gr.Row(visible=False, elem_classes="actions") as actions:
        edit = gr.Button(label("edit_this"), size="sm", min_width=110, visible=go_on)
        like = gr.Button(label("more_like_this"), size="sm", min_width=110, visible=go_on)
        aloud = gr.Button(label("read_aloud"), size="sm", min_width=110)
        share = gr.Button(label("copy_link"), size="sm", min_width=110)
        kind = gr.Dropdown(
            _kinds("png"),
            value="png",
            label=label("format"),
            show_label=False,
            container=False,
            min_width=90,
            filterable=False,
        )
        download = gr.DownloadButton(plain_label("download"), size="sm", min_width=110)
    link, alt = gr.Textbox(visible=False), gr.Textbox(visible=False)
    aloud.click(None, alt, None, js="(words) => readAloud(words)")
    share.click(None, link, None, js=COPY_LINK).then(_confirm_copy, **PRIVATE)
    panel = Panel(
        name, status, grid, picture, strip, actions, edit, like, kind, download, link, alt,
        gr.State([]), gr.State(0), gr.State({}), example,
    )  # fmt: skip
    panel.wire()
    return panel


def _picture(example: tuple[str, str] | None) -> gr.Image | gr.ImageSlider:
    options: dict[str, Any] = {
        "interactive": False,
        "buttons": ["fullscreen"],
        "elem_classes": "picture",
        "show_label": False,
        "type": "filepath",
    }
    if example:
        return gr.ImageSlider(example, label=plain_label("before_after"), **options)
    return gr.Image(label=label("picture"), **options)


def thumbnails(key: str, kind: str = "") -> gr.Gallery:
    """Small pictures to choose from, hidden while there are none."""
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


def _kinds(own: str) -> list[tuple[str, str]]:
    """The files that a picture of a format can be had as, its own among them."""
    formats = FORMATS if own in FORMATS else (own, *FORMATS)
    return [
        *((name.upper(), name) for name in formats),
        (plain_label("without_words"), f"png{BARE}"),
    ]


def _first_status(key: str) -> str:
    """The line before any request: the browser translates it, since no visitor is known yet."""
    return f"<div class='status'>{label(key)}</div>"


def _confirm_copy(request: gr.Request) -> None:
    gr.Info(language_of(request).text("copied"), duration=3)
