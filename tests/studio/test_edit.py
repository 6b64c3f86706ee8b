"""Going on from a picture: by talking, by painting over a part, with more like it."""

import io
from dataclasses import replace

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import expect

from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.flux.engine import FluxKleinEngine
from pipeline.engines.glm.engine import GlmImageEngine
from pipeline.studio.page import build, launch
from safety.provenance.verify import verify
from tests.easel import wait_until
from tests.studio.conftest import PHONE, TIMEOUT, done, paint, tab, wait_until_drawn

HOUSE = "a blue house at noon"  # so that night changes it, by whatever plan


def taken_to_edit(page):
    """The page, once a picture was painted there and taken to the Edit tab."""
    paint(page, HOUSE)
    done(page)
    page.get_by_role("button", name="Edit this").first.click()
    expect(page.locator("#edit-result .picture img")).to_be_visible(timeout=TIMEOUT)
    return page


@pytest.fixture
def page(open_page, viewport):
    return taken_to_edit(open_page(viewport))


@pytest.fixture(scope="module")
def parts_url(url):
    """A page whose engine cannot edit by words."""
    engine = EmbeddedEngine.tiny()
    tasks = frozenset({"text_to_image", "inpaint", "variation"})
    engine.capabilities = replace(engine.capabilities, tasks=tasks, default_steps=1)
    return launch(engine, prevent_thread_lock=True, quiet=True)[1]


def shown(page):
    return page.request.get(page.locator("#edit-result .picture img").get_attribute("src")).body()


def change(page, instruction):
    page.get_by_label("What should change?").fill(instruction)
    page.keyboard.press("Enter")
    steps = page.locator(".thread button img")
    count = max(steps.count(), 1)
    expect(steps).to_have_count(count + 1, timeout=TIMEOUT)


def test_every_step_of_a_thread_can_be_gone_back_to(page):
    first = shown(page)
    change(page, "make it night")
    settings = verify(shown(page)).settings
    assert (settings["task"], settings["prompt"]) == ("edit", "make it night")
    steps = page.locator(".thread button img")
    steps.first.click()
    expect(page.locator(".thread .selected")).to_have_count(1)
    page.wait_for_function("document.querySelector('#edit-result .picture img')")
    assert wait_until(lambda: shown(page) == first)
    change(page, "make it sunset")
    expect(page.locator(".thread")).to_contain_text("3 · make it sunset (← 1)")


def test_the_step_gone_back_to_is_the_one_that_is_handed_out(page):
    change(page, "make it night")
    expect(page.locator("#edit-result").get_by_role("button", name="Download")).to_be_visible()
    page.locator(".thread button img").first.click()
    expect(page.locator(".thread .selected img")).to_have_count(1)

    def task_handed_out():
        with page.expect_download() as download:
            page.locator("#edit-result").get_by_role("button", name="Download").click()
        return verify(download.value.path()).settings["task"]

    assert wait_until(lambda: task_handed_out() == "text_to_image")


def test_a_refusal_costs_neither_the_picture_nor_the_words(page):
    first = shown(page)
    page.get_by_role("button", name="Add a lantern").click()  # an idea is one click
    expect(page.get_by_label("What should change?")).to_have_value("add a red lantern on the left")
    page.get_by_label("What should change?").fill("make the woman naked")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-status .refused")).to_be_visible(timeout=TIMEOUT)
    assert wait_until(lambda: shown(page) == first)
    expect(page.get_by_label("What should change?")).to_have_value("make the woman naked")
    expect(page.locator("#edit-result").get_by_role("button", name="Download")).to_be_visible()


def test_stopping_brings_back_what_was_there(page, hold):
    first = shown(page)
    hold()
    page.get_by_label("What should change?").fill("make it night")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-status")).to_contain_text("Writing token", timeout=TIMEOUT)
    page.keyboard.press("Escape")
    expect(page.locator("#edit-status")).to_contain_text("Stopped", timeout=TIMEOUT)
    assert wait_until(lambda: shown(page) == first)


def test_talking_goes_on_from_a_painted_photo(open_page, photo_file):
    page = open_page()
    tab(page, "Photo to Ghibli")
    page.locator(".upload:visible input[type=file]").set_input_files(photo_file)
    page.get_by_role("button", name="Paint the photo").click()
    done(page, "photo")
    page.locator("#photo-result").get_by_role("button", name="Edit this").click()
    expect(page.locator("#edit-result .picture img")).to_be_visible(timeout=TIMEOUT)
    change(page, "make it night")
    settings = verify(shown(page)).settings
    assert settings["task"] == "photo_to_painting" and "make it night" in settings["prompt"]
    change(page, "make it snow")
    assert "night" not in verify(shown(page)).settings["prompt"]
    page.get_by_label("What should change?").fill("add a red lantern")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-status .refused")).to_contain_text("would change")


def test_the_field_for_ones_own_picture_makes_room_once_there_is_one(page, photo_file):
    upload = page.locator(".upload:visible")
    expect(upload).to_have_count(0)
    page.get_by_text("A picture of your own").click()
    upload.locator("input[type=file]").set_input_files(photo_file)
    expect(upload).to_have_count(0, timeout=TIMEOUT)
    assert shown(page) == photo_file.read_bytes()


def test_a_file_of_ones_own_is_neither_handed_out_nor_remembered(open_page, photo_file):
    page = open_page()
    tab(page, "Edit")
    page.locator(".upload:visible input[type=file]").set_input_files(photo_file)
    expect(page.locator("#edit-result .picture img")).to_be_visible(timeout=TIMEOUT)
    expect(page.locator("#edit-result .actions")).to_be_hidden()
    page.get_by_label("What should change?").fill("make the woman naked")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-status .refused")).to_be_visible(timeout=TIMEOUT)
    tab(page, "History")
    expect(page.locator("#history button")).to_have_count(0)


def opened_canvas(page):
    page.get_by_text("Only a part").click()
    canvas = page.locator(".mask canvas").first
    wait_until_drawn(canvas)
    return canvas


def test_pixels_outside_the_painted_part_stay(page):
    before = Image.open(io.BytesIO(shown(page))).convert("RGB")
    canvas = opened_canvas(page)
    box = canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 20, steps=4)
    page.mouse.up()
    change(page, "a red lantern")
    after = Image.open(io.BytesIO(shown(page))).convert("RGB")
    assert verify(shown(page)).settings["task"] == "inpaint"
    changed = ImageChops.difference(before, after).getbbox()
    assert changed is not None
    left, top, right, bottom = changed
    assert (right - left) * (bottom - top) < 0.4 * before.width * before.height


def test_a_thumb_paints_over_a_part_and_the_page_stays_where_it_is(open_page):
    page = taken_to_edit(open_page(PHONE, has_touch=True, is_mobile=True))
    canvas = opened_canvas(page)
    box, at = canvas.bounding_box(), page.evaluate("scrollY")
    thumb = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for n, kind in enumerate(["touchStart", *["touchMove"] * 6, "touchEnd"]):
        points = [] if kind == "touchEnd" else [{"x": x + 6 * n, "y": y - 6 * n}]
        thumb.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert page.evaluate("scrollY") == at
    for tool in page.locator(".mask button:visible").all():
        assert tool.bounding_box()["height"] >= 44
    change(page, "a red lantern")
    assert verify(shown(page)).settings["task"] == "inpaint"
    expect(page.locator(".thread")).to_contain_text("2 · A part: a red lantern")


def test_more_like_this_goes_on_in_the_thread(open_page, viewport):
    page = open_page(viewport)
    paint(page, HOUSE)
    done(page)
    page.get_by_role("button", name="More like this").first.click()
    expect(page.locator(".thread button img")).to_have_count(2, timeout=TIMEOUT)
    assert verify(shown(page)).settings["task"] == "variation"


def test_a_picture_of_ones_own_is_described(open_page, viewport, photo_file):
    page = open_page(viewport)
    tab(page, "Edit")
    page.locator(".upload:visible input[type=file]").set_input_files(photo_file)
    page.get_by_role("button", name="Describe it").click()
    expect(page.locator("#edit-status")).to_contain_text("What is in it:", timeout=TIMEOUT)


def test_without_a_picture_or_an_instruction_the_page_asks_for_it(open_page):
    page = open_page()
    tab(page, "Edit")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("#edit-status")).to_contain_text("Choose a picture", timeout=TIMEOUT)


def test_what_an_engine_cannot_do_is_noted_in_its_place():
    engine = EmbeddedEngine.tiny()
    engine.capabilities = replace(engine.capabilities, tasks=frozenset())
    config = str(build(engine).get_config_file()["components"])
    for key in ("no_edit", "no_mask", "no_variation", "no_describe", "no_photo", "no_text"):
        assert f'"key": "{key}"' in config or f"'key': '{key}'" in config


def test_an_engine_that_only_paints_over_opens_that_at_once_and_asks_for_it(open_page, parts_url):
    page = open_page(address=parts_url)
    paint(page, HOUSE)
    done(page)
    page.get_by_role("button", name="Edit this").first.click()
    expect(page.locator(".mask canvas").first).to_be_visible(timeout=TIMEOUT)
    expect(page.locator(".lacks").locator("visible=true").first).to_contain_text("a part at a time")
    page.get_by_label("What should be there?").fill("a red lantern")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator("#edit-status")).to_contain_text("Paint over a part", timeout=TIMEOUT)


@pytest.mark.parametrize(("most", "shown"), [(0, False), (3, True)])
def test_only_an_engine_that_takes_references_is_offered_them(most, shown):
    engine = EmbeddedEngine.tiny()
    engine.capabilities = replace(engine.capabilities, max_references=most)
    parts = build(engine).get_config_file()["components"]
    folds = [part["props"] for part in parts if part["type"] == "accordion"]
    offers = [fold for fold in folds if "references" in str(fold["label"])]
    assert [offer["visible"] for offer in offers] == [shown, shown]


@pytest.mark.parametrize("kind", [EmbeddedEngine, FluxKleinEngine, GlmImageEngine])
def test_the_page_can_be_built_for_every_engine(kind):
    assert build(kind.tiny()).blocks
