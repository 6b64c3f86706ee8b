"""The prompt as the model reads it: known words by what they say, unknown ones dimmed."""

from typing import Any

import gradio as gr

from pipeline.engines.base import Engine
from pipeline.generate import read
from pipeline.results import ReadWord
from pipeline.studio.language import label, language_of

LONGEST = 400  # characters that are looked at: the page reads along while one types
COLORS = {
    "thing": "#2f6f57",
    "colour": "#b4540a",
    "number": "#6d4fa3",
    "place": "#7a6a1f",
    "light": "#a8731a",
    "weather": "#2b6a94",
    "pose": "#4f6b1f",
    "position": "#8a4b6b",
    "written": "#9b2f2f",
    "unknown": "#8d8d8d",
}


def shown(engine: Engine[Any], prompt: gr.Textbox) -> None:
    """Highlighted words below the prompt, following it; nothing for an engine that reads all."""
    if read("", engine) is None:
        return
    words = gr.HighlightedText(
        label=label("understood"),
        color_map={f"kind_{kind}": color for kind, color in COLORS.items()},
        show_legend=True,
        show_inline_category=False,
        visible=False,
        elem_classes="understood",
    )
    replace = gr.Button(label("use_known"), size="sm", visible=False)

    def show(text: str, request: gr.Request):
        say, found = language_of(request), _words(text, engine)
        spans = [(_text(word), word.kind and say(f"kind_{word.kind}")) for word in found]
        kinds = {word.kind for word in found if word.kind}
        colors = {say(f"kind_{kind}"): COLORS[kind] for kind in COLORS if kind in kinds}
        return (
            gr.HighlightedText(spans, color_map=colors, visible=bool(kinds)),
            gr.Button(visible=any(word.nearest is not None for word in found)),
        )

    def take(text: str, event: gr.SelectData):
        found = _words(text, engine)
        texts = [word.text for word in found]
        chosen = found[event.index]
        texts[event.index] = chosen.text if chosen.nearest is None else chosen.nearest
        return "".join(texts) + text[LONGEST:]

    def take_all(text: str):
        reading = read(text[:LONGEST], engine)
        return (reading.text if reading else text[:LONGEST]) + text[LONGEST:]

    quiet = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    prompt.change(show, prompt, [words, replace], trigger_mode="always_last", **quiet)
    words.select(take, prompt, prompt, **quiet)
    replace.click(take_all, prompt, prompt, **quiet)


def _words(text: str, engine: Engine[Any]) -> tuple[ReadWord, ...]:
    reading = read(text[:LONGEST], engine)
    return reading.words if reading else ()


def _text(word: ReadWord) -> str:
    same = not word.nearest or word.nearest.casefold() == word.text.casefold()
    return word.text if same else f"{word.text} → {word.nearest}"
