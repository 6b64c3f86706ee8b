"""Pairs full screen in a browser of this machine, one key a choice: left, right, down for equal,
backspace to take the last one back. What is chosen is written at once, as looks.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from PIL import Image

from pipeline.generate import words_refused
from pipeline.training.feedback import looks
from pipeline.training.feedback.features import features_of
from pipeline.training.feedback.looks import Look
from pipeline.training.feedback.rounds import Candidate, Round

Painter = Callable[[Round, Candidate], Image.Image]
KEYS = {"ArrowLeft": "first", "ArrowRight": "second", "ArrowDown": "same"}
PAGE = """<!doctype html><meta charset="utf-8"><title>Which is better?</title><style>
body { margin: 0; background: #14171a; color: #eee; font: 18px system-ui; text-align: center; }
main { display: flex; gap: 1vw; height: 88vh; align-items: center; justify-content: center; }
img { max-width: 48vw; max-height: 86vh; border-radius: 8px; cursor: pointer; }
</style><p id="words"></p><main><img id="first" alt="left"><img id="second" alt="right"></main>
<p>&larr; left &nbsp; &rarr; right &nbsp; &darr; equal &nbsp; &#9003; take back
&nbsp; <span id="count"></span></p>
<script>
const told = (name) => document.getElementById(name);
const send = async (key) => show(await (await fetch('/key', {method: 'POST', body: key})).json());
function show(state) {
  told('words').textContent = state.prompt || 'No more pairs: close this page.';
  told('count').textContent = state.count + ' chosen';
  for (const side of ['first', 'second']) told(side).src = '/' + side + '?' + state.turn;
}
const keys = ['ArrowLeft', 'ArrowRight', 'ArrowDown', 'Backspace'];
addEventListener('keydown', (event) => {
  if (!keys.includes(event.key) || event.repeat) return;
  event.preventDefault();
  send(event.key);
});
told('first').onclick = () => send('ArrowLeft');
told('second').onclick = () => send('ArrowRight');
send('');
</script>"""


@dataclass
class Session:
    """One sitting. pairs: two candidates of a round each; out: file of looks that grows."""

    pairs: Iterator[tuple[Round, Candidate, Candidate]]
    paint: Painter
    out: Path
    chosen: list[Look] = field(default_factory=list)
    shown: list[tuple[Round, Candidate, Candidate]] = field(default_factory=list)
    turn: int = 0

    def __post_init__(self) -> None:
        if self.out.exists():
            self.chosen = looks.read(self.out)
        self._next()

    def key(self, name: str) -> dict[str, object]:
        """What is shown after a key; any other key changes nothing."""
        if name in KEYS and self.shown:
            one, first, second = self.shown[-1]
            numbers = features_of(one, first), features_of(one, second)
            tokens = first.tokens, second.tokens
            self.chosen.append(Look(one.asked, tokens, numbers, KEYS[name]))
            self._next()
        elif name == "Backspace" and len(self.shown) > 1:
            self.shown.pop()
            self.chosen.pop()
        looks.write(self.chosen, self.out)
        self.turn += 1
        prompt = self.shown[-1][0].asked.prompt if self.shown else ""
        return {"prompt": prompt, "count": len(self.chosen), "turn": self.turn}

    def picture(self, side: str) -> bytes:
        """A PNG of the left ("first") or the right one."""
        one, first, second = self.shown[-1]
        encoded = io.BytesIO()
        self.paint(one, first if side == "first" else second).save(encoded, "PNG")
        return encoded.getvalue()

    def _next(self) -> None:
        for pair in self.pairs:
            if not words_refused(pair[0].asked.prompt):
                self.shown.append(pair)
                return
        self.shown.clear()


def server(session: Session, port: int) -> HTTPServer:
    """Serves a session on this machine alone; port 0 takes a free one."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            side = self.path.partition("?")[0].strip("/")
            if side in ("first", "second") and session.shown:
                self._answer(session.picture(side), "image/png")
            elif side == "":
                self._answer(PAGE.encode(), "text/html; charset=utf-8")
            else:
                self.send_error(404)

        def do_POST(self) -> None:
            # A page of another site may not choose: browsers send where a request comes from.
            origin = self.headers.get("Origin")
            host, length = self.headers.get("Host", ""), int(self.headers.get("Content-Length", 0))
            if length > 20 or (origin and origin != f"http://{host}"):
                self.send_error(403)
                return
            state = session.key(self.rfile.read(length).decode())
            self._answer(json.dumps(state).encode(), "application/json")

        def _answer(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: addresses and prompts stay out of logs."""

    return HTTPServer(("127.0.0.1", port), Handler)
