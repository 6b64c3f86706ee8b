"""Several visitors, several pictures at once: the line, the cards, answers that do not wait."""

import re

import pytest
from playwright.sync_api import expect

from tests.easel import wait_until
from tests.studio.conftest import PHONE, TIMEOUT, done, paint, prompt_of, tab

HELD = "a red lantern beside a blue house"


@pytest.fixture
def held(open_page, hold):
    """A page whose first picture is done and whose second stands still."""
    page = open_page()
    paint(page, "a blue house")
    done(page)
    hold()
    paint(page, HELD)
    expect(page.locator("#text-status")).to_contain_text("Writing token", timeout=TIMEOUT)
    return page


def cards(page, state=""):
    return page.locator(f"#jobs .card{state}")


def test_who_waits_sees_place_and_time_and_what_is_not_made_waits_for_nobody(
    held, open_page, engine, tmp_path
):
    second, third = open_page(), open_page(locale="ja-JP")
    line = second.locator("#text-status")
    paint(second, "two white cats")
    expect(line).to_contain_text(
        re.compile(r"Place 1 of 1 in the queue · done in about \d+"), timeout=TIMEOUT
    )
    third.locator(".prompt textarea").fill("two white cats")
    third.locator(".go:visible").click()
    expect(third.locator("#text-status")).to_contain_text("2 件中 2 番目", timeout=TIMEOUT)
    expect(cards(third, ".queued")).to_contain_text("順番待ち", timeout=TIMEOUT)
    for prompt, named in (("", "A few words are missing"), ("a nude photo of her", "Not made.")):
        paint(second, prompt)
        expect(line).to_contain_text(named, timeout=TIMEOUT)
    tab(second, "Photo to Ghibli")
    bad = tmp_path / "bad.png"
    bad.write_text("no picture")
    second.locator(".upload:visible input[type=file]").set_input_files(bad)
    expect(second.locator(".prose.bad-file:visible")).to_contain_text(
        "Use JPEG, PNG or WebP", timeout=TIMEOUT
    )
    assert engine.lock.locked()  # all of it while somebody else's picture is painted
    expect(cards(second)).to_have_count(1)  # what waits is still there
    second.get_by_role("button", name="Cancel: two white cats").click()
    expect(cards(second)).to_have_count(0, timeout=TIMEOUT)


def test_a_page_that_is_loaded_again_finds_its_jobs_and_a_done_one_comes_back(held, engine):
    page = held
    expect(cards(page, ".painting")).to_contain_text(HELD, timeout=TIMEOUT)
    page.reload()
    page.errors.clear()  # of the streams that this has cut off
    expect(cards(page)).to_have_count(2, timeout=TIMEOUT)
    expect(page.locator("#text-status")).to_contain_text("Writing token", timeout=TIMEOUT)
    expect(cards(page, ".painting")).to_contain_text(HELD, timeout=TIMEOUT)
    expect(cards(page, ".done").locator("img")).to_have_js_property("complete", True)
    assert engine.lock.locked()
    prompt_of(page).fill("words for the next picture")
    cards(page, ".done").get_by_role("button").first.click()
    expect(page.locator("#text-result .picture img")).to_be_visible(timeout=TIMEOUT)
    expect(page.locator("#text-status")).to_contain_text("a blue house", timeout=TIMEOUT)
    expect(prompt_of(page)).to_have_value("words for the next picture")
    cards(page, ".painting").get_by_role("button").first.click()
    expect(page.locator("#text-status")).to_contain_text("Writing token", timeout=TIMEOUT)
    page.get_by_role("button", name=f"Cancel: {HELD}").click()
    expect(page.locator("#text-status")).to_contain_text("Stopped", timeout=TIMEOUT)
    assert wait_until(lambda: not engine.lock.locked())
    page.get_by_role("button", name="Put away: a blue house").click()
    expect(cards(page)).to_have_count(0, timeout=TIMEOUT)
    tab(page, "History")
    expect(page.locator("#history button")).to_have_count(1, timeout=TIMEOUT)
    assert page.errors == []


def test_three_pictures_of_one_visitor_fit_a_phone(open_page, hold):
    hold()
    page = open_page(PHONE)
    for prompt in ("a blue house", "a red house", "a green house"):
        paint(page, prompt)
        expect(page.locator("#jobs")).to_contain_text(prompt, timeout=TIMEOUT)
    expect(cards(page, ".queued")).to_have_count(2, timeout=TIMEOUT)
    expect(cards(page).first).to_contain_text("a green house")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    hold(None)
    expect(cards(page, ".done")).to_have_count(3, timeout=TIMEOUT)
    assert "signed" in done(page)
    assert page.errors == []
