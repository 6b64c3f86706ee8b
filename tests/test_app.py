"""The page, really served: over its API, and in a browser on a desktop and on a phone."""

import re
import shutil
import time
from pathlib import Path
from urllib.parse import urlparse

import pytest
from gradio_client import Client, handle_file
from playwright.sync_api import expect, sync_playwright

import app
from pipeline.engines.embedded import EmbeddedEngine
from safety.verify import verify

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
PROMPT = "a red lantern beside a blue house"
TIMEOUT = 60_000  # milliseconds; generous, since the machine may be shared
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class PausedEngine(EmbeddedEngine):
    """The tiny engine, with a pause before each token when a test wants to catch it at work."""

    pause = 0.0

    def sample_tokens(self, conditioning):
        for progress in super().sample_tokens(conditioning):
            time.sleep(self.pause)
            yield progress


@pytest.fixture(scope="module")
def engine():
    return PausedEngine.tiny()


@pytest.fixture(scope="module")
def url(engine, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("gradio")))
        _, url, _ = app.launch(engine, prevent_thread_lock=True, quiet=True)
        yield url


@pytest.fixture(scope="module")
def client(url):
    return Client(url, verbose=False)


@pytest.fixture(scope="module")
def browser(url):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, url):
    contexts = []

    def open_page(viewport):
        contexts.append(browser.new_context(viewport=viewport))
        page = contexts[-1].new_page()
        page.set_default_timeout(TIMEOUT)
        page.requested = []
        page.on("request", lambda request: page.requested.append(request.url))
        page.goto(url)
        expect(page.locator("#text-status")).to_contain_text("Ready", timeout=TIMEOUT)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def pause(engine):
    engine.pause = 1.0
    yield
    engine.pause = 0.0


def paint(page, prompt):
    page.get_by_label("What should be in the picture?").fill(prompt)
    page.get_by_role("button", name="Paint it").click()


def wait_until(true, seconds=20):
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.1)
    return true()


def test_the_api_streams_progress_and_ends_with_the_signed_file(client):
    job = client.submit(PROMPT, "512x512", "11", 2, 3, api_name="/text_to_image")
    *updates, (status, picture, download) = list(job)
    assert "Checking" in updates[0][0]
    assert any("Writing token" in update[0] for update in updates)
    assert "seed 11" in status
    assert verify(Path(picture)).settings["prompt"] == PROMPT
    assert Path(picture).read_bytes() == Path(download["value"]).read_bytes()


def test_the_api_paints_a_photo(client, photo_file):
    photo = handle_file(photo_file)
    status, (before, after), _ = client.predict(
        photo, "at sunset", 1, 512, "", 1, 3, api_name="/photo_to_painting"
    )
    assert "512 × 341" in status
    assert Path(before).read_bytes() == photo_file.read_bytes()
    assert verify(Path(after)).actions == ("c2pa.opened", "c2pa.edited")


@pytest.mark.parametrize("name", ["words.jpg", "drawing.svg"])
def test_a_file_that_is_no_photo_gets_a_clear_answer(client, tmp_path, name):
    (tmp_path / name).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    file = handle_file(tmp_path / name)
    status, *_ = client.predict(file, "", 1, 512, "", 1, 3, api_name="/photo_to_painting")
    assert "Use JPEG, PNG or WebP" in status


@pytest.mark.parametrize(
    ("prompt", "seed", "named"),
    [("", "", "empty"), ("a" * 32_001, "", "32,000"), (PROMPT, "-5", "seed must be")],
)
def test_a_wrong_request_is_answered_on_the_page(client, prompt, seed, named):
    status, *_ = client.predict(prompt, "512x512", seed, 1, 3, api_name="/text_to_image")
    assert named in status


def test_two_users_at_once_both_get_their_picture(client):
    jobs = [
        client.submit(PROMPT, "512x512", seed, 1, 3, api_name="/text_to_image")
        for seed in ("1", "2")
    ]
    assert ["seed 1 " in jobs[0].result()[0], "seed 2 " in jobs[1].result()[0]] == [True, True]


@pytest.mark.parametrize("keep", [True, False])
def test_pictures_stay_only_where_the_owner_wants_them(engine, tmp_path, monkeypatch, keep):
    if keep:
        monkeypatch.setenv("ENOGU_OUTPUT", str(tmp_path))
    *_, (_, path, _, _) = app.follow(engine, Path, prompt=PROMPT, size=(256, 256), steps=1)
    assert path.exists() == keep


def test_a_fault_of_the_engine_is_said_and_logged(engine, monkeypatch):
    def broken(request, photo):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(engine, "encode", broken)
    updates = app.follow(engine, str, prompt=PROMPT)
    with pytest.raises(RuntimeError, match="out of memory"):
        for status, *_ in updates:
            last = status
    assert "Something broke" in last


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_prompt_becomes_a_picture_and_its_seed_can_be_kept(open_page, viewport, tmp_path):
    page = open_page(viewport)
    paint(page, PROMPT)
    done = page.locator("#text-status .done")
    expect(done).to_contain_text("signed", timeout=TIMEOUT)
    picture = page.locator(".picture img:visible")
    expect(picture).to_be_in_viewport()
    served = tmp_path / "served.png"
    served.write_bytes(page.request.get(picture.get_attribute("src")).body())
    assert verify(served).state in ("Valid", "Trusted")

    seed = re.search(r"seed (\d+)", done.text_content())[1]
    page.get_by_role("button", name="Keep seed").first.click()
    expect(page.get_by_label("Seed").first).to_have_value(seed)
    page.get_by_role("button", name="New seed").first.click()
    expect(page.get_by_label("Seed").first).to_have_value("")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_photo_becomes_a_slider_of_before_and_after(open_page, viewport, photo_file):
    page = open_page(viewport)
    page.get_by_role("tab", name="Photo to Ghibli").click()
    page.locator(".upload:visible input[type=file]").set_input_files(photo_file)
    expect(page.locator(".upload img:visible")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Paint the photo").click()
    expect(page.locator("#photo-status .done")).to_contain_text("signed", timeout=TIMEOUT)
    assert page.locator(".picture:visible img").count() >= 2


def test_a_refusal_is_shown_with_its_reason(open_page):
    page = open_page(DESKTOP)
    paint(page, "a nude photo of the woman next door")
    refused = page.locator("#text-status .refused")
    expect(refused).to_contain_text("Not made.", timeout=TIMEOUT)
    assert len(refused.text_content()) > 30
    assert page.locator(".picture img:visible").count() == 0


def test_stop_stops_the_work(open_page, engine, pause):
    page = open_page(DESKTOP)
    paint(page, PROMPT)
    expect(page.locator("#text-status")).to_contain_text("Writing token", timeout=TIMEOUT)
    page.get_by_role("button", name="Stop").first.click()
    expect(page.locator("#text-status")).to_contain_text("Stopped", timeout=TIMEOUT)
    assert wait_until(lambda: not engine.lock.locked())


def test_a_closed_tab_stops_the_work(open_page, engine, pause):
    page = open_page(DESKTOP)
    paint(page, PROMPT)
    expect(page.locator("#text-status")).to_contain_text("Writing token", timeout=TIMEOUT)
    page.close()
    assert wait_until(lambda: not engine.lock.locked(), seconds=10)


def test_a_phone_shows_the_result_first_and_nothing_wider_than_itself(open_page):
    page = open_page(PHONE)
    tops = [page.locator(f".{name}:visible").bounding_box()["y"] for name in ("result", "controls")]
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_nothing_is_fetched_from_elsewhere(open_page, url):
    page = open_page(DESKTOP)
    page.get_by_role("tab", name="Photo to Ghibli").click()
    expect(page.get_by_role("button", name="Paint the photo")).to_be_visible()
    hosts = {urlparse(address).netloc for address in page.requested if address.startswith("http")}
    assert hosts == {urlparse(url).netloc}
