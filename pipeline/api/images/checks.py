"""What the API says without making anything: of models, of prompts, and of files."""

import asyncio
import time
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from pipeline.api.access import caller_of
from pipeline.api.images.errors import invalid, unknown_model
from pipeline.api.images.fields import MULTIPART, TextPart, Words
from pipeline.engines.base import Engine
from pipeline.generate import judge
from pipeline.request import MAX_PROMPT
from safety.errors import UserError
from safety.policy import Category, Verdict
from safety.provenance.verify import Report, verify

MODERATION_MODEL = "enogu-moderation"
MOST_INPUTS = 32
# Our categories by the names that OpenAI has for them; those it has none for keep ours.
NAMES = {
    Category.SEXUAL: "sexual",
    Category.MINORS: "sexual/minors",
    Category.VIOLENCE: "violence",
    Category.GORE: "violence/graphic",
    Category.HATE: "hate",
    Category.SELF_HARM: "self-harm",
    Category.ILLEGAL: "illicit",
}
OPENAIS = ("harassment", "harassment/threatening", "hate", "hate/threatening", "illicit",
           "illicit/violent", "self-harm", "self-harm/intent", "self-harm/instructions", "sexual",
           "sexual/minors", "violence", "violence/graphic")  # fmt: skip
OURS = tuple(str(category) for category in Category if category not in NAMES)
CATEGORIES = OPENAIS + OURS


class Model(BaseModel):
    """A model of this server. tasks: what it does; sizes: of pictures, in pixels."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str = "enogu"
    name: str
    tasks: list[str]
    sizes: dict[str, Any]


class Models(BaseModel):
    object: Literal["list"] = "list"
    data: list[Model]


class Moderation(BaseModel):
    """flagged: whether a picture of this prompt would be refused. Each category has its answer and
    its score, 0..1."""

    flagged: bool
    categories: dict[str, bool]
    category_scores: dict[str, float]
    category_applied_input_types: dict[str, list[str]]


class Moderations(BaseModel):
    id: str
    model: str
    results: list[Moderation]


class C2PA(BaseModel):
    """What the Content Credentials say. model: that made the picture here."""

    type: Literal["c2pa"] = "c2pa"
    outcome: Literal["detected", "not_detected"]
    validation_state: Literal["trusted", "valid", "invalid", "not_present"]
    issuer: str | None = None
    model: str | None = None
    generated_at: str | None = None


class Watermark(BaseModel):
    """Whether this installation's mark is in the pixels. score: in standard deviations."""

    type: Literal["watermark"] = "watermark"
    outcome: Literal["detected", "not_detected"]
    model: str | None = None
    generated_at: str | None = None
    score: float | None = None


class Provenance(BaseModel):
    """summary: in a sentence. No signal never means that a human made the picture."""

    object: Literal["content_provenance_check"] = "content_provenance_check"
    created_at: int
    results: list[C2PA | Watermark]
    summary: str


class Checked(BaseModel):
    """POST /v1/content_provenance_checks, as multipart/form-data."""

    model_config = ConfigDict(extra="forbid")

    file: UploadFile = Field(description="A PNG, JPEG or WebP.")


def routes(engine: Engine[Any], started: int) -> APIRouter:
    """started: when, as a Unix time; the model is as old."""
    router = APIRouter(tags=["checks"])
    _add_models(router, _model(engine, started))
    _add_checks(router)
    return router


def _model(engine: Engine[Any], started: int) -> Model:
    limits = engine.capabilities
    sizes = {
        "default": "{}x{}".format(*limits.default_size),
        "least_side": limits.min_side,
        "most_side": limits.max_side,
        "multiple_of": limits.side_multiple,
        "most_ratio": limits.max_ratio,
    }
    tasks = sorted(limits.tasks)
    return Model(id=engine.name, created=started, name=engine.model, tasks=tasks, sizes=sizes)


def _add_models(router: APIRouter, model: Model) -> None:
    @router.get("/models", operation_id="listModels")
    async def models() -> Models:
        """The model of this server, with what it does."""
        return Models(data=[model])

    @router.get("/models/{id}", operation_id="retrieveModel")
    async def one_model(id: str) -> Model:
        """One model by its id."""
        if id != model.id:
            raise unknown_model(id, model.id)
        return model


def _add_checks(router: APIRouter) -> None:
    @router.post("/moderations", operation_id="createModeration")
    async def moderations(request: Request, words: Words) -> Moderations:
        """Whether pictures of these prompts would be refused, and why. Nothing is kept."""
        texts = _texts(words)
        caller_of(request.scope).admit_words(len(texts))
        results = [_moderation(await asyncio.to_thread(judge, text)) for text in texts]
        id = request.scope["enogu.request_id"].replace("req_", "modr-")
        return Moderations(id=id, model=MODERATION_MODEL, results=results)

    @router.post("/content_provenance_checks", operation_id="createContentProvenanceCheck")
    async def provenance(request: Request, checked: Annotated[Checked, MULTIPART]) -> Provenance:
        """Whether a file carries signs of having been made with AI, and by whom."""
        caller_of(request.scope).admit_check()
        data = await checked.file.read()
        try:
            report = await asyncio.to_thread(verify, data)
        except UserError as error:
            raise invalid(str(error), "file", "invalid_image_file") from error
        return _provenance(report)


def _texts(words: Words) -> list[str]:
    """The prompts of a moderation. Raises ApiError for too many, or one that is too long."""
    given = [words.input] if isinstance(words.input, str) else words.input
    texts = [part.text if isinstance(part, TextPart) else part for part in given]
    if not 1 <= len(texts) <= MOST_INPUTS:
        raise invalid(f"input must have 1 to {MOST_INPUTS} texts, not {len(texts)}.", "input")
    for text in texts:
        if not text.strip() or len(text) > MAX_PROMPT:
            raise invalid(f"Each text must have 1 to {MAX_PROMPT:,} characters.", "input")
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise invalid("A text has half of a surrogate pair: use valid Unicode.", "input")
    return texts


def _moderation(verdict: Verdict) -> Moderation:
    """A verdict has one category; a text that is allowed has its score under none."""
    scores, flags = dict.fromkeys(CATEGORIES, 0.0), dict.fromkeys(CATEGORIES, False)
    if verdict.category is not None:
        name = NAMES.get(verdict.category, str(verdict.category))
        scores[name], flags[name] = verdict.score, True
    types = {name: ["text"] for name in CATEGORIES}
    return Moderation(
        flagged=not verdict.allowed,
        categories=flags,
        category_scores=scores,
        category_applied_input_types=types,
    )


def _provenance(report: Report) -> Provenance:
    settings = report.settings or {}
    model = str(settings["model"]) if report.own and "model" in settings else None
    state = {"None": "not_present"}.get(report.state, report.state.lower())
    signed = C2PA(
        outcome=_outcome(report.state != "None"),
        validation_state=state,  # type: ignore[arg-type]
        issuer=report.issuer,
        model=model,
        generated_at=report.signed_at,
    )
    mark = report.watermark
    marked = Watermark(
        outcome=_outcome(mark is not None and mark.found),
        model=mark.engine if mark else None,
        score=mark.score if mark else None,
    )
    return Provenance(created_at=int(time.time()), results=[signed, marked], summary=report.summary)


def _outcome(found: bool) -> Literal["detected", "not_detected"]:
    return "detected" if found else "not_detected"
