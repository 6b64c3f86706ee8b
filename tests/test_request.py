import re
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.embedded.engine import CAPABILITIES
from pipeline.request import (
    DEFAULT_INSTRUCTION,
    FORMATS,
    MAX_CANDIDATES,
    MAX_PROMPT,
    MAX_SEED,
    TASKS,
    Request,
)


def test_a_request_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Request("a meadow").seed = 1


def test_the_task_follows_from_what_is_given():
    assert Request("a meadow").task == "text_to_image"
    assert Request("at sunset", photo=b"bytes").task == "photo_to_painting"
    assert Request("a cat", photo=b"bytes", mask=b"bytes").task == "inpaint"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"task": "paint"}, ", ".join(TASKS)),
        ({"task": "text_to_image", "photo": b"bytes"}, "takes no photo"),
        ({"task": "edit"}, "edit needs a photo"),
        ({"task": "variation"}, "variation needs a photo"),
        ({"mask": b"bytes"}, "inpaint needs a photo"),
        ({"task": "inpaint", "photo": b"bytes"}, "needs a mask"),
        ({"task": "edit", "photo": b"bytes", "mask": b"bytes"}, "inpaint alone, not for edit"),
        ({"task": "edit", "photo": b"bytes", "prompt": " "}, "say what to change"),
        ({"format": "webp", "compression": 101}, "0 to 100"),
        ({"format": "webp", "compression": True}, "0 to 100"),
        ({"compression": 80}, "jpeg or webp"),
        ({"candidates": 0}, "1 to 8"),
        ({"candidates": 9}, "1 to 8"),
        ({"candidates": 1.5}, "1 to 8"),
    ],
)
def test_a_task_names_what_it_needs(wrong, named):
    with pytest.raises(ValueError, match=named):
        Request(**{"prompt": "a meadow"} | wrong)


def test_more_like_this_and_filling_in_need_no_words():
    assert Request(photo=b"bytes", task="variation").prompt == ""
    assert Request(photo=b"bytes", mask=b"bytes").prompt == ""


@pytest.mark.parametrize("prompt", ["", "   ", "\n\t"])
def test_an_empty_prompt_needs_a_photo(prompt):
    with pytest.raises(ValueError, match="empty"):
        Request(prompt)
    assert Request(prompt, photo=b"bytes").prompt == DEFAULT_INSTRUCTION


def test_a_photo_may_be_named_by_text():
    assert Request(photo="photo.jpg").photo == Path("photo.jpg")
    assert Request(photo="photo.jpg", mask="mask.png").mask == Path("mask.png")


@pytest.mark.parametrize(
    "prompt", ["🌾🏮", "بيت أزرق في الليل", "夜の青い家", "a" * MAX_PROMPT, "\u202e"]
)
def test_any_unicode_is_a_prompt(prompt):
    assert Request(prompt).prompt == prompt


def test_a_prompt_has_a_limit_that_is_named():
    with pytest.raises(ValueError, match="32,000"):
        Request("a" * (MAX_PROMPT + 1))


def test_half_a_character_is_no_prompt():
    with pytest.raises(ValueError, match="Unicode"):
        Request("a \ud83c lantern")


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"seed": -1}, str(MAX_SEED)),
        ({"seed": MAX_SEED + 1}, str(MAX_SEED)),
        ({"seed": 1.5}, "whole"),
        ({"seed": True}, "whole"),
        ({"strength": 1.01}, "0 and 1"),
        ({"strength": float("nan")}, "0 and 1"),
        ({"strength": "much"}, "0 and 1"),
        ({"steps": 2.5}, "whole"),
        ({"guidance": float("inf")}, "number"),
        ({"size": (512,)}, "width and height"),
        ({"size": (512, 51.2)}, "width and height"),
        ({"size": "512x512"}, "width and height"),
        ({"size": 512}, "width and height"),
        ({"format": "bmp"}, "png, jpeg, webp, gif"),
        ({"transparent": 1}, "True or False"),
        ({"transparent": True, "format": "jpeg"}, "png or webp"),
        ({"frames": 1}, "2 to 16"),
        ({"frame_ms": 2000}, "20 to 1000"),
        ({"format": "gif", "compression": 50}, "jpeg or webp"),
        ({"prompt": None}, "text"),
    ],
)
def test_a_wrong_value_names_the_allowed_ones(wrong, named):
    with pytest.raises(ValueError, match=named):
        Request(**{"prompt": "a meadow"} | wrong)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
NUMBERS = {
    "seed": st.none() | st.integers(0, MAX_SEED),
    "steps": st.none() | st.integers(1, 100),
    "guidance": st.none() | st.floats(1, 20),
    "strength": st.floats(0, 1),
    "size": st.none() | st.tuples(st.integers(1, 4096), st.integers(1, 4096)),
    "candidates": st.integers(1, MAX_CANDIDATES),
    "badge": st.booleans(),
    "format": st.sampled_from(FORMATS),
}
ANYTHING = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.binary()
    | st.lists(st.integers() | st.floats())
    | st.tuples(st.integers(), st.integers() | st.text())
)


@st.composite
def right_values(draw: st.DrawFn) -> dict:
    """The fields of a request of any task, with its photo and mask where it has some."""
    task = draw(st.sampled_from(TASKS))
    fields = {name: draw(values) for name, values in NUMBERS.items()}
    fields |= {"task": task, "prompt": draw(WORDS)}
    if task != "text_to_image":
        fields["photo"] = draw(st.binary(min_size=1))
    if task == "inpaint":
        fields["mask"] = draw(st.binary(min_size=1))
    return fields


@given(right_values())
def test_right_values_are_kept(fields):
    request = Request(**fields)
    assert {name: getattr(request, name) for name in fields} == fields
    assert replace(request) == request


@given(right_values())
def test_the_task_is_inferred_from_what_is_given(fields):
    inferred = Request(**{**fields, "task": None}).task
    alone = {"edit": "photo_to_painting", "variation": "photo_to_painting"}
    assert inferred == alone.get(fields["task"], fields["task"])


@given(right_values(), st.sampled_from(["prompt", "task", *NUMBERS]), ANYTHING)
def test_any_other_value_is_taken_or_refused_with_its_name(fields, name, value):
    try:
        request = Request(**fields | {name: value})
    except ValueError as error:
        told = {"size": "size must", "task": "task|photo|mask", "prompt": "prompt"}
        assert re.search(told.get(name, name), str(error))
    else:
        assert getattr(request, name) == value or name in ("task", "prompt")


@given(st.tuples(st.integers(16, 20_000), st.integers(16, 20_000)), st.sampled_from(TASKS[1:]))
def test_a_photos_picture_has_its_ratio_and_fits_the_engine(photo, task):
    given_to = Request("at night", b"-", task=task, mask=b"-" if task == "inpaint" else None)
    limits = CAPABILITIES
    width, height = limits.complete(given_to, photo).size
    assert limits.min_side <= max(width, height) <= limits.max_side
    scale = max(width, height) / max(photo)
    assert abs(width - photo[0] * scale) <= 1 and abs(height - photo[1] * scale) <= 1
    assert min(width, height) >= 1
