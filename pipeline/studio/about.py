"""The footer: the engine, the machine, and the model card."""

from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from pipeline.engines.base import Engine
from pipeline.studio.language import label, paragraph
from pipeline.wording import ENGLISH

MODEL_CARD = Path(__file__).parents[2] / "assets" / "MODEL_CARD.md"


def footer(engine: Engine[Any]) -> gr.Button:
    """Built at the page's end. Returns the button that leads to the Verify tab."""
    facts = {
        "engine": engine.name,
        "model": engine.model,
        **engine.about(),
        "gradio": gr.__version__,
    }
    with gr.Column(elem_id="about"):
        with gr.Row(elem_classes="promise"):
            paragraph("honest")
            to_verify = gr.Button(label("to_verify"), size="sm", scale=0, min_width=150)
        with gr.Row(elem_classes="facts"):
            for key, value in facts.items():  # one element each, since a text is translated once
                gr.HTML(f"{_name(key)} {escape(value)}", padding=False)
        with gr.Accordion(label("model_card"), open=False):
            gr.Markdown(MODEL_CARD.read_text("utf-8"), elem_classes="card")
    return to_verify


def _name(fact: str) -> str:
    """A fact's name in the page's language; the name of a program is not translated."""
    key = f"about_{fact}"
    return str(label(key)) if key in ENGLISH.texts else escape(fact)
