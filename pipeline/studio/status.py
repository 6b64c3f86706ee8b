"""What the page shows while a picture is made: a line of text, a bar, the grid of tokens."""

import math
from html import escape

from pipeline.queueing import Standing
from pipeline.results import Description, Picture, Progress
from pipeline.wording import Language

MINUTES = 100  # seconds from which on minutes are told
MAX_CELLS = 400  # of the grid; with more tokens than this a cell stands for several

# The texts for what `Picture.notes` names.
NOTES = {
    "own_characters": "note_own_characters",
    "first_frame": "note_first_frame",
    "credentials_unreadable": "note_credentials_unreadable",
}


def working(item: Progress, language: Language, left: float | None = None, before: str = "") -> str:
    """The line, the bar and the plan. before: text that numbers it among several pictures."""
    key = "paint_step" if item.stage == "paint" else item.stage
    key, seconds = (key, 0) if item.seconds is None else ("elsewhere", int(item.seconds))
    text = before + language.text(key, step=item.step, of=item.of, seconds=seconds)
    if left is not None and left >= 1:
        text += f" · {time_left(left, language)}"
    share = item.step / item.of
    bar = (
        f"<div class='bar' role='progressbar' aria-label='{escape(text, quote=True)}' "
        f"aria-valuenow='{share * 100:.0f}'><div style='width: {share:.1%}'></div></div>"
    )
    lines = understood(item.plan, language)
    return f"<div class='status live'>{escape(text)}…{bar}{lines}</div>"


def in_line(standing: Standing, language: Language, before: str = "") -> str:
    """The line of a picture that waits: its place, and how long until it is done."""
    text = f"{before}{place_in_line(standing, language)} · {until_done(standing.left, language)}"
    return f"<div class='status live'>{escape(text)}</div>"


def place_in_line(standing: Standing, language: Language) -> str:
    """ "Place 2 of 3 in the queue"."""
    return language.text("queue_place", place=standing.place, count=standing.waiting)


def until_done(left: float | None, language: Language) -> str:
    """ "done in about 40 s"; that nothing was measured yet where seconds are None."""
    if left is None:
        return language.text("time_unknown")
    if left < MINUTES:
        return language.text("done_in", seconds=max(1, math.ceil(left)))
    return language.text("done_in_minutes", minutes=round(left / 60))


def time_left(left: float, language: Language) -> str:
    """ "about 40 s left"."""
    if left < MINUTES:
        return language.text("left", seconds=math.ceil(left))
    return language.text("left_minutes", minutes=round(left / 60))


def understood(plan: Description | None, language: Language) -> str:
    """What the engine plans to paint, and what of the words it does not, where it tells."""
    lines: list[str] = []
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
) -> str:
    """The line under a finished picture: size, seed, tokens, seconds, and what was planned."""
    seed = f"{language.text('seed').lower()} {picture.seed}"
    first = [f"{picture.width} × {picture.height}", seed]
    last = [f"{picture.seconds:.1f} s", language.text("signed")]
    count = language.text("token_count", count=picture.tokens)
    tokens = f"<span class='wide'>{escape(count)} · </span>"
    text = f"{escape(before + ' · '.join(first))} · {tokens}{escape(' · '.join(last))}"
    lines = understood(plan, language)
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
