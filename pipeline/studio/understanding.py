"""The prompt as the model reads it: known words by what they say, unknown ones dimmed."""

import gradio as gr

from pipeline.engines.base import Engine
from pipeline.model.reading import vocabulary
from pipeline.studio.language import label, speaker

# Engines that know a small vocabulary; all others read freely, and nothing is shown for them.
READERS = {"embedded": vocabulary}
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


def shown(engine: Engine, prompt: gr.Textbox) -> None:
    """Highlighted words below the prompt, following it; nothing for an engine that reads all."""
    reader = READERS.get(engine.name)
    if reader is None:
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

    def read(text, request: gr.Request):
        say = speaker(request)
        pieces = reader.read(text[:LONGEST])
        spans = [(_text(piece), piece.kind and say(f"kind_{piece.kind}")) for piece in pieces]
        kinds = {piece.kind for piece in pieces if piece.kind}
        colors = {say(f"kind_{kind}"): COLORS[kind] for kind in COLORS if kind in kinds}
        return (
            gr.HighlightedText(spans, color_map=colors, visible=bool(kinds)),
            gr.Button(visible=any(piece.nearest is not None for piece in pieces)),
        )

    def take(text, event: gr.SelectData):
        pieces = [piece.text for piece in reader.read(text[:LONGEST])]
        chosen = reader.read(text[:LONGEST])[event.index]
        pieces[event.index] = chosen.text if chosen.nearest is None else chosen.nearest
        return "".join(pieces) + text[LONGEST:]

    def take_all(text):
        return reader.in_known_words(text[:LONGEST]) + text[LONGEST:]

    quiet = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
    prompt.change(read, prompt, [words, replace], trigger_mode="always_last", **quiet)
    words.select(take, prompt, prompt, **quiet)
    replace.click(take_all, prompt, prompt, **quiet)


def _text(piece: vocabulary.Piece) -> str:
    same = not piece.nearest or piece.nearest.casefold() == piece.text.casefold()
    return piece.text if same else f"{piece.text} → {piece.nearest}"
