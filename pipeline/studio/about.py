"""The footer: what painted this, on what, and the model card."""

from html import escape
from pathlib import Path

import gradio as gr

from pipeline.engines.base import Engine
from pipeline.studio.language import label

MODEL_CARD = Path(__file__).parents[2] / "assets" / "MODEL_CARD.md"


def footer(engine: Engine) -> None:
    """Built at the page's end."""
    facts = {
        "engine": engine.name,
        "model": engine.model,
        **engine.about(),
        "gradio": gr.__version__,
    }
    items = " · ".join(f"{escape(key)} {escape(value)}" for key, value in facts.items())
    with gr.Column(elem_id="about"):
        gr.Markdown(label("honest"))
        gr.HTML(f"<p>{items}</p>", padding=False)
        with gr.Accordion(label("model_card"), open=False):
            gr.Markdown(MODEL_CARD.read_text("utf-8"), elem_classes="card")
