"""Settings come back: from the history, a link, a dropped picture; files in every format."""

import base64

import pytest
from playwright.sync_api import expect

from pipeline.generate import Picture
from safety.verify import verify
from tests.studio.conftest import TIMEOUT, done, paint, tab

PROMPT = "a red lantern beside a blue house"


def prompt_of(page):
    return page.get_by_label("What should be in the picture?")


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


def test_the_history_outlives_the_page_and_brings_settings_back(open_page):
    page = open_page()
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
    field = page.locator("#dropped input[type=file]")
    expect(field).to_be_attached(timeout=TIMEOUT)
    data = base64.b64encode(painted.path.read_bytes()).decode()
    page.evaluate(
        """([data, late]) => {
          const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
          const transfer = new DataTransfer();
          transfer.items.add(new File([bytes], "a.png", {type: "image/png"}));
          const options = {bubbles: true, cancelable: true, dataTransfer: transfer};
          const field = document.querySelector("#dropped");
          const after = document.createComment("here was the field");
          if (late) field.replaceWith(after);
          document.querySelector("h1").dispatchEvent(new DragEvent("drop", options));
          if (late) setTimeout(() => after.replaceWith(field), 400);
        }""",
        [data, late],
    )
    expect_restored(page)


def test_the_verify_tab_says_what_a_picture_carries(open_page, painted):
    page = open_page()
    tab(page, "Verify")
    page.locator(".verify-file input[type=file]").set_input_files(painted.path)
    report = page.locator("#verify-report")
    expect(report).to_contain_text("Signal found", timeout=TIMEOUT)
    expect(report).to_contain_text("c2pa.created")
    page.get_by_role("button", name="Use its settings").click()
    expect_restored(page)


def test_a_download_is_signed_in_every_format(open_page):
    page = open_page()
    paint(page, PROMPT)
    done(page)
    for kind, magic in (("PNG", b"\x89PNG"), ("WEBP", b"RIFF"), ("JPEG", b"\xff\xd8\xff")):
        page.get_by_label("File").first.click()
        page.get_by_role("option", name=kind).click()
        data = downloaded(page, magic)
        assert data.startswith(magic)
        report = verify(data)
        assert (report.state, report.settings["prompt"]) == ("Trusted", PROMPT)


def downloaded(page, magic):
    for _ in range(20):  # the new file is signed first
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").first.click()
        data = download.value.path().read_bytes()
        if data.startswith(magic):
            break
        page.wait_for_timeout(300)
    return data
