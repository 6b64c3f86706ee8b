"""Who may use the API: with a key, with a login of the page, or on this machine alone without."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.responses import JSONResponse
from starlette.types import Scope

from pipeline.api.keys import Key, WrongKey, key_ring
from pipeline.settings import Settings
from safety.limits import CHECKS, HEARINGS, RateLimit, admit, admit_to

PATH = "/v1"
OPEN = "/v1/openapi.json"  # says nothing that is not in the repository
CALLER = "enogu.caller"  # in the scope of a request that came in
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
WORDS = RateLimit(600, 600)  # prompts that are judged, which takes some milliseconds each
HERE = frozenset({"127.0.0.1", "::/64"})  # this machine, as the limits know visitors
_rates: dict[tuple[str, tuple[int, int]], RateLimit] = {}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. visitor: by whom the limits count; key: that was shown, None without one."""

    visitor: str
    key: Key | None = None

    def admit(self, pictures: int) -> None:
        """Count pictures against the key's rate, else the installation's. Raises
        TooManyRequests."""
        if self.key and self.key.rate:
            rate = self.key.digest, self.key.rate
            _rates.setdefault(rate, RateLimit(*self.key.rate)).admit(self.visitor, pictures)
        else:
            admit(self.visitor, pictures)

    def admit_words(self, count: int) -> None:
        """Count prompts that are judged. Raises TooManyRequests."""
        for _ in range(count):
            admit_to(WORDS, self.visitor)

    def admit_check(self) -> None:
        """Count a file that is checked. Raises TooManyRequests."""
        admit_to(CHECKS, self.visitor)

    def admit_hearing(self) -> None:
        """Count a recording that is listened to. Raises TooManyRequests."""
        admit_to(HEARINGS, self.visitor)


def caller_of(scope: Mapping[str, Any]) -> Caller:
    """Who the door let in with this request."""
    caller: Caller = scope[CALLER]
    return caller


def owner_of(visitor: str, own: object) -> str:
    """As the queue calls who asks, so that each gets a turn. Programs on this machine are each for
    themselves, by their `own` name: a proxy's visitors all seem to be one."""
    return f"program {visitor} {own if visitor in HERE else ''}"


def new_request_id() -> str:
    """What a client can name when it asks about a request; it is in no log."""
    return f"req_{secrets.token_hex(16)}"


def is_api(path: str) -> bool:
    return path == PATH or path.startswith(f"{PATH}/")


def needs_key(settings: Settings) -> bool:
    """Whether others than this machine's own users can reach the API."""
    beyond = settings.host not in LOOPBACK or settings.share or settings.on_space
    return beyond or bool(settings.auth or settings.public_url) or settings.safety.behind_proxy


def enters(
    scope: Scope, headers: Mapping[str, str], visitor: str, needed: bool
) -> JSONResponse | None:
    """Lets a request for the API in and notes who asks, or says why not.

    needed: whether it takes a key; a login of the page will do in its place.
    """
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    try:
        key = key_ring().find(secret.strip()) if scheme.lower() == "bearer" else None
    except (WrongKey, OSError):  # no keys can be read, so none opens
        key = None
    scope[CALLER] = Caller(f"key {key.digest}" if key else visitor, key)
    if key:
        return None
    if needed and not str(scope["path"]).endswith(OPEN):
        if secret:
            return refusal(401, "invalid_api_key", "The API key is not known here.")
        message = "An API key is needed: Authorization: Bearer KEY. The owner of this server makes "
        return refusal(401, "invalid_api_key", f"{message}one by python -m pipeline.api key add.")
    if _is_foreign(headers):
        return refusal(403, "foreign_origin", "Pages of other sites need an API key.")
    return None


def refusal(status: int, code: str, message: str, wait: float | None = None) -> JSONResponse:
    """An error in the shape that the API's clients read."""
    kind = "rate_limit_error" if status == 429 else "invalid_request_error"
    error = {"message": message, "type": kind, "param": None, "code": code}
    headers = {} if wait is None else {"retry-after": str(round(wait) + 1)}
    headers["x-request-id"] = new_request_id()
    return JSONResponse({"error": error}, status, headers)


def _is_foreign(headers: Mapping[str, str]) -> bool:
    """Whether a page of another site sends this: a browser says where from."""
    origin = headers.get("origin")
    site = headers.get("sec-fetch-site", "")
    if origin is None:
        return site == "cross-site"
    return urlsplit(origin).netloc != headers.get("host", "")
