"""The microphone of the page in a real browser, which speaks from a file; recordings by HTTP."""

import os
import re
import shutil
from pathlib import Path

import av
import httpx
import numpy as np
import openai
import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError
from playwright.sync_api import expect

from pipeline.studio.speaking import joined
from safety.sound.upload import RATE, open_sound
from tests.studio.conftest import CHROMIUM_FLAGS, PHONE, TIMEOUT, prompt_of, tab

DATA = Path(__file__).parents[1] / "data"
PROMPT = "a red fox under a blue umbrella in the rain"
HEARD = re.compile(PROMPT, re.IGNORECASE)


@pytest.fixture(scope="module")
def microphone(tmp_path_factory):
    """A WAV that Chromium takes for a microphone: the prompt, then silence."""
    path = tmp_path_factory.mktemp("voice") / "microphone.wav"
    samples = open_sound(DATA / "spoken_prompt.ogg").samples
    samples = np.pad(samples, (RATE // 2, 6 * RATE))
    with av.open(str(path), "w") as file:
        stream = file.add_stream("pcm_s16le", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples[None], "flt", "mono")
        frame.sample_rate, frame.pts = RATE, 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


@pytest.fixture(scope="module")
def speaker(url, browser, microphone):
    """Opens the page of somebody who speaks."""
    flags = [*CHROMIUM_FLAGS, f"--use-file-for-fake-audio-capture={microphone}%noloop"]
    speaking = browser.browser_type.launch(executable_path=shutil.which("chromium"), args=flags)

    def opened(viewport):
        page = speaking.new_context(viewport=viewport, permissions=["microphone"]).new_page()
        page.set_default_timeout(TIMEOUT)
        page.goto(url)
        return page

    yield opened
    speaking.close()


@pytest.mark.browser
def test_a_prompt_is_spoken_and_can_be_corrected(speaker):
    page = speaker(PHONE)
    say = page.get_by_role("button", name="Say it").first
    listening = page.get_by_role("button", name="Listening").first
    page.wait_for_function("window.speak")
    say.click()
    expect(listening).to_be_visible(timeout=TIMEOUT)
    # A pause after the last word ends it.
    expect(prompt_of(page)).to_have_value(HEARD, timeout=TIMEOUT)
    expect(page.locator(".heard:visible").last).to_contain_text("correct it", timeout=TIMEOUT)
    prompt_of(page).fill(prompt_of(page).input_value().replace("blue", "green"))
    expect(say).to_be_visible(timeout=TIMEOUT)
    page.keyboard.press("Alt+KeyM")
    listening.click()
    expect(say).to_be_visible(timeout=TIMEOUT)
    expect(prompt_of(page)).to_have_value(re.compile("green umbrella"))


@pytest.mark.browser
def test_an_edit_is_spoken_from_a_file_and_a_broken_one_loses_nothing(open_page):
    page = open_page()
    tab(page, "Edit")
    field = page.get_by_label("What should change?")
    field.fill("make it snow")
    chooser = page.locator(".recording input[type=file]").last
    chooser.set_input_files(
        {"name": "a.ogg", "mimeType": "audio/ogg", "buffer": b"OggS" + bytes(99)}
    )
    told = page.locator(".heard:visible").last
    expect(told).to_contain_text("damaged", timeout=TIMEOUT)
    expect(field).to_have_value("make it snow")
    chooser.set_input_files(str(DATA / "spoken_edit.ogg"))
    expect(field).to_have_value("make it snow make it night", timeout=TIMEOUT)


@pytest.mark.browser
def test_what_may_not_be_painted_may_not_be_said(open_page):
    page = open_page()
    page.locator(".recording input[type=file]").first.set_input_files(
        str(DATA / "spoken_harmful.ogg")
    )
    expect(page.locator(".heard .refused").first).to_be_visible(timeout=TIMEOUT)
    expect(prompt_of(page)).to_have_value("")


@pytest.mark.parametrize(
    ("typed", "last", "heard", "together"),
    [
        ("", "", "A fox", "A fox"),
        ("a cat", "", "And a fox", "a cat and a fox"),
        ("A box", "A box", "A fox", "A fox"),
        ("a cat and a box", "and a box", "and a fox", "a cat and a fox"),
    ],
)
def test_what_was_typed_stays_and_what_was_heard_is_said_anew(typed, last, heard, together):
    assert joined(typed, last, heard) == together


def test_a_recording_is_heard_by_http(client: Client, tmp_path):
    report = client.predict(handle_file(DATA / "spoken_prompt.ogg"), api_name="/hear")
    assert HEARD.fullmatch(report["heard"]) and report["sure"] > 0.5
    with pytest.raises(AppError, match="no recording"):
        words = tmp_path / "words.wav"
        words.write_text("no sound")
        client.predict(handle_file(words), api_name="/hear")


def test_nothing_of_a_recording_stays_on_disk(client: Client):
    folder = Path(os.environ["GRADIO_TEMP_DIR"])
    client.predict(handle_file(DATA / "spoken_edit.ogg"), api_name="/hear")
    assert not list(folder.rglob("spoken_edit*"))


def test_the_fields_of_openai_s_audio_api(url):
    client = openai.OpenAI(base_url=f"{url}v1", api_key="none is needed here", max_retries=0)
    with (DATA / "spoken_prompt.ogg").open("rb") as file:
        heard = client.audio.transcriptions.create(file=file, model="whisper")
    assert HEARD.fullmatch(heard.text)
    with (DATA / "spoken_harmful.ogg").open("rb") as file, pytest.raises(openai.BadRequestError):
        client.audio.transcriptions.create(file=file, model="whisper")
    with pytest.raises(openai.BadRequestError, match="no recording"):
        client.audio.transcriptions.create(file=("a.wav", b"words"), model="whisper")
    with pytest.raises(openai.NotFoundError):
        client.audio.transcriptions.create(file=("a.wav", b"words"), model="none")


def test_the_page_may_use_its_own_microphone_alone(url):
    assert "microphone=(self)" in httpx.get(url).headers["permissions-policy"]
