"""Photo to Ghibli: one photo with a slider of before and after, or many into a zip."""

import zipfile
from pathlib import Path

import gradio as gr

from pipeline.api.visits import output_folder, photo_upload
from pipeline.engines.base import Capabilities
from pipeline.request import DEFAULT_INSTRUCTION
from pipeline.studio import invitation
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
from pipeline.studio.journey import (
    Studio,
    View,
    say_what_lacks,
    seed_of,
)
from pipeline.studio.language import label, language_of
from pipeline.studio.panel import BUSY, PRIVATE, Tab, result_panel
from pipeline.studio.status import notice

EXAMPLES = Path(__file__).parents[2] / "assets" / "examples"
MOST_PHOTOS = 24


def photo_tab(studio: Studio) -> Tab:
    """Built inside the tab."""
    limits = studio.engine.capabilities
    with gr.Row(elem_classes="sides"):
        with gr.Column(scale=5, elem_classes="controls", min_width=300):
            photo = photo_upload(label=label("photo"), height=260)
            gr.Examples(
                sorted(map(str, EXAMPLES.glob("*.jpg"))), photo, label=label("photo_examples")
            )
            run, stop = run_and_stop(label("paint_photo"))
            say_what_lacks(studio, "photo_to_painting", "no_photo")
            references = reference_upload(limits)
            mood = mood_choice()
            strength = gr.Slider(
                0, 1, 1, step=0.05, label=label("strength"), info=label("strength_info")
            )
            instruction = gr.Textbox(
                label=label("instruction"), placeholder=label("instruction_hint"), max_lines=4
            )
            side = _side_choice(limits)
            fine = advanced_settings(limits, "photo_to_painting")
            settings = [mood, strength, instruction, side, *fine.inputs]
            _many_photos(studio, settings)
        with gr.Column(elem_classes="result", elem_id="photo-result", scale=6, min_width=300):
            panel = result_panel("photo", "ready_photo", invitation.before_and_after())

    def paint(request: gr.Request, photo, references, *settings):
        say = language_of(request)
        if photo is None:
            yield View(notice(say("missing"), say("add_photo")), over=True), gr.skip()
            return
        wish = _wish(*settings) | {
            "photo": Path(photo),
            "references": references_of(references),
        }
        for view in studio.follow(wish, request):
            yield view, seed_of(view)

    def restore(settings: dict) -> list:  # the photo is not in them
        said = settings.get("prompt", "").removeprefix(DEFAULT_INSTRUCTION).strip()
        side = max(map(int, settings["size"].split("x"))) if "size" in settings else gr.skip()
        strength = settings.get("strength", gr.skip())
        return ["none", strength, said, side, *fine.restore(settings)]

    started = [run.click, instruction.submit]
    journey = panel.run(started, paint, [photo, references, *settings], [fine.seed])
    ends = (journey, panel.stop(stop, journey))
    return Tab(panel, settings, restore, ends)


def _side_choice(limits: Capabilities) -> gr.Radio:
    """The other side follows from the photo's ratio."""
    return gr.Radio(
        [(f"{side} px", side) for side in SIDES if side <= limits.max_side],
        value=limits.default_photo_side,
        label=label("side"),
        elem_classes="chips",
    )


def _wish(mood, strength, instruction, side, *fine) -> dict:
    prompt = with_mood(f"{DEFAULT_INSTRUCTION} {instruction}", mood)
    return {"prompt": prompt, "size": (side, side), "strength": strength} | advanced_options(*fine)


def _many_photos(studio: Studio, settings: list) -> None:
    """Several photos with the settings above: one after the other, then a zip of them all."""
    with gr.Accordion(label("photos_many"), open=False, elem_classes="batch"):
        photos = gr.File(
            label=label("photos"),
            file_count="multiple",
            file_types=["image"],  # what is wrong with one is told, and costs no other
            elem_classes="accepts-files many",
        )
        run, stop = run_and_stop(label("paint_all"))
        status = gr.HTML(padding=False, elem_id="many-status", elem_classes="progress")
        gallery = gr.Gallery(
            label=label("pictures"),
            height="auto",
            buttons=[],
            interactive=False,
            visible=False,
            elem_classes="strip",
        )
        bundle = gr.DownloadButton(label("zip"), visible=False)

    def paint_all(request: gr.Request, photos, *settings):
        say = language_of(request)
        if not photos:
            yield notice(say("missing"), say("add_photos")), gr.skip(), gr.skip()
            return
        made, notes = [], ""
        photos = photos[:MOST_PHOTOS]
        for number, photo in enumerate(photos, start=1):
            before = say("several", n=number, count=len(photos))
            for view in studio.follow(_wish(*settings) | {"photo": Path(photo)}, request):
                yield notes + f"<p>{before}</p>" + view.status, gr.skip(), gr.skip()
            if view.made:
                made.append(view.made[0])
            else:  # said at the end too: the other photos go on
                notes += f"<p>{before}</p>" + view.status
            items = [(item.path, item.alt) for item in made]
            yield gr.skip(), gr.Gallery(items, visible=bool(items)), gr.skip()
        done = f"<p role='status'>{say('done_of', done=len(made), count=len(photos))}</p>"
        yield notes + done, gr.skip(), gr.DownloadButton(value=_zip(made), visible=bool(made))

    outputs = [status, gallery, bundle]
    journey = run.click(paint_all, [photos, *settings], outputs, **BUSY, show_progress_on=status)
    cancelled = stop.click(None, None, None, cancels=journey, **PRIVATE)
    cancelled.then(lambda: "", None, status, **PRIVATE)


def _zip(made: list) -> str | None:
    """The signed files as they are, uncompressed since pictures do not get smaller."""
    if not made:
        return None
    folder = output_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "enogu.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as bundle:
        for number, item in enumerate(made, start=1):
            bundle.write(item.path, f"{number:02d}-{Path(item.path).name}")
    return str(path)
