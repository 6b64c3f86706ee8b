"""A file is looked at when it is chosen: who sends one that cannot be used hears of it at once."""

from collections.abc import Sequence
from pathlib import Path

import gradio as gr

from pipeline.studio.language import language_of
from pipeline.studio.panel import PRIVATE
from pipeline.studio.status import notice
from pipeline.wording import Language
from safety.errors import UserError
from safety.image.upload import open_photo


def check_when_chosen(upload: gr.Image | gr.File) -> gr.HTML:
    """What is wrong with the files of an upload, shown where this is called."""
    found = gr.HTML(visible=False, padding=False, elem_classes="bad-file")

    def look(files: str | list[str] | None, request: gr.Request) -> gr.HTML:
        paths = [files] if isinstance(files, str) else files or []
        lines = problems(list(map(Path, paths)), language_of(request))
        return gr.HTML("".join(lines), visible=bool(lines))

    upload.upload(look, upload, found, **PRIVATE)
    upload.clear(lambda: gr.HTML("", visible=False), None, found, **PRIVATE, queue=False)
    return found


def problems(files: Sequence[Path], language: Language) -> list[str]:
    """A line for each file that is no usable photo; among several it names the file."""
    lines = []
    for file in files:
        if said := problem(file, language):
            named = f"{file.name}: {said}" if len(files) > 1 else said
            lines.append(notice(language.text("bad_file"), named))
    return lines


def problem(file: Path, language: Language) -> str:
    """Why a file is no usable photo; "" where it is one."""
    try:
        open_photo(file)
    except (UserError, OSError) as error:
        return language.error(error)
    return ""
