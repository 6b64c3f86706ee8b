"""What a picture's own signed settings change about the next request for it."""

from dataclasses import replace
from typing import Any

from pipeline.engines.base import Engine
from pipeline.request import DEFAULT_INSTRUCTION, Request

MOOD = {"light", "weather"}  # at least one of these is asked for
BESIDE_MOOD = MOOD | {"colour", "place"}  # and nothing else
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
    painted = made_with.get("task") == "photo_to_painting" and _own_world_alone(engine)
    if painted and (mood := mood_asked(request.prompt, engine)):
        return _painted_again(request, mood, made_with)
    return replace(request, original=None)


def mood_asked(prompt: str, engine: Engine[Any]) -> str:
    """The instruction in the engine's own words where it asks for a light, a season or a weather
    and nothing else; else ""."""
    # Words of an edit are read as those of an open-world picture, which no painted photo is.
    reading = engine.reads(prompt, "variation")
    known = reading and engine.reads(reading.text, "variation")
    if not known or not known.kinds & MOOD or not known.kinds <= BESIDE_MOOD:
        return ""
    return known.text


def _own_world_alone(engine: Engine[Any]) -> bool:
    limits = engine.capabilities
    return "edit" in limits.needs_layout | limits.knows_own


def _painted_again(request: Request, mood: str, made_with: dict) -> Request:
    side = max(map(int, made_with["size"].split("x")))
    return replace(
        request,
        task="photo_to_painting",
        prompt=f"{DEFAULT_INSTRUCTION}, {mood}",
        photo=request.original,
        original=None,
        size=(side, side),
        strength=made_with["strength"],
    )
