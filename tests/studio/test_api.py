"""The named endpoints, as gradio_client and agents use them."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import gradio as gr
import httpx
import pytest
from gradio_client import handle_file
from gradio_client.exceptions import AppError
from PIL import Image, ImageChops

from pipeline.api.endpoints import _own_file, endpoints
from pipeline.generate import describe
from pipeline.studio.journey import Studio
from pipeline.wording import ENGLISH
from safety.provenance.verify import verify
from tests.studio.conftest import client_of, views

PROMPT = "a red lantern beside a blue house"
ENDPOINTS = {
    "text_to_image",
    "photo_to_ghibli",
    "edit",
    "variation",
    "describe",
    "read",
    "hear",
    "verify",
}


def test_progress_streams_and_the_last_update_has_the_signed_file(client):
    job = client.submit(prompt=PROMPT, seed=11, steps=1, api_name="/text_to_image")
    *updates, (picture, report) = list(job)
    stages = [update[1]["stage"] for update in updates]
    assert stages[0] == "check"
    order = ["check", "encode", "tokens", "paint", "finish"]
    assert "finish" in stages and stages == sorted(stages, key=order.index)
    assert all(update[0] is None for update in updates)
    assert (report["seed"], report["width"]) == (11, 256)
    assert verify(Path(picture)).settings == report["settings"]


def test_a_photo_is_painted_in_the_wanted_format(client, photo_file):
    picture, report = client.predict(
        handle_file(photo_file), "at sunset", side=256, steps=1, format="webp",
        api_name="/photo_to_ghibli",
    )  # fmt: skip
    assert (report["width"], report["height"]) == (256, 171)
    assert verify(Path(picture)).actions == ("c2pa.opened", "c2pa.edited", "c2pa.watermarked.bound")
    assert Path(picture).read_bytes()[8:12] == b"WEBP"


def test_a_picture_is_verified(client, picture):
    report = client.predict(handle_file(picture.path), api_name="/verify")
    assert report["answer"] == "signal found"
    assert report["settings"]["seed"] == picture.seed


def test_a_picture_is_edited_by_words(client, picture):
    edited, report = client.predict(
        handle_file(picture.path), "make it snow", seed=5, steps=1, api_name="/edit"
    )
    assert (report["task"], report["width"], report["seed"]) == ("edit", picture.width, 5)
    assert verify(Path(edited)).settings["prompt"] == "make it snow"


def test_only_the_part_under_a_mask_is_edited(client, photo_file, mask_file):
    edited, report = client.predict(
        handle_file(photo_file), "a red lantern", mask=handle_file(mask_file), steps=1,
        api_name="/edit",
    )  # fmt: skip
    assert report["task"] == "inpaint"
    before, after = Image.open(photo_file).convert("RGB"), Image.open(edited).convert("RGB")
    changed = ImageChops.difference(before, after.resize(before.size)).getbbox()
    assert changed is not None and changed[0] >= before.width // 2 - 1


def test_with_the_original_another_light_paints_the_photo_again(
    client, engine, make, photo_file, monkeypatch
):
    limits = replace(engine.capabilities, knows_own=frozenset({"edit"}))
    monkeypatch.setattr(engine, "capabilities", limits)
    painting = make(prompt="at noon", photo=photo_file)[1]
    _, report = client.predict(
        handle_file(painting.path), "make it night", original=handle_file(photo_file), steps=1,
        api_name="/edit",
    )  # fmt: skip
    assert report["task"] == "photo_to_painting"
    assert report["settings"]["prompt"].endswith("make it night")


def test_a_variation_keeps_the_size_and_takes_a_strength_and_a_seed(client, picture):
    path, report = client.predict(
        handle_file(picture.path), strength=0.5, seed=6, steps=1, api_name="/variation"
    )
    assert (report["task"], report["width"], report["seed"]) == ("variation", picture.width, 6)
    assert verify(Path(path)).settings["strength"] == 0.5


def test_a_picture_is_described_in_a_sentence_and_in_values(client, picture, engine):
    report = client.predict(handle_file(picture.path), api_name="/describe")
    description = describe(picture.path, engine)
    assert report["description"] == ENGLISH.describe(description)
    assert report["shows"]["place"] == description.place
    assert len(report["shows"]["things"]) == len(description.things)


def test_a_prompt_is_read_word_by_word(client):
    report = client.predict("zwei weisse Katzen, qwertyu", api_name="/read")
    assert "".join(word["text"] for word in report["words"]) == "zwei weisse Katzen, qwertyu"
    kinds = {word["text"]: word["kind"] for word in report["words"] if word["kind"]}
    assert {"number", "colour", "thing", "unknown"} == set(kinds.values())
    assert "qwertyu" not in report["text"]


def test_a_model_that_reads_any_words_answers_null(client, engine, monkeypatch):
    monkeypatch.setattr(engine, "reads", lambda *_: None)
    assert client.predict(PROMPT, api_name="/read") is None


@pytest.mark.parametrize(
    ("endpoint", "fields", "named"),
    [
        ("/edit", {"instruction": ""}, "empty"),
        ("/edit", {"instruction": "make the woman naked"}, "Nudity"),
        ("/edit", {"instruction": "make it night", "side": 40}, "long side must be"),
        ("/variation", {"strength": 2}, "strength must be"),
        ("/describe", {"picture": None}, "A picture is missing"),
    ],
)
def test_a_wrong_request_for_a_picture_is_an_error_that_says_why(
    client, picture, endpoint, fields, named
):
    fields = {"picture": handle_file(picture.path)} | fields
    with pytest.raises(AppError, match=named):
        client.predict(**fields, api_name=endpoint)


def test_a_prompt_that_is_too_long_is_not_read(client):
    with pytest.raises(AppError, match="32,000"):
        client.predict("a" * 32_001, api_name="/read")


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"prompt": ""}, "empty"),
        ({"prompt": "a" * 32_001}, "32,000"),
        ({"prompt": PROMPT, "seed": -5}, "seed must be"),
        ({"prompt": PROMPT, "size": "big"}, "WIDTHxHEIGHT"),
        ({"prompt": "a nude photo of the woman next door"}, "Nudity"),
    ],
)
def test_what_cannot_be_made_is_an_error_that_says_why(client, fields, named):
    with pytest.raises(AppError, match=named):
        client.predict(**fields, steps=1, api_name="/text_to_image")


def test_a_file_that_is_no_photo_gets_a_clear_answer(client, tmp_path):
    (tmp_path / "words.jpg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    with pytest.raises(AppError, match="Use JPEG, PNG or WebP"):
        client.predict(handle_file(tmp_path / "words.jpg"), api_name="/photo_to_ghibli")


def test_eight_visitors_at_once_each_get_their_own_picture(url):
    def paint(number):
        return client_of(url).predict(
            prompt=f"{number} white cats", size="256x256", seed=number, steps=1,
            api_name="/text_to_image",
        )  # fmt: skip

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(paint, range(1, 9)))
    assert [report["seed"] for _, report in results] == list(range(1, 9))
    prompts = [verify(Path(picture)).settings["prompt"] for picture, _ in results]
    assert prompts == [f"{number} white cats" for number in range(1, 9)]


def test_only_these_endpoints_are_public_and_described(client):
    named = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(named) == {f"/{name}" for name in ENDPOINTS}
    assert all(endpoint["description"] for endpoint in named.values())


@pytest.mark.parametrize(
    ("tasks", "offered"),
    [
        (set(), {"read", "hear", "verify"}),
        ({"inpaint"}, {"edit", "read", "hear", "verify"}),
        ({"variation", "describe"}, {"variation", "describe", "read", "hear", "verify"}),
    ],
)
def test_only_what_the_engine_can_do_is_offered(engine, monkeypatch, tasks, offered):
    limits = replace(engine.capabilities, tasks=frozenset(tasks))
    monkeypatch.setattr(engine, "capabilities", limits)
    with gr.Blocks() as page:
        endpoints(Studio(engine).intake)
    assert {function.api_name for function in page.fns.values()} == offered


def test_agents_find_the_same_tools(url):
    tools = httpx.get(f"{url}gradio_api/mcp/schema").json()
    assert {tool["name"].split("_", 0)[-1] for tool in tools} == ENDPOINTS
    assert all(len(tool["description"]) > 40 for tool in tools), json.dumps(tools)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:7860/gradio_api/file=/etc/passwd",
        "http://127.0.0.1:7860/gradio_api/file={folder}/../../etc/passwd",
        "http://example.com/gradio_api/file={folder}/mine.png",
        "http://127.0.0.1:7860/private",
        "{folder}/mine.png",
    ],
)
def test_only_our_own_files_are_taken_from_a_loopback_address(address, tmp_path, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    (tmp_path / "mine.png").write_bytes(b"-")
    assert _own_file(f"http://localhost:7860/gradio_api/file={tmp_path}/mine.png")
    assert _own_file(address.format(folder=tmp_path)) is None


@pytest.mark.parametrize("keep", [True, False])
def test_pictures_stay_only_where_the_owner_wants_them(
    engine, tmp_path, monkeypatch, keep, program_settings
):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    output = tmp_path / "kept" if keep else None
    program_settings(output=output)
    fields = {"prompt": PROMPT, "size": (256, 256), "steps": 1}
    last = views(Studio(engine), fields)[-1]
    assert Path(last.results[0].path).is_relative_to(tmp_path / ("kept" if keep else "cache"))


def test_a_fault_of_the_engine_is_shown_and_logged(engine, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(engine, "encode", broken)
    last = views(Studio(engine), {"prompt": PROMPT})[-1]
    assert "Something broke" in last.status and last.over
    assert "RuntimeError" in caplog.text and "out of memory" not in caplog.text + last.status


def test_after_too_many_pictures_every_task_that_paints_asks_to_wait(
    client, picture, mask_file, safety_settings
):
    safety_settings(rate_limit=(1, 600))
    file = handle_file(picture.path)
    client.predict(prompt=PROMPT, size="256x256", steps=1, api_name="/text_to_image")
    for fields in (
        {"prompt": PROMPT, "size": "256x256", "api_name": "/text_to_image"},
        {"photo": file, "api_name": "/photo_to_ghibli"},
        {"picture": file, "instruction": "make it night", "api_name": "/edit"},
        {"picture": file, "api_name": "/variation"},
    ):
        with pytest.raises(AppError, match="Try again in 10 minutes"):
            client.predict(**fields)
    assert client.predict(prompt=PROMPT, api_name="/read")
    assert client.predict(file, api_name="/describe")
