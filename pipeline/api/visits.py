"""What every visitor of the server is held to, and where their pictures lie."""

import secrets
from pathlib import Path

import gradio as gr
from gradio.utils import get_upload_folder

from pipeline import settings
from safety.limits import admit, visitor_of


def admitted(visitor: gr.Request | None) -> None:
    """Count a picture of this visitor; raises TooManyRequests after too many."""
    if visitor is not None:
        admit(visitor_of(visitor.client.host if visitor.client else None, visitor.headers))


def output_folder() -> Path:
    """The owner's folder, else one of its own in the cache, which is emptied as it ages.

    Whoever knows a file's address can fetch it, so the folder's name cannot be guessed.
    """
    kept = settings.current().output
    return kept or Path(get_upload_folder()) / secrets.token_urlsafe(18)


def served_folders() -> list[Path]:
    """Where pictures are that whoever knows their names can fetch."""
    kept = settings.current().output
    return [Path(get_upload_folder()), *([kept] if kept else [])]


def photo_upload(**options) -> gr.Image:
    """An upload that hands on the file as it was sent: only the sanitiser opens it."""
    sources = ["upload", "webcam", "clipboard"]
    upload = gr.Image(type="filepath", sources=sources, elem_classes="upload", **options)
    upload.preprocess = lambda payload: payload and payload.path
    return upload
