"""The page: text to image and photo to Ghibli, both over the one journey."""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import closing
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import gradio as gr

from pipeline.engines import ENGINES, load_engine
from pipeline.engines.base import Engine
from pipeline.generate import Picture, Progress, Refusal, generate
from pipeline.request import DEFAULT_INSTRUCTION, Request

EXAMPLES = Path(__file__).parent / "assets" / "examples"
PROMPTS = [
    "two white cats and a red lantern by a blue house at night",
    "a girl in a yellow dress and a dog on a summer meadow",
    "a lighthouse at sunset, a boat with a white sail",
    "three rabbits under a pink tree in the spring rain",
    "a windmill in snowy hills, an orange airship in the sky",
    "a sprig among red mushrooms in the morning mist",
]
INSTRUCTIONS = [
    DEFAULT_INSTRUCTION,
    f"{DEFAULT_INSTRUCTION} at sunset",
    f"{DEFAULT_INSTRUCTION} in autumn",
    f"{DEFAULT_INSTRUCTION} on a rainy day",
    f"{DEFAULT_INSTRUCTION} at night",
]
SIZES = {
    "square": "512x512",
    "landscape": "640x480",
    "wide": "768x384",
    "portrait": "480x640",
    "tall": "384x768",
    "large square": "768x768",
    "large landscape": "1024x768",
}
PHOTO_SIDES = (512, 768, 1024)
STAGES = {
    "check": "Checking the request",
    "wait": "Waiting: another picture is being made",
    "encode": "Reading the request",
    "tokens": "Writing token {step} of {of}",
    "paint": "Painting step {step} of {of}",
    "finish": "Checking and signing",
}
STOPPED = "<div class='status'>Stopped. Nothing was kept.</div>"
READY = "<div class='status'>Ready when you are.</div>"


def follow(engine: Engine, show: Callable[[Path], object], **wish) -> Iterator[tuple]:
    """One journey as updates of (status, picture, download, last seed).

    show: turns a picture's path into the picture component's value. Only paths are handed on:
    the page serves the signed bytes as they are.
    """
    yield progress_bar(Progress("check")), None, gr.DownloadButton(interactive=False), gr.skip()
    with TemporaryDirectory(prefix="enogu-page-") as passing:
        folder = Path(os.environ.get("ENOGU_OUTPUT") or passing)
        try:
            with closing(generate(Request(**wish), engine, folder)) as journey:
                for item in journey:
                    yield update(item, show)
        except (ValueError, OSError) as error:
            reason = getattr(error, "strerror", None) or error
            yield notice("That did not work", reason), None, gr.skip(), gr.skip()
        except RuntimeError:
            yield notice("Something broke", "Please try again."), None, gr.skip(), gr.skip()
            raise  # the log says what


def update(item: Progress | Picture | Refusal, show: Callable[[Path], object]) -> tuple:
    if isinstance(item, Progress):
        picture = show(item.preview) if item.preview else gr.skip()
        return progress_bar(item), picture, gr.skip(), gr.skip()
    if isinstance(item, Refusal):
        return notice("Not made", item.reason), None, gr.skip(), gr.skip()
    download = gr.DownloadButton(value=item.path, interactive=True)
    return summary(item), show(item.path), download, item.seed


def progress_bar(item: Progress) -> str:
    text = STAGES[item.stage].format(step=item.step, of=item.of)
    bar = f"<div class='bar'><div style='width: {item.step / item.of:.1%}'></div></div>"
    return f"<div class='status' role='status'>{text}…{bar}</div>"


def summary(picture: Picture) -> str:
    return (
        f"<div class='status done' role='status'>{picture.width} × {picture.height} · "
        f"seed {picture.seed} · {picture.tokens} tokens · {picture.seconds:.1f} s · signed</div>"
    )


def notice(title: str, reason: object) -> str:
    return f"<div class='status refused' role='alert'><b>{title}.</b> {escape(str(reason))}</div>"


def build(engine: Engine) -> gr.Blocks:
    """The page for an engine; it offers what the engine's capabilities allow."""
    with gr.Blocks(title="Enogu", analytics_enabled=False, delete_cache=(3600, 86400)) as page:
        gr.HTML("<h1>Enogu</h1><p>Words and photos become paintings.</p>", elem_id="title")
        if "text_to_image" in engine.capabilities.tasks:
            text_tab(engine)
        if "photo_to_painting" in engine.capabilities.tasks:
            photo_tab(engine)
        gr.HTML(about(engine), elem_id="about")
    return page


def text_tab(engine: Engine) -> None:
    def paint(prompt, size, seed, steps, guidance):
        """Paint a picture from a description."""
        wish = {"size": pixels(size), "seed": whole(seed), "steps": steps, "guidance": guidance}
        yield from follow(engine, str, prompt=prompt, **wish)

    with gr.Tab("Text to image"), gr.Row():
        with gr.Column(elem_classes="controls"):
            prompt = gr.Textbox(
                label="What should be in the picture?",
                placeholder=PROMPTS[0],
                lines=3,
                max_lines=8,
            )
            with gr.Row():
                size = gr.Dropdown(text_sizes(engine), label="Size", scale=2, min_width=150)
                seed = seed_field()
            run, stop = run_and_stop("Paint it")
            more = more_settings(engine)
            gr.Examples(PROMPTS, prompt, label="Try one")
        with gr.Column(elem_classes="result"):
            status = gr.HTML(READY, padding=False, elem_id="text-status")
            picture = gr.Image(
                label="Picture",
                interactive=False,
                buttons=["fullscreen"],
                elem_classes="picture",
            )
            download, last_seed = result_buttons(seed)
    gr.on([run.click, prompt.submit], js=show_status("text-status"))
    journey = gr.on(
        [run.click, prompt.submit],
        paint,
        [prompt, size, seed, *more],
        [status, picture, download, last_seed],
        api_name="text_to_image",
        show_progress="hidden",
    )
    stop.click(
        lambda: (STOPPED, None),
        None,
        [status, picture],
        cancels=journey,
        api_visibility="private",
    )


def photo_tab(engine: Engine) -> None:
    def paint(photo, instruction, strength, side, seed, steps, guidance):
        """Paint a photo in the style that the instruction names."""
        if photo is None:
            yield notice("One thing is missing", "Add a photo first."), None, gr.skip(), gr.skip()
            return
        wish = {"size": (side, side), "seed": whole(seed), "steps": steps, "guidance": guidance}
        wish |= {"prompt": instruction, "photo": Path(photo), "strength": strength}
        yield from follow(engine, lambda path: (photo, str(path)), **wish)

    limits = engine.capabilities
    with gr.Tab("Photo to Ghibli"), gr.Row():
        with gr.Column(elem_classes="controls"):
            photo = photo_upload()
            instruction = gr.Textbox(label="Instruction", value=DEFAULT_INSTRUCTION, lines=2)
            strength = gr.Slider(0, 1, 1, step=0.05, label="Strength", info="Less keeps the photo")
            sides = [(f"{side} pixels", side) for side in PHOTO_SIDES if side <= limits.max_side]
            with gr.Row():
                side = gr.Dropdown(
                    sides,
                    value=limits.default_photo_side,
                    label="Long side",
                    scale=2,
                    min_width=150,
                )
                seed = seed_field()
            run, stop = run_and_stop("Paint the photo")
            more = more_settings(engine)
            if photos := sorted(map(str, EXAMPLES.glob("*.jpg"))):
                gr.Examples(photos, photo, label="Try a photo")
            gr.Examples(INSTRUCTIONS, instruction, label="Try an instruction")
        with gr.Column(elem_classes="result"):
            status = gr.HTML(READY, padding=False, elem_id="photo-status")
            slider = gr.ImageSlider(
                label="Before and after",
                type="filepath",
                interactive=False,
                buttons=["fullscreen"],
                elem_classes="picture",
            )
            download, last_seed = result_buttons(seed)
    run.click(None, js=show_status("photo-status"))
    journey = run.click(
        paint,
        [photo, instruction, strength, side, seed, *more],
        [status, slider, download, last_seed],
        api_name="photo_to_painting",
        show_progress="hidden",
    )
    stop.click(
        lambda: (STOPPED, None),
        None,
        [status, slider],
        cancels=journey,
        api_visibility="private",
    )


def show_status(elem_id: str) -> str:
    """On a phone the result is above the button that was pressed."""
    return f"() => document.getElementById('{elem_id}').scrollIntoView({{block: 'nearest'}})"


def photo_upload() -> gr.Image:
    """An upload that hands on the file as it was sent: only the sanitiser opens it."""
    sources = ["upload", "webcam", "clipboard"]
    upload = gr.Image(label="Photo", type="filepath", sources=sources, elem_classes="upload")
    upload.preprocess = lambda payload: payload and payload.path
    return upload


def run_and_stop(label: str) -> tuple[gr.Button, gr.Button]:
    with gr.Row():
        return (
            gr.Button(label, variant="primary", scale=3, min_width=160),
            gr.Button("Stop", scale=1, min_width=80),
        )


def seed_field() -> gr.Textbox:
    """Text, since a Number cannot be empty."""
    return gr.Textbox(label="Seed", placeholder="random", min_width=90)


def whole(text: str) -> int | str | None:
    """A number when it is one; else the text itself, for the request to refuse."""
    text = text.strip()
    return int(text) if text.isdecimal() else text or None


def more_settings(engine: Engine) -> list[gr.Slider]:
    """Steps and guidance, within the engine's limits."""
    limits = engine.capabilities
    steps = (limits.min_steps, limits.max_steps, limits.default_steps)
    guidance = (limits.min_guidance, limits.max_guidance, limits.default_guidance)
    with gr.Accordion("More", open=False):
        return [
            gr.Slider(*steps, step=1, label="Steps", info="More is slower and finer"),
            gr.Slider(*guidance, label="Guidance", info="How closely to follow the words"),
        ]


def result_buttons(seed: gr.Textbox) -> tuple[gr.DownloadButton, gr.State]:
    last_seed = gr.State()
    with gr.Row():
        download = gr.DownloadButton("Download", interactive=False, size="sm", min_width=80)
        keep = gr.Button("Keep seed", size="sm", min_width=80)
        new = gr.Button("New seed", size="sm", min_width=80)
    keep.click(lambda value: str(value or ""), last_seed, seed, api_visibility="private")
    new.click(lambda: "", None, seed, api_visibility="private")
    return download, last_seed


def text_sizes(engine: Engine) -> list[tuple[str, str]]:
    """(label, value) of the sizes in SIZES that the engine can paint, its default first."""
    limits = engine.capabilities
    wished = {"x".join(map(str, limits.default_size)): "default"}
    wished |= {size: name for name, size in SIZES.items() if can_paint(limits, pixels(size))}
    return [(f"{size.replace('x', ' × ')} {name}", size) for size, name in wished.items()]


def can_paint(limits, size: tuple[int, int]) -> bool:
    try:
        return bool(limits.complete(Request("any", size=size)))
    except ValueError:
        return False


def pixels(size: str) -> tuple[int, ...]:
    """ "512x512" -> (512, 512)."""
    return tuple(map(int, size.split("x")))


def about(engine: Engine) -> str:
    facts = {"model": engine.model, **engine.about(), "gradio": gr.__version__}
    items = " · ".join(f"{escape(key)} {escape(value)}" for key, value in facts.items())
    return (
        "<p>Every prompt, photo and picture is checked, and every picture carries "
        f"Content Credentials that say it was made with AI.</p><p>{items}</p>"
    )


MOSS = gr.themes.Color(
    "#f0f7f3",
    "#dcede4",
    "#bbdccc",
    "#8fc4ab",
    "#5fa685",
    "#3d8a6d",
    "#2f6f57",
    "#285947",
    "#22483a",
    "#1d3c31",
    "#0f221b",
)
CSS = """
.gradio-container { max-width: 1180px !important; margin: 0 auto; }
#title h1 { font: 600 2.4rem/1.1 Palatino, 'Palatino Linotype', 'Book Antiqua', Georgia, serif; }
#title p, #about { color: var(--body-text-color-subdued); }
#about { font-size: .85rem; }
.status { padding: .4rem .2rem; min-height: 2.6rem; font-variant-numeric: tabular-nums; }
.bar { height: 6px; margin-top: .4rem; border-radius: 3px; background: #8884; }
.bar div { height: 100%; border-radius: 3px; background: var(--primary-500); }
.status.refused { padding: .8rem 1rem; border-left: 4px solid #c2410c; border-radius: 6px;
  background: color-mix(in srgb, #c2410c 12%, transparent); }
.picture:not(:has(img)) { min-height: 360px; }
@media (max-width: 760px) {
  .result { order: -1; }
  .picture:not(:has(img)) { min-height: 220px; }
}
"""


def theme() -> gr.themes.Base:
    """Paper and moss by day, ink by night; system fonts, so nothing is fetched."""
    return gr.themes.Base(
        primary_hue=MOSS,
        neutral_hue="stone",
        radius_size="lg",
        font=["ui-sans-serif", "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ).set(
        body_background_fill="#f7f4ec",
        body_background_fill_dark="#14171a",
        block_background_fill="#fffdf8",
        block_background_fill_dark="#1d2125",
        input_background_fill="#f5f1e6",
        input_background_fill_dark="#272c31",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_600",
        button_primary_text_color="white",
        button_secondary_background_fill="#ebe5d6",
        button_secondary_background_fill_dark="#30363c",
        button_secondary_background_fill_hover="#e1dac8",
        button_secondary_background_fill_hover_dark="#3a4148",
    )


def launch(engine: Engine, **options):
    """Serve the page; options go to gradio's launch (host, port, share...)."""
    output = os.environ.get("ENOGU_OUTPUT")
    page = build(engine).queue(max_size=32, default_concurrency_limit=8)
    return page.launch(
        theme=theme(),
        css=CSS,
        max_file_size="25mb",
        allowed_paths=[str(Path(output).resolve())] if output else None,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        **options,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, default=os.environ.get("ENOGU_ENGINE"))
    parser.add_argument("--host", help="default: GRADIO_SERVER_NAME or this machine alone")
    parser.add_argument("--port", type=int, help="default: GRADIO_SERVER_PORT or 7860 and up")
    parser.add_argument("--share", action="store_true", help="a public link through gradio")
    options = parser.parse_args()
    try:
        engine = load_engine(options.engine or "embedded")
    except RuntimeError as error:  # weights missing or damaged
        parser.exit(1, f"error: {error}\n")
    launch(engine, server_name=options.host, server_port=options.port, share=options.share)


if __name__ == "__main__":
    main()
