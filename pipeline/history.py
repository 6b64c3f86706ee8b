"""What a picture's own signed settings change about the next request for it."""

from dataclasses import replace
from typing import Any

from pipeline.engines.base import Engine
from pipeline.request import DEFAULT_INSTRUCTION, Request

MORE = {"thing", "written", "unknown"}  # kinds of words that ask for more than another light
EARLIER = 6  # prompts of a picture's own past that are kept, and read with the next


def earlier_prompts(made_with: dict) -> tuple[str, ...]:
    """The prompts that a picture made here came of, the last one last; () for any other picture."""
    earlier, prompt = made_with.get("earlier", ()), made_with.get("prompt")
    words = (*earlier, prompt) if isinstance(earlier, list | tuple) else (prompt,)
    return tuple(word for word in words if word and isinstance(word, str))[-EARLIER:]


def with_history(request: Request, engine: Engine[Any], made_with: dict) -> Request:
    """The request, knowing how its photo was made.

    made_with: the settings of the photo, {} where it was not made here. They tell what stands where
    in it. An edit of a painted photo that asks for another light, season or weather alone becomes a
    new painting of its original, where the engine edits nothing but pictures of its own world.
    """
    layout = made_with.get("layout")
    request = replace(request, layout=layout if isinstance(layout, str) else None)
    if request.original is None:
        return request
    painted = made_with.get("task") == "photo_to_painting"
    draws = "edit" in engine.capabilities.knows_own
    if painted and draws and asks_for_light(request.prompt, engine):
        return _painted_again(request, made_with)
    return replace(request, original=None)


def asks_for_light(prompt: str, engine: Engine[Any]) -> bool:
    """Whether an instruction asks for an hour, a season or a weather and nothing else."""
    reading = engine.reads(prompt, "photo_to_painting")
    return reading is not None and reading.light and not reading.kinds & MORE


def _painted_again(request: Request, made_with: dict) -> Request:
    side = max(map(int, made_with["size"].split("x")))
    return replace(
        request,
        task="photo_to_painting",
        prompt=f"{DEFAULT_INSTRUCTION}, {request.prompt}",
        photo=request.original,
        original=None,
        size=(side, side),
        strength=made_with["strength"],
    )
