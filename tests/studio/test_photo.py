"""Photo to Ghibli: before and after, and many photos into a zip."""

import io
import zipfile

import pytest
from playwright.sync_api import expect

from safety.verify import verify
from tests.studio.conftest import DESKTOP, PHONE, TIMEOUT, done, tab


@pytest.fixture
def open_photo_tab(open_page):
    def open_photo_tab(viewport=DESKTOP):
        page = open_page(viewport)
        tab(page, "Photo to Ghibli")
        return page

    return open_photo_tab


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_photo_becomes_a_slider_of_before_and_after(open_photo_tab, viewport, photo_file):
    page = open_photo_tab(viewport)
    page.locator(".upload:visible input[type=file]").set_input_files(photo_file)
    expect(page.locator(".upload:visible img")).to_be_visible(timeout=TIMEOUT)
    page.get_by_label("Sunset").last.check()
    page.get_by_role("button", name="Paint the photo").click()
    assert "512 × 341" in done(page, "photo")
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


def test_a_missing_photo_is_asked_for(open_photo_tab):
    page = open_photo_tab()
    page.get_by_role("button", name="Paint the photo").click()
    expect(page.locator("#photo-status")).to_contain_text("Add a photo first", timeout=TIMEOUT)


def test_many_photos_become_a_zip_and_a_bad_one_costs_no_other(
    open_photo_tab, photo_file, tmp_path
):
    bad = tmp_path / "bad.jpg"
    bad.write_text("no picture")
    page = open_photo_tab()
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
