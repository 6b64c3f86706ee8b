"""Votes on the page: given, counted, explained, deleted; none are asked for where there is no
picture or the owner takes none."""

import pytest
from playwright.sync_api import expect

from pipeline.feedback.taking import store
from pipeline.studio.page import build
from tests.easel import wait_until
from tests.studio.conftest import done, paint


def box(page):
    return page.locator("#text-votes")


def press(page, name):
    box(page).get_by_role("button", name=name).click()


@pytest.fixture
def votes():
    """The votes that a test has added."""
    before = len(store().votes())
    return lambda: store().votes()[before:]


def test_a_vote_is_kept_explained_and_deleted(open_page, viewport, votes):
    page = open_page(viewport)
    expect(box(page)).to_be_hidden()
    paint(page, "a cat by a lake")
    done(page)
    expect(box(page)).to_contain_text("never the picture")
    expect(box(page).get_by_role("button", name="Choose between two")).to_be_hidden()
    press(page, "Worse")
    expect(box(page)).to_contain_text("Given from this browser: 1.")
    (kept,) = votes()
    assert kept.choice == "worse" and kept.prompt is None and kept.engine == "embedded"
    box(page).get_by_text("Too dark").click()
    expect(box(page)).to_contain_text("Thank you.")
    assert wait_until(lambda: [vote.reason for vote in votes()] == ["too_dark"])
    press(page, "Delete them")
    expect(box(page)).to_contain_text("Deleted: 1.")
    assert votes() == [] and not page.errors


def test_of_several_pictures_two_can_be_chosen_between(open_page, votes):
    page = open_page()
    page.locator(".chips").get_by_label("2", exact=True).check()
    paint(page, "a dog in a meadow")
    done(page)
    box(page).get_by_label("Keep the words with it").check()
    press(page, "Choose between two")
    expect(box(page).locator(".side img")).to_have_count(2)
    box(page).locator("button.side-1").click()
    expect(box(page)).to_contain_text("Given from this browser: 1.")
    (kept,) = votes()
    assert kept.choice == "second" and kept.prompt == "a dog in a meadow"
    assert abs(kept.sides[0].seed - kept.sides[1].seed) == 1


def test_an_owner_who_takes_no_votes_asks_for_none(engine, program_settings):
    program_settings(feedback=False)
    names = {getattr(block, "elem_id", None) for block in build(engine).blocks.values()}
    assert "text-status" in names and "text-votes" not in names
