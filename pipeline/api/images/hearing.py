"""Speech to text by the fields of OpenAI's Audio API: the words of a spoken prompt."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Request, UploadFile
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field

from pipeline.api.access import caller_of
from pipeline.api.images.errors import invalid, refused, unknown_model
from pipeline.api.images.fields import MULTIPART
from pipeline.generate import hear
from pipeline.listening.loading import available
from pipeline.results import Refusal
from safety.errors import UserError
from safety.sound.upload import SoundRefused


class Spoken(BaseModel):
    """POST /v1/audio/transcriptions, as multipart/form-data."""

    model_config = ConfigDict(extra="forbid")

    file: UploadFile = Field(description="A prompt in English: WAV, MP3, OGG, WebM or M4A.")
    model: str | None = Field(None, description="What listens; left out, the best there is.")
    language: Literal["en"] | None = Field("en", description="English alone.")
    response_format: Literal["json", "text"] | None = "json"


class Transcription(BaseModel):
    """text: to be given as a prompt. model: what listened. sure: 0..1."""

    text: str
    model: str
    sure: float


def routes() -> APIRouter:
    """None where nothing hears."""
    router = APIRouter(tags=["audio"])
    if not available():
        return router

    @router.post(
        "/audio/transcriptions", operation_id="createTranscription", response_model=Transcription
    )
    async def transcriptions(
        request: Request, spoken: Annotated[Spoken, MULTIPART]
    ) -> Transcription | PlainTextResponse:
        """The words of a spoken prompt, checked as typed ones are. Nothing of it is kept."""
        if spoken.model and spoken.model not in available():
            raise unknown_model(spoken.model, ", ".join(available()))
        caller_of(request.scope).admit_hearing()
        data = await spoken.file.read()
        try:
            heard = await asyncio.to_thread(hear, data, spoken.model)
        except SoundRefused as error:
            raise invalid(str(error), "file", "invalid_audio_file") from error
        except UserError as error:
            raise invalid(str(error), "file", error.code) from error
        if isinstance(heard, Refusal):
            raise refused(heard, "input")
        if spoken.response_format == "text":
            return PlainTextResponse(heard.text)
        return Transcription(text=heard.text, model=heard.by, sure=round(heard.sure, 3))

    return router
