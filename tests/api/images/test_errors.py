"""What clients are told when there is no picture."""

import json
import socket
import threading
from urllib.parse import urlsplit

import httpx
import openai
import pytest
from PIL import Image

from pipeline import generate as journey
from pipeline import jobs
from pipeline.studio.journey import Studio
from safety.policy import Category, Verdict
from tests.api.conftest import client_of, png, served
from tests.easel import wait_until

NO_HOLE = png(Image.new("RGBA", (256, 256), "red"))
PROMPT = "a red lantern"
NUDE = "a nude photo of the woman next door"
NO = Verdict(False, Category.GORE, "The picture came out badly.", 0.99)


@pytest.mark.parametrize(
    ("fields", "status", "param", "code", "named"),
    [
        ({"prompt": ""}, 400, "prompt", "invalid_value", "at least 1"),
        ({"prompt": " "}, 400, "prompt", "invalid_value", "empty"),
        ({"prompt": None}, 400, "prompt", "invalid_value", "string"),
        ({"prompt": "a" * 32_001}, 400, "prompt", "string_above_max_length", "32000"),
        ({"n": 0}, 400, "n", "invalid_value", "greater than or equal to 1"),
        ({"n": 11}, 400, "n", "invalid_value", "less than or equal to 10"),
        ({"size": "big"}, 400, "size", "invalid_value", "256 to 1024"),
        ({"size": "100x100"}, 400, "size", "invalid_value", "256 to 1024"),
        ({"quality": "best"}, 400, "quality", "invalid_value", "'max'"),
        ({"output_format": "bmp"}, 400, "output_format", "invalid_value", "png, jpeg, webp"),
        ({"background": "red"}, 400, "background", "invalid_value", "'auto', 'opaque'"),
        ({"response_format": "url"}, 400, "response_format", "invalid_value", "b64_json"),
        ({"output_compression": 50}, 400, "output_compression", "invalid_value", "jpeg or webp"),
        ({"partial_images": 4}, 400, "partial_images", "invalid_value", "equal to 3"),
        ({"extra_body": {"seed": -1}}, 400, "seed", "invalid_value", "equal to 0"),
        ({"extra_body": {"steps": 99}}, 400, "steps", "invalid_value", "1 to 4"),
        ({"extra_body": {"guidance": 99.0}}, 400, "guidance", "invalid_value", "1 to 8"),
        ({"extra_body": {"colour": 1}}, 400, "colour", "unknown_parameter", "colour"),
        ({"model": "dall-e-9"}, 404, "model", "model_not_found", "embedded"),
    ],
)
def test_a_wrong_field_is_named_with_what_is_allowed(client, fields, status, param, code, named):
    with pytest.raises(openai.APIStatusError) as caught:
        client.images.generate(**{"prompt": PROMPT} | fields)
    error = caught.value
    assert (error.status_code, error.param, error.code) == (status, param, code)
    assert error.type == "invalid_request_error" and named in error.body["message"]
    assert error.request_id.startswith("req_")


def test_what_is_no_request_is_told_so_in_the_same_shape(http):
    answers = [
        http.post(
            "/images/generations", content=b"{", headers={"content-type": "application/json"}
        ),
        http.post("/images/generations"),
        http.post("/images/edits", data={"prompt": PROMPT}),
        http.get("/images/generations"),
        http.get("/nothing"),
        http.post("/images/generations", json={"prompt": "a" * 5_000_000}),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 405, 404, 413]
    for answer in answers:
        assert set(answer.json()["error"]) == {"message", "type", "param", "code"}
        assert answer.headers["x-request-id"].startswith("req_")


def test_a_body_of_another_kind_is_told_what_to_send(http):
    words, file = {"prompt": PROMPT}, ("a.png", NO_HOLE, "image/png")
    for sent, named in (
        (http.post("/images/generations", data=words), "content-type application/json"),
        (http.post("/images/edits", json=words), "content-type multipart/form-data"),
        (http.post("/audio/transcriptions", json=words), "content-type multipart/form-data"),
        (http.post("/images/generations", json=[1]), "must be a JSON object"),
        (
            http.post("/images/edits", data=words | {"image": "a.png"}, files={"mask": file}),
            "'image' must be a file",
        ),
    ):
        assert sent.status_code == 400 and named in sent.json()["error"]["message"]


@pytest.mark.parametrize("stream", [False, True])
def test_a_refused_prompt_names_its_category_and_stage(client, stream):
    with pytest.raises(openai.BadRequestError) as caught:
        client.images.generate(prompt=NUDE, stream=stream)
    error = caught.value
    assert (error.code, error.type) == ("moderation_blocked", "image_generation_user_error")
    assert error.body["moderation_details"] == {
        "categories": ["sexual"],
        "moderation_stage": "input",
    }
    assert "Nudity" in error.body["message"]


def test_a_picture_that_came_out_badly_is_refused_as_output(client, monkeypatch):
    monkeypatch.setattr(journey, "check_output", lambda image: NO)
    with pytest.raises(openai.BadRequestError) as caught:
        client.images.generate(prompt=PROMPT)
    details = {"categories": ["gore"], "moderation_stage": "output"}
    assert caught.value.body["moderation_details"] == details
    with pytest.raises(openai.APIError) as caught:
        list(client.images.generate(prompt=PROMPT, stream=True))
    assert caught.value.body["code"] == "moderation_blocked"


def test_of_several_pictures_those_that_are_fine_come(client, monkeypatch):
    verdicts = iter([Verdict(True), NO, Verdict(True)])
    monkeypatch.setattr(journey, "check_output", lambda image: next(verdicts))
    answer = client.images.generate(prompt=PROMPT, n=3, extra_body={"seed": 1})
    assert [image.seed for image in answer.data] == [1, 3]
    assert [refusal["code"] for refusal in answer.refusals] == ["moderation_blocked"]


@pytest.mark.parametrize(
    ("files", "param", "code", "named"),
    [
        ({"image": b"no picture"}, "image", "invalid_image_file", "JPEG, PNG or WebP"),
        ({"mask": b"no picture"}, "mask", "invalid_mask_image", "JPEG, PNG or WebP"),
        ({"mask": png(Image.new("RGB", (256, 256)))}, "mask", "invalid_mask_image", "no alpha"),
        ({"mask": NO_HOLE}, "mask", "invalid_mask_image", "alpha"),
        ({"mask": png(Image.new("RGBA", (256, 99)))}, "mask", "invalid_value", "same ratio"),
        ({"image": [b"1", b"2"]}, "image", "invalid_value", "looks at 1"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named(client, white_photo, files, param, code, named):
    with pytest.raises(openai.BadRequestError) as caught:
        client.images.edit(**{"image": white_photo, "prompt": PROMPT} | files)
    assert (caught.value.param, caught.value.code) == (param, code)
    assert named in caught.value.body["message"]


def test_a_fault_says_nothing_of_the_request(client, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError(PROMPT)

    monkeypatch.setattr(jobs, "generate", broken)
    with pytest.raises(openai.InternalServerError) as caught:
        client.images.generate(prompt=PROMPT)
    assert caught.value.type == "server_error" and PROMPT not in str(caught.value)


def test_a_full_queue_says_when_to_come_again_and_loses_nobody(engine, hold):
    studio = Studio(engine, most=1)
    with served(engine, studio) as url:
        client = client_of(url)
        answers = []

        def paint():
            answers.append(client.images.generate(prompt=PROMPT))

        threads = [threading.Thread(target=paint) for _ in range(2)]
        threads[0].start()
        assert engine.held.wait(60)
        threads[1].start()
        assert wait_until(lambda: studio.queue.waiting() == 1)
        full = httpx.post(f"{url}/images/generations", json={"prompt": PROMPT}, timeout=60)
        refused = httpx.post(f"{url}/images/generations", json={"prompt": NUDE}, timeout=60)
        several = httpx.post(
            f"{url}/images/generations", json={"prompt": PROMPT, "n": 2}, timeout=60
        )
        assert (several.status_code, several.json()["error"]["param"]) == (400, "n")
        assert refused.status_code == 400  # which needs no place in the line
        assert full.json()["error"]["code"] == "queue_full"
        assert 1 <= int(full.headers["retry-after"]) <= 60
        engine.free.set()
        for thread in threads:
            thread.join(60)
    assert len(answers) == 2


def test_a_refusal_waits_for_nobody(client, engine, hold):
    waits = threading.Thread(target=lambda: client.images.generate(prompt=PROMPT))
    waits.start()
    assert engine.held.wait(60)
    with pytest.raises(openai.BadRequestError):
        client.images.generate(prompt=NUDE)
    engine.free.set()
    waits.join(60)


@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_goes_away_ends_its_work(url, engine, hold, stream):
    address = urlsplit(url)
    body = json.dumps({"prompt": PROMPT, "stream": stream})
    with socket.create_connection((address.hostname, address.port)) as client:
        head = f"POST {address.path}/images/generations HTTP/1.1\r\nHost: {address.netloc}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        client.sendall((head + body).encode())
        assert engine.held.wait(60)
    assert engine.ended.wait(60)
    assert wait_until(lambda: not engine.lock.locked(), 60)
