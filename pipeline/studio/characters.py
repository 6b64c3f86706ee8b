"""Characters of the visitor's own: a name and a picture, cut out, for any prompt that names them.

They live in the browser. The server gets those that a prompt names with its request, and keeps
nothing: what was uploaded to be cut out is deleted once the character is made.
"""

import base64
import io
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.components.image_editor import EditorData
from PIL import Image

from pipeline.api.visits import output_folder, photo_upload
from pipeline.engines.base import Engine
from pipeline.errors import RequestError
from pipeline.generate import cut_out
from pipeline.request import MAX_NAME, MAX_THINGS, is_thing_name
from pipeline.results import CutOut, Refusal
from pipeline.studio.keepsake import kept, name_in, things_of
from pipeline.studio.language import label, language_of, paragraph, plain_label
from pipeline.studio.mask import ERASE, KEEP, files_of, marks_of, mask_editor
from pipeline.studio.panel import PRIVATE
from pipeline.studio.status import ask_for, notice, plain
from pipeline.wording import Language

KEY = "enogu-characters"
BRUSH, LONGEST = 16, 640  # pixels: the brush's radius, and the longer side of what is under it
UNNAMED = "It"  # what is cut out before it has a name
TEMPLATE = """<div class="cast">{{#each value}}<figure><img src="{{this.picture}}" alt="">
  <figcaption>{{this.name}}</figcaption><a href="{{this.picture}}" download="{{this.name}}.png"
  aria-label="{{this.save}}" title="{{this.save}}">⤓</a><button data-index="{{@index}}"
  aria-label="{{this.delete}}" title="{{this.delete}}">×</button></figure>{{/each}}</div>"""
CHOOSE = """element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-index]');
  if (button) trigger('click', {index: Number(button.dataset.index)});
})"""
Items = list[dict[str, str]]
Drawn = tuple[bytes | None, list[str]]  # strokes, and the files that were sent for them


class Characters:
    """Built inside the tab; an engine that takes no things gets none of it.

    kept: what the browser keeps, a list of names with pictures. names: state, the names alone.
    """

    def __init__(self, engine: Engine[Any], names: gr.State) -> None:
        self.names = names
        self.kept: gr.BrowserState | gr.State = gr.State([])
        if not engine.capabilities.max_things:
            return
        # The page shows the secret anyway: what keeps this private is the browser's own storage.
        self.kept = gr.BrowserState([], storage_key=KEY, secret=KEY)
        self.shown = gr.HTML(
            [], html_template=TEMPLATE, js_on_load=CHOOSE, elem_id="cast", padding=False
        )
        with gr.Accordion(label("add_character"), open=False, elem_classes="character"):
            paragraph("character_about", elem_classes="lacks")
            self.name = gr.Textbox(
                label=label("character_name"), placeholder=label("character_hint"), max_lines=1
            )
            self.picture = photo_upload(label=label("character_picture"), height=190)
            self.cut = gr.HTML(visible=False, padding=False, elem_classes="cut-out")
            with gr.Accordion(label("character_fix"), open=False, visible=False) as self.fix:
                paragraph("character_brush", elem_classes="lacks")
                self.brush = _brush()
            self.status = gr.HTML(padding=False)
            with gr.Row():
                self.add = gr.Button(label("character_add"), variant="primary", size="sm")
                self.load = gr.UploadButton(
                    plain_label("character_load"), size="sm", file_types=[".png"]
                )
        # Paths: of what is shown under the brush, and of all that was sent or made for it, which is
        # deleted with each character and once more when the visit ends: the editor sends it again.
        self.faded, self.files = gr.State(""), gr.State([], delete_callback=_delete)
        self._wire()

    def _wire(self) -> None:
        quiet: dict[str, Any] = {**PRIVATE, "queue": False}
        # Cutting out takes a core for a second: one visitor at a time.
        busy: dict[str, Any] = {**PRIVATE, "concurrency_id": "cut", "concurrency_limit": 1}
        given = [self.name, self.picture, self.brush, self.files]
        made = [self.kept, self.name, self.picture, self.brush, self.faded, self.files]
        gr.on(None, _cards, self.kept, [self.shown, self.names], **quiet)
        self.shown.click(_without, self.kept, self.kept, **quiet)
        seen = [self.cut, self.fix, self.faded, self.files, self.status]
        self.picture.upload(_first_look, [self.name, self.picture, self.files], seen, **busy)
        self.picture.clear(_clear, self.files, [self.faded, self.brush], **quiet)
        # The editor loads a picture only while it is on the screen.
        shows = [self.fix.expand, self.faded.change]
        paths = [self.faded, self.files]
        gr.on(shows, self._under_brush, paths, [self.brush, self.files], **quiet)
        self.faded.change(_shows, self.faded, [self.cut, self.fix], **quiet)
        self.fix.collapse(_look_again, given, [self.cut, self.files, self.status], **busy)
        adds = [self.add.click, self.name.submit]
        gr.on(adds, _add, [self.kept, *given], [*made, self.status], **busy)
        self.load.upload(_load, [self.kept, self.load], [self.kept, self.status], **busy)

    def _under_brush(self, faded: str, files: list[str]) -> tuple[str | None, list[str]]:
        """Updates of the brush and the files, those included that Gradio makes of the picture."""
        if not faded:
            return None, files
        return faded, files + files_of(self.brush.postprocess(faded))


def named_in(prompt: str, items: Any) -> tuple[tuple[str, bytes], ...]:
    """Of what the browser kept, the things that a prompt may name: the others stay there."""
    words = _plain(prompt)
    return tuple((name, file) for name, file in things_of(items) if _plain(name) in words)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _known(items: Any) -> Items:
    """Of what the browser kept, what is a thing: the cards that are shown."""
    names = {name for name, _ in things_of(items)}
    return [item for item in items or [] if isinstance(item, dict) and item.get("name") in names]


def _cards(items: Any, request: gr.Request) -> tuple[Items, list[str]]:
    """What the cards show, and the names."""
    language, known = language_of(request), _known(items)
    cards = [_card(item["name"], item["picture"], language) for item in known]
    return cards, [item["name"] for item in known]


def _card(name: str, picture: str, language: Language) -> dict[str, str]:
    save = language.text("character_save", name=name)
    delete = language.text("character_delete", name=name)
    return {"name": name, "picture": picture, "save": save, "delete": delete}


def _without(items: Items, event: gr.EventData) -> Items:
    return [item for number, item in enumerate(_known(items)) if number != event.index]


def _brush() -> gr.ImageEditor:
    """An editor whose value is its strokes, and the files that the browser sent for it."""
    editor = mask_editor((ERASE, KEEP), BRUSH)
    strokes: Callable[..., Any] = editor.preprocess

    def drawn(sent: EditorData | None) -> Drawn:
        return strokes(sent), files_of(sent)

    editor.preprocess = drawn  # type: ignore[method-assign, assignment]
    return editor


def _delete(files: list[str]) -> None:
    for file in files:
        Path(file).unlink(missing_ok=True)


def _clear(files: list[str]) -> tuple[str, None]:
    """Updates of the picture's path under the brush, and of the brush."""
    _delete(files)
    return "", None


def _first_look(name: str, picture: str, files: list[str], request: gr.Request) -> list[Any]:
    """Updates of the cut-out, the editor's fold, its picture's path, the files, and the status."""
    language, files = language_of(request), [*files, picture]
    found = _cut(name, picture, None, language)
    if isinstance(found, str):
        hidden = gr.update(visible=False)
        return [hidden, hidden, "", files, found]
    folder = output_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = str(folder / "faded.webp")
    scale = LONGEST / max(found.faded.size)
    found.faded.resize([round(side * scale) for side in found.faded.size]).save(path, quality=85)
    fold = gr.update(visible=True, open=False)
    return [_preview(found), fold, path, [*files, path], _unseen(found, language)]


def _look_again(
    name: str, picture: str | None, drawn: Drawn, files: list[str], request: gr.Request
) -> list[Any]:
    """Updates of the cut-out, the files and the status, after the brush."""
    language = language_of(request)
    strokes, sent = drawn
    found = _cut(name, picture, strokes, language)
    if isinstance(found, str):
        return [gr.update(visible=False), files + sent, found]
    return [_preview(found), files + sent, _unseen(found, language)]


def _cut(name: str, picture: str | None, strokes: bytes | None, language: Language) -> CutOut | str:
    """The cut-out, or the line that says why there is none."""
    if not picture:
        return ask_for("add_photo", language)
    try:
        keep, erase = marks_of(strokes)
    except ValueError:  # no picture: as if nothing was marked
        keep, erase = None, None
    try:
        name = name.strip() if is_thing_name(name.strip()) else UNNAMED
        found = cut_out(name, Path(picture), keep, erase)
    except (ValueError, OSError) as error:
        return notice(language.text("failed"), language.error(error))
    if isinstance(found, Refusal):
        return notice(language.text("refused"), language.refusal(found))
    return found


def _unseen(found: CutOut, language: Language) -> str:
    return "" if found.thing else plain(language.text("character_unseen"))


def _preview(found: CutOut) -> dict[str, Any]:
    if found.thing is None:
        return gr.update(visible=False)
    out = io.BytesIO()
    found.thing.save(out, "WEBP", quality=85)
    data = str(base64.b64encode(out.getvalue()), "ascii")
    return gr.update(value=f"<img src='data:image/webp;base64,{data}' alt=''>", visible=True)


def _shows(faded: str) -> list[Any]:
    """Without a picture neither cut-out nor editor are there."""
    return [gr.skip()] * 2 if faded else [gr.update(visible=False)] * 2


def _add(
    items: Items,
    name: str,
    picture: str | None,
    drawn: Drawn,
    files: list[str],
    request: gr.Request,
) -> list[Any]:
    """Updates of what is kept, of the fields, the path and the files, and of the status."""
    language, name = language_of(request), name.strip()
    strokes, sent = drawn
    unchanged, files = [gr.skip()] * 5, [*files, *sent, *filter(None, [picture])]
    if not name:
        return [*unchanged, files, ask_for("character_unnamed", language)]
    found = _cut(name, picture, strokes, language)
    added = _with(items, name, found.thing, language) if isinstance(found, CutOut) else found
    if isinstance(added, str):
        return [*unchanged, files, added]
    _delete(files)
    ready = plain(language.text("character_ready", name=name))
    return [added, "", None, None, "", files, ready]


def _with(
    items: Sequence[dict[str, str]], name: str, thing: Image.Image | None, language: Language
) -> Items | str:
    """The kept things and one more, in place of one of the same name; or why it cannot be."""
    others = [item for item in items if _plain(item["name"]) != _plain(name)]
    if not is_thing_name(name):
        error = RequestError("thing_name", name=name, most=MAX_NAME)
    elif thing is None:
        error = RequestError("thing_unseen", name=name)
    elif len(others) >= MAX_THINGS:
        error = RequestError("things_many", most=MAX_THINGS, count=len(others) + 1)
    else:
        return [*others, kept(name, thing)]
    return notice(language.text("failed"), language.error(error))


def _load(items: Items, file: str, request: gr.Request) -> tuple[Any, str]:
    """Updates of what is kept and of the status, from a file that was saved."""
    language, path = language_of(request), Path(file)
    name = name_in(path.read_bytes(), path.name) or path.stem
    found = _cut(name, file, None, language)
    path.unlink(missing_ok=True)
    added = _with(items, name, found.thing, language) if isinstance(found, CutOut) else found
    if isinstance(added, str):
        return gr.skip(), added
    return added, plain(language.text("character_ready", name=name))
