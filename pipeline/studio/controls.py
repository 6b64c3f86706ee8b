"""Controls that several tabs have, and how their values become a request's fields."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

from pipeline.engines.base import Capabilities
from pipeline.request import MAX_SEED, MOVING, Request
from pipeline.studio.files import check_when_chosen
from pipeline.studio.language import label, paragraph
from safety.errors import UserError

SHAPES = {  # name -> width over height
    "square": (1, 1),
    "landscape": (4, 3),
    "wide": (2, 1),
    "portrait": (3, 4),
    "tall": (1, 2),
}
SIDES = (512, 768, 1024)
MOODS = {
    "none": "",
    "noon": "at noon",
    "golden": "at golden hour",
    "sunset": "at sunset",
    "night": "at night",
    "mist": "in the mist",
    "rain": "in the rain",
    "snow": "in the snow",
    "spring": "in spring",
    "autumn": "in autumn",
}
STILL = "still"
FORMS: dict[str, dict[str, Any]] = {  # name -> fields of a request
    STILL: {},
    "moving": {"format": MOVING},
    "alone": {"transparent": True},
}
DICE = f"() => [String(Math.floor(Math.random() * {MAX_SEED + 1})), true]"


@dataclass(frozen=True)
class AdvancedControls:
    """The settings that most people leave as they are. A callback gets `inputs` in this order."""

    seed: gr.Textbox
    lock: gr.Checkbox
    steps: gr.Slider
    guidance: gr.Slider
    candidates: gr.Slider
    badge: gr.Checkbox

    @property
    def inputs(self) -> list[Component]:
        numbers = [self.steps, self.guidance, self.candidates]
        return [self.seed, self.lock, *numbers, self.badge]

    def restore(self, settings: dict[str, Any]) -> list[Any]:
        """Updates of `inputs` that bring a picture's settings back, with its seed locked."""
        seed = settings.get("seed")
        return [
            "" if seed is None else str(seed),
            seed is not None,
            settings.get("steps") or gr.skip(),
            settings.get("guidance") or gr.skip(),
            settings.get("candidates") or gr.skip(),
            bool(settings.get("badge")),
        ]


def advanced_settings(limits: Capabilities, task: str) -> AdvancedControls:
    """Seed, lock and dice; steps, guidance, drafts and badge, all under "More"."""
    # Another machine's own, or of no use; a slider needs a range.
    no_steps = limits.min_steps == limits.max_steps or "steps" in limits.unused
    most_steps = limits.min_steps + 1 if no_steps else limits.max_steps
    steps = (limits.min_steps, most_steps, limits.steps_for(task))
    # A distilled model, or one that has no use for it; a slider needs a range.
    fixed = limits.min_guidance == limits.max_guidance or "guidance" in limits.unused
    most_guidance = limits.min_guidance + 1 if fixed else limits.max_guidance
    guidance = (limits.min_guidance, most_guidance, limits.default_guidance)
    most = limits.max_candidates
    with gr.Accordion(label("more"), open=False):
        with gr.Row(equal_height=True, elem_classes="seeds"):
            # Text, since a Number cannot be empty.
            seed = gr.Textbox(
                label=label("seed"), placeholder=label("seed_hint"), scale=2, min_width=110
            )
            lock = gr.Checkbox(label=label("lock"), min_width=110, container=False)
            dice = gr.Button(label("dice"), size="sm", min_width=110)
        controls = AdvancedControls(
            seed,
            lock,
            gr.Slider(
                *steps,
                step=1,
                label=label("steps"),
                info=label("steps_info"),
                visible=not no_steps,
            ),
            gr.Slider(
                *guidance,
                label=label("guidance"),
                info=label("guidance_info"),
                visible=not fixed,
            ),
            gr.Slider(
                1,
                max(most, 2),
                1,
                step=1,
                label=label("candidates"),
                info=label("candidates_info"),
                visible=most > 1,
            ),
            gr.Checkbox(label=label("badge"), container=False),
        )
    dice.click(None, None, [seed, lock], js=DICE)
    return controls


def advanced_options(
    seed: str, lock: bool, steps: int, guidance: float, candidates: int, badge: bool
) -> dict[str, Any]:
    """The fields of a request. An unlocked seed is only shown, so it is left out."""
    numbers = {"steps": steps, "guidance": guidance, "candidates": candidates}
    return {"seed": whole(seed) if lock else None, "badge": badge} | numbers


def whole(text: str) -> int | str | None:
    """The number in a text; any other text as it is, so that the request refuses it."""
    text = (text or "").strip()
    return int(text) if text.isdecimal() else text or None


def mood_choice() -> gr.Radio:
    """Light, weather or season, added to the prompt."""
    choices = [(label(f"mood_{name}"), name) for name in MOODS]
    return gr.Radio(choices, value="none", label=label("mood"), elem_classes="chips")


def with_mood(prompt: str, mood: str) -> str:
    """ "a red house" and "night" -> "a red house at night"."""
    return " ".join(filter(None, [prompt.strip().rstrip(".,"), MOODS[mood]]))


def style_choice(limits: Capabilities) -> gr.Radio:
    """The engine's styles by name; hidden for one that has none."""
    choices = [(label(f"style_{name.replace(' ', '_')}"), name) for name in limits.styles]
    default = limits.styles[0] if limits.styles else None
    return gr.Radio(
        choices, value=default, label=label("style"), visible=bool(choices), elem_classes="chips"
    )


def with_style(prompt: str, style: str | None, limits: Capabilities) -> str:
    """ "a red house" and "crayon" -> "a red house, crayon"; the default style is not named."""
    named = style in limits.styles[1:]
    return f"{prompt}, {style}" if named and style and style not in prompt else prompt


def shape_choice(limits: Capabilities) -> gr.Radio:
    """The shapes that the engine can paint."""
    names = [name for name in SHAPES if sides_of(name, limits)]
    choices = [(label(f"shape_{name}"), name) for name in names]
    return gr.Radio(choices, value=names[0], label=label("shape"), elem_classes="chips shapes")


def form_choice(limits: Capabilities, task: str) -> gr.Radio:
    """A still, one that moves, or the things cut out; hidden for an engine that has only stills."""
    return gr.Radio(
        [(label(f"form_{name}"), name) for name in FORMS],
        value=STILL,
        label=label("form"),
        visible=task in limits.layered,
        elem_classes="chips",
    )


def form_of(settings: Mapping[str, Any]) -> str:
    """The form, of FORMS, of a picture with such settings."""
    if settings.get("format") == MOVING:
        return "moving"
    return "alone" if settings.get("transparent") else STILL


def side_choice(limits: Capabilities) -> gr.Radio:
    """The long sides that the engine can paint in at least one shape."""
    sides = sorted({side for name in SHAPES for side in sides_of(name, limits)})
    default = max(limits.default_size)
    value = default if default in sides else sides[0]
    return gr.Radio(
        [(f"{side} px", side) for side in sides],
        value=value,
        label=label("side"),
        min_width=260,  # so that it gets its own line on a phone
        elem_classes="chips",
    )


def sides_of(shape: str, limits: Capabilities) -> list[int]:
    """The long sides at which the engine can paint this shape."""
    sides = sorted({*SIDES, max(limits.default_size)})
    return [side for side in sides if _can_paint(limits, pixels(shape, side, limits))]


def pixels(shape: str, side: int, limits: Capabilities) -> tuple[int, int]:
    """(width, height): the shape at this long side, on the engine's grid."""
    grid = limits.side_multiple
    wide, high = SHAPES[shape]
    scale = side / max(wide, high)
    return round(wide * scale / grid) * grid, round(high * scale / grid) * grid


def nearest_shape(size: str) -> tuple[str, int]:
    """ "640x480" -> ("landscape", 640)."""
    width, height = map(int, size.split("x"))

    def difference(name: str) -> float:
        wide, high = SHAPES[name]
        return abs(width / height - wide / high)

    return min(SHAPES, key=difference), max(width, height)


def _can_paint(limits: Capabilities, size: tuple[int, int]) -> bool:
    try:
        painter = replace(limits, tasks=frozenset({"text_to_image"}))
        painter.complete(Request("any", size=size))
    except UserError:
        return False
    return True


def idea_chips(ideas: dict[str, str], field: gr.Textbox, title: str) -> None:
    """Example texts; choosing one writes it into the field. ideas: the key of its name -> text."""
    paragraph(title, elem_classes="ideas-title")
    with gr.Row(elem_classes="ideas"):
        for name, text in ideas.items():
            chip = gr.Button(label(f"idea_{name}"), size="sm", min_width=0, scale=0)
            chip.click(None, None, field, js=f"() => {json.dumps(text)}")


def reference_upload(limits: Capabilities) -> gr.File:
    """Further photos, for an engine that takes references; hidden for all others."""
    most = limits.max_references
    with gr.Accordion(label("references"), open=False, visible=most > 0):
        files = gr.File(
            label=label("references_hint"),
            file_count="multiple",
            file_types=[".jpg", ".jpeg", ".png", ".webp"],
            elem_classes="accepts-files references",
        )
        check_when_chosen(files)
    return files


def references_of(files: list[str] | None) -> tuple[Path, ...]:
    """The value of `reference_upload` as a request's references."""
    return tuple(map(Path, files or ()))


def run_and_stop(key: str) -> tuple[gr.Button, gr.Button]:
    """The button that starts a journey, with the text of `key`, and the one that stops it."""
    with gr.Row(elem_classes="run"):
        return (
            gr.Button(label(key), variant="primary", scale=3, min_width=160, elem_classes="go"),
            gr.Button(label("stop"), scale=1, min_width=90, elem_classes="stop"),
        )
