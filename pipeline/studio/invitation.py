"""Examples that a result column shows before there is a result: paintings by this model.

The pictures in `PAINTED` are what `python -m pipeline.benchmarks.ideas` paints.
"""

import base64
from html import escape
from pathlib import Path

import gradio as gr

from pipeline.studio.language import label
from pipeline.studio.panel import PRIVATE

PAINTED = Path(__file__).parents[2] / "assets" / "examples" / "painted"
PHOTO_SIDE = 640  # pixels of the example photo's long side
CHOOSE = """element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-index]');
  if (button) trigger('click', {index: Number(button.dataset.index)});
})"""


def ideas(texts: dict[str, str], prompt: gr.Textbox) -> None:
    """A tile for each ready text; choosing one writes it into the prompt."""
    prompts = list(texts.values())
    tiles = "".join(
        f"<button data-index='{index}' aria-label='{escape(text, quote=True)}'>"
        f"{_picture(name)}<span>{escape(text)}</span></button>"
        for index, (name, text) in enumerate(texts.items())
    )
    shown = _invitation(label("invite_text"), f"<div class='tiles'>{tiles}</div>", CHOOSE)

    def choose(event: gr.EventData) -> str:
        return prompts[event.index]

    chosen = shown.click(choose, None, prompt, queue=False, **PRIVATE)
    chosen.then(None, js="() => document.querySelector('.prompt textarea').focus()")


def thread(steps: list[tuple[str, str]]) -> None:
    """How one picture becomes the next. steps: (picture, the prompt or instruction for it)."""
    tiles = "".join(
        f"<figure>{_picture(name)}<figcaption>{escape(words)}</figcaption></figure>"
        for name, words in steps
    )
    _invitation(label("invite_edit"), f"<div class='tiles'>{tiles}</div>")


def before_and_after() -> tuple[str, str]:
    """An example photo and its painting, for the slider."""
    return str(PAINTED / "before.webp"), str(PAINTED / "after.webp")


def _invitation(title: object, tiles: str, script: str | None = None) -> gr.HTML:
    html = f"<p>{title}</p>{tiles}"
    return gr.HTML(html, js_on_load=script, padding=False, elem_classes="invitation")


def _picture(name: str) -> str:
    """As data in the page itself, so that no file of the server has to be opened to visitors."""
    data = base64.b64encode((PAINTED / f"{name}.webp").read_bytes()).decode()
    return f"<img src='data:image/webp;base64,{data}' alt=''>"
