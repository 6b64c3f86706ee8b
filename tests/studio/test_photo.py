"""Photo to Ghibli: before and after, and many photos into a zip."""

import io
import re
import zipfile

import pytest
from PIL import Image
from playwright.sync_api import expect

from safety.provenance.verify import verify
from tests.studio.conftest import DESKTOP, PHONE, TIMEOUT, done, send_file


@pytest.fixture
def open_photo_tab(open_page):
    def open_photo_tab(viewport=DESKTOP, **options):
        page = open_page(viewport, **options)
        page.get_by_role("tab").nth(1).click()
        return page

    return open_photo_tab


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_photo_becomes_a_slider_of_before_and_after(open_photo_tab, viewport, photo_file):
    page = open_photo_tab(viewport)
    page.locator(".upload:visible input[type=file]").set_input_files(photo_file)
    expect(page.locator(".upload:visible img")).to_be_visible(timeout=TIMEOUT)
    page.get_by_label("Sunset").last.check()
    page.get_by_role("button", name="Paint the photo").click()
    assert "256 × 171" in done(page, "photo")
    before, after = page.locator("#photo-result .picture img").all()
    assert page.request.get(before.get_attribute("src")).body() == photo_file.read_bytes()
    report = verify(page.request.get(after.get_attribute("src")).body())
    assert report.settings["prompt"] == "convert this image into ghibli style at sunset"
    assert page.errors == []


def test_further_photos_go_along_to_an_engine_that_looks_at_them(
    open_photo_tab, engine, photo_file
):
    page = open_photo_tab()
    page.locator(".upload:visible input[type=file]").set_input_files(photo_file)
    page.get_by_text("Further photos to look at").locator("visible=true").click()
    page.locator(".references:visible input[type=file]").set_input_files([photo_file])
    expect(page.locator(".references:visible")).to_contain_text("photo", timeout=TIMEOUT)
    page.get_by_role("button", name="Paint the photo").click()
    done(page, "photo")
    assert engine.references == 1


def test_many_photos_become_a_zip_and_a_bad_one_costs_no_other(
    open_photo_tab, viewport, photo_file, tmp_path
):
    bad = tmp_path / "bad.jpg"
    bad.write_text("no picture")
    page = open_photo_tab(viewport)
    page.get_by_text("Many photos at once").click()
    page.locator(".many input[type=file]").set_input_files([photo_file, bad])
    expect(page.locator(".many")).to_contain_text("bad", timeout=TIMEOUT)
    page.get_by_role("button", name="Paint them all").click()
    status = page.locator("#many-status")
    expect(status).to_contain_text("1 of 2 photos painted", timeout=TIMEOUT)
    expect(status).to_contain_text("Use JPEG, PNG or WebP")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as bundle:
        (name,) = bundle.namelist()
        assert verify(bundle.read(name)).state == "Trusted"


def before_of(page) -> bytes:
    source = page.locator("#photo-result .picture img").first.get_attribute("src")
    return page.request.get(source).body()


def test_a_photo_is_pasted_and_another_after_it(open_photo_tab, viewport, photo_file, tmp_path):
    page = open_photo_tab(viewport)
    other = tmp_path / "other.png"
    Image.new("RGB", (300, 300), "teal").save(other)
    for file in (photo_file, other):
        before = page.locator(".upload:visible img").get_attribute("src") if file == other else None
        send_file(page, file, "paste")
        taken = page.locator(".upload:visible img")
        expect(taken).to_be_visible(timeout=TIMEOUT)
        expect(taken).not_to_have_attribute("src", before or "", timeout=TIMEOUT)
    page.get_by_role("button", name="Paint the photo").click()
    assert "256 × 256" in done(page, "photo")
    assert before_of(page) == other.read_bytes()


def test_a_photo_is_taken_with_the_camera(open_photo_tab, viewport):
    page = open_photo_tab(viewport, permissions=["camera"])
    page.locator(".upload:visible").get_by_label("Capture from camera").click()
    page.get_by_text("Click to Access Webcam").click()
    page.wait_for_function("document.querySelector('.upload video')?.readyState > 2")
    page.get_by_label("capture photo").click()
    expect(page.locator(".upload:visible .image-frame img")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Paint the photo").click()
    done(page, "photo")


def test_a_missing_photo_is_asked_for_and_an_example_is_one_click(open_photo_tab):
    page = open_photo_tab()
    page.get_by_role("button", name="Paint the photo").click()
    expect(page.locator("#photo-status")).to_contain_text("Add a photo first", timeout=TIMEOUT)
    page.locator("button.gallery-item:visible").first.click()
    expect(page.locator(".upload:visible img")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Paint the photo").click()
    done(page, "photo")


def test_strength_and_free_words_go_along(open_photo_tab, photo_file):
    page = open_photo_tab()
    page.locator(".upload:visible input[type=file]").set_input_files(photo_file)
    expect(page.locator(".upload:visible img")).to_be_visible(timeout=TIMEOUT)
    page.locator("input[type=number]:visible").first.fill("0.4")
    page.get_by_label("Anything else?").fill("in the rain")
    page.keyboard.press("Enter")
    done(page, "photo")
    source = page.locator("#photo-result .picture img").last.get_attribute("src")
    settings = verify(page.request.get(source).body()).settings
    assert settings["strength"] == 0.4
    assert settings["prompt"] == "convert this image into ghibli style in the rain"
    photo, painting = page.locator("#photo-result .picture img").all()
    expect(painting).to_have_attribute("alt", re.compile(r"\w{3}"))
    expect(photo).to_have_attribute("alt", "")


@pytest.mark.parametrize(
    ("size", "kind", "why", "locale"),
    [
        ((64, 64), "BMP", "Use JPEG, PNG or WebP", "en-US"),
        ((8_000, 5_008), "PNG", "At most 40 megapixels", "ja-JP"),
    ],
    ids=["BMP", "huge"],
)
def test_a_photo_that_cannot_be_used_says_why(open_photo_tab, tmp_path, size, kind, why, locale):
    page = open_photo_tab(locale=locale)
    bad = tmp_path / f"bad.{kind.lower()}"
    Image.new("1", size).save(bad, kind)
    page.locator(".upload:visible input[type=file]").set_input_files(bad)
    expect(page.locator(".upload:visible img")).to_be_visible(timeout=TIMEOUT)
    page.locator(".go:visible").first.click()
    refused = page.locator("#photo-status .refused")
    expect(refused).to_be_visible(timeout=TIMEOUT)
    assert (why in refused.text_content()) == (locale == "en-US")
    # The example stands there again.
    expect(page.locator("#photo-result .picture img")).to_have_count(2)
