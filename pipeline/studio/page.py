"""The whole page: the tabs, and the events between them."""

from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from pipeline import settings as configuration
from pipeline.api.door import Door, quiet_failures, trust_proxies
from pipeline.api.endpoints import endpoints
from pipeline.api.feedback import feedback_routes
from pipeline.api.images.service import images_api
from pipeline.engines.base import Engine
from pipeline.generate import check
from pipeline.operations import Metrics, probes
from pipeline.request import Request
from pipeline.studio import look
from pipeline.studio.about import footer
from pipeline.studio.cards import Desk
from pipeline.studio.choosing import Chooser
from pipeline.studio.edit_tab import OPEN_PART, EditTab, edit_tab
from pipeline.studio.history import History, recalled
from pipeline.studio.journey import ResultImage, Studio
from pipeline.studio.language import label, language_of, paragraph
from pipeline.studio.links import settings_from
from pipeline.studio.panel import PRIVATE, Panel
from pipeline.studio.photo_tab import photo_tab
from pipeline.studio.tabs import EDIT, HISTORY, PHOTO, TEXT, VERIFY, PictureTab, tab_of, unchanged
from pipeline.studio.text_tab import text_tab
from pipeline.studio.verify_tab import VerifyTab, verify_tab
from pipeline.watching import Watcher
from pipeline.wording import Language
from safety.provenance.verify import verify

MOST_EVENTS = 512  # that Gradio runs at once: those that only watch a job take no thread


def build(engine: Engine[Any], cache_hours: int = 24, most: int = 32) -> gr.Blocks:
    """The page for an engine; it offers what the engine's capabilities allow.

    cache_hours: how long uploads and pictures stay on the server. most: pictures that may wait.
    """
    return built(Studio(engine, most), cache_hours)


def built(studio: Studio, cache_hours: int) -> gr.Blocks:
    """The page of a studio, see `build`."""
    engine = studio.engine
    lifetime = (min(3600, cache_hours * 3600), cache_hours * 3600)
    with gr.Blocks(title="Enogu", analytics_enabled=False, delete_cache=lifetime) as page:
        with gr.Row(elem_id="title"):
            gr.HTML("<h1>Enogu</h1>", padding=False)
            paragraph("tagline")
        desk = Desk(studio)
        with gr.Tabs(selected=TEXT, overflow_behavior="wrap") as tabs:
            with gr.Tab(label("text_tab"), id=TEXT):
                text = text_tab(studio, desk)
            with gr.Tab(label("photo_tab"), id=PHOTO):
                photo = photo_tab(studio, desk)
            with gr.Tab(label("edit_tab"), id=EDIT):
                edit = edit_tab(studio, desk, text.kept)
            with gr.Tab(label("history_tab"), id=HISTORY):
                history = History()
            with gr.Tab(label("verify_tab"), id=VERIFY):
                checked = verify_tab()
        to_verify = footer(engine)
        to_verify.click(lambda: gr.update(selected=VERIFY), None, tabs, queue=False, **PRIVATE)
        endpoints(studio.intake)
        restorer = Restorer(tabs, text, photo, edit)
        for panel in (text.panel, photo.panel):
            _go_on(tabs, panel, edit)
        history.load(page)
        history.remember(desk.load(page), desk.finished)
        desk.forgotten(history.forget)
        Chooser(desk, tabs, restorer.tabs_by_id).wire(page)
        restorer.wire(page, history, checked)
    return page


def _go_on(tabs: gr.Tabs, panel: Panel, edit: EditTab) -> None:
    """ "Edit this" and "More like this" take the shown picture to the Edit tab."""

    def go_on(results: list[ResultImage], at: int, request: gr.Request) -> list[Any]:
        if not results:
            return [gr.skip()] * (1 + len(edit.outputs))
        return [gr.update(selected=EDIT), *edit.start(results[at], language_of(request))]

    shown, outputs = [panel.results, panel.at], [tabs, *edit.outputs]
    panel.edit.click(go_on, shown, outputs, **PRIVATE).then(None, js=OPEN_PART)
    going = panel.like.click(go_on, shown, outputs, **PRIVATE)
    going.then(None, js="() => press('#more-like-this')")


class Restorer:
    """Brings the settings of a picture back into the controls, and the picture itself."""

    def __init__(
        self, tabs: gr.Tabs, text: PictureTab, photo: PictureTab, edit: PictureTab
    ) -> None:
        self.tabs_by_id: dict[str, PictureTab] = {TEXT: text, PHOTO: photo, EDIT: edit}
        parts = self.tabs_by_id.values()
        self.outputs = [tabs, *(control for tab in parts for control in tab.controls)]
        self.pictures = [output for tab in parts for output in tab.outputs]

    def updates(self, settings: dict[str, Any] | None) -> list[Any]:
        """Updates of `outputs`; nothing changes without settings."""
        if not settings:
            return [gr.skip()] * len(self.outputs)
        chosen = tab_of(settings)
        updates = [gr.update(selected=chosen)]
        for name, tab in self.tabs_by_id.items():
            updates += tab.restore(settings) if name == chosen else unchanged(tab.controls)
        return updates

    def show_again(self, result: ResultImage | None, language: Language) -> list[Any]:
        """Updates of `pictures` that show a picture again; nothing changes without one."""
        if result is None:
            return unchanged(self.pictures)
        chosen, updates = tab_of(result.settings), []
        for name, tab in self.tabs_by_id.items():
            if name == chosen:
                updates += tab.show_again(result, language.text("restored"), language)
            else:
                updates += unchanged(tab.outputs)
        return updates

    def wire(self, page: gr.Blocks, history: History, checked: VerifyTab) -> None:
        """The four sources: a link, the history, a checked picture, a picture dropped anywhere."""
        dropped = gr.File(visible="hidden", elem_id="dropped")

        def from_link(request: gr.Request) -> list[Any]:
            settings, language = settings_from(request.query_params), language_of(request)
            if settings and tab_of(settings) != TEXT:  # a link holds no picture
                gr.Info(language.text("add_photo" if tab_of(settings) == PHOTO else "add_picture"))
            return self.updates(settings)

        def from_history(
            kept: list[dict[str, Any]], event: gr.EventData, request: gr.Request
        ) -> list[Any]:
            item, language = kept[event.index], language_of(request)
            result = recalled(item)
            if result is None:
                gr.Info(language.text("only_settings"), duration=4)
            return [*self.updates(item["settings"]), *self.show_again(result, language)]

        def from_drop(path: str, request: gr.Request) -> list[Any]:
            language = language_of(request)
            try:
                settings = verify(Path(path)).settings
            except (ValueError, OSError):
                settings = None
            gr.Info(language.text("restored" if settings else "nothing_to_restore"), duration=4)
            return self.updates(settings)

        page.load(from_link, None, self.outputs, **PRIVATE)
        chosen = history.shown.click(
            from_history, history.kept, [*self.outputs, *self.pictures], **PRIVATE
        )
        for tab in self.tabs_by_id.values():
            tab.panel.after(chosen)
        checked.use.click(self.updates, checked.settings, self.outputs, **PRIVATE)
        dropped.upload(from_drop, dropped, self.outputs, **PRIVATE)


def launch(
    engine: Engine[Any],
    queue: int = 32,
    cache_hours: int = 24,
    watchers: tuple[Watcher, ...] = (),
    **options: Any,
) -> tuple[Any, str, str]:
    """Serve the page; options go to Gradio's launch (host, port, share...), whose value it returns:
    (app, local address, public address). watchers: of its journeys, beside its figures."""
    settings = configuration.current()
    output = settings.output
    trust_proxies(settings)
    quiet_failures()
    # Loading the check of prompts takes seconds, for which the first visitor would wait.
    Thread(target=check, args=(Request("a house"), engine), daemon=True).start()
    metrics = Metrics()
    studio = Studio(engine, queue, (metrics, *watchers))
    page = built(studio, cache_hours).queue(max_size=2 * queue, default_concurrency_limit=8)
    return page.launch(
        theme=look.theme(),
        css=look.CSS,
        head=look.HEAD,
        i18n=label,
        favicon_path=look.ICON,
        pwa=True,
        mcp_server=_mcp_is_installed(),
        max_threads=MOST_EVENTS,
        max_file_size="25mb",
        allowed_paths=[str(output.resolve())] if output else None,
        footer_links=["api", "settings"],
        run_history=False,
        ssr_mode=False,
        app_kwargs={
            "middleware": [
                probes(settings, engine, metrics, studio.queue.waiting),
                Middleware(Door, settings=settings),
            ],
            "routes": [*feedback_routes(), images_api(studio.intake)],
        },
        **options,
    )


def _mcp_is_installed() -> bool:
    return find_spec("mcp") is not None
