"""Cards without a browser: what they say, what the browser keeps of them, and what it may send."""

import pytest
from gradio import Blocks, BrowserState

from pipeline.queueing import JobQueue
from pipeline.request import Request
from pipeline.results import Progress
from pipeline.studio.cards import MOST, Desk, Look, cards_of, share_of
from pipeline.studio.journey import Studio, View
from pipeline.wording import LANGUAGES
from tests.easel import becomes


@pytest.fixture
def studio(engine, easel):
    studio = Studio(engine)
    studio.__dict__["queue"] = JobQueue(easel)
    return studio


@pytest.fixture
def look(studio):
    return Look(studio, LANGUAGES["en"], [])


def submit(studio, *prompts):
    return studio.queue.submit([Request(prompt) for prompt in prompts], "ann")


def test_each_state_of_a_job_has_its_card(look, studio, easel):
    first, *_ = jobs = submit(studio, "refuse", "crash", "two <b>cats</b>")
    becomes(first, "painting")
    look.at(studio.queue.of("ann"))
    assert [card.state for card in look.cards.values()] == ["painting", "queued", "queued"]
    html = look.html()
    assert "Place 2 of 2 in the queue · no picture of this kind was measured here yet" in html
    assert "two &lt;b&gt;cats&lt;/b&gt;" in html and "<b>cats" not in html
    assert html.index("cats") < html.index("crash") < html.index("refuse")  # newest first
    easel.step(2)
    becomes(jobs[2], "painting")
    assert look.at(studio.queue.of("ann")) == []
    assert [card.told for card in look.cards.values()][:2] == ["No.", "Please try again."]
    assert "no room" not in look.html() and look.live
    studio.queue.cancel(jobs[2].id, "ann")
    look.at(studio.queue.of("ann"))
    assert len(look.cards) == 2 and not look.live


def test_a_screen_reader_hears_of_changes_only(look, studio, easel):
    (job,) = submit(studio, "a house")
    becomes(job, "painting")
    look.at([job])
    assert look.said == "a house: Painting"
    easel.step()
    look.said = ""
    look.at([job])
    assert look.said == ""


def test_jobs_of_a_server_that_is_gone_are_lost_and_say_so(look, studio):
    becomes(submit(studio, "a house")[0], "painting")
    look.at(studio.queue.of("ann"))
    again = Look(studio, LANGUAGES["ja"], cards_of(look.keeps()))
    assert again.live
    again.at([])
    (card,) = again.cards.values()
    assert (card.state, card.words) == ("failed", "a house") and "再起動" in card.told


def test_what_a_browser_sends_is_no_card_unless_it_is_one(look, studio):
    becomes(submit(studio, "a house")[0], "painting")
    look.at(studio.queue.of("ann"))
    (item,) = look.keeps()
    assert len(cards_of([item] * (MOST + 5))) == MOST
    wrong = [None, 3, "x", [item], {}]
    wrong += [item | {"state": "famous"}, item | {"job": "../../etc"}, item | {"words": 3}]
    wrong += [item | {"preview": "https://elsewhere.example/pixel.gif"}]
    assert cards_of(wrong) == [] and cards_of("x") == []


def test_a_visitor_is_known_by_what_cannot_be_guessed_or_borrowed(studio):
    with Blocks():
        desk = Desk(studio)
    assert isinstance(desk.visitor, BrowserState)
    token = desk.token("")
    assert desk.token(token) == token and len(token) >= 30
    assert desk.token("address 1.2.3.4") != "address 1.2.3.4"
    assert desk.owner_of(token).startswith("page ")


def test_the_bar_never_goes_back():
    items = [Progress("check"), Progress("encode", 0, 1), Progress("tokens", 0, 9)]
    items += [Progress("tokens", 9, 9), Progress("paint", 1, 4), Progress("paint", 4, 4)]
    shares = [share_of(item) for item in [*items, Progress("finish")]]
    assert shares == sorted(shares) and shares[0] >= 0 and shares[-1] <= 1


def test_a_refused_order_takes_no_place(studio):
    for fields in ({"prompt": ""}, {"prompt": "a nude photo of her"}, {"photo": b"no picture"}):
        answer = studio.submit(fields, None, "ann")
        assert isinstance(answer, View) and answer.over and "refused" in answer.status
    assert studio.queue.of("ann") == []
    first, second = studio.submit({"prompt": "a house", "seed": 4}, None, "ann", 2)
    assert (first.request.seed, second.request.seed) == (4, 5)
