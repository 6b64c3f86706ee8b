"""The prompt as the model reads it: known words coloured by their kind, unknown ones dimmed."""

from typing import Any

import gradio as gr

from pipeline.engines.base import Engine
from pipeline.generate import read
from pipeline.results import ReadWord
from pipeline.studio.language import label, language_of

LONGEST = 400  # characters that are read: this runs while the visitor types
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


def shown(engine: Engine[Any], prompt: gr.Textbox, names: gr.State) -> None:
    """Highlighted words below the prompt, updated as it changes; nothing for an engine that reads
    any words as they are. names: those of the visitor's own characters."""
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

    def show(
        text: str, known: list[str], request: gr.Request
    ) -> tuple[gr.HighlightedText, gr.Button]:
        language, found = language_of(request), _words(text, engine, known)
        spans: list[tuple[str, str | float | None]] = [
            (_text(word), language.text(f"kind_{word.kind}") if word.kind else None)
            for word in found
        ]
        kinds = {word.kind for word in found if word.kind}
        colors = {language.text(f"kind_{kind}"): COLORS[kind] for kind in COLORS if kind in kinds}
        return (
            gr.HighlightedText(spans, color_map=colors, visible=bool(kinds)),
            gr.Button(visible=any(word.nearest is not None for word in found)),
        )

    def replace_one(text: str, known: list[str], event: gr.SelectData) -> str:
        found = _words(text, engine, known)
        texts = [word.text for word in found]
        chosen = found[event.index]
        texts[event.index] = chosen.text if chosen.nearest is None else chosen.nearest
        return "".join(texts) + text[LONGEST:]

    def replace_all(text: str, known: list[str]) -> str:
        reading = read(text[:LONGEST], engine, names=known)
        return (reading.text if reading else text[:LONGEST]) + text[LONGEST:]

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    given: list[Any] = [prompt, names]
    changes = [prompt.change, names.change]
    gr.on(changes, show, given, [words, replace], trigger_mode="always_last", **quiet)
    words.select(replace_one, given, prompt, **quiet)
    replace.click(replace_all, given, prompt, **quiet)


def _words(text: str, engine: Engine[Any], names: list[str]) -> tuple[ReadWord, ...]:
    reading = read(text[:LONGEST], engine, names=names)
    return reading.words if reading else ()


def _text(word: ReadWord) -> str:
    same = not word.nearest or word.nearest.casefold() == word.text.casefold()
    return word.text if same else f"{word.text} → {word.nearest}"
