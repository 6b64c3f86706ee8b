"""The limit on every visitor's requests, and the folders of their pictures."""

import os
import secrets
from pathlib import Path
from typing import Any

import gradio as gr
from gradio import routes
from gradio.data_classes import ImageData
from gradio.utils import get_upload_folder

from pipeline import settings
from safety.leftovers import keep_removing_old, process_folder
from safety.limits import CHECKS, HEARINGS, VOTES, admit, admit_to, visitor_of
from safety.sound.upload import is_sound


def admitted(visitor: gr.Request | None, pictures: int = 1) -> None:
    """Count pictures of this visitor; raises TooManyRequests after too many."""
    if visitor is not None:
        admit(address_of(visitor), pictures)


def address_of(visitor: gr.Request) -> str:
    """Who asks, as far as the connection tells."""
    return visitor_of(visitor.client.host if visitor.client else None, visitor.headers)


def may_check(visitor: gr.Request | None) -> None:
    """Count a file that this visitor has verified; raises TooManyRequests after too many."""
    if visitor is not None:
        admit_to(CHECKS, address_of(visitor))


def may_speak(visitor: gr.Request | None) -> None:
    """Count a recording of this visitor; raises TooManyRequests after too many."""
    if visitor is not None:
        admit_to(HEARINGS, address_of(visitor))


def forget_recording(path: str | None) -> None:
    """Delete a recording that was sent, once it was heard. Any other file stays: whoever sends the
    address of a picture deletes nothing."""
    if path and is_sound(Path(path)):
        Path(path).unlink(missing_ok=True)


def may_vote(visitor: gr.Request | None) -> None:
    """Count a vote of this visitor; raises TooManyRequests after too many."""
    if visitor is not None:
        host = visitor.client.host if visitor.client else None
        admit_to(VOTES, visitor_of(host, visitor.headers))


def output_folder() -> Path:
    """The owner's folder, else a new one in the cache, whose old files are deleted.

    Whoever knows a file's address can fetch it, so the new folder's name cannot be guessed.
    """
    kept = settings.current().output
    return kept or Path(get_upload_folder()) / secrets.token_urlsafe(18)


def own_cache(hours: int) -> None:
    """Gradio's cache becomes a folder of this process alone, in the one that was set. It goes with
    the process, and files older than `hours` go before. Call it before the page is built."""
    folder = process_folder(Path(get_upload_folder()))
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    routes.DEFAULT_TEMP_DIR = str(folder)  # read at import; each page makes a folder there
    keep_removing_old(folder, hours * 3600)


def served_folders() -> list[Path]:
    """Folders whose pictures can be fetched by whoever knows their names."""
    kept = settings.current().output
    return [Path(get_upload_folder()), *([kept] if kept else [])]


def photo_upload(**options: Any) -> gr.Image:
    """An upload whose value is the path of the file as it was sent: only the sanitiser opens it."""
    upload = gr.Image(
        type="filepath",
        sources=["upload", "webcam", "clipboard"],
        elem_classes="upload",
        **options,
    )

    def path_of(payload: ImageData | None) -> str | None:
        return payload.path if payload else None

    upload.preprocess = path_of  # type: ignore[method-assign, assignment]
    return upload
