"""Text to image: words, what the model understood of them, and the picture."""

import gradio as gr

from pipeline.studio import invitation, understanding
from pipeline.studio.controls import (
    advanced_options,
    advanced_settings,
    idea_chips,
    mood_choice,
    nearest_shape,
    pixels,
    run_and_stop,
    shape_choice,
    side_choice,
    sides_of,
    with_mood,
)
from pipeline.studio.journey import Studio, say_what_lacks, seed_of
from pipeline.studio.language import label
from pipeline.studio.panel import Tab, result_panel

IDEAS = {  # in the words that the models read, so not translated
    "cats": "two white cats and a red lantern by a blue house at night",
    "meadow": "a waving girl in a yellow dress and a running dog on a summer meadow",
    "lighthouse": "a lighthouse at sunset, a boat with a white sail",
    "castle": "a castle with purple roofs and a snowman with a red scarf in falling snow",
    "taxi": 'a yellow car in the city on a rainy night, a sign that says "TAXI"',
    "forest": "a sleeping fox beside a blue tent in the forest",
}
MOST_PICTURES = 4


def text_tab(studio: Studio) -> Tab:
    """Built inside the tab."""
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
            run, stop = run_and_stop(label("paint"))
            say_what_lacks(studio, "text_to_image", "no_text")
            idea_chips(IDEAS, prompt, "ideas")
            understanding.shown(studio.engine, prompt)
            mood = mood_choice()
            shape = shape_choice(limits)
            with gr.Row():
                side = side_choice(limits)
                count = gr.Radio(
                    list(range(1, MOST_PICTURES + 1)),
                    value=1,
                    label=label("count"),
                    elem_classes="chips",
                )
            fine = advanced_settings(limits, "text_to_image")
        with gr.Column(elem_classes="result", elem_id="text-result", scale=6, min_width=300):
            panel = result_panel("text", "ready")
            invitation.ideas(IDEAS, prompt)

    def paint(request: gr.Request, prompt, mood, shape, side, count, seed, *rest):
        if side not in sides_of(shape, limits):
            side = max(sides_of(shape, limits))
        wish = {"prompt": with_mood(prompt, mood), "size": pixels(shape, side, limits)}
        for view in studio.follow(wish | advanced_options(seed, *rest), request, count):
            yield view, seed_of(view)

    def restore(settings: dict) -> list:
        shape, side = gr.skip(), gr.skip()
        if size := settings.get("size"):
            shape, side = nearest_shape(size)
        return [settings.get("prompt", ""), "none", shape, side, *fine.restore(settings)]

    inputs = [prompt, mood, shape, side, count, *fine.inputs]
    journey = panel.run([run.click, prompt.submit], paint, inputs, [fine.seed])
    ends = (journey, panel.stop(stop, journey))
    return Tab(panel, [prompt, mood, shape, side, *fine.inputs], restore, ends)
