"""Photo to Ghibli: one photo with a slider of before and after, or many into a zip."""

import asyncio
import secrets
import zipfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components import Component

from pipeline.api.visits import output_folder, photo_upload
from pipeline.engines.base import Capabilities
from pipeline.request import DEFAULT_INSTRUCTION
from pipeline.studio import invitation
from pipeline.studio.cards import Desk
from pipeline.studio.controls import (
    SIDES,
    advanced_options,
    advanced_settings,
    mood_choice,
    reference_upload,
    references_of,
    run_and_stop,
    with_mood,
)
from pipeline.studio.files import check_when_chosen
from pipeline.studio.journey import ResultImage, Studio, View, note_missing_task, seed_of
from pipeline.studio.language import label, language_of, plain_label
from pipeline.studio.orders import Order, Orders
from pipeline.studio.panel import PRIVATE, result_panel
from pipeline.studio.speaking import spoken
from pipeline.studio.status import ask_for
from pipeline.studio.tabs import Tab

EXAMPLES = Path(__file__).parents[2] / "assets" / "examples"
MOST_PHOTOS = 24


def photo_tab(studio: Studio, desk: Desk) -> Tab:
    """Build the tab's content inside the open gr.Tab."""
    limits = studio.engine.capabilities
    with gr.Row(elem_classes="sides"):
        with gr.Column(scale=5, elem_classes="controls", min_width=300):
            photo = photo_upload(label=label("photo"), height=260)
            check_when_chosen(photo)
            gr.Examples(
                sorted(map(str, EXAMPLES.glob("*.jpg"))), photo, label=label("photo_examples")
            )
            run, stop = run_and_stop("paint_photo")
            note_missing_task(studio, "photo_to_painting", "no_photo")
            references = reference_upload(limits)
            mood = mood_choice()
            strength = gr.Slider(
                0, 1, 1, step=0.05, label=label("strength"), info=label("strength_info")
            )
            instruction = gr.Textbox(
                label=label("instruction"), placeholder=label("instruction_hint"), max_lines=4
            )
            spoken(instruction)
            side = _side_choice(limits)
            advanced = advanced_settings(limits, "photo_to_painting")
            settings = [mood, strength, instruction, side, *advanced.inputs]
            _many_photos(studio, settings)
        with gr.Column(elem_classes="result", elem_id="photo-result", scale=6, min_width=300):
            panel = result_panel("photo", "ready_photo", invitation.before_and_after())

    def asked(
        request: gr.Request, photo: str | None, references: list[str] | None, *settings: Any
    ) -> Order | View:
        if photo is None:
            return View(ask_for("add_photo", language_of(request)), over=True)
        photos = {"photo": Path(photo), "references": references_of(references)}
        return Order(_fields(*settings) | photos)

    def restore(settings: dict[str, Any]) -> list[Any]:  # they do not hold the photo
        words = settings.get("prompt", "").removeprefix(DEFAULT_INSTRUCTION).strip()
        side = max(map(int, settings["size"].split("x"))) if "size" in settings else gr.skip()
        strength = settings.get("strength", gr.skip())
        return ["none", strength, words, side, *advanced.restore(settings)]

    orders = Orders(studio, desk, panel, [advanced.seed], arrived=lambda view, _: [seed_of(view)])
    orders.take([run.click, instruction.submit], asked, [photo, references, *settings])
    orders.wire(stop)
    return Tab(panel, settings, restore, orders)


def _side_choice(limits: Capabilities) -> gr.Radio:
    """The other side follows from the photo's ratio."""
    sides = sorted({*SIDES, limits.default_photo_side})
    return gr.Radio(
        [(f"{side} px", side) for side in sides if side <= limits.max_side],
        value=limits.default_photo_side,
        label=label("side"),
        elem_classes="chips",
    )


def _fields(
    mood: str, strength: float, instruction: str, side: int, *advanced: Any
) -> dict[str, Any]:
    """The fields of a request, without the photo."""
    prompt = with_mood(f"{DEFAULT_INSTRUCTION} {instruction}", mood)
    fields = {"prompt": prompt, "size": (side, side), "strength": strength}
    return fields | advanced_options(*advanced)


def _many_photos(studio: Studio, settings: list[Component]) -> None:
    """Several photos with the settings above: one after the other, then a zip of them all."""
    with gr.Accordion(label("photos_many"), open=False, elem_classes="batch"):
        photos = gr.File(
            label=label("photos"),
            file_count="multiple",
            file_types=["image"],  # a wrong one is reported, and the others go on
            elem_classes="accepts-files many",
        )
        check_when_chosen(photos)
        run, stop = run_and_stop("paint_all")
        status = gr.HTML(padding=False, elem_id="many-status", elem_classes="progress")
        gallery = gr.Gallery(
            label=label("pictures"),
            height="auto",
            buttons=[],
            interactive=False,
            visible=False,
            elem_classes="strip",
        )
        bundle = gr.DownloadButton(plain_label("zip"), visible=False)

    outputs = [status, gallery, bundle]
    paint_all = _paint_all(studio)
    alone: dict[str, Any] = {"concurrency_limit": None, "trigger_mode": "once"}
    journey = run.click(paint_all, [photos, *settings], outputs, **PRIVATE, **alone)
    cancelled = stop.click(None, None, None, cancels=journey, **PRIVATE)
    cancelled.then(lambda: "", None, status, **PRIVATE)


def _paint_all(studio: Studio) -> Callable[..., AsyncIterator[tuple[object, object, object]]]:
    """The callback that paints several photos: updates of status, gallery and download."""

    async def paint_all(
        request: gr.Request, photos: list[str] | None, *settings: Any
    ) -> AsyncIterator[tuple[object, object, object]]:
        language = language_of(request)
        if not photos:
            yield ask_for("add_photos", language), gr.skip(), gr.skip()
            return
        results: list[ResultImage] = []
        notes = ""
        photos = photos[:MOST_PHOTOS]
        for number, photo in enumerate(photos, start=1):
            before = language.text("several", n=number, count=len(photos))
            fields = _fields(*settings) | {"photo": Path(photo)}
            async for view in _one(studio, fields, request):
                yield notes + f"<p>{before}</p>" + view.status, gr.skip(), gr.skip()
            if view.results:
                results.append(view.results[0])
            else:  # the note stays to the end, while the other photos go on
                notes += f"<p>{before}</p>" + view.status
            items = [(item.path, item.alt) for item in results]
            yield gr.skip(), gr.Gallery(items, visible=bool(items)), gr.skip()
        done = language.text("done_of", done=len(results), count=len(photos))
        download = gr.DownloadButton(value=_zip(results), visible=bool(results))
        yield f"{notes}<p role='status'>{done}</p>", gr.skip(), download

    return paint_all


async def _one(studio: Studio, fields: dict[str, Any], request: gr.Request) -> AsyncIterator[View]:
    """What to show of one photo of many, which has no card. It ends with who watches it."""
    jobs = await asyncio.to_thread(studio.submit, fields, request, secrets.token_urlsafe())
    if isinstance(jobs, View):
        yield jobs
        return
    try:
        async for view in studio.follow(jobs, language_of(request)):
            yield view
    finally:
        studio.queue.forget(jobs[0].id, jobs[0].owner)


def _zip(results: list[ResultImage]) -> str | None:
    """The signed files unchanged, not compressed since pictures would not get smaller."""
    if not results:
        return None
    folder = output_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "enogu.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as bundle:
        for number, item in enumerate(results, start=1):
            bundle.write(item.path, f"{number:02d}-{Path(item.path).name}")
    return str(path)
