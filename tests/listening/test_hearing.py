"""From a recording to a prompt that was checked, with what really listens."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline import settings
from pipeline.errors import RequestError
from pipeline.generate import hear
from pipeline.listening.loading import available, transcriber
from pipeline.listening.words import spoken_words
from pipeline.results import Heard, Refusal
from safety.sound.upload import RATE, open_sound

DATA = Path(__file__).parents[1] / "data"
SPOKEN = ["a", "red", "fox", "under", "a", "blue", "umbrella", "in", "the", "rain"]


def test_a_spoken_prompt_is_heard():
    heard = hear(DATA / "spoken_prompt.ogg")
    assert isinstance(heard, Heard)
    assert spoken_words(heard.text) == SPOKEN
    assert heard.sure > 0.5 and heard.by == available()[0]
    assert not heard.text.endswith(".")


def test_bytes_are_as_good_as_a_file():
    heard = hear((DATA / "spoken_edit.ogg").read_bytes())
    assert isinstance(heard, Heard) and spoken_words(heard.text) == ["make", "it", "night"]


def test_heard_words_pass_the_check_of_prompts():
    refused = hear(DATA / "spoken_harmful.ogg")
    assert isinstance(refused, Refusal) and refused.category == "sexual"


@pytest.mark.parametrize("name", available())
def test_noise_is_no_prompt(name):
    noise = np.random.default_rng(0).standard_normal(3 * RATE).astype(np.float32) * 0.05
    heard = transcriber(name).transcribe(noise)
    assert not heard.text or heard.sure < 0.35


@pytest.mark.parametrize("name", available())
def test_the_same_sound_is_the_same_words(name):
    samples = open_sound(DATA / "spoken_prompt.ogg").samples
    listener = transcriber(name)
    assert listener.name == name and listener is transcriber(name)
    assert listener.transcribe(samples) == listener.transcribe(samples)


def test_the_owner_can_turn_it_off(monkeypatch):
    monkeypatch.setattr(settings, "_current", replace(settings.current(), voice="off"))
    assert available() == ()
    with pytest.raises(RequestError, match="not to be had"):
        hear(DATA / "spoken_prompt.ogg")


def test_the_owner_can_choose(monkeypatch):
    monkeypatch.setattr(settings, "_current", replace(settings.current(), voice="whisper"))
    assert available() == ("whisper",)
