"""The service under load: python -m pipeline.benchmarks.service [--clients 1 2 8] [--url URL]

    python -m pipeline.benchmarks.service --clients 64 --minutes 10 --client images --check

Serves the page with the tiny or the shipped engine on loopback, or takes one that runs already, and
prints by number of clients pictures a minute, as a ratio against the first number in the same run
(1.00 at `--clients 1 100`: a picture costs the same alone and with ninety-nine behind it), the
seconds to the first answer (with `--client stream` the first byte) and to the first partial
picture, and the server's memory. With --check every picture is verified: its credentials, and that
it is the one that was asked for.
"""

import argparse
import base64
import itertools
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.benchmarks.page import resident, serving

PROMPT = "{} white cats beside a blue house"


@dataclass(frozen=True)
class Answer:
    """Of one picture: whether it came, seconds to the first answer, to the last, and to the first
    partial picture, None where there was none. right: whether it is signed and the one that was
    asked for, None where that was not looked at."""

    came: bool
    first: float
    whole: float
    partial: float | None = None
    right: bool | None = None


# Makes one picture: a number, by which pictures differ, -> how it went.
Client = Callable[[int], Answer]


def gradio_client(url: str, side: int) -> Client:
    """The named endpoint `text_to_image`, as gradio_client calls it; one visitor each."""
    from gradio_client import Client as Gradio

    visitor = Gradio(url, verbose=False)

    def make(number: int) -> Answer:
        began = time.monotonic()
        wish: dict[str, Any] = {"prompt": PROMPT.format(number % 9 + 1), "size": f"{side}x{side}"}
        job = visitor.submit(**wish, steps=1, seed=number, api_name="/text_to_image")
        first = 0.0
        try:
            for _ in job:
                first = first or time.monotonic() - began
            return Answer(bool(job.result()[0]), first, time.monotonic() - began)
        except Exception:  # a refusal, or a queue that is full
            return Answer(False, first, time.monotonic() - began)

    return make


def images_client(url: str, side: int, key: str | None = None, check: bool = False) -> Client:
    """The OpenAI Images contract, `POST /v1/images/generations`; check: each is verified."""
    import httpx

    headers = {"authorization": f"Bearer {key}"} if key else {}
    http = httpx.Client(base_url=url, headers=headers, timeout=3600)

    def make(number: int) -> Answer:
        began = time.monotonic()
        body = {"prompt": PROMPT.format(number % 9 + 1), "size": f"{side}x{side}"}
        answer = http.post("/v1/images/generations", json=body | {"n": 1, "seed": number})
        came = answer.status_code == 200 and bool(answer.json()["data"][0]["b64_json"])
        spent = time.monotonic() - began
        right = None
        if check:
            right = came and _is_of(answer.json()["data"][0]["b64_json"], body["prompt"], number)
        return Answer(came, answer.elapsed.total_seconds(), spent, right=right)

    return make


def _is_of(picture: str, prompt: str, seed: int) -> bool:
    """Whether a picture in base64 is signed here, and was made of a prompt and a seed."""
    from safety.provenance.verify import verify

    report = verify(base64.b64decode(picture))
    settings = report.settings or {}
    told = settings.get("prompt"), settings.get("seed")
    return report.own and report.state in ("Trusted", "Valid") and told == (prompt, seed)


def stream_client(url: str, side: int, key: str | None = None) -> Client:
    """The same as server-sent events, with one partial picture."""
    import httpx

    headers = {"authorization": f"Bearer {key}"} if key else {}
    http = httpx.Client(base_url=url, headers=headers, timeout=3600)

    def make(number: int) -> Answer:
        began = time.monotonic()
        body = {"prompt": PROMPT.format(number % 9 + 1), "size": f"{side}x{side}", "seed": number}
        body |= {"stream": True, "partial_images": 1}
        came, partial = False, None
        with http.stream("POST", "/v1/images/generations", json=body) as answer:
            first = time.monotonic() - began
            for line in answer.iter_lines():
                came |= line.endswith(".completed")
                if line.endswith(".partial_image"):
                    partial = time.monotonic() - began
        return Answer(came, first, time.monotonic() - began, partial)

    return make


CLIENTS: dict[str, Callable[[str, int], Client]] = {
    "gradio": gradio_client,
    "images": images_client,
    "stream": stream_client,
}


def load(
    clients: Sequence[Client], pictures: int, minutes: float | None = None
) -> tuple[list[Answer], float]:
    """All clients at once, each with the next picture as soon as it has one: `pictures` in all, or
    as many as are asked for within `minutes`. Returns the answers and the seconds."""
    numbers, lock = itertools.count(1), threading.Lock()
    answers: list[Answer] = []
    ends = time.monotonic() + 60 * minutes if minutes else None

    def over(number: int) -> bool:
        return number > pictures if ends is None else time.monotonic() > ends

    def visit(client: Client) -> None:
        while True:
            with lock:
                number = next(numbers)
            if over(number):
                return
            answer = client(number)
            with lock:
                answers.append(answer)

    began = time.monotonic()
    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(visit, clients))
    return answers, time.monotonic() - began


def main(arguments: Sequence[str] | None = None, engine: Any = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 2, 8], help="at once")
    parser.add_argument("--pictures", type=int, default=16, help="of each number of clients")
    parser.add_argument("--minutes", type=float, help="so long instead")
    parser.add_argument("--check", action="store_true", help="verify each; for --client images")
    parser.add_argument("--side", type=int, default=256, help="pixels")
    parser.add_argument("--client", choices=CLIENTS, default="gradio")
    parser.add_argument("--url", help="of a service that runs already")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as home, _service(options.url, Path(home), engine) as url:
        make = partial(images_client, check=True) if options.check else CLIENTS[options.client]
        first = make(url, options.side)
        first(0)  # what is loaded at the first picture only
        print(f"{len(os.sched_getaffinity(0))} CPUs, {options.side} px, {options.client}")
        print(
            f"{'clients':>8} {'came':>11} {'a minute':>9} {'ratio':>6} "
            f"{'first answer':>13} {'partial':>9} {'MiB':>6}"
        )
        alone = 0.0
        for count in options.clients:
            clients = [make(url, options.side) for _ in range(count)]
            answers, seconds = load(clients, max(options.pictures, count), options.minutes)
            came = sum(answer.came for answer in answers)
            pace = 60 * came / seconds
            alone = alone or pace
            first_answer = statistics.median(answer.first for answer in answers)
            partials = [answer.partial for answer in answers if answer.partial is not None]
            soon = f"{statistics.median(partials):.2f} s" if partials else "-"
            print(
                f"{count:>8} {came:>4} of {len(answers):<3} {pace:>9.1f} {pace / alone:>6.2f} "
                f"{first_answer:>11.2f} s {soon:>9} {resident():>6.0f}",
                flush=True,
            )
            if options.check:
                print(f"{'':>8} {sum(map(_is_wrong, answers)):>4} mixed or unsigned")


def _is_wrong(answer: Answer) -> bool:
    return answer.came and not answer.right


@contextmanager
def _service(url: str | None, home: Path, engine: Any) -> Iterator[str]:
    if url:
        yield url
        return
    with serving(home, engine, queue=1024) as own:
        yield own


if __name__ == "__main__":
    main()
