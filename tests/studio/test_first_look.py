"""What a newcomer sees: a page that invites, stands still and speaks their language."""

import re

import pytest
from playwright.sync_api import expect

from pipeline.pace import Pace
from pipeline.studio.edit_tab import THREAD
from pipeline.studio.text_tab import IDEAS
from tests.easel import wait_until
from tests.studio.conftest import DESKTOP, PHONE, TIMEOUT, done, paint, tab, wait_until_still

FOLDS = """() => document.querySelectorAll(".controls button.label-wrap:not(.open)")
  .forEach((fold) => { if (fold.offsetParent) fold.click(); })"""
ENGLISH_ALL_OVER = "Enogu AI GIF PNG JPEG WEBP WebP zip px API MCP tiny"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_empty_result_invites_and_its_tiles_are_words_to_begin_with(open_page, viewport):
    page = open_page(viewport)
    tiles = page.locator("#text-result .invitation button:visible")
    expect(tiles).to_have_count(len(IDEAS))
    for image in tiles.locator("img").all():
        assert image.evaluate("(image) => image.complete && image.naturalWidth > 0")
    tiles.last.focus()
    page.keyboard.press("Enter")
    prompt = page.locator(".prompt textarea")
    expect(prompt).to_have_value(list(IDEAS.values())[-1])
    expect(prompt).to_be_focused()
    page.keyboard.press("Enter")
    done(page)
    expect(page.locator("#text-result .block.invitation")).to_be_hidden()


def test_the_other_tabs_show_by_example_what_they_do(open_page):
    page = open_page()
    tab(page, "Photo to Ghibli")
    expect(page.locator("#photo-status")).to_contain_text("An example")
    expect(page.locator("#photo-result .picture img")).to_have_count(2)
    expect(page.locator("#photo-result .actions")).to_be_hidden()  # it is nobody's to take
    tab(page, "Edit")
    steps = page.locator("#edit-result .invitation figcaption")
    expect(steps).to_have_text([words for _, words in THREAD])


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_painting_emerges_where_the_tokens_were(open_page, viewport, hold):
    """Nothing moves from the first token to the signed picture, and its plan is told."""
    hold()
    page = open_page(viewport)
    paint(page, "a blue house by a lake at night")
    expect(page.locator("#text-status .bar")).to_be_visible(timeout=TIMEOUT)
    plan = page.locator("#text-status .plan")
    expect(plan).to_contain_text(re.compile(r"Planned: .*at night"), timeout=TIMEOUT)
    grid = page.locator("#text-result .tokens").bounding_box()
    hold(None)
    done(page)
    picture = page.locator("#text-result .picture img").bounding_box()
    assert abs(picture["y"] - grid["y"]) < 6
    assert abs(picture["height"] - grid["height"]) < 6


def test_stop_is_there_while_there_is_something_to_stop(open_page, engine, hold):
    hold()
    page = open_page()
    stop = page.get_by_role("button", name="Stop")
    expect(stop).to_be_hidden()
    paint(page, "a blue house")
    expect(stop).to_have_count(1)
    expect(stop).to_be_visible()
    stop.click()
    expect(page.locator("#text-status")).to_contain_text("Stopped", timeout=TIMEOUT)
    expect(stop).to_be_hidden()
    assert wait_until(lambda: not engine.lock.locked())


def test_the_time_left_is_told_from_the_second_picture_on(open_page, hold, monkeypatch):
    learn = Pace.learn

    def as_if_slower(pace, request, stage, seconds, rough=False):
        learn(pace, request, stage, 60 * seconds, rough)

    monkeypatch.setattr(Pace, "learn", as_if_slower)  # less than a second is not told
    page = open_page()
    paint(page, "a blue house")
    assert "left" not in done(page)
    hold()
    paint(page, "a blue house")
    line = page.locator("#text-status")
    expect(line).to_contain_text(re.compile(r"about \d+ (s|min) left"), timeout=TIMEOUT)


def test_the_keyboard_goes_through_the_page_as_the_eye_does(open_page):
    page = open_page()
    prompt = page.locator(".prompt textarea")
    prompt.focus()
    reached = []
    for _ in range(4):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert reached == ["Say it", "Paint it", "Astronaut", "Fox in the forest"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # an idea is one press
    expect(prompt).to_have_value("an astronaut riding a horse on the moon")


def test_the_footer_says_what_painted_and_leads_to_the_card_and_to_verify(open_page):
    page = open_page()
    about = page.locator("#about")
    for fact in ("Engine embedded", "model ", "device cpu", "attention ", "torch ", "gradio 6"):
        expect(about).to_contain_text(fact)
    about.get_by_text("Model card").click()
    expect(about.locator(".card h1, .card h2").first).to_be_visible()
    page.get_by_role("button", name="Verify a picture").click()
    expect(page.get_by_text("Was this picture made here?")).to_be_visible()


def test_a_screen_reader_hears_that_it_is_done(open_page):
    page = open_page()
    # What is announced is taken back again, so every announcement is recorded.
    page.evaluate(
        """() => {
          window.heard = "";
          new MutationObserver(() => {
            for (const live of document.querySelectorAll("[aria-live]"))
              window.heard += live.textContent;
          }).observe(document.body, {childList: true, subtree: true, characterData: true});
        }"""
    )
    paint(page, "a blue house")
    done(page)
    page.wait_for_function("window.heard.includes('Done')")


def foreign(page) -> set[str]:
    """Words in Latin letters that can be read now, but for names, the models' own words, and what
    Gradio says for a moment ("processing")."""
    shown = page.evaluate(
        """() => {
          const skipped = ".facts, .invitation :is(span, figcaption), .understood, textarea, " +
            ".card, .unseen, .meta-text, .meta-text-center, .progress-text";
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const texts = [];
          for (let node; (node = walker.nextNode());) {
            const element = node.parentElement;
            if (element.closest("script, style") || element.closest(skipped)) continue;
            if (element.checkVisibility({visibilityProperty: true})) texts.push(node.nodeValue);
          }
          return texts.join(" ");
        }"""
    )
    shown = re.sub("「.*?」", "", shown)  # the letters of a sign
    return set(re.findall(r"[A-Za-z]{2,}", shown)) - set(ENGLISH_ALL_OVER.split())


def test_a_japanese_visitor_reads_japanese_on_every_tab(open_page):
    page = open_page(locale="ja-JP")
    for number in range(5):
        page.get_by_role("tab").nth(number).click()
        wait_until_still(page)
        page.evaluate(FOLDS)
        wait_until_still(page)
        assert foreign(page) == set(), number
    assert page.errors == []


def test_a_japanese_visitor_reads_japanese_while_it_works_and_after(open_page, hold):
    hold()
    page = open_page(locale="ja-JP")
    page.locator(".prompt textarea").fill("a blue house")
    page.locator(".go:visible").click()
    line = page.locator("#text-status")
    expect(line.locator(".plan")).to_contain_text("計画: ", timeout=TIMEOUT)
    assert foreign(page) == set()
    hold(None)
    expect(line).to_contain_text("署名済み", timeout=TIMEOUT)
    wait_until(lambda: foreign(page) == set(), TIMEOUT / 1000)
    assert foreign(page) == set()
    picture = page.locator("#text-result .picture img")
    expect(picture).to_have_attribute("alt", re.compile("[\u3040-\u30ff]|[\u4e00-\u9fff]|\\w{3}"))


def test_a_japanese_visitor_reads_in_japanese_why_not(open_page):
    page = open_page(locale="ja-JP")
    refused, reasons = page.locator("#text-status .refused"), []
    for words in ("", "a" * 32_001, "a nude photo of the woman next door"):
        page.get_by_label("何を描きますか？").fill(words)
        page.get_by_role("button", name="描く").first.click()
        expect(refused).to_be_visible(timeout=TIMEOUT)
        assert wait_until(lambda: refused.text_content() not in reasons)
        assert wait_until(lambda: foreign(page) == set())
        reasons.append(refused.text_content())
    assert "うまくいきませんでした" in reasons[0]
