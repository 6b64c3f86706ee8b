"""Settings come back: from the history, a link, a dropped picture; files in every format."""

import pytest
from playwright.sync_api import expect

from pipeline.results import Picture
from pipeline.studio.history import recalled
from safety.provenance.verify import verify
from tests.easel import wait_until
from tests.studio.conftest import TIMEOUT, done, paint, prompt_of, send_file, tab

pytestmark = pytest.mark.slow

PROMPT = "a red lantern beside a blue house"


@pytest.fixture
def painted(make) -> Picture:
    return make(prompt=PROMPT, size=(640, 480), seed=77, steps=3, guidance=2.0)[1]


def expect_restored(page):
    expect(prompt_of(page)).to_have_value(PROMPT, timeout=TIMEOUT)
    expect(page.get_by_label("Landscape")).to_be_checked()
    page.get_by_text("More", exact=True).first.click()
    expect(page.get_by_label("Seed", exact=True).first).to_have_value("77")
    expect(page.get_by_label("Keep this seed").first).to_be_checked()
    expect(page.get_by_role("spinbutton").first).to_have_value("3")


def test_the_history_outlives_the_page_and_brings_settings_back(open_page, viewport):
    page = open_page(viewport)
    paint(page, PROMPT)
    done(page)
    tab(page, "History")
    remembered = page.locator("#history button")
    expect(remembered).to_have_count(1, timeout=TIMEOUT)
    page.reload()
    expect(page.locator("#text-status .status")).to_be_visible(timeout=TIMEOUT)
    tab(page, "History")
    expect(remembered).to_have_count(1, timeout=TIMEOUT)
    expect(remembered.locator("img")).to_have_js_property("complete", True)
    remembered.click()
    expect(prompt_of(page)).to_have_value(PROMPT, timeout=TIMEOUT)
    tab(page, "History")
    page.get_by_role("button", name="Forget all").click()
    expect(remembered).to_have_count(0, timeout=TIMEOUT)


def test_a_link_holds_the_settings(open_page):
    expect_restored(
        open_page(query="?prompt=a+red+lantern+beside+a+blue+house&size=640x480&seed=77&steps=3")
    )


@pytest.mark.parametrize("late", [False, True], ids=["ready", "field still loading"])
def test_a_picture_of_ours_dropped_anywhere_brings_its_settings_back(open_page, painted, late):
    page = open_page()
    expect(page.locator("#dropped input[type=file]")).to_be_attached(timeout=TIMEOUT)
    if late:
        page.evaluate(
            """() => {
              const field = document.querySelector("#dropped");
              const after = document.createComment("here was the field");
              field.replaceWith(after);
              setTimeout(() => after.replaceWith(field), 600);
            }"""
        )
    send_file(page, painted.path, "drop")
    expect_restored(page)


def test_a_picture_of_ours_pasted_beside_the_fields_does_so_too(open_page, painted):
    page = open_page()
    expect(page.locator("#dropped input[type=file]")).to_be_attached(timeout=TIMEOUT)
    send_file(page, painted.path, "paste")
    expect_restored(page)


def test_a_dropped_file_without_settings_changes_nothing_and_says_so(open_page, photo_file):
    page = open_page()
    expect(page.locator("#dropped input[type=file]")).to_be_attached(timeout=TIMEOUT)
    send_file(page, photo_file, "drop")
    expect(page.locator(".toast-body")).to_contain_text("no settings of ours", timeout=TIMEOUT)


def shown(page, name) -> bytes:
    source = page.locator(f"#{name}-result .picture img").last.get_attribute("src")
    return page.request.get(source).body()


def from_history(page, number=0):
    tab(page, "History")
    page.locator("#history button").nth(number).click()


def test_a_picture_of_the_history_is_there_again_with_all_that_can_be_done(open_page, viewport):
    page = open_page(viewport)
    paint(page, f"{PROMPT} at noon")
    done(page)
    first = shown(page, "text")
    paint(page, "a blue house")
    expect(page.locator("#text-status")).not_to_contain_text("signed", timeout=TIMEOUT)
    done(page)
    from_history(page, 1)
    expect(page.locator("#text-status")).to_contain_text("Settings are back", timeout=TIMEOUT)
    assert shown(page, "text") == first
    page.locator("#text-result").get_by_role("button", name="Edit this").click()
    expect(page.locator("#edit-result .picture img")).to_be_visible(timeout=TIMEOUT)
    page.get_by_label("What should change?").fill("make it night")
    page.keyboard.press("Enter")
    done(page, "edit")
    paint_again = shown(page, "edit")
    from_history(page, 0)
    expect(page.locator("#edit-result .picture img")).to_be_visible(timeout=TIMEOUT)
    expect(page.get_by_label("What should change?")).to_have_value("make it night")
    assert shown(page, "edit") == paint_again
    assert page.errors == []


def test_a_painted_photo_of_the_history_is_there_again(open_page, photo_file):
    page = open_page()
    tab(page, "Photo to Ghibli")
    page.locator(".upload:visible input[type=file]").set_input_files(photo_file)
    page.get_by_label("Anything else?").fill("in the rain")
    page.keyboard.press("Enter")
    done(page, "photo")
    painting = shown(page, "photo")
    tab(page, "History")
    expect(page.locator("#history button")).to_have_count(1, timeout=TIMEOUT)
    page.reload()
    expect(page.locator("#text-status .status")).to_be_visible(timeout=TIMEOUT)
    from_history(page)
    expect(page.get_by_label("Anything else?")).to_have_value("in the rain", timeout=TIMEOUT)
    expect(page.locator("#photo-status")).to_contain_text("Settings are back", timeout=TIMEOUT)
    assert shown(page, "photo") == painting


FOREIGN = ["/etc/passwd", "{folder}/../x.png", "{folder}/gone.png", "", None]


@pytest.mark.parametrize("file", FOREIGN)
def test_the_history_brings_back_nothing_but_served_pictures(
    file, painted, tmp_path, monkeypatch, program_settings
):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    named = file and file.format(folder=tmp_path / "cache")
    assert recalled({"file": named}) is None
    assert recalled({"file": str(painted.path)}) is None
    program_settings(output=painted.path.parent)
    assert recalled({"file": str(painted.path)}).settings["prompt"] == PROMPT


def test_a_copied_link_opens_in_another_browser(open_page, viewport, url):
    page = open_page(viewport, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("More", exact=True).first.click()
    page.get_by_label("Seed", exact=True).first.fill("77")
    expect(page.get_by_label("Keep this seed").first).to_be_checked()
    paint(page, PROMPT)
    assert "seed 77" in done(page)
    page.locator("#text-result").get_by_role("button", name="Copy link").click()
    expect(page.locator(".toast-body")).to_contain_text("Link copied", timeout=TIMEOUT)
    link = page.evaluate("navigator.clipboard.readText()")
    other = open_page(query=link.removeprefix(url))
    expect(prompt_of(other)).to_have_value(PROMPT, timeout=TIMEOUT)
    other.get_by_text("More", exact=True).first.click()
    expect(other.get_by_label("Seed", exact=True).first).to_have_value("77")


def test_a_link_to_a_painted_photo_asks_for_a_photo(open_page):
    query = "?task=photo_to_painting&prompt=convert+this+image+into+ghibli+style+in+the+rain"
    page = open_page(query=f"{query}&strength=0.5&size=512x341")
    expect(page.get_by_label("Anything else?")).to_have_value("in the rain", timeout=TIMEOUT)
    expect(page.locator(".toast-body")).to_contain_text("Add a photo first")


def test_the_verify_tab_says_what_a_picture_carries(open_page, viewport, painted):
    page = open_page(viewport)
    tab(page, "Verify")
    page.locator(".verify-file input[type=file]").set_input_files(painted.path)
    report = page.locator("#verify-report")
    expect(report).to_contain_text("Signal found", timeout=TIMEOUT)
    expect(report).to_contain_text("c2pa.created")
    page.get_by_role("button", name="Use its settings").click()
    expect_restored(page)


def test_a_download_is_signed_in_every_format(open_page, viewport):
    page = open_page(viewport)
    paint(page, PROMPT)
    done(page)
    for kind, magic in (("PNG", b"\x89PNG"), ("WEBP", b"RIFF"), ("JPEG", b"\xff\xd8\xff")):
        page.get_by_label("File").first.click()
        page.get_by_role("option", name=kind, exact=True).click()
        # The new file is signed first; nothing on the page tells when the button has it.
        assert wait_until(lambda magic=magic: downloaded(page).startswith(magic))
        report = verify(downloaded(page))
        assert (report.state, report.settings["prompt"]) == ("Trusted", PROMPT)


def downloaded(page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").first.click()
    return download.value.path().read_bytes()
