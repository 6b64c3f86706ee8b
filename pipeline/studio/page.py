"""The whole page: the tabs, and what joins them."""

from importlib.util import find_spec
from pathlib import Path

import gradio as gr

from pipeline import settings as configuration
from pipeline.api.endpoints import endpoints
from pipeline.engines.base import Engine
from pipeline.studio import look
from pipeline.studio.about import footer
from pipeline.studio.edit_tab import OPEN_PART, EditTab, edit_tab
from pipeline.studio.history import History, recalled
from pipeline.studio.journey import ResultImage, Studio, View
from pipeline.studio.language import label, language_of, paragraph
from pipeline.studio.links import settings_from
from pipeline.studio.panel import PRIVATE, Panel, Tab
from pipeline.studio.photo_tab import photo_tab
from pipeline.studio.status import plain
from pipeline.studio.text_tab import text_tab
from pipeline.studio.verify_tab import verify_tab
from pipeline.wording import Language
from safety.provenance.verify import verify

TEXT, PHOTO, EDIT, HISTORY, VERIFY = "text", "photo", "edit", "history", "verify"


def build(engine: Engine, cache_hours: int = 24) -> gr.Blocks:
    """The page for an engine; it offers what the engine's capabilities allow.

    cache_hours: how long uploads and pictures stay on the server.
    """
    studio = Studio(engine)
    life = (min(3600, cache_hours * 3600), cache_hours * 3600)
    with gr.Blocks(title="Enogu", analytics_enabled=False, delete_cache=life) as page:
        with gr.Row(elem_id="title"):
            gr.HTML("<h1>Enogu</h1>", padding=False)
            paragraph("tagline")
        gr.HTML(f"<span id='queue-words' hidden>{label('queue')}</span>", visible="hidden")
        with gr.Tabs(selected=TEXT, overflow_behavior="wrap") as tabs:
            with gr.Tab(label("text_tab"), id=TEXT):
                text = text_tab(studio)
            with gr.Tab(label("photo_tab"), id=PHOTO):
                photo = photo_tab(studio)
            with gr.Tab(label("edit_tab"), id=EDIT):
                edit = edit_tab(studio)
            with gr.Tab(label("history_tab"), id=HISTORY):
                history = History()
            with gr.Tab(label("verify_tab"), id=VERIFY):
                checked = verify_tab()
        to_verify = footer(engine)
        to_verify.click(lambda: gr.update(selected=VERIFY), None, tabs, queue=False, **PRIVATE)
        endpoints(engine)
        restorer = Restorer(tabs, text, photo, edit)
        for panel in (text.panel, photo.panel):
            _go_on(tabs, panel, edit)
        for tab in (text, photo, edit):
            for end in tab.ends:
                history.remember(tab.panel, end)
        history.load(page)
        restorer.wire(page, history, checked)
    return page


def _go_on(tabs: gr.Tabs, panel: Panel, edit: EditTab) -> None:
    """ "Edit this" and "More like this" take the shown picture to the Edit tab."""

    def go_on(made, at, request: gr.Request):
        if not made:
            return [gr.skip()] * (1 + len(edit.outputs))
        return [gr.update(selected=EDIT), *edit.start(made[at], language_of(request))]

    shown, outputs = [panel.made, panel.at], [tabs, *edit.outputs]
    panel.edit.click(go_on, shown, outputs, **PRIVATE).then(None, js=OPEN_PART)
    going = panel.like.click(go_on, shown, outputs, **PRIVATE)
    going.then(None, js="() => press('#more-like-this')")


class Restorer:
    """Brings the settings of a picture back, wherever they come from."""

    def __init__(self, tabs: gr.Tabs, text: Tab, photo: Tab, edit: EditTab) -> None:
        self.tabs, self.text, self.photo, self.edit = tabs, text, photo, edit
        self.parts = {TEXT: text, PHOTO: photo, EDIT: edit}
        self.outputs = [tabs, *(part for tab in self.parts.values() for part in tab.controls)]
        self.pictures = [*text.panel.outputs, *photo.panel.outputs, *edit.outputs]

    def updates(self, settings: dict | None) -> list:
        """Updates of `outputs`; nothing changes without settings."""
        if not settings:
            return [gr.skip()] * len(self.outputs)
        chosen = tab_of(settings)
        updates = [gr.update(selected=chosen)]
        for name, tab in self.parts.items():
            updates += tab.restore(settings) if name == chosen else _unchanged(tab.controls)
        return updates

    def shown_again(self, made: ResultImage | None, say: Language) -> list:
        """Updates of `pictures`: a picture that the server still has is there again."""
        if made is None:
            return _unchanged(self.pictures)
        chosen, updates = tab_of(made.settings), []
        again = View(plain(say("restored")), made=(made,), over=True)
        for name, tab in self.parts.items():
            outputs = tab.outputs if name == EDIT else tab.panel.outputs
            if name != chosen:
                updates += _unchanged(outputs)
            else:
                updates += tab.start(made, say) if name == EDIT else tab.panel.show(again)
        return updates

    def wire(self, page: gr.Blocks, history: History, checked) -> None:
        """The four ways: a link, the history, a checked picture, a picture dropped anywhere."""
        dropped = gr.File(visible="hidden", elem_id="dropped")

        def from_link(request: gr.Request):
            settings, say = settings_from(request.query_params), language_of(request)
            if settings and tab_of(settings) != TEXT:  # a link holds no picture
                gr.Info(say("add_photo" if tab_of(settings) == PHOTO else "add_picture"))
            return self.updates(settings)

        def from_history(kept, event: gr.EventData, request: gr.Request):
            item, say = kept[event.index], language_of(request)
            made = recalled(item)
            if made is None:
                gr.Info(say("only_settings"), duration=4)
            return [*self.updates(item["settings"]), *self.shown_again(made, say)]

        def from_drop(path, request: gr.Request):
            say = language_of(request)
            try:
                settings = verify(Path(path)).settings
            except (ValueError, OSError):
                settings = None
            gr.Info(say("restored" if settings else "nothing_to_restore"), duration=4)
            return self.updates(settings)

        page.load(from_link, None, self.outputs, **PRIVATE)
        chosen = history.shown.click(
            from_history, history.kept, [*self.outputs, *self.pictures], **PRIVATE
        )
        for tab in self.parts.values():
            tab.panel.after(chosen)
        checked.use.click(self.updates, checked.settings, self.outputs, **PRIVATE)
        dropped.upload(from_drop, dropped, self.outputs, **PRIVATE)


def tab_of(settings: dict) -> str:
    """The tab whose controls make such a picture."""
    task = settings.get("task", "text_to_image")
    return {"text_to_image": TEXT, "photo_to_painting": PHOTO}.get(task, EDIT)


def _unchanged(parts: list) -> list:
    return [gr.skip()] * len(parts)


def launch(engine: Engine, queue: int = 32, cache_hours: int = 24, **options):
    """Serve the page; options go to gradio's launch (host, port, share...)."""
    output = configuration.current().output
    page = build(engine, cache_hours).queue(max_size=queue, default_concurrency_limit=8)
    return page.launch(
        theme=look.theme(),
        css=look.CSS,
        head=look.HEAD,
        i18n=label,
        favicon_path=look.ICON,
        pwa=True,
        mcp_server=_mcp_is_installed(),
        max_file_size="25mb",
        allowed_paths=[str(output.resolve())] if output else None,
        footer_links=["api", "settings"],
        run_history=False,
        ssr_mode=False,
        **options,
    )


def _mcp_is_installed() -> bool:
    return find_spec("mcp") is not None
