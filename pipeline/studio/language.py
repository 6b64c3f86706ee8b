"""The page's texts in the visitor's language.

Fixed labels are translated in the browser (`label("...")`, gr.I18n); what the server writes while
it works follows the browser's Accept-Language (`language_of(request)`).
"""

from typing import Any, cast

import gradio as gr

from pipeline.wording import LANGUAGES, Language, preferred

label = gr.I18n(**{code: dict(language.texts) for code, language in LANGUAGES.items()})


def plain_label(key: str) -> str:
    """A label for those parameters that Gradio's types declare as plain text only; the browser
    translates it all the same."""
    return cast(str, label(key))


def paragraph(key: str, **options: Any) -> gr.HTML:
    """A fixed text as HTML, since the Tab key would stop at Markdown."""
    return gr.HTML(f"<p>{label(key)}</p>", padding=False, **options)


def language_of(request: gr.Request | None) -> Language:
    """The visitor's language; English where the browser names none that we have."""
    return preferred(request.headers.get("accept-language", "") if request else "")
