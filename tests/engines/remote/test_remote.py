"""The remote engine against servers of the contract, over real sockets."""

import base64
import io
import json
import os
import socket
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pipeline.engines import load_engine
from pipeline.engines.remote import engine as remote_engine
from pipeline.engines.remote import server as remote_server
from pipeline.engines.remote.backends import KINDS, kind_of
from pipeline.engines.remote.engine import RemoteEngine
from pipeline.engines.remote.orders import on_grid, order_for
from pipeline.engines.remote.server import Server
from pipeline.errors import RemoteError, RequestError
from pipeline.generate import generate
from pipeline.request import Request
from pipeline.results import Picture, Refusal
from safety.provenance.verify import verify
from tests.engines.remote import record
from tests.engines.remote.served import MODELS, ContractServer

WHEELS = os.environ.get("ENOGU_CONTRACT_WHEELS", "")


@pytest.fixture(scope="module", params=sorted(KINDS))
def served(request):
    server = ContractServer(request.param)
    yield server
    server.stop()


@pytest.fixture
def server(served):
    served.asked.clear()
    return served


@pytest.fixture
def vllm():
    server = ContractServer("vllm-omni")
    yield server
    server.stop()


def engine_of(server: ContractServer, **options) -> RemoteEngine:
    return RemoteEngine.load(url=server.url, kind=server.kind, **options)


def complete(engine, size=None, /, **wish):
    """size: of the photo."""
    return engine.capabilities.complete(Request(**{"seed": 7} | wish), size)


def painted(engine, request, photo=None, mask=None):
    conditioning = engine.encode(request, photo, mask)
    *_, written = engine.sample_tokens(conditioning)
    return list(engine.decode(conditioning, written.tokens))


@pytest.mark.parametrize("kind", sorted(MODELS))
def test_a_server_says_what_it_is(kind):
    assert kind_of("http://10.0.0.7:8091", [MODELS[kind]]) == kind


def test_openai_is_known_by_its_address():
    assert kind_of("https://api.openai.com/v1", []) == "openai"


def test_what_is_sent_is_what_the_server_takes(server):
    """Every task of every kind."""
    engine = engine_of(server)
    side = engine.capabilities.min_side
    photo, mask = Image.new("RGB", (side, side), "teal"), Image.new("L", (side, side), 255)
    for task in sorted(engine.capabilities.tasks):
        wish = {"task": task, "prompt": "a red lantern", "size": (side, side)}
        wish |= {} if task == "text_to_image" else {"photo": b"-"}
        wish |= {"mask": b"-"} if task == "inpaint" else {}
        given = None if task == "text_to_image" else photo
        request = complete(engine, given and given.size, **wish)
        items = painted(engine, request, given, mask if task == "inpaint" else None)
        assert items[-1].image.size == (side, side)
    assert len(server.asked) == len(engine.capabilities.tasks)
    paths = {asked.path for asked in server.asked}
    assert paths == {"/v1/images/generations", "/v1/images/edits"}


def test_a_servers_picture_leaves_marked_and_signed_here(vllm, photo_bytes, tmp_path):
    request = Request("at night", task="edit", photo=photo_bytes, size=(256, 256), seed=7)
    *_, result = generate(request, engine_of(vllm), tmp_path)
    assert isinstance(result, Picture) and result.settings["engine"] == "remote"
    report = verify(result.path)
    assert report.state in ("Valid", "Trusted") and report.settings["seed"] == 7
    assert report.settings["model"] == "zai-org/GLM-Image, by vLLM-Omni"


def test_the_picture_has_the_size_that_was_asked_for(server):
    engine = engine_of(server)
    least = engine.capabilities.min_side
    request = complete(engine, (401, 303), prompt="at night", photo=b"-")
    photo = Image.new("RGB", (401, 303), "teal")
    image = painted(engine, request, photo)[-1].image
    assert image.size == request.size and max(image.size) >= least
    (sent,) = server.asked[-1].pictures("image")
    width, height = sent.size
    multiple = KINDS[server.kind].multiple
    assert width % multiple == 0 == height % multiple
    assert server.asked[-1].fields["size"] == f"{width}x{height}"


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("size", [(256, 256), (301, 97), (2000, 900), (4000, 100), (1, 1)])
def test_sides_are_on_the_servers_grid(kind, size):
    backend = KINDS[kind]
    for side in on_grid(size, backend):
        assert backend.least <= side <= backend.most and side % backend.multiple == 0


def test_steps_and_guidance_are_left_to_the_server_unless_they_are_given(server):
    engine = engine_of(server)
    painted(engine, complete(engine, prompt="a house"))
    sent = server.asked[-1].fields
    names = KINDS[server.kind].names
    assert not set(names) & set(sent)
    assert "sample_steps" not in sent["prompt"]
    if engine.capabilities.max_steps:
        painted(engine, complete(engine, prompt="a house", steps=9, guidance=2.5))
        sent = server.asked[-1].fields
        assert sent.get(names[0]) == 9 or '"sample_steps": 9' in sent["prompt"]
    else:
        with pytest.raises(RequestError, match="steps must be 0 to 0"):
            complete(engine, prompt="a house", steps=9)


@pytest.mark.parametrize("kind", ["enogu", "openai", "sd-cpp"])
def test_masks_are_in_the_servers_own_way(kind):
    """White of ours is alpha 0 of the contract, and white of stable-diffusion.cpp: opaque white
    parts of the photo are never repainted."""
    engine = RemoteEngine(Server("http://unused"), kind)
    photo, mask = Image.new("RGB", (1024, 1024), "white"), Image.new("L", (1024, 1024))
    mask.paste(255, (0, 0, 512, 1024))
    request = complete(engine, photo.size, prompt="a boat", photo=b"-", mask=b"-")
    order = order_for(request, kind, None, (photo,), mask)
    (sent,) = [file for name, file in order.files if name == "mask"]
    read = np.asarray(Image.open(io.BytesIO(sent[1])))
    repainted = read[..., 3] == 0 if KINDS[kind].alpha_mask else read == 255
    half = read.shape[1] // 2
    assert repainted[:, :half].all() and not repainted[:, half:].any()


def test_photos_travel_without_their_metadata():
    photo = Image.new("RGB", (512, 512), "teal")
    photo.info["comment"] = "where I live"
    engine = RemoteEngine(Server("http://unused"), "other")
    request = complete(engine, photo.size, prompt="at night", photo=b"-", task="edit")
    ((_, (_, data, _)),) = order_for(request, "other", None, (photo,)).files
    assert b"where I live" not in data and b"tEXt" not in data and b"eXIf" not in data


def test_a_prompt_brings_no_settings_of_its_own():
    """stable-diffusion.cpp takes settings, paths of files among them, from inside a prompt."""
    engine = RemoteEngine(Server("http://unused"), "sd-cpp")
    attack = '<sd_cpp_extra_args>{"width": 9999}</sd_cpp_extra_args> '
    nested = "<sd_cpp_<sd_cpp_extra_args>extra_args>{}</sd_cpp_extra_args>"
    for words in (attack + "a cat", nested):
        prompt = order_for(complete(engine, prompt=words), "sd-cpp", None).body["prompt"]
        assert prompt.count("<sd_cpp_extra_args>") == 1 == prompt.count("</sd_cpp_extra_args>")
        assert prompt.endswith('<sd_cpp_extra_args>{"seed": 7}</sd_cpp_extra_args>')


def test_the_key_goes_with_every_request_and_stays_out_of_sight(vllm):
    vllm.key = "secret-key"
    with pytest.raises(RemoteError, match="ENOGU_REMOTE_KEY"):
        engine_of(vllm)
    engine = engine_of(vllm, key="secret-key")
    painted(engine, complete(engine, prompt="a house"))
    assert vllm.asked[-1].headers["authorization"] == "Bearer secret-key"
    assert "secret-key" not in f"{engine.about()} {engine.model}"


def test_the_servers_own_model_is_named_and_its_address_is_not(vllm):
    engine = engine_of(vllm)
    assert engine.model == "zai-org/GLM-Image, by vLLM-Omni"
    assert vllm.url not in engine.model


def test_while_it_waits_it_says_how_long(vllm, tmp_path, monkeypatch):
    monkeypatch.setattr(remote_server, "TELL_EVERY", 0.1)
    vllm.seconds = 0.6
    *progress, result = generate(
        Request("a house", seed=1, size=(256, 256)), engine_of(vllm), tmp_path
    )
    assert isinstance(result, Picture)
    told = [item.seconds for item in progress if item.seconds is not None]
    assert len(told) >= 3 and told == sorted(told) and 0.05 < told[0] < told[-1] < 30
    assert {(item.step, item.of) for item in progress if item.seconds is not None} == {(0, 1)}


def test_partial_pictures_are_checked_previews(tmp_path):
    enogu = ContractServer("enogu")
    try:
        *progress, result = generate(
            Request("a house", seed=1, size=(256, 256)), engine_of(enogu), tmp_path
        )
    finally:
        enogu.stop()
    assert isinstance(result, Picture)
    steps = [(item.step, item.of) for item in progress if item.preview]
    assert steps == [(1, 4), (2, 4), (3, 4)]


def test_closing_ends_the_servers_work(vllm, monkeypatch):
    monkeypatch.setattr(remote_server, "TELL_EVERY", 0.1)
    vllm.seconds = 60
    engine = engine_of(vllm)
    conditioning = engine.encode(complete(engine, prompt="a house"), None)
    with closing(engine.decode(conditioning, None)) as stage:
        while not vllm.begun:
            next(stage)
    end = time.monotonic() + 20
    while not vllm.cancelled and time.monotonic() < end:
        time.sleep(0.05)
    assert vllm.cancelled == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_full_server_is_asked_again_when_it_says_when(vllm, status):
    vllm.answers = [(status, {"retry-after": "0"}, {"error": {"message": "full"}})] * 2
    engine = engine_of(vllm)
    assert painted(engine, complete(engine, prompt="a house"))[-1].image
    assert len(vllm.asked) == 3 and vllm.begun == 1


@pytest.mark.parametrize(
    ("status", "headers", "body", "code"),
    [
        (429, {}, {}, "remote_full"),
        (503, {"retry-after": "3600"}, {}, "remote_full"),
        (500, {"retry-after": "0"}, {"detail": "CUDA"}, "remote_failed"),
        (502, {}, {}, "remote_failed"),
        (401, {}, {}, "remote_key"),
        (400, {}, {"detail": "Model mismatch"}, "remote_refused"),
        (422, {}, {"detail": [{"msg": "size is wrong"}]}, "remote_refused"),
        (400, {}, {"error": {"code": "moderation_blocked"}}, "remote_blocked"),
        (302, {"location": "http://127.0.0.1:1/"}, {}, "remote_failed"),
    ],
)
def test_no_other_answer_is_asked_again(vllm, status, headers, body, code):
    vllm.answers = [(status, headers, body)]
    engine = engine_of(vllm)
    with pytest.raises(RemoteError) as raised:
        painted(engine, complete(engine, prompt="a house"))
    assert raised.value.code == code and len(vllm.asked) == 1
    assert len(str(raised.value)) > 20 and "\n" not in str(raised.value)


def test_a_servers_own_words_are_passed_on_in_short(vllm):
    vllm.answers = [(400, {}, {"detail": "x" * 5000 + "\n"})]
    engine = engine_of(vllm)
    with pytest.raises(RemoteError, match="did not take the request: xxx") as raised:
        painted(engine, complete(engine, prompt="a house"))
    assert len(str(raised.value)) < 300


def lying(text: bytes) -> str:
    return base64.b64encode(text).decode()


@pytest.mark.parametrize(
    "data", ["no base64 !", lying(b"no picture"), lying(b"\x89PNG\r\n\x1a\n cut short"), 7]
)
def test_what_is_no_picture_is_told(vllm, data):
    vllm.data = data
    engine = engine_of(vllm)
    with pytest.raises(RemoteError, match="no picture"):
        painted(engine, complete(engine, prompt="a house"))


def test_an_address_in_place_of_a_picture_is_not_followed(vllm):
    vllm.answers = [(200, {}, {"data": [{"url": "http://127.0.0.1:1/etc/passwd"}]})]
    engine = engine_of(vllm)
    with pytest.raises(RemoteError, match="no picture"):
        painted(engine, complete(engine, prompt="a house"))


def test_a_stream_that_fails_midway_is_told():
    enogu = ContractServer("enogu")
    enogu.seconds = 8.0
    error = {"error": {"code": "moderation_blocked", "message": "refused"}}
    engine = engine_of(enogu)
    conditioning = engine.encode(complete(engine, prompt="a house"), None)
    stage = engine.decode(conditioning, None)
    try:
        assert next(item.step for item in stage if item.image) == 1
        enogu.answers.append((200, {}, error))
        with pytest.raises(RemoteError, match="refused this"):
            list(stage)
    finally:
        enogu.stop()


def test_nobody_there_is_one_sentence(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(RemoteError, match=f"cannot be reached at http://127.0.0.1:{port}"):
        RemoteEngine.load(url=f"http://127.0.0.1:{port}")


def test_it_is_ready_while_the_server_answers(vllm, monkeypatch):
    monkeypatch.setattr(remote_engine, "READY_FOR", 0.0)
    engine = engine_of(vllm)
    assert engine.ready()
    away = RemoteEngine(Server("http://127.0.0.1:1"), "other")
    assert not away.ready()


def test_a_picture_that_takes_too_long_is_given_up(vllm):
    vllm.seconds = 30
    engine = engine_of(vllm, timeout=0.5)
    with pytest.raises(RemoteError, match="no picture within 0 seconds"):
        painted(engine, complete(engine, prompt="a house"))


def test_a_connection_that_breaks_after_the_post_is_not_repeated():
    """It may have painted, and a second one would be paid for."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def hang_up() -> None:
            while True:
                connection, _ = listening.accept()
                asked.append(connection.recv(65536))
                connection.close()

        threading.Thread(target=hang_up, daemon=True).start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        engine = RemoteEngine(Server(url), "other")
        with pytest.raises(RemoteError, match="was lost"):
            painted(engine, complete(engine, prompt="a house"))
        assert len(asked) == 1


def test_a_servers_picture_passes_the_output_check(vllm, tmp_path, monkeypatch):
    """Whatever a server sends is checked here before anybody sees it."""
    from pipeline import generate as journey
    from safety.policy import Category, Verdict

    seen = []

    def check(image):
        seen.append(image.size)
        return Verdict(False, Category.SEXUAL, "No.", 0.99)

    monkeypatch.setattr(journey, "check_output", check)
    *_, result = generate(Request("a house", seed=1, size=(256, 256)), engine_of(vllm), tmp_path)
    assert isinstance(result, Refusal) and seen == [(256, 256)]
    assert list(tmp_path.iterdir()) == []


def test_without_an_address_there_is_one_clear_sentence(program_settings):
    program_settings(remote_url=None)
    with pytest.raises(RequestError, match="--remote-url"):
        load_engine("remote")
    with pytest.raises(RequestError, match="allowed are enogu, vllm-omni"):
        RemoteEngine.load(url="http://127.0.0.1:1", kind="dall-e")


def test_the_settings_name_the_server(vllm, program_settings):
    program_settings(remote_url=f"{vllm.url}/v1", remote_key="k")
    engine = load_engine("remote")
    assert engine.kind == "vllm-omni" and engine.server.key == "k"
    assert replace(engine.server, url=vllm.url).base == engine.server.base


@pytest.mark.skipif(not WHEELS, reason="ENOGU_CONTRACT_WHEELS names no folder of wheels")
@pytest.mark.parametrize("kind", sorted(record.SOURCES))
def test_the_packages_own_models_take_what_we_send(kind):
    """The recorded contracts are those of the wheels, whose models read what we send."""
    recorded = json.loads((record.CONTRACTS / f"{kind}.json").read_text())
    assert record.contract(kind, Path(WHEELS)) == recorded
    engine = RemoteEngine(Server("http://unused"), kind)
    request = complete(engine, prompt="a house", steps=9, guidance=2.5, size=(512, 768))
    body = order_for(request, kind, "zai-org/GLM-Image").body
    read = record.model(kind, Path(WHEELS)).model_validate(body)
    assert not getattr(read, "model_extra", None)
    assert (read.seed, read.size, read.num_inference_steps) == (7, "512x768", 9)
