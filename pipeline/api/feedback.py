"""Votes on pictures over HTTP: POST, GET and DELETE /v1/feedback.

`feedback_routes()` goes into the page's application; what they take is told by
/v1/feedback/openapi.json.
"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Header, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.routing import BaseRoute

from pipeline.errors import OutputError, RequestError
from pipeline.feedback.taking import store, take
from pipeline.results import Refusal
from safety.limits import VOTES, TooManyRequests, admit_to, visitor_of

PATH = "/v1/feedback"
Visitor = Annotated[
    str,
    Header(
        alias="Enogu-Visitor",
        min_length=8,
        max_length=100,
        description="A random text of the caller's own, the same for all votes of one person. Only "
        "its hash is kept.",
    ),
]


class Given(BaseModel):
    """A vote on one picture, or a choice between two of one prompt."""

    model_config = ConfigDict(extra="forbid")
    pictures: list[dict[str, Any]] = Field(
        min_length=1,
        max_length=2,
        description="The settings of each picture, as the report of its painting and its Content "
        "Credentials have them: prompt, seed, size, layout, engine, model.",
    )
    choice: Literal["better", "worse", "first", "second"] = Field(
        description="Of one picture, better or worse than hoped for; of two, which is better."
    )
    reason: Literal["", "not_asked", "ugly", "not_me", "too_dark", "too_small", "crowded"] = ""
    words: bool = Field(False, description="Whether the prompt itself may be kept, not its hash.")


class Count(BaseModel):
    """How many votes of the caller's are kept, or were deleted."""

    count: int


class Fault(BaseModel):
    """What went wrong. code: for programs; message: for people."""

    code: str
    message: str


FAULTS: dict[int | str, dict[str, Any]] = {
    400: {"model": Fault, "description": "A wrong vote, or words that the checks refuse."},
    429: {"model": Fault, "description": "Too many votes in a short time."},
    507: {"model": Fault, "description": "The vote could not be stored."},
}


def feedback_routes() -> list[BaseRoute]:
    """The routes; each call makes new ones."""
    router = APIRouter(tags=["feedback"], responses=FAULTS)

    @router.post(PATH, operation_id="giveFeedback", status_code=201, response_model=Count)
    def give(request: Request, given: Given, visitor: Visitor) -> Any:
        """Keep a vote on this machine: its numbers, never a picture."""
        try:
            host = request.client.host if request.client else None
            admit_to(VOTES, visitor_of(host, request.headers))
            taken = take(visitor, given.pictures, given.choice, given.reason, given.words)
        except TooManyRequests as error:
            return _fault(429, error.code, str(error))
        except RequestError as error:
            return _fault(400, error.code, str(error))
        except OutputError as error:
            return _fault(507, error.code, error.strerror or str(error))
        if isinstance(taken, Refusal):
            return _fault(400, taken.category, taken.reason)
        return Count(count=store().count(visitor))

    @router.get(PATH, operation_id="countFeedback", response_model=Count)
    def count(visitor: Visitor) -> Any:
        """How many votes of the caller's are kept."""
        return Count(count=store().count(visitor))

    @router.delete(PATH, operation_id="deleteFeedback", response_model=Count)
    def forget(visitor: Visitor) -> Any:
        """Delete all votes of the caller's."""
        return Count(count=store().forget(visitor))

    document = FastAPI(title="Enogu feedback", version="1")
    document.include_router(router)

    @router.get(f"{PATH}/openapi.json", include_in_schema=False)
    def openapi() -> JSONResponse:
        """What these routes take and give."""
        return JSONResponse(document.openapi())

    return list(router.routes)


def _fault(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"code": code, "message": message}, status)
