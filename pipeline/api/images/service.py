"""The API as one application, which the page's server carries under /v1."""

import time
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.api.access import PATH, new_request_id
from pipeline.api.images import checks, hearing, routes
from pipeline.api.images.errors import (
    LARGE,
    MISSING,
    WRONG,
    ApiError,
    ErrorBody,
    ErrorDetails,
    failed,
    fault,
    of_fields,
    of_user,
)
from pipeline.api.images.fields import FORM
from pipeline.intake import Intake
from safety.errors import UserError
from safety.record import record_failure

JSON = "application/json"
FORMS = (
    "/edits",
    "/variations",
    "/content_provenance_checks",
    "/audio/transcriptions",
)  # routes that take files
MOST_JSON = 4 * 2**20  # bytes: 32 prompts of the greatest length
MOST_FORM = 128 * 2**20  # five pictures of the greatest size
KEY = HTTPBearer(auto_error=False, description="Made by python -m pipeline.api key add NAME.")
ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ErrorBody, "description": "A mistake, a refusal, or too many requests."},
    "5XX": {"model": ErrorBody, "description": "A fault of the server's."},
}


def images_api(intake: Intake) -> Mount:
    """The routes under /v1. intake: where orders go."""
    app = FastAPI(
        title="Enogu Images API",
        description="OpenAI's Images API, by a server of one's own. Every picture is checked, "
        "carries a watermark and leaves signed.",
        version="1",
        docs_url=None,
        redoc_url=None,
        responses=ERRORS,
        dependencies=[Depends(KEY)],
        middleware=[Middleware(Frame)],
        redirect_slashes=False,
    )
    app.include_router(routes.routes(intake))
    app.include_router(hearing.routes())
    app.include_router(checks.routes(intake.engine, int(time.time())))
    app.add_exception_handler(ApiError, _own_error)
    app.add_exception_handler(RequestValidationError, _wrong_fields)
    app.add_exception_handler(UserError, _user_error)
    app.add_exception_handler(HTTPException, _http_error)
    return Mount(PATH, app)


class Frame:
    """ASGI middleware: an id for every request, a limit for every body, and whatever breaks is an
    answer that tells nothing of the request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = scope["enogu.request_id"] = new_request_id()
        body, began = _Body(scope, receive), False

        async def answer(message: Message) -> None:
            nonlocal began
            if body.too_large and not began:
                return  # what was made of its beginning
            if message["type"] == "http.response.start":
                began = True
                MutableHeaders(scope=message)["x-request-id"] = name
            await send(message)

        error: ApiError | None = None
        try:
            if not body.too_large:
                await self.app(scope, body.receive, answer)
        except ApiError as raised:
            error = raised
        except Exception as raised:
            record_failure("api", raised)
            error = fault()
        if body.too_large:
            text = f"The body may have {body.most >> 20} MB at most."
            error, body.too_large = failed(LARGE, "body_too_large", text), False
        if error and not began:
            await error.response()(scope, receive, answer)


class _Body:
    """A request's body, of which no more is read than its kind may have. most: that, in bytes."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        headers, self._receive, self._count = Headers(scope=scope), receive, 0
        is_form = headers.get("content-type", "").startswith(FORM)
        self.most = MOST_FORM if is_form else MOST_JSON
        length = headers.get("content-length", "")
        self.too_large = length.isdecimal() and int(length) > self.most

    async def receive(self) -> Message:
        message = await self._receive()
        self._count += len(message.get("body", b""))
        if self._count > self.most:
            self.too_large = True
            raise ValueError("the body is too large")
        return message


async def _own_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ApiError)
    return error.response()


async def _wrong_fields(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    wanted = FORM if request.url.path.endswith(FORMS) else JSON
    empty = request.headers.get("content-length") == "0"
    return of_fields(error, "" if empty or sent == wanted else wanted).response()


async def _user_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, UserError)
    return of_user(error).response()


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    message = str(error.detail)
    if error.status_code == MISSING:
        message = f"Unknown request URL: {request.method} {request.url.path}."
    code = {MISSING: "unknown_url", 405: "method_not_allowed"}.get(error.status_code)
    details = ErrorDetails(message=message, type=WRONG, code=code)
    response = ApiError(error.status_code, details).response()
    response.headers.update(error.headers or {})
    return response
