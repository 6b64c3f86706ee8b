"""Text to image: the prompt, how the model reads it, and the picture."""

from collections.abc import Callable
from typing import Any

import gradio as gr

from pipeline.studio import invitation, understanding
from pipeline.studio.cards import Desk
from pipeline.studio.characters import Characters, named_in
from pipeline.studio.controls import (
    FORMS,
    advanced_options,
    advanced_settings,
    form_choice,
    form_of,
    idea_chips,
    mood_choice,
    nearest_shape,
    pixels,
    run_and_stop,
    shape_choice,
    side_choice,
    sides_of,
    style_choice,
    with_mood,
    with_style,
)
from pipeline.studio.journey import Studio, note_missing_task, seed_of
from pipeline.studio.language import label
from pipeline.studio.orders import Order, Orders
from pipeline.studio.panel import result_panel
from pipeline.studio.speaking import spoken
from pipeline.studio.tabs import Tab
from pipeline.studio.votes import Votes

IDEAS = {  # prompts in English for every engine, so not translated
    "astronaut": "an astronaut riding a horse on the moon",
    "fox": "a red fox beside a blue tent in the forest",
    "corgi": "a corgi on a bicycle in the city at sunset",
    "tea": "a teapot and three cups on a wooden table in a kitchen, watercolour",
    "bakery": 'a robot beside a sign that says "FRESH BREAD" in a market',
    "wizard": "a wizard and a black cat in a library at night",
}
MOST_PICTURES = 4


def text_tab(studio: Studio, desk: Desk) -> Tab:
    """Build the tab's content inside the open gr.Tab."""
    limits = studio.engine.capabilities
    with gr.Row(elem_classes="sides"):
        with gr.Column(scale=5, elem_classes="controls", min_width=300):
            prompt = gr.Textbox(
                label=label("prompt"),
                placeholder=label("prompt_hint"),
                lines=1,  # so that Enter runs; Shift and Enter is a new line
                max_lines=8,
                autofocus=True,
                elem_classes="prompt",
            )
            spoken(prompt)
            run, stop = run_and_stop("paint")
            note_missing_task(studio, "text_to_image", "no_text")
            idea_chips(IDEAS, prompt, "ideas")
            names = gr.State([])
            understanding.shown(studio.engine, prompt, names)
            characters = Characters(studio.engine, names)
            style, mood = style_choice(limits), mood_choice()
            form = form_choice(limits, "text_to_image")
            shape = shape_choice(limits)
            with gr.Row():
                side = side_choice(limits)
                count = gr.Radio(
                    list(range(1, MOST_PICTURES + 1)),
                    value=1,
                    label=label("count"),
                    elem_classes="chips",
                )
            advanced = advanced_settings(limits, "text_to_image")
        with gr.Column(elem_classes="result", elem_id="text-result", scale=6, min_width=300):
            panel = result_panel("text", "ready")
            Votes(panel, desk)
            invitation.ideas(IDEAS, prompt)

    def restore(settings: dict[str, Any]) -> list[Any]:
        shape, side = gr.skip(), gr.skip()
        if size := settings.get("size"):
            shape, side = nearest_shape(size)
        prompt, kept = settings.get("prompt", ""), advanced.restore(settings)
        return [prompt, gr.skip(), "none", form_of(settings), shape, side, *kept]

    inputs = [prompt, style, mood, form, shape, side, count, characters.kept, *advanced.inputs]
    orders = Orders(studio, desk, panel, [advanced.seed], arrived=lambda view, _: [seed_of(view)])
    orders.take([run.click, prompt.submit], _asked(studio), inputs)
    orders.wire(stop)
    controls = [prompt, style, mood, form, shape, side, *advanced.inputs]
    return Tab(panel, controls, restore, orders, characters.kept)


def _asked(studio: Studio) -> Callable[..., Order]:
    """The callback that orders `count` pictures of a prompt."""
    limits = studio.engine.capabilities

    def asked(
        request: gr.Request,
        prompt: str,
        style: str | None,
        mood: str,
        form: str,
        shape: str,
        side: int,
        count: int,
        kept: Any,
        *advanced: Any,
    ) -> Order:
        if side not in sides_of(shape, limits):
            side = max(sides_of(shape, limits))
        words = with_style(with_mood(prompt, mood), style, limits)
        fields = {"prompt": words, "size": pixels(shape, side, limits)}
        fields |= {"things": named_in(words, kept) if limits.max_things else ()}
        fields |= FORMS[form]
        return Order(fields | advanced_options(*advanced), count)

    return asked
