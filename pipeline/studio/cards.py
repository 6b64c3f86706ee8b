"""A visitor's pictures as cards above the tabs: waiting, being painted, done, refused, failed.

The browser keeps the cards, with small previews; the server knows only the jobs of its queue, by a
random text that the browser keeps too. So a page that is loaded again finds its jobs.
"""

import asyncio
import base64
import io
import re
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, fields
from html import escape
from typing import Any

import gradio as gr
from gradio.events import Dependency
from PIL import Image

from pipeline.jobs import Job
from pipeline.queueing import Standing
from pipeline.request import DEFAULT_INSTRUCTION, Request
from pipeline.results import Picture, Progress
from pipeline.studio.history import remembered
from pipeline.studio.journey import ResultImage, Studio, reason
from pipeline.studio.language import language_of
from pipeline.studio.latest import SAID_EVERY, Latest
from pipeline.studio.panel import PRIVATE
from pipeline.studio.status import place_in_line, time_left, until_done
from pipeline.wording import Language

MOST = 12  # cards that the browser keeps
LONGEST = 60  # characters of a card's words
THUMB = 128  # pixels
EVERY = 1.0  # seconds between two looks at the jobs
KEY, VISITOR = "enogu-jobs", "enogu-visitor"
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
DATA = "data:image/webp;base64,"
LIVE, ENDED = ("queued", "painting"), ("done", "refused", "failed")
# Where each stage begins and ends, in shares of a card's bar.
SPANS = {"encode": (0.02, 0.05), "tokens": (0.05, 0.45), "paint": (0.45, 0.97), "finish": (0.97, 1)}
CHOOSE = """element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-job]');
  if (button) trigger('click', {act: button.dataset.act, job: button.dataset.job});
})"""


@dataclass(frozen=True, slots=True)
class Card:
    """state: one of LIVE or ENDED. words: what was asked for. told: the sentence or the facts under
    it. preview: the picture's small one as data. file, alt: of a finished picture."""

    job: str
    task: str
    state: str
    words: str
    told: str = ""
    preview: str = ""
    file: str = ""
    alt: str = ""

    @classmethod
    def of(cls, item: Any) -> "Card | None":
        """A card that a browser has kept; None for what is none. It is not trusted."""
        names = [field.name for field in fields(cls)]
        if not isinstance(item, dict) or not all(isinstance(item.get(name), str) for name in names):
            return None
        card = cls(**{name: item[name] for name in names})
        known = card.state in LIVE + ENDED and TOKEN.fullmatch(card.job) is not None
        small = not card.preview or card.preview.startswith(DATA)
        return card if known and small else None


class Desk:
    """The cards, built above the tabs.

    visitor: the text by which the browser finds its jobs again. bell: state; a new value of it
    makes the cards look at the jobs. finished: state, pictures that have just become done.
    """

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        # The page shows both secrets anyway: what keeps this private is the browser's own storage.
        self.visitor = gr.BrowserState("", storage_key=VISITOR, secret=VISITOR)
        self.kept = gr.BrowserState([], storage_key=KEY, secret=KEY)
        self.bell, self.finished = gr.State(0), gr.State([])
        self.shown = gr.HTML("", js_on_load=CHOOSE, elem_id="jobs", padding=False)
        self._latest = Latest()

    def token(self, kept: Any) -> str:
        """What the browser keeps to find its jobs, a new one where it has none."""
        known = isinstance(kept, str) and TOKEN.fullmatch(kept)
        return kept if known else secrets.token_urlsafe(24)

    def owner_of(self, token: Any) -> str:
        """As the queue calls this visitor; other entry points call theirs otherwise."""
        return f"page {self.token(token)}"

    def ring(self, request: gr.Request) -> int:
        """A new value of `bell`. From here on the page's last look at the jobs shows nothing more:
        it would tell of a job that its own visitor has put away as one that got lost."""
        return self._latest.new(request)

    def load(self, page: gr.Blocks) -> Dependency:
        """The cards are there when the page is, and follow the jobs as long as there are any.
        Returns the event of following."""
        return gr.on(
            [page.load, self.bell.change],
            self._watch,
            [self.visitor, self.kept, self.bell],
            [self.shown, self.kept, self.finished],
            **PRIVATE,
            concurrency_limit=None,
            trigger_mode="multiple",
        )

    def forgotten(self, forget: gr.Button) -> None:
        """The button puts all cards away; what is not over goes on."""

        def empty(request: gr.Request, token: Any, kept: Any) -> list[Any]:
            number = self.ring(request)
            over = [card.job for card in cards_of(kept) if card.state not in LIVE]
            for name in over:
                kept = self.without(name, token, kept)
            return [kept, number, []]

        outputs = [self.kept, self.bell, self.finished]
        forget.click(empty, [self.visitor, self.kept], outputs, **PRIVATE)

    async def _watch(
        self, request: gr.Request, token: Any, kept: Any, number: int
    ) -> AsyncIterator[list[Any]]:
        """Updates of the cards, of what the browser keeps, and of the finished pictures."""
        self._latest.show(request, number)
        look = Look(self.studio, language_of(request), cards_of(kept))
        owner, shown, stored = self.owner_of(token), None, None
        finished: list[ResultImage] = []
        said = time.monotonic()
        while self._latest.is_shown(request, number):
            new = await asyncio.to_thread(look.at, self.studio.queue.of(owner))
            if not self._latest.is_shown(request, number):
                break
            finished += new
            html, keeps = look.html(), look.keeps()
            if html != shown or keeps != stored or new:
                kept = gr.skip() if keeps == stored else keeps
                yield [html, kept, finished if new else gr.skip()]
                shown, stored, said = html, keeps, time.monotonic()
            elif time.monotonic() - said > SAID_EVERY:
                # Gradio ends the stream of a page that has gone when it has a value to send.
                yield [gr.skip()] * 3
                said = time.monotonic()
            if not look.live:
                return
            await asyncio.sleep(EVERY)
        # Gradio shows a stream's last values once more when it ends: those are old by now.
        yield [gr.skip()] * 3

    def without(self, name: str, token: Any, kept: Any) -> list[dict[str, str]]:
        """What the browser keeps once a card is put away. A job that is not over ends, and is known
        as cancelled for a while: a page that still has its card must not tell that it got lost."""
        queue, owner = self.studio.queue, self.owner_of(token)
        if not queue.cancel(name, owner):
            queue.forget(name, owner)
        return [asdict(card) for card in cards_of(kept) if card.job != name]


class Look:
    """What one page knows of its cards: those that the browser kept and, after each `at`, the jobs
    of the queue."""

    def __init__(self, studio: Studio, language: Language, cards: Sequence[Card]) -> None:
        self.studio, self.language = studio, language
        self.cards = {card.job: card for card in cards}
        self.said = ""
        self._bars: dict[str, float] = {}
        self._thumbs: dict[str, tuple[bytes, str]] = {}
        self._heard: dict[str, tuple[str, int]] = {}
        self._told: set[str] = set()  # jobs that were over at an earlier look

    @property
    def live(self) -> bool:
        return any(card.state in LIVE for card in self.cards.values())

    def at(self, jobs: Sequence[Job]) -> list[ResultImage]:
        """Bring the cards up to date. Returns the pictures that have become done."""
        finished = []
        known = {job.id: job for job in jobs}
        for name, card in list(self.cards.items()):
            if card.state in LIVE and name not in known:  # of a server that is gone
                lost = self.language.text("job_lost")
                self.cards[name] = Card(name, card.task, "failed", card.words, lost)
        for name, job in known.items():
            before = self.cards.get(name)
            if job.state == "cancelled":
                self.cards.pop(name, None)
            elif job.live:
                self.cards[name] = self._live(job)
            elif before is None or before.state in LIVE:
                self.cards[name], result = self._ended(job)
                finished += [result] if result else []
                self._say(self.cards[name], 0)
            elif name not in self._told and isinstance(job.result, Picture):
                # The page was loaded again, maybe before it remembered the picture.
                finished.append(self.studio.result(job, job.result, self.language))
            if not job.live:
                self._told.add(name)
        for name in list(self.cards)[:-MOST]:
            if self.cards[name].state not in LIVE:
                del self.cards[name]
        return finished

    def keeps(self) -> list[dict[str, str]]:
        """The cards as the browser keeps them: of a live job only that there is one."""
        cards = self.cards.values()
        bare = (Card(card.job, card.task, "queued", card.words) for card in cards)
        return [asdict(one if card.state in LIVE else card)
                for card, one in zip(cards, bare, strict=True)]  # fmt: skip

    def html(self) -> str:
        """Newest first. A screen reader hears of changes, not of every second: studio.js says them,
        as a region that is new itself is not heard."""
        if not self.cards:
            return ""
        title = escape(self.language.text("your_pictures"), quote=True)
        cards = "".join(map(self._card, reversed(self.cards.values())))
        said = f"<p class='said' hidden>{escape(self.said)}</p>"
        return f"{said}<ul class='cards' aria-label='{title}'>{cards}</ul>"

    def _live(self, job: Job) -> Card:
        standing = self.studio.queue.standing(job)
        self._bars[job.id] = share_of(job.progress) if job.state == "painting" else 0.0
        card = Card(
            job.id, str(job.request.task), job.state, words_of(job.request, self.language),
            self._progress(job, standing), self._thumb(job),
        )  # fmt: skip
        self._say(card, standing.place)
        return card

    def _progress(self, job: Job, standing: Standing) -> str:
        if standing.place:
            line = place_in_line(standing, self.language)
            return f"{line} · {until_done(standing.left, self.language)}"
        percent = f"{self._bars[job.id]:.0%}"
        if standing.left is None or standing.left < 1:
            return percent
        return f"{percent} · {time_left(standing.left, self.language)}"

    def _ended(self, job: Job) -> tuple[Card, ResultImage | None]:
        task, words = str(job.request.task), words_of(job.request, self.language)
        if not isinstance(job.result, Picture):
            told = reason(job.result, self.language)
            return Card(job.id, task, job.state, words, told), None
        result = self.studio.result(job, job.result, self.language)
        small, picture = remembered(result), job.result
        told = f"{picture.width} × {picture.height} · {picture.seconds:.0f} s"
        preview, file, alt = small["preview"], small["file"], small["alt"]
        return Card(job.id, task, "done", words, told, preview, file, alt), result

    def _thumb(self, job: Job) -> str:
        """The unfinished picture, small; made anew only where it has changed."""
        preview = job.preview
        if not preview:
            return ""
        known = self._thumbs.get(job.id)
        if known is None or known[0] is not preview:
            with Image.open(io.BytesIO(preview)) as image:
                image.thumbnail((THUMB, THUMB))
                out = io.BytesIO()
                image.convert("RGB").save(out, "WEBP", quality=60)
            known = preview, DATA + str(base64.b64encode(out.getvalue()), "ascii")
            self._thumbs[job.id] = known
        return known[1]

    def _say(self, card: Card, place: int) -> None:
        if self._heard.get(card.job) != (card.state, place):
            self._heard[card.job] = card.state, place
            told = card.told.split(" · ")[0] if place else self.language.text(f"job_{card.state}")
            self.said = f"{card.words}: {told}"

    def _card(self, card: Card) -> str:
        text, live = self.language.text, card.state in LIVE
        words, told, name = (escape(part, quote=True) for part in (card.words, card.told, card.job))
        state = escape(text(f"job_{card.state}"))
        line = told if card.state == "queued" else f"{state} · {told}" if told else state
        image = f"<img src='{escape(card.preview, quote=True)}' alt=''>" if card.preview else ""
        bar = f"<i class='bar'><i style='width: {self._bars.get(card.job, 0):.0%}'></i></i>"
        inside = (
            f"<span class='thumb'>{image}</span><span class='about'><b title='{words}'>{words}</b>"
            f"<small>{line}</small>{bar if card.state == 'painting' else ''}</span>"
        )
        if live or card.state == "done":
            label = f"{words}: {state}"
            act = f"<button data-act='open' data-job='{name}' aria-label='{label}'"
            inside = f"{act}>{inside}</button>"
        else:
            inside = f"<div class='open'>{inside}</div>"
        end = escape(text("job_cancel" if live else "job_away", words=card.words), quote=True)
        away = f"<button class='end' data-act='end' data-job='{name}' aria-label='{end}'>×</button>"
        return f"<li class='card {card.state}'>{inside}{away}</li>"


def cards_of(kept: Any) -> list[Card]:
    """The cards that a browser has kept."""
    found = map(Card.of, kept if isinstance(kept, list) else [])
    return [card for card in found if card][-MOST:]


def words_of(request: Request, language: Language) -> str:
    """What a card says of a request: its words, else what is done with the photo."""
    words = request.prompt.removeprefix(DEFAULT_INSTRUCTION).strip(" ,")
    words = words or language.text(_deed(request))
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _deed(request: Request) -> str:
    """The key of the text for what is done without words."""
    if request.task == "photo_to_painting":
        return "painted_photo"
    if request.strength or not request.layered:
        return "more_like_this"
    return "cut_things" if request.transparent else "make_move"


def share_of(item: Progress) -> float:
    """How much of a picture is done, 0..1."""
    begin, end = SPANS.get(item.stage, (0.0, 0.02))
    return begin + (end - begin) * item.step / item.of
