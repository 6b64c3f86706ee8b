"""One really served page and one browser for all tests of this folder, with the tiny engine."""

import asyncio
import base64
import io
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from gradio_client import Client
from PIL import Image
from playwright.sync_api import expect, sync_playwright

from pipeline.engines.base import NO_THINGS
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.studio.language import language_of
from pipeline.studio.page import launch
from safety.settings import current, use
from tests.easel import wait_until

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TIMEOUT = 90_000  # milliseconds; generous, since the machine may be shared
expect.set_options(timeout=TIMEOUT)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",  # the mask's canvas is WebGL
    "--use-fake-device-for-media-stream",  # a camera that shows a test picture
    "--use-fake-ui-for-media-stream",
]


class WatchedEngine(EmbeddedEngine):
    """The tiny engine, quick: small pictures. Where a test watches it work, it stops at the first
    token of a picture until the test lets it go on. It takes references, and counts those that it
    got."""

    held_picture: int | None = None  # this one and all after it stop; pictures count from 1
    pictures = 0
    references = 0

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        quick = {"default_size": (256, 256), "default_photo_side": 256, "max_references": 2}
        self.capabilities = replace(self.capabilities, **quick)

    def encode(self, request, photo, mask=None, references=(), things=NO_THINGS):
        self.references = len(references)
        return super().encode(request, photo, mask, references, things)

    def sample_tokens(self, conditioning):
        self.pictures += 1
        number = self.pictures
        for progress in super().sample_tokens(conditioning):
            yield progress
            while self.held_picture is not None and number >= self.held_picture and progress.done:
                time.sleep(0.4)
                yield progress  # so that a journey that was stopped ends here


@pytest.fixture(autouse=True)
def _painted_to_the_end():
    """No picture of one test is still being painted in the next."""
    yield
    assert wait_until(lambda: "painting" not in {one.name for one in threading.enumerate()}, 60)


@pytest.fixture(scope="session")
def engine():
    return WatchedEngine.tiny()


@pytest.fixture(scope="session")
def url(engine, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("gradio")))
        patch.setenv("GRADIO_HEARTBEAT_INTERVAL", "1")  # it sees sooner that a page has gone
        use(replace(current(), rate_limit=None))
        _, url, _ = launch(engine, prevent_thread_lock=True, quiet=True)
        yield url


@pytest.fixture(scope="session")
def client(url):
    return client_of(url)


def client_of(url) -> Client:
    """A client that waits as long as a page of these tests."""
    return Client(url, verbose=False, httpx_kwargs={"timeout": TIMEOUT / 1000})


@pytest.fixture(scope="session")
def browser(url):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, url):
    """Open the page as a new visitor; what the browser complained about is in `page.errors`."""
    contexts = []

    def open_page(viewport=DESKTOP, query="", address=url, **options):
        contexts.append(browser.new_context(viewport=viewport, **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(TIMEOUT)
        page.requested, page.errors = [], []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on(
            "console",
            lambda message: page.errors.append(message.text) if message.type == "error" else None,
        )
        page.goto(address + query)
        expect(page.locator(".result .status:visible").first).to_be_visible(timeout=TIMEOUT)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def viewport(request):
    """For the flows that are walked on both."""
    return request.param


@pytest.fixture
def hold(engine):
    """Call it to make the engine stop at the first token of a picture (of the next one, or of the
    n-th from now), and `hold(None)` to let it go on."""

    def hold(number: int | None = 1):
        engine.held_picture = None if number is None else engine.pictures + number

    yield hold
    hold(None)


def paint(page, prompt):
    page.get_by_label("What should be in the picture?").fill(prompt)
    page.get_by_role("button", name="Paint it").click()


def prompt_of(page):
    return page.get_by_label("What should be in the picture?")


def done(page, name="text"):
    """Waits for a signed picture and returns the line that says so."""
    line = page.locator(f"#{name}-status .done")
    expect(line).to_contain_text("signed", timeout=TIMEOUT)
    return line.text_content()


def tab(page, name):
    page.get_by_role("tab", name=name).click()


def send_file(page, path, event):
    """As a browser does when a file is pasted or dropped: on what has the focus."""
    page.evaluate(
        """([data, event]) => {
          const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
          const files = new DataTransfer();
          files.items.add(new File([bytes], "a.png", {type: "image/png"}));
          const options = {bubbles: true, cancelable: true};
          document.activeElement.dispatchEvent(event === "paste"
            ? new ClipboardEvent(event, {...options, clipboardData: files})
            : new DragEvent(event, {...options, dataTransfer: files}));
        }""",
        [base64.b64encode(path.read_bytes()).decode(), event],
    )


STILL = """(quiet) => new Promise((resolve) => {
  let changed = performance.now();
  const observer = new MutationObserver(() => { changed = performance.now(); });
  const everything = {subtree: true, childList: true, attributes: true, characterData: true};
  observer.observe(document, everything);
  const moves = (animation) => animation.playState === "running"
    && animation.effect.getComputedTiming().endTime !== Infinity;
  const look = () => {
    if (document.getAnimations().some(moves)) changed = performance.now();
    if (performance.now() - changed < quiet) return requestAnimationFrame(look);
    observer.disconnect();
    resolve();
  };
  look();
})"""


def wait_until_still(page, quiet=150):
    """Waits until nothing on the page has changed or moved for `quiet` milliseconds."""
    page.evaluate(STILL, quiet)


def wait_until_drawn(canvas):
    """Waits until a mask editor has drawn the picture to paint over: nothing else on the page
    tells, and before that it takes no strokes."""
    expect(canvas).to_be_visible(timeout=TIMEOUT)

    def is_drawn():
        canvas.page.wait_for_timeout(300)  # a look costs more than that, where no GPU draws
        seen = Image.open(io.BytesIO(canvas.screenshot())).convert("RGB")
        return seen.getcolors(maxcolors=1000) is None  # more than an empty editor has

    assert wait_until(is_drawn, TIMEOUT / 1000)
    canvas.scroll_into_view_if_needed()


def views(studio, fields, count=1):
    """All that is shown of a request, from the order to its end."""

    async def follow():
        jobs = studio.submit(fields, None, "somebody", count)
        if not isinstance(jobs, tuple):
            return [jobs]
        return [view async for view in studio.follow(jobs, language_of(None))]

    # The browser's tests leave an event loop running in this thread.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, follow()).result()
