"""What the page shows while a picture is made: a line of text, a bar, the grid of tokens."""

import math
import time
from dataclasses import dataclass, field
from html import escape

from pipeline.results import Description, Picture, Progress
from pipeline.wording import Language

MAX_CELLS = 400  # of the grid; with more tokens than this a cell stands for several

# The texts for what `Picture.notes` names.
NOTES = {
    "own_characters": "note_own_characters",
    "first_frame": "note_first_frame",
    "credentials_unreadable": "note_credentials_unreadable",
}


@dataclass
class Clock:
    """Estimates the time left of one journey from its own pace and that of earlier ones.

    typical: seconds that each stage took, shared by all journeys of a page under
    (*key, stage), where key is the task and its settings. An estimate that is only shown to people.
    """

    typical: dict[tuple[object, ...], float]
    key: tuple[object, ...]
    stage: str = ""
    began: float = 0.0
    order: tuple[str, ...] = field(default=("tokens", "paint"))

    def left(self, item: Progress) -> float | None:
        """Seconds, or None while nothing is known to estimate from."""
        now = time.monotonic()
        if item.stage != self.stage:
            if self.stage in self.order:
                self._learn(now - self.began)
            self.stage, self.began = item.stage, now
        if item.stage not in self.order:
            return None
        after = self.order[self.order.index(item.stage) + 1 :]
        later = [self._usual(stage) for stage in after]
        known = [seconds for seconds in later if seconds is not None]
        whole = self._whole(item, now)
        if whole is None or len(known) < len(later):
            return None
        return max(0.0, whole - (now - self.began)) + sum(known)

    def _whole(self, item: Progress, now: float) -> float | None:
        """Seconds of this whole stage: the measured pace counts for more as the stage advances."""
        done = item.step / item.of
        usual = self._usual(item.stage)
        if done <= 0.02:
            return usual
        measured = (now - self.began) / done
        return measured if usual is None else done * measured + (1 - done) * usual

    def _usual(self, stage: str) -> float | None:
        """Seconds with these settings, else with the last settings of the same task."""
        alike = self.typical.get((self.key[0], stage))
        return self.typical.get((*self.key, stage), alike)

    def _learn(self, seconds: float) -> None:
        self.typical[*self.key, self.stage] = seconds
        self.typical[self.key[0], self.stage] = seconds


def working(item: Progress, language: Language, left: float | None = None, before: str = "") -> str:
    """The line, the bar and the plan. before: text that numbers it among several pictures."""
    key = "paint_step" if item.stage == "paint" else item.stage
    key, seconds = (key, 0) if item.seconds is None else ("elsewhere", int(item.seconds))
    text = before + language.text(key, step=item.step, of=item.of, seconds=seconds)
    if left is not None and left >= 1:
        text += f" · {language.text('left', seconds=math.ceil(left))}"
    share = item.step / item.of
    bar = (
        f"<div class='bar' role='progressbar' aria-label='{escape(text, quote=True)}' "
        f"aria-valuenow='{share * 100:.0f}'><div style='width: {share:.1%}'></div></div>"
    )
    lines = understood(item.plan, item.read_as, language)
    return f"<div class='status'>{escape(text)}…{bar}{lines}</div>"


def understood(plan: Description | None, read_as: str, language: Language) -> str:
    """How the engine read the prompt and what it plans to paint, where it gives them."""
    lines = [language.text("read_as", text=read_as)] if read_as else []
    if plan and plan.place != Description.PHOTO:
        lines.append(language.text("plan", plan=language.describe(plan)))
    if plan:
        lines += language.unpainted(plan)
    return "".join(f"<p class='plan'>{escape(line)}</p>" for line in lines)


def token_grid(item: Progress, ratio: float) -> str:
    """The grid that fills as tokens are written. ratio: the picture's width over its height."""
    columns, rows = grid_shape(min(item.of, MAX_CELLS), ratio)
    filled = math.floor(columns * rows * item.step / item.of)
    cells = "<i class='on'></i>" * filled + "<i></i>" * (columns * rows - filled)
    return (
        f"<div class='tokens' aria-hidden='true' "
        f"style='--columns: {columns}; --ratio: {ratio:.4f}'>{cells}</div>"
    )


def grid_shape(cells: int, ratio: float) -> tuple[int, int]:
    """(columns, rows) with about `cells` cells, as near to `ratio` as whole numbers come."""
    columns = max(1, round(math.sqrt(cells * ratio)))
    exact = [n for n in range(1, cells + 1) if cells % n == 0]
    nearest = min(exact, key=lambda n: abs(math.log(n * n / cells / ratio)))
    if abs(nearest - columns) <= 2:
        return nearest, cells // nearest
    return columns, max(1, round(cells / columns))


def summary(
    picture: Picture,
    language: Language,
    before: str = "",
    plan: Description | None = None,
    read_as: str = "",
) -> str:
    """The line under a finished picture: size, seed, tokens, seconds, and what was planned."""
    seed = f"{language.text('seed').lower()} {picture.seed}"
    first = [f"{picture.width} × {picture.height}", seed]
    last = [f"{picture.seconds:.1f} s", language.text("signed")]
    count = language.text("token_count", count=picture.tokens)
    tokens = f"<span class='wide'>{escape(count)} · </span>"
    text = f"{escape(before + ' · '.join(first))} · {tokens}{escape(' · '.join(last))}"
    lines = understood(plan, read_as, language)
    lines += "".join(
        f"<p class='plan'>{escape(language.text(NOTES[note]))}</p>" for note in picture.notes
    )
    return f"<div class='status done' role='status'>{text}{lines}</div>"


def plain(text: str) -> str:
    """A line without a bar."""
    return f"<div class='status' role='status'>{escape(text)}</div>"


def ask_for(key: str, language: Language) -> str:
    """What the visitor has to add first. key: of the text that asks for it."""
    return notice(language.text("missing"), language.text(key))


def notice(title: str, reason: object) -> str:
    """What went wrong, in two sentences: errors begin with a small letter and end without a stop,
    so both are added here."""
    text = str(reason)
    text = text[:1].upper() + text[1:] + ("" if text.endswith((".", "。", "?", "!")) else ".")
    return f"<div class='status refused' role='alert'><b>{escape(title)}</b> {escape(text)}</div>"
