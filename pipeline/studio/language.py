"""The page's words in the visitor's language.

Labels that stand still are translated in the browser (`label("...")`, gr.I18n); what the server
writes while it works follows the browser's Accept-Language (`language_of(request)`).
"""

from typing import Any

import gradio as gr

from pipeline.wording import LANGUAGES, Language, preferred

label = gr.I18n(**{code: dict(language.texts) for code, language in LANGUAGES.items()})


def paragraph(key: str, **options: Any) -> gr.HTML:
    """A text that stands still. Markdown would be a stop of the Tab key."""
    return gr.HTML(f"<p>{label(key)}</p>", padding=False, **options)


def language_of(request: gr.Request | None) -> Language:
    """The visitor's language, English when unsure."""
    return preferred(request.headers.get("accept-language", "") if request else "")
