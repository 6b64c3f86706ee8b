"""Which of its streams a page shows: of several that run at once, the one that was begun last."""

import itertools
from collections import OrderedDict

import gradio as gr

SAID_EVERY = 5.0  # seconds in which a stream says something: else Gradio never ends it
MOST_SESSIONS = 10_000  # the one whose last stream is oldest is forgotten first

_numbers = itertools.count(1)


class Latest:
    """The number of each session's latest stream of one kind."""

    def __init__(self) -> None:
        self._of: OrderedDict[str | None, int] = OrderedDict()

    def new(self, request: gr.Request) -> int:
        """The number of a stream that is to be shown from now on."""
        return self.show(request, next(_numbers))

    def show(self, request: gr.Request, number: int) -> int:
        """This stream, and no other, is shown from now on. Returns its number."""
        self._of[request.session_hash] = number
        self._of.move_to_end(request.session_hash)
        if len(self._of) > MOST_SESSIONS:
            self._of.popitem(last=False)
        return number

    def is_shown(self, request: gr.Request, number: int) -> bool:
        return self._of.get(request.session_hash) == number
