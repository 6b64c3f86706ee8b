"""The page under use: python -m pipeline.benchmarks.page [--figures assets/figures]

Serves the page with the shipped weights on loopback and prints how soon it paints, what it fetches
and complains about, what eight visitors at once get, a batch of photos to its zip and the server's
memory over many pictures. With --figures it saves screenshots instead. Needs a `chromium` on the
path and tests/requirements.txt.
"""

import argparse
import os
import platform
import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlparse

from safety import settings

if TYPE_CHECKING:  # imported once the environment is set
    from pipeline.engines.base import Engine

PHOTOS = sorted((Path(__file__).parents[2] / "assets" / "examples").glob("*.jpg"))
PROMPT = "a lighthouse at sunset, a boat with a white sail"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
TABS = ("Text to image", "Photo to Ghibli", "Edit", "History", "Verify")
MINUTES = 60_000  # of milliseconds
FLAGS = ["--no-sandbox", "--disable-background-networking", "--enable-unsafe-swiftshader"]
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def main(arguments: Sequence[str] | None = None, engine: "Engine | None" = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pictures", type=int, default=100, help="how many the memory is held to")
    parser.add_argument("--visitors", type=int, default=8, help="how many come at once")
    parser.add_argument("--photos", type=int, default=5, help="how many the batch has")
    parser.add_argument("--figures", type=Path, help="save screenshots in this folder instead")
    options = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home), engine) as url,
        browsing() as browser,
    ):
        if options.figures:
            save_figures(browser, url, options.figures)
            return
        print(f"{platform.machine()}, {len(os.sched_getaffinity(0))} CPUs")
        show(first_paint(browser, url))
        show(every_tab(browser, url))
        show(many_visitors(browser, url, options.visitors))
        show(batch(browser, url, options.photos))
        memory(url, options.pictures)


def show(rows: dict[str, str]) -> None:
    for name, figure in rows.items():
        print(f"{name:48} {figure}", flush=True)


@contextmanager
def serving(home: Path, engine: "Engine | None" = None, queue: int = 32) -> Iterator[str]:
    """The page's address; its keys, uploads and pictures go to a folder of their own."""
    os.environ |= {"GRADIO_TEMP_DIR": str(home / "cache"), "GRADIO_ANALYTICS_ENABLED": "False"}
    settings.use(replace(settings.current(), home=home / "keys", rate_limit=None))
    from pipeline.engines import load_engine
    from pipeline.studio.page import launch

    yield launch(engine or load_engine(), queue, prevent_thread_lock=True, quiet=True)[1]


@contextmanager
def browsing() -> Iterator:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


def new_page(browser, viewport: dict = DESKTOP, **options):
    """A new visitor's, with nothing in the cache; patient, since the machine may be shared."""
    page = browser.new_context(viewport=viewport, **options).new_page()
    page.set_default_timeout(5 * MINUTES)
    return page


def open_page(browser, url: str, viewport: dict = DESKTOP, **options):
    page = new_page(browser, viewport, **options)
    page.goto(url)
    page.locator("#text-status .status").wait_for()
    return page


def first_paint(browser, url: str, runs: int = 5) -> dict[str, str]:
    """The first visit of new browsers. The median counts."""
    visits = []
    for _ in range(runs):
        page = new_page(browser)
        began = time.monotonic()
        page.goto(url, wait_until="commit")
        page.locator(".go:visible").click(trial=True)  # drawn, still and in nobody's way
        page.wait_for_function(PAINTED)
        visits.append((page.evaluate(PAINTED) / 1000, time.monotonic() - began))
        page.context.close()
    painted, usable = (sorted(seconds)[runs // 2] for seconds in zip(*visits, strict=True))
    return {"first contentful paint": f"{painted:.2f} s", "time to usable": f"{usable:.2f} s"}


def every_tab(browser, url: str) -> dict[str, str]:
    """What the browser complains about and asks for, over all tabs and a picture."""
    page = new_page(browser)
    errors, addresses = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: addresses.append(request.url))
    page.goto(url)
    for name in TABS:
        page.get_by_role("tab", name=name, exact=True).click()
        page.wait_for_timeout(1000)
    page.get_by_role("tab", name=TABS[0]).click()
    paint(page)
    web = [urlparse(address).netloc for address in addresses if address.startswith("http")]
    outside = [host for host in web if host != urlparse(url).netloc]
    page.context.close()
    for error in errors:
        print(error)
    return {
        "console errors over every tab and a picture": str(len(errors)),
        "requests, of them to other machines": f"{len(web)}, {len(outside)}",
    }


def paint(page, prompt: str = PROMPT) -> None:
    page.locator(".prompt textarea").fill(prompt)
    page.locator(".go:visible").first.click()
    page.locator("#text-status .done").wait_for()


def many_visitors(browser, url: str, count: int) -> dict[str, str]:
    """Visitors who press the button at once: their places in the queue, their pictures."""
    from safety.provenance.verify import verify

    pages = [open_page(browser, url) for _ in range(count)]
    began = time.monotonic()
    for number, page in enumerate(pages, start=1):
        page.locator(".prompt textarea").fill(f"{number} white cats")
        page.locator(".go:visible").first.click()
    places_seen: list[set] = [set() for _ in pages]
    waiting = set(range(count))
    while waiting:
        for number in sorted(waiting):
            status = pages[number].locator("#text-status")
            places_seen[number] |= set(re.findall(r"Place (\d+) of", status.inner_text()))
            if status.locator(".done").count():
                waiting.discard(number)
    seconds = time.monotonic() - began
    own, places = 0, sum(bool(seen) for seen in places_seen)
    for number, page in enumerate(pages, start=1):
        source = page.locator("#text-result .picture img").get_attribute("src")
        settings = verify(page.request.get(source).body()).settings or {}
        own += settings.get("prompt") == f"{number} white cats"
        page.context.close()
    last = sorted(map(int, places_seen[-1]), reverse=True)
    return {
        f"{count} visitors at once: with their own picture": f"{own}, in {seconds:.1f} s",
        "shown a place in the queue": f"{places}, the last one {last}",
    }


def batch(browser, url: str, count: int) -> dict[str, str]:
    """Photos to a zip, by the page's own button, 768 pixels each."""
    page = open_page(browser, url)
    page.get_by_role("tab", name=TABS[1]).click()
    page.get_by_text("Many photos at once").click()
    with tempfile.TemporaryDirectory() as folder:
        photos = [Path(folder) / f"photo-{n}.jpg" for n in range(count)]
        for n, photo in enumerate(photos):
            shutil.copy(PHOTOS[n % len(PHOTOS)], photo)
        page.locator(".many input[type=file]").set_input_files(photos)
        page.locator(".many").get_by_text(f"photo-{count - 1}").wait_for()
        began = time.monotonic()
        page.get_by_role("button", name="Paint them all").click()
        page.get_by_text(f"{count} of {count} photos painted").wait_for()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download all").click()
        seconds = time.monotonic() - began
        names = zipfile.ZipFile(download.value.path()).namelist()
    page.context.close()
    return {f"{count} photos to a zip of {len(names)}": f"{seconds:.1f} s"}


def memory(url: str, pictures: int) -> None:
    """Tells of this process, which is the server's, after ever more small pictures, and how many
    of them a check would not show."""
    from gradio_client import Client
    from gradio_client.exceptions import AppError

    client, refused = Client(url, verbose=False), 0
    marks = {1, pictures // 5, 3 * pictures // 5, pictures}
    for number in range(1, pictures + 1):
        wish = {"prompt": f"{number % 9 + 1} white cats", "size": "256x256", "steps": 1}
        try:
            client.predict(**wish, seed=number, api_name="/text_to_image")
        except AppError:
            refused += 1
        if number in marks:
            show({f"memory after {number} pictures": f"{resident():.0f} MiB"})
    show({"of these the checks refused": str(refused)})


def resident() -> float:
    """MiB that the process holds now; Linux."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def save_figures(browser, url: str, folder: Path) -> None:
    """The page on a desktop after a picture, and on a phone after a photo, as WebP."""
    page = open_page(browser, url, DESKTOP)
    page.get_by_text("More", exact=True).first.click()
    page.locator(".seeds textarea:visible, .seeds input[type=text]:visible").first.fill("7")
    page.get_by_text("More", exact=True).first.click()
    paint(page)
    snap(page, folder / "page-desktop.webp")
    page = open_page(browser, url, PHONE, color_scheme="dark", device_scale_factor=2)
    page.get_by_role("tab", name=TABS[1]).click()
    page.locator(".upload:visible input[type=file]").set_input_files(PHOTOS[1])
    page.locator(".upload:visible img").first.wait_for()
    page.get_by_label("Sunset").locator("visible=true").check()
    page.locator(".go:visible").first.click()
    page.locator("#photo-status .done").wait_for()
    snap(page, folder / "page-phone.webp")


def snap(page, path: Path) -> None:
    from PIL import Image

    page.wait_for_timeout(2000)  # what moves comes to rest
    page.evaluate("scrollTo(0, 0)")
    with tempfile.NamedTemporaryFile(suffix=".png") as file:
        page.screenshot(path=file.name)
        Image.open(file.name).convert("RGB").save(path, quality=82, method=6)
    print(f"{path} {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
