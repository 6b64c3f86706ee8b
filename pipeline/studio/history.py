"""The last pictures of this browser: settings and small previews, kept nowhere else."""

import base64
import io
from pathlib import Path

import gradio as gr
from PIL import Image

from pipeline.api.visits import served_folders
from pipeline.request import DEFAULT_INSTRUCTION
from pipeline.studio.journey import ResultImage
from pipeline.studio.language import label, paragraph
from pipeline.studio.panel import PRIVATE, Panel
from safety.provenance.verify import verify

MOST = 36
PREVIEW = 160  # pixels
KEY = "enogu-history"
TEMPLATE = """<div class="remembered">{{#each value}}<button data-index="{{@index}}"
  aria-label="{{this.alt}}"><img src="{{this.preview}}" alt="">{{this.told}}</button>{{/each}}
</div>"""
CHOOSE = """element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-index]');
  if (button) trigger('click', {index: Number(button.dataset.index)});
})"""


class History:
    """Built inside the tab; `remember` is wired to every panel that makes pictures."""

    def __init__(self) -> None:
        # The secret is in the page anyway: the browser's own storage is what keeps it private.
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
    def _outputs(self) -> list:
        return [self.shown, self.empty, self.forget]

    def _show(self, kept: list[dict]) -> list:
        items = [{key: item[key] for key in ("preview", "alt", "told")} for item in kept]
        return [items, gr.update(visible=not items), gr.update(visible=bool(items))]

    def load(self, page: gr.Blocks) -> None:
        page.load(self._show, self.kept, self._outputs, **PRIVATE)

    def remember(self, panel: Panel, end) -> None:
        """Add a panel's pictures after an event, newest first."""

        def add(kept: list[dict], made: list[ResultImage]):
            known = {item["file"] for item in kept}
            # A file of the user's own has no settings, and is not kept.
            ours = [item for item in reversed(made) if item.settings]
            new = [remembered(item) for item in ours if item.path not in known]
            return (new + kept)[:MOST] if new else gr.skip()

        end.then(add, [self.kept, panel.made], self.kept, **PRIVATE)


def recalled(item: dict) -> ResultImage | None:
    """The picture itself while the server still has it. The browser's word is taken for nothing
    but the name of a file that it could fetch all the same; the settings are the file's own."""
    path = Path(str(item.get("file"))).resolve()
    if not any(path.is_relative_to(folder.resolve()) for folder in served_folders()):
        return None
    try:
        settings = verify(path).settings
    except (ValueError, OSError):  # it has aged out of the cache
        return None
    return ResultImage(str(path), settings, str(item.get("alt", ""))) if settings else None


def remembered(made: ResultImage) -> dict:
    """What the browser keeps of a picture; a few kilobytes."""
    with Image.open(made.path) as image:
        image.thumbnail((PREVIEW, PREVIEW))
        out = io.BytesIO()
        image.convert("RGB").save(out, "WEBP", quality=70)
    preview = "data:image/webp;base64," + str(base64.b64encode(out.getvalue()), "ascii")
    told = made.settings["prompt"].removeprefix(DEFAULT_INSTRUCTION).strip(" ,") or made.alt
    return {
        "file": made.path,
        "settings": made.settings,
        "alt": made.alt,
        "told": told if len(told) <= 60 else told[:59] + "…",
        "preview": preview,
    }
