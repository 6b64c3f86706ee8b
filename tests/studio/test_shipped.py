"""The page with the weights that ship: from words to an edit, from a photo to a painting."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from pipeline.engines import load_engine
from pipeline.studio.page import launch
from safety.provenance.verify import verify
from tests.studio.conftest import DESKTOP, PHONE, TIMEOUT, done, paint, tab

PHOTO = Path(__file__).parents[2] / "assets" / "examples" / "landscape.jpg"


@pytest.fixture(scope="module")
def shipped_url(url):
    return launch(load_engine("embedded"), prevent_thread_lock=True, quiet=True)[1]


def settings_of(page, name):
    source = page.locator(f"#{name}-result .picture img").last.get_attribute("src")
    return verify(page.request.get(source).body()).settings


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_words_become_a_picture_that_goes_on_by_talking(open_page, shipped_url, viewport):
    page = open_page(viewport, address=shipped_url)
    paint(page, "a lighthouse at sunset, a boat with a white sail")
    done(page)
    plan = page.locator("#text-status .plan")
    expect(plan).to_contain_text("lighthouse")
    expect(plan).to_contain_text("at sunset")
    picture = page.locator("#text-result .picture img")
    expect(picture).to_have_attribute("alt", plan.text_content().removeprefix("Planned: "))
    page.get_by_role("button", name="Edit this").first.click()
    expect(page.locator("#edit-result .picture img")).to_be_visible(timeout=TIMEOUT)
    page.get_by_label("What should change?").fill("make it night")
    page.keyboard.press("Enter")
    done(page, "edit")
    expect(page.locator("#edit-status .plan")).to_contain_text("at night")
    assert settings_of(page, "edit")["task"] == "edit"
    assert page.errors == []


def test_a_photo_becomes_a_painting(open_page, shipped_url):
    page = open_page(address=shipped_url)
    tab(page, "Photo to Ghibli")
    page.locator(".upload:visible input[type=file]").set_input_files(PHOTO)
    expect(page.locator(".upload:visible img")).to_be_visible(timeout=TIMEOUT)
    page.get_by_label("512 px").last.check()
    page.get_by_label("Night").last.check()
    page.get_by_role("button", name="Paint the photo").click()
    done(page, "photo")
    painting = page.locator("#photo-result .picture img").last
    expect(painting).to_have_attribute("alt", "A photo as a painting at night")
    assert settings_of(page, "photo")["prompt"].endswith("at night")


def test_a_photo_is_told_as_unknown_and_is_not_changed_by_words(open_page, shipped_url):
    page = open_page(address=shipped_url)
    tab(page, "Edit")
    page.locator(".upload:visible input[type=file]").set_input_files(PHOTO)
    expect(page.locator("#edit-result .picture img")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Describe it").click()
    expect(page.locator("#edit-status")).to_contain_text("is sure of nothing", timeout=TIMEOUT)
    page.get_by_label("What should change?").fill("add a red lantern")
    page.keyboard.press("Enter")
    refused = page.locator("#edit-status .refused")
    expect(refused).to_contain_text("would change", timeout=TIMEOUT)
