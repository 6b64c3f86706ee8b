"""The tabs that make pictures, as the other parts of the page know them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import gradio as gr
from gradio.blocks import Block
from gradio.components import Component

from pipeline.studio.journey import ResultImage, View
from pipeline.studio.orders import Orders
from pipeline.studio.panel import Panel
from pipeline.studio.status import plain
from pipeline.wording import Language

TEXT, PHOTO, EDIT, HISTORY, VERIFY = "text", "photo", "edit", "history", "verify"


def tab_of(settings: Mapping[str, Any]) -> str:
    """The id of the tab that makes pictures with such settings."""
    task = settings.get("task", "text_to_image")
    return {"text_to_image": TEXT, "photo_to_painting": PHOTO}.get(task, EDIT)


def unchanged(components: Sequence[object]) -> list[Any]:
    """Updates that change nothing."""
    return [gr.skip()] * len(components)


class PictureTab(Protocol):
    """What the other parts of the page use of a tab that makes pictures.

    controls: the components that hold a request's settings. outputs: those that show a result.
    """

    @property
    def panel(self) -> Panel: ...

    @property
    def orders(self) -> Orders: ...

    @property
    def controls(self) -> Sequence[Component]: ...

    @property
    def outputs(self) -> Sequence[Block]: ...

    def restore(self, settings: dict[str, Any]) -> list[Any]:
        """Updates of `controls` that bring a picture's settings back."""
        ...

    def show_again(self, result: ResultImage, line: str, language: Language) -> list[Any]:
        """Updates of `outputs` that show an earlier picture, with a line of text above it."""
        ...


@dataclass(frozen=True)
class Tab:
    """A PictureTab whose outputs are its panel's. restoring: the function behind `restore`. kept:
    what the browser keeps of the visitor's own things."""

    panel: Panel
    controls: Sequence[Component]
    restoring: Callable[[dict[str, Any]], list[Any]]
    orders: Orders
    kept: Component | None = None

    @property
    def outputs(self) -> list[Block]:
        return self.panel.outputs

    def restore(self, settings: dict[str, Any]) -> list[Any]:
        return self.restoring(settings)

    def show_again(self, result: ResultImage, line: str, language: Language) -> list[Any]:
        return self.panel.show(View(plain(line), results=(result,), over=True))
