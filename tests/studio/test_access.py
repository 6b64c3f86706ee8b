"""For everybody and everywhere: screen readers, phones, dark, Japanese, offline, installed."""

from urllib.parse import urlparse

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.studio.conftest import DESKTOP, PHONE, TIMEOUT, done, paint, wait_until_still

TABS = ("Text to image", "Photo to Ghibli", "Edit", "History", "Verify")


def serious(page) -> list[str]:
    """What axe-core finds serious or critical on what is shown now."""
    found = Axe().run(page).response["violations"]
    return [
        f"{item['id']}: {node['html'][:160]}"
        for item in found
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]


def open_tab(page, name):
    """By its tab, or by the menu that a narrow page puts the last tabs into."""
    button = page.get_by_role("tab", name=name, exact=True)
    if button.count() == 0 or not button.first.is_visible():
        page.locator(".overflow-menu > button").first.click()
        page.locator(".overflow-dropdown").get_by_text(name, exact=True).click()
    else:
        button.first.click()


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")], ids=["desktop", "phone"]
)
def test_every_tab_is_accessible_and_fits(open_page, url, viewport, scheme):
    """Under the page's own policy, with nothing fetched from elsewhere."""
    page = open_page(viewport, color_scheme=scheme)
    if viewport is PHONE:
        expect_the_result_first(page)
    assert page.locator("body.dark").count() == (scheme == "dark")
    problems = {}
    for name in TABS:
        open_tab(page, name)
        wait_until_still(page)
        problems |= {name: found} if (found := serious(page)) else {}
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert problems == {}
    assert page.errors == []
    hosts = {urlparse(address).netloc for address in page.requested if address.startswith("http")}
    assert hosts == {urlparse(url).netloc}


def expect_the_result_first(page):
    tops = [page.locator(f".{name}:visible").bounding_box()["y"] for name in ("result", "controls")]
    assert tops == sorted(tops)
    for button in page.locator(".run button:visible").all():
        assert button.bounding_box()["height"] >= 44


def test_a_result_is_accessible_and_nobody_else_sees_it(open_page):
    page = open_page()
    paint(page, "a blue cottage")
    done(page)
    assert serious(page) == []
    other = open_page()
    expect(other.get_by_label("What should be in the picture?")).to_have_value("")
    expect(other.locator("#text-result .picture img")).to_have_count(0)
    open_tab(other, "History")
    expect(other.get_by_text("Nothing yet.")).to_be_visible()


def test_what_comes_after_a_picture_is_accessible_too(open_page, photo_file):
    page = open_page(PHONE, color_scheme="dark")
    paint(page, "a blue cottage at noon")
    done(page)
    problems = {"Text": serious(page)}
    page.get_by_role("button", name="Edit this").first.click()
    expect(page.locator("#edit-result .picture img")).to_be_visible(timeout=TIMEOUT)
    page.get_by_label("What should change?").fill("make it night")
    page.keyboard.press("Enter")
    done(page, "edit")
    expect(page.get_by_role("button", name="2 · make it night")).to_be_visible(timeout=TIMEOUT)
    problems["Edit"] = serious(page)
    open_tab(page, "History")
    expect(page.locator("#history button")).to_have_count(2, timeout=TIMEOUT)
    problems["History"] = serious(page)
    open_tab(page, "Photo to Ghibli")
    page.locator(".upload:visible input[type=file]").set_input_files(photo_file)
    page.get_by_role("button", name="Paint the photo").click()
    done(page, "photo")
    problems["Photo"] = serious(page)
    assert problems == {"Text": [], "Edit": [], "History": [], "Photo": []}


def test_it_can_be_installed(url):
    manifest = httpx.get(f"{url}manifest.json").json()
    assert (manifest["name"], manifest["display"]) == ("Enogu", "standalone")
    for icon in manifest["icons"]:
        assert httpx.get(url.rstrip("/") + icon["src"]).is_success
