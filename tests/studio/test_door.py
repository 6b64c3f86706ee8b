"""What every request to the page passes: hosts, login, limits, headers, logs."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import httpx
import pytest

from pipeline import settings as configuration
from pipeline.api import door
from pipeline.api.door import hosts_of, security_headers
from pipeline.api.keys import key_ring
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.studio.page import launch
from safety import limits
from safety.limits import RateLimit
from safety.settings import current, use

BEHIND = ("config", "openapi.json", "gradio_api/info", "gradio_api/openapi.json",
          "gradio_api/queue/status", "gradio_api/mcp/", "docs")  # fmt: skip


def run(work):
    """What a coroutine returns, run in another thread: the browser's tests have a loop in this."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


@pytest.fixture(scope="module")
def locked():
    """The address of a page that asks for a name and a password."""
    page, url, _ = launch(
        EmbeddedEngine.tiny(), prevent_thread_lock=True, quiet=True, auth=[("ann", "secret")]
    )
    yield url
    page.blocks.close()


@pytest.mark.parametrize("path", BEHIND)
def test_only_the_login_is_in_front_of_the_login(locked, path):
    assert httpx.get(locked + path).status_code == 401
    assert httpx.get(locked).status_code == 200
    assert httpx.get(locked + "gradio_api/login_check").status_code == 401


@pytest.mark.parametrize("path", ["gradio_api/reset", "gradio_api/cancel", "gradio_api/upload"])
def test_nobody_stops_others_without_a_login(locked, path):
    body = {"event_id": "1", "session_hash": "1", "fn_index": 0}
    assert httpx.post(locked + path, json=body).status_code == 401


def test_who_logs_in_comes_in(locked):
    with httpx.Client(base_url=locked) as visitor:
        visitor.post("/login", data={"username": "ann", "password": "secret"}).raise_for_status()
        assert visitor.get("/config").status_code == 200
        assert visitor.get("/gradio_api/info").status_code == 200


def test_a_login_opens_the_api_too_and_else_a_key_does(locked):
    answer = httpx.get(locked + "v1/models")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key")
    key = {"authorization": f"Bearer {key_ring().add('door')}"}
    assert httpx.get(locked + "v1/models", headers=key).status_code == 200
    assert httpx.get(locked + "config", headers=key).status_code == 401  # of the API alone
    with httpx.Client(base_url=locked) as visitor:
        visitor.post("/login", data={"username": "ann", "password": "secret"}).raise_for_status()
        assert visitor.get("/v1/models").status_code == 200


def test_passwords_cannot_be_tried_for_ever(locked, monkeypatch):
    monkeypatch.setattr(door, "LOGINS", RateLimit(3, 600))
    answers = [
        httpx.post(locked + "login", data={"username": "ann", "password": str(number)})
        for number in range(5)
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 429, 429]
    assert int(answers[-1].headers["retry-after"]) > 500


def test_another_hosts_name_is_refused(url):
    assert httpx.get(url, headers={"host": "evil.example"}).status_code == 400
    assert httpx.get(url, headers={"host": "[half"}).status_code == 400
    for host in ("localhost", "127.0.0.1:7860", "[::1]:7860", "192.168.0.7"):
        assert httpx.get(url, headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("changes", "name", "known"),
    [
        ({}, "localhost", True),
        ({}, "page.example", False),
        ({"public_url": "https://page.example/enogu"}, "page.example", True),
        ({"host": "0.0.0.0"}, "page.example", False),
    ],
)
def test_the_hosts_follow_the_settings(changes, name, known):
    assert (name in hosts_of(replace(configuration.current(), **changes))) == known


@pytest.mark.parametrize("changes", [{"share": True}, {"on_space": True}])
def test_where_a_proxy_names_the_page_any_host_is_taken(changes):
    assert hosts_of(replace(configuration.current(), **changes)) is None


def test_browsers_are_told_what_to_allow(url):
    headers = httpx.get(url).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "x-frame-options" not in security_headers(on_space=True)


def test_uploads_are_limited(url, monkeypatch):
    monkeypatch.setattr(door, "UPLOADS", RateLimit(2, 600))
    before = current()
    use(replace(before, rate_limit=(30, 600)))
    try:
        answers = [
            httpx.post(f"{url}gradio_api/upload", files={"files": ("a.txt", b"-")})
            for _ in range(3)
        ]
    finally:
        use(before)
    assert [answer.status_code for answer in answers] == [200, 200, 429]


def test_what_does_not_say_how_long_it_is_gets_past_no_quota(url):
    """In chunks a body has no length, so its bytes would be in no quota."""
    parts = (part for part in [b"--b\r\n", b"a file of any size"])
    headers = {"content-type": "multipart/form-data; boundary=b"}
    for path in ("gradio_api/upload", "v1/images/edits"):
        assert httpx.post(url + path, content=parts, headers=headers).status_code == 411


def test_every_body_has_an_end(url, monkeypatch):
    monkeypatch.setattr(door, "MOST_BODY", 2000)
    call = f"{url}gradio_api/queue/join"
    whole, chunks = b"x" * 3000, (b"x" * 1000 for _ in range(50))
    assert httpx.post(call, content=whole).status_code == 413
    headers = {"content-type": "application/json"}
    with suppress(httpx.RemoteProtocolError):  # one that does not tell its length is cut off
        assert httpx.post(call, content=chunks, headers=headers).status_code >= 400
    assert httpx.get(url).status_code == 200


def test_bytes_have_a_quota(monkeypatch):
    monkeypatch.setattr(limits, "BYTES", RateLimit(100, 600))
    use(replace(before := current(), rate_limit=(30, 600)))
    try:
        limits.admit_bytes("ann", 90)
        with pytest.raises(limits.TooManyRequests):
            limits.admit_bytes("ann", 20)
        limits.admit_bytes("bob", 90)
    finally:
        use(before)


def test_wrong_arguments_are_not_logged(url, capfd, caplog):
    private = "my neighbour Ada Invented"
    for data in ([private, private, private, private], [private] * 20, [[private]], {"a": private}):
        for name in ("text_to_image", "edit", "read", "verify"):
            body = {"data": data}
            sent = httpx.post(f"{url}gradio_api/call/{name}", json=body, timeout=60)
            if event := sent.json().get("event_id") if sent.status_code == 200 else None:
                httpx.get(f"{url}gradio_api/call/{name}/{event}", timeout=60)
    printed = capfd.readouterr()
    assert "Ada" not in printed.out + printed.err + caplog.text


def test_a_body_that_comes_too_slowly_ends(monkeypatch):
    monkeypatch.setattr(door, "SLOWEST", 0.05)

    async def stalled():
        await asyncio.sleep(30)

    message = run(door._in_time(stalled)())
    assert message == {"type": "http.disconnect"}


def test_a_request_that_is_whole_may_wait(monkeypatch):
    monkeypatch.setattr(door, "SLOWEST", 0.05)
    messages = iter([{"type": "http.request", "body": b"{}"}, {"type": "http.disconnect"}])

    async def receive():
        message = next(messages)
        await asyncio.sleep(0.2 if message["type"] == "http.disconnect" else 0)
        return message

    async def both():
        in_time = door._in_time(receive)
        return [(await in_time())["type"], (await in_time())["type"]]

    assert run(both()) == ["http.request", "http.disconnect"]
