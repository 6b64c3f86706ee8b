"""The last pictures of this browser: settings and small previews, stored in the browser only."""

import base64
import io
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component
from gradio.events import Dependency
from PIL import Image

from pipeline.api.visits import served_folders
from pipeline.request import DEFAULT_INSTRUCTION
from pipeline.studio.journey import ResultImage
from pipeline.studio.language import label, paragraph
from pipeline.studio.panel import PRIVATE
from safety.provenance.verify import verify

MOST = 36
PREVIEW = 160  # pixels
KEY = "enogu-history"
TEMPLATE = """<div class="remembered">{{#each value}}<button data-index="{{@index}}"
  aria-label="{{this.alt}}"><img src="{{this.preview}}" alt="">{{this.caption}}</button>{{/each}}
</div>"""
CHOOSE = """element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-index]');
  if (button) trigger('click', {index: Number(button.dataset.index)});
})"""


class History:
    """Built inside the tab; `remember` takes what was painted."""

    def __init__(self) -> None:
        # The page shows the secret anyway: what keeps this private is the browser's own storage.
        self.kept = gr.BrowserState([], storage_key=KEY, secret=KEY)
        paragraph("history_about")
        self.shown = gr.HTML(
            [], html_template=TEMPLATE, js_on_load=CHOOSE, elem_id="history", padding=False
        )
        self.empty = paragraph("history_empty")
        self.forget = gr.Button(label("forget"), size="sm", visible=False, elem_classes="small")
        self.forget.click(lambda: [], None, self.kept, **PRIVATE)
        self.kept.change(self._show, self.kept, self._outputs, **PRIVATE)

    @property
    def _outputs(self) -> list[Component]:
        return [self.shown, self.empty, self.forget]

    def _show(self, kept: list[dict[str, Any]]) -> list[Any]:
        items = [{key: item.get(key, "") for key in ("preview", "alt", "caption")} for item in kept]
        return [items, gr.update(visible=not items), gr.update(visible=bool(items))]

    def load(self, page: gr.Blocks) -> None:
        page.load(self._show, self.kept, self._outputs, **PRIVATE)

    def remember(self, end: Dependency, finished: gr.State) -> None:
        """Add the pictures of the state after an event, newest first."""

        def add(kept: list[dict[str, Any]], results: list[ResultImage]) -> Any:
            known = {item["file"] for item in kept}
            new = [remembered(item) for item in reversed(results) if item.path not in known]
            return (new + kept)[:MOST] if new else gr.skip()

        end.then(add, [self.kept, finished], self.kept, **PRIVATE)


def recalled(item: dict[str, Any]) -> ResultImage | None:
    """The picture itself, None once the server no longer has it.

    item: as the browser sent it, so not trusted: only a file that the browser could fetch anyway is
    opened, and the settings are read from that file.
    """
    path = Path(str(item.get("file"))).resolve()
    if not any(path.is_relative_to(folder.resolve()) for folder in served_folders()):
        return None
    try:
        settings = verify(path).settings
    except (ValueError, OSError):  # the cache no longer has it
        return None
    return ResultImage(str(path), settings, str(item.get("alt", ""))) if settings else None


def remembered(result: ResultImage) -> dict[str, Any]:
    """What the browser keeps of a picture; a few kilobytes."""
    with Image.open(result.path) as image:
        small = image.convert("RGBA")  # the first frame of what moves
    small.thumbnail((PREVIEW, PREVIEW))
    out = io.BytesIO()
    small.save(out, "WEBP", quality=70)
    preview = "data:image/webp;base64," + str(base64.b64encode(out.getvalue()), "ascii")
    prompt = result.settings["prompt"].removeprefix(DEFAULT_INSTRUCTION).strip(" ,")
    caption = prompt or result.alt
    return {
        "file": result.path,
        "settings": result.settings,
        "alt": result.alt,
        "caption": caption if len(caption) <= 60 else caption[:59] + "…",
        "preview": preview,
    }
