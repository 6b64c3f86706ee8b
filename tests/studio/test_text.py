"""Text to image, in a browser on a desktop and on a phone."""

import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from pipeline import queueing
from pipeline.studio import cards, journey
from safety.provenance.verify import verify
from tests.easel import wait_until
from tests.studio.conftest import DESKTOP, PHONE, TIMEOUT, done, paint, tab

PROMPT = "a red lantern beside a blue house"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_prompt_becomes_a_signed_picture_with_words(open_page, viewport, tmp_path):
    page = open_page(viewport)
    page.get_by_label("What should be in the picture?").fill(PROMPT)
    page.keyboard.press("Enter")
    done(page)
    picture = page.locator("#text-result .picture img")
    expect(picture).to_be_in_viewport()
    expect(picture).to_have_attribute("alt", re.compile(r"\w{3}"))
    served = tmp_path / "served.png"
    served.write_bytes(page.request.get(picture.get_attribute("src")).body())
    assert verify(served).settings["prompt"] == PROMPT
    assert page.errors == []


def test_a_round_of_pictures_with_a_kept_seed(open_page, viewport):
    page = open_page(viewport)
    page.get_by_text("More", exact=True).first.click()
    page.get_by_label("Seed", exact=True).first.fill("41")
    expect(page.get_by_label("Keep this seed").first).to_be_checked()
    page.get_by_label("2", exact=True).check()
    page.get_by_label("Night", exact=True).first.check()
    paint(page, PROMPT)
    # The first picture's line stands there for a moment, signed too.
    line = page.locator("#text-status .done")
    expect(line).to_contain_text("Picture 2 of 2", timeout=TIMEOUT)
    assert "seed 42" in done(page)
    thumbnails = page.locator("#text-result .strip button img")
    expect(thumbnails).to_have_count(2)
    shown = page.locator("#text-result .picture img")
    second = shown.get_attribute("src")
    thumbnails.first.click()
    expect(shown).not_to_have_attribute("src", second)
    settings = verify(page.request.get(shown.get_attribute("src")).body()).settings
    assert (settings["seed"], settings["prompt"]) == (41, f"{PROMPT} at night")


def test_the_dice_give_a_seed_and_keep_it(open_page, viewport):
    page = open_page(viewport)
    page.get_by_text("More", exact=True).first.click()
    page.get_by_role("button", name="New seed").click()
    seed = page.get_by_label("Seed", exact=True).first
    expect(seed).to_have_value(re.compile(r"\d+"))
    expect(page.get_by_label("Keep this seed").first).to_be_checked()
    paint(page, "a blue house")
    assert f"seed {seed.input_value()}" in done(page)


def test_words_that_the_model_does_not_know_can_be_replaced(open_page, viewport):
    page = open_page(viewport)
    prompt = page.get_by_label("What should be in the picture?")
    prompt.fill("two white tomcats and a zorb")
    words = page.locator(".understood")
    expect(words).to_contain_text("tomcats → cat")
    expect(words).to_contain_text("unknown")
    page.get_by_role("button", name="Use the words it knows").click()
    expect(prompt).to_have_value("two white cat and a")
    expect(words).not_to_contain_text("unknown")


def test_what_is_not_made_says_why_and_keeps_the_words(open_page):
    page = open_page()
    for words, named in (
        ("", "A few words are missing"),
        ("a nude photo of the woman next door", "Not made."),
    ):
        paint(page, words)
        refused = page.locator("#text-status .refused")
        expect(refused).to_contain_text(named, timeout=TIMEOUT)
        assert len(refused.text_content()) > 30
        assert page.locator("#text-result .picture img").count() == 0
        expect(page.locator("#text-result .block.invitation")).to_be_visible()
        expect(page.get_by_label("What should be in the picture?")).to_have_value(words)


def test_tokens_fill_a_grid_and_a_key_stops_at_once(open_page, engine, hold):
    hold()
    page = open_page()
    paint(page, PROMPT)
    expect(page.locator("#text-status")).to_contain_text("Writing token", timeout=TIMEOUT)
    expect(page.locator(".tokens i.on").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#text-status")).to_contain_text("Stopped", timeout=TIMEOUT)
    assert wait_until(lambda: not engine.lock.locked())


def test_stop_keeps_the_pictures_of_the_round_that_are_done(open_page, hold):
    hold(2)
    page = open_page()
    page.get_by_role("radio", name="2", exact=True).check()
    paint(page, "a blue house")
    expect(page.locator("#text-status")).to_contain_text("2 of 2", timeout=TIMEOUT)
    page.keyboard.press("Escape")
    expect(page.locator("#text-status")).to_contain_text("Stopped", timeout=TIMEOUT)
    expect(page.locator("#text-result .picture img")).to_be_visible(timeout=TIMEOUT)
    expect(page.locator("#text-result").get_by_role("button", name="Download")).to_be_visible()
    tab(page, "History")
    expect(page.locator("#history button")).to_have_count(1, timeout=TIMEOUT)


def test_a_tab_that_stays_closed_stops_the_work(open_page, engine, hold, monkeypatch):
    monkeypatch.setattr(queueing, "PATIENCE", 2.0)
    for stream in (cards, journey):
        monkeypatch.setattr(stream, "SAID_EVERY", 0.5)
    hold()
    page = open_page()
    paint(page, PROMPT)
    expect(page.locator("#text-status")).to_contain_text("Writing token", timeout=TIMEOUT)
    expect(page.locator("#jobs .card")).to_be_visible(timeout=TIMEOUT)  # all its streams have begun
    page.close()
    assert wait_until(lambda: not engine.lock.locked(), 90)


def test_a_seed_is_kept_as_soon_as_it_is_written(open_page):
    """Also while its lock is still loading, or does not listen yet."""
    page = open_page()
    page.get_by_text("More", exact=True).first.click()
    seed = page.get_by_label("Seed", exact=True).first
    lock = page.get_by_label("Keep this seed").first
    expect(lock).to_be_visible()

    def is_kept(write=lambda: seed.fill("41")):
        write()
        expect(lock).to_be_checked()
        seed.fill("")
        expect(lock).not_to_be_checked()

    page.locator(".seeds").first.evaluate(
        """(seeds) => {
          const lock = seeds.querySelector("input[type=checkbox]");
          const later = document.createElement("i");
          lock.replaceWith(later);
          setTimeout(() => later.replaceWith(lock), 400);
        }"""
    )
    is_kept()
    lock.evaluate(
        """(lock) => lock.addEventListener("click", (event) => {
          event.preventDefault();
          event.stopImmediatePropagation();
        }, {once: true, capture: true})"""
    )
    is_kept()
    is_kept(lambda: seed.press_sequentially("7"))
    assert page.errors == []


def test_a_picture_moves_is_cut_out_and_is_changed_so(open_page, tmp_path):
    """By one choice for words; a picture that is there by one press."""

    def shown(name):
        source = page.locator(f"#{name}-result .picture img").get_attribute("src")
        path = tmp_path / "shown"
        path.write_bytes(page.request.get(source).body())
        return Image.open(path), verify(path).settings

    page = open_page()
    page.get_by_label("Moving (GIF)").check(force=True)
    paint(page, "a white cat in the snow")
    done(page)
    image, settings = shown("text")
    assert image.format == "GIF" and image.n_frames == settings["frames"] == 12
    expect(page.get_by_label("File", exact=True).first).to_have_value("GIF")
    page.locator("#text-result").get_by_role("button", name="Edit this").click()
    page.get_by_role("button", name="Cut it out").click()
    done(page, "edit")
    image, settings = shown("edit")
    assert image.mode == "RGBA" and settings["transparent"]
    expect(page.locator(".card b").first).to_have_text("Cut it out")
    page.get_by_label("What should change?").fill("make the cat black")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("#edit-result .thread button")).to_have_count(3, timeout=TIMEOUT)
    assert wait_until(lambda: shown("edit")[1]["prompt"] == "make the cat black")
    assert shown("edit")[0].mode == "RGBA"
    assert page.errors == []
