"""What the API answers when it makes no picture, in the shape that clients read."""

from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from pipeline.errors import RemoteError
from pipeline.queueing import QueueFull
from pipeline.results import Refusal
from safety.errors import UserError
from safety.image.upload import UploadRefused
from safety.limits import TooManyRequests

BAD, UNKNOWN_KEY, FOREIGN, MISSING, LARGE, BUSY, FAULT, AWAY = (
    400, 401, 403, 404, 413, 429, 500, 503
)  # fmt: skip
LATER = 10.0  # seconds after which to try again, where nothing tells
LONGEST_WAIT = 60.0  # a client that is told to wait longer gives up
WRONG, REFUSED = "invalid_request_error", "image_generation_user_error"
INVALID = "invalid_value"
# The request's fields as the API names them, by the word that our own messages use.
PARAMS = {
    "photo": "image",
    "format": "output_format",
    "compression": "output_compression",
    "references": "image",
    "frames": "frame_count",
    "frame_ms": "frame_duration_ms",
    "transparent": "background",
    "thing": "things",
    "the picture's long side": "size",
    "the number of references": "image",
}
KINDS = {
    "missing": "missing_required_parameter",
    "extra_forbidden": "unknown_parameter",
    "string_too_long": "string_above_max_length",
    "json_invalid": "invalid_json",
}


class ModerationDetails(BaseModel):
    """Why a check refused, and at which end of the work."""

    categories: list[str]
    moderation_stage: str


class ErrorDetails(BaseModel):
    """One error. type: its family; code: which; param: the field that is wrong, if one is."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None
    moderation_details: ModerationDetails | None = None


class ErrorBody(BaseModel):
    """The body of every answer that is an error."""

    error: ErrorDetails


class ApiError(Exception):
    """An answer without a picture. status: of HTTP; wait: seconds after which to try again."""

    def __init__(self, status: int, details: ErrorDetails, wait: float | None = None) -> None:
        super().__init__(details.code or details.type)  # never the message, which may quote
        self.status, self.details, self.wait = status, details, wait

    def body(self) -> dict[str, Any]:
        """{"error": {message, type, param, code}}, and moderation_details of a refusal."""
        error = self.details.model_dump()
        if error["moderation_details"] is None:
            del error["moderation_details"]
        return {"error": error}

    def response(self) -> JSONResponse:
        headers = {} if self.wait is None else {"retry-after": str(max(1, round(self.wait)))}
        return JSONResponse(self.body(), self.status, headers)


def invalid(message: str, param: str | None = None, code: str = INVALID) -> ApiError:
    """A wrong value of a field."""
    return ApiError(BAD, ErrorDetails(message=message, type=WRONG, param=param, code=code))


def failed(status: int, code: str, message: str, wait: float | None = None) -> ApiError:
    """Whatever is wrong about no field. The type follows from the status."""
    kinds = {BUSY: "rate_limit_error", FAULT: "server_error", AWAY: "server_error"}
    kind = kinds.get(status, WRONG)
    return ApiError(status, ErrorDetails(message=message, type=kind, code=code), wait)


def unknown_model(id: str, known: str) -> ApiError:
    """A model that this server does not have."""
    message = f"The model '{id}' does not exist. This server has: {known}."
    details = ErrorDetails(message=message, type=WRONG, param="model", code="model_not_found")
    return ApiError(MISSING, details)


def fault() -> ApiError:
    """Nobody's mistake but ours."""
    return failed(FAULT, "internal_error", "The server failed. Nothing was made; try again.")


def refused(refusal: Refusal, stage: str) -> ApiError:
    """A check said no. stage: "input" or "output"."""
    why = ModerationDetails(categories=[refusal.category], moderation_stage=stage)
    details = ErrorDetails(
        message=refusal.reason, type=REFUSED, code="moderation_blocked", moderation_details=why
    )
    return ApiError(BAD, details)


def of_user(error: UserError, param: str | None = None) -> ApiError:
    """A mistake of the user's that the journey has found, or a limit. param: the field that is
    wrong, where the error does not tell."""
    if isinstance(error, TooManyRequests):
        return failed(BUSY, "rate_limit_exceeded", str(error), error.wait)
    if isinstance(error, QueueFull):
        wait = LATER if error.wait is None else min(LONGEST_WAIT, error.wait)
        return failed(BUSY, error.code, str(error), wait)
    if isinstance(error, UploadRefused):
        part = str(error.values.get("of", "image"))
        code = "invalid_mask_image" if part == "mask" else "invalid_image_file"
        return invalid(str(error), PARAMS.get(part, part), code)
    named = str(error.values.get("name", "")), error.code.split("_")[0]
    fields = (PARAMS.get(name, name) for name in named)
    return invalid(str(error), param or next((name for name in fields if name in FIELDS), None))


def of_remote(error: RemoteError) -> ApiError:
    """Another machine that paints for this server gave no picture. Its address stays here."""
    if error.code == "remote_full":
        return failed(BUSY, "queue_full", str(error), LATER)
    if error.code == "remote_blocked":
        return refused(Refusal("other", str(error)), "output")
    if error.code == "remote_refused":
        return invalid(str(error))
    message = "The machine that paints gave no picture. Nothing was made; try again."
    return failed(AWAY, "engine_unavailable", message, LATER)


FIELDS = frozenset({"prompt", "image", "mask", "size", "seed", "steps", "guidance", "strength",
                    "output_format", "output_compression", "background", "frame_count",
                    "frame_duration_ms", "things"})  # fmt: skip


def of_fields(error: RequestValidationError, wanted: str) -> ApiError:
    """The first of the fields that are not as the schema has them. wanted: the content-type that
    was not sent, "" where the right one was."""
    if wanted:
        return invalid(f"Send the body with the content-type {wanted}.", None, "invalid_body")
    first = error.errors()[0]
    place = [str(part) for part in first["loc"][1:]]
    param = place[0] if place and first["type"] != "json_invalid" else None
    code = KINDS.get(first["type"], INVALID)
    sentences = {
        "missing_required_parameter": f"Missing required parameter: '{param}'.",
        "unknown_parameter": f"Unknown parameter: '{param}'.",
        "invalid_json": "The body is no JSON.",
    }
    if param is None and code == "missing_required_parameter":
        return invalid("The body is missing.", None, code)
    if param is None and code == INVALID:
        return invalid("The body must be a JSON object.", None, "invalid_body")
    if "UploadFile" in first["msg"]:
        return invalid(f"'{param}' must be a file of the form, with a file name.", param)
    message = sentences.get(code, f"Invalid value for '{param}': {first['msg']}.")
    return invalid(message, param, code)
