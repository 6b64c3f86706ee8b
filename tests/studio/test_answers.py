"""What handlers answer with is an update, never a block that draws itself into a page."""

from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr
from gradio.context import LocalContext

from pipeline.studio.history import History
from pipeline.studio.journey import View
from pipeline.studio.panel import result_panel


@contextmanager
def answering() -> Iterator[None]:
    """As in a handler that answers one visitor while another page is being built."""
    token = LocalContext.in_event_listener.set(True)
    yield
    LocalContext.in_event_listener.reset(token)


def test_an_answer_leaves_a_page_that_is_being_built_alone():
    with gr.Blocks() as page:
        panel, history = result_panel("text", "ready"), History()
        built = set(page.blocks)
        with answering():
            panel.show(View("painting", grid="<i></i>"))
            panel.show(View("done", over=True))
            history._show([])
        assert set(page.blocks) == built
