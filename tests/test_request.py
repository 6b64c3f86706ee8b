from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from pipeline.request import DEFAULT_INSTRUCTION, MAX_PROMPT, MAX_SEED, TASKS, Request


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
        ({"format": "gif"}, "png, jpeg, webp"),
        ({"prompt": None}, "text"),
    ],
)
def test_a_wrong_value_names_the_allowed_ones(wrong, named):
    with pytest.raises(ValueError, match=named):
        Request(**{"prompt": "a meadow"} | wrong)
