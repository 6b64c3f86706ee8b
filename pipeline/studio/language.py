"""The page's words in English and Japanese.

Labels that stand still are translated in the browser (`label("...")`, gr.I18n); what the server
writes while it works follows the browser's Accept-Language (`speaker(request)`). Both read TEXT.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path

import gradio as gr

TEXT: dict[str, dict[str, str]] = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted(Path(__file__).with_name("texts").glob("*.toml"))
}
Say = Callable[..., str]

label = gr.I18n(**TEXT)


def paragraph(key: str, **options) -> gr.HTML:
    """A text that stands still. Markdown would be a stop of the Tab key."""
    return gr.HTML(f"<p>{label(key)}</p>", padding=False, **options)


def speaker(request: gr.Request | None) -> Say:
    """A function (key, **values) -> the text in the visitor's language, English when unsure."""
    wanted = request.headers.get("accept-language", "") if request else ""
    codes = (part.split(";")[0].strip().lower()[:2] for part in wanted.split(","))
    table = TEXT[next((code for code in codes if code in TEXT), "en")]
    return lambda key, **values: table[key].format(**values)
