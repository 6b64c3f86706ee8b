"""The door of the page: what every HTTP request passes before Gradio answers it.

It checks the host's name (against DNS rebinding) and the login, counts uploads and attempts to log
in, limits bodies, ends connections that send too slowly, and adds the headers that tell browsers
what to allow.
"""

import asyncio
import ipaddress
import os
import socket
import sys
import traceback
from collections.abc import Mapping
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import gradio.queueing
import gradio.routes
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.api import access
from pipeline.settings import Settings
from safety.limits import LOGINS, UPLOADS, TooManyRequests, admit_bytes, admit_to, visitor_of
from safety.record import record_failure

SLOWEST = 30.0  # seconds that a body may pause
# What a visitor needs to see the login and to log in; all else is behind it.
OPEN = ("/login", "/logout", "/static/", "/assets/", "/svelte/", "/favicon.ico", "/robots.txt",
        "/manifest.json", "/pwa_icon", "/theme.css", "/gradio_api/user", "/gradio_api/login_check",
        "/gradio_api/token", "/gradio_api/app_id", "/gradio_api/startup-events",
        "/gradio_api/theme.css")  # fmt: skip
# What takes files: their number and bytes are counted.
UPLOADING = ("/gradio_api/upload", "/v1/images/edits", "/v1/images/variations",
             "/v1/content_provenance_checks")  # fmt: skip
# Bytes of a body: of one with files (the API has limits of its own below this), and of all else
# that Gradio reads, such as a call by MCP with a picture in it.
MOST_UPLOADED, MOST_BODY = 128 * 2**20, 40 * 2**20
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
FRAMES_ON_A_SPACE = "'self' https://huggingface.co https://*.hf.space"


class Door:
    """ASGI middleware. settings: of the program, which say who may come in, and as which host."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings, self.hosts = app, settings, hosts_of(settings)
        self.headers = security_headers(settings.on_space)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if scope["type"] == "websocket":
            if refusal is None:
                await self.app(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        answer = self._with_headers(send)
        if refusal is None:
            await self.app(scope, _no_longer(_in_time(receive), _most(_path(scope))), answer)
        else:
            await refusal(scope, receive, answer)

    def _refusal(self, scope: Scope) -> Response | None:
        """Why a request goes no further; None where it does."""
        headers, path = Headers(scope=scope), _path(scope)
        is_api = access.is_api(path)
        if not self._is_known(headers.get("host", "")):
            text = "The page is not served under this name. Its owner sets it as ENOGU_PUBLIC_URL."
            return _no(400, "unknown_host", text, is_api)
        visitor = visitor_of((scope.get("client") or (None,))[0], headers)
        if is_api and (refusal := self._api_refusal(scope, headers, visitor)):
            return refusal
        try:
            if scope.get("method") == "POST" and path == "/login":
                LOGINS.admit(visitor)
            if scope.get("method") == "POST" and path in UPLOADING:
                if _length(headers) is None:  # what is not told is in no quota
                    return _no(411, "length_required", "Say how long the body is.", is_api)
                admit_to(UPLOADS, visitor)
                admit_bytes(visitor, _length(headers) or 0)
        except TooManyRequests as error:
            text = "Too many requests in a short time."
            return _no(429, "rate_limit_exceeded", text, is_api, error.wait)
        if not is_api and not _is_open(path) and not _logged_in(scope, headers):
            return PlainTextResponse("Log in first.", 401)
        most = _most(path)
        if not is_api and (_length(headers) or 0) > most:  # the API says so itself
            return PlainTextResponse(f"The body may have {most >> 20} MB at most.", 413)
        return None

    def _api_refusal(self, scope: Scope, headers: Headers, visitor: str) -> Response | None:
        """A login of the page opens the API too, where there are logins."""
        if getattr(scope.get("app"), "auth", None) is None:
            needed = access.needs_key(self.settings)
        else:
            needed = not _logged_in(scope, headers)
        return access.enters(scope, headers, visitor, needed)

    def _is_known(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        # An address cannot be made to name another machine.
        return self.hosts is None or name in self.hosts or _is_address(name)

    def _with_headers(self, send: Send) -> Send:
        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        return answer


def hosts_of(settings: Settings) -> frozenset[str] | None:
    """The names under which the page is served, None for any.

    On this machine alone those are its local names; in a network the machine's own too. A proxy,
    a Space or a public link brings names that nobody here knows, unless the page's address is set.
    """
    public = urlsplit(settings.public_url).hostname if settings.public_url else None
    if public is None and (settings.share or settings.on_space or settings.safety.behind_proxy):
        return None
    if settings.share:
        return None
    names = LOCAL | ({public} if public else set())
    if settings.host not in LOCAL:
        machine = socket.gethostname().lower()
        names |= {machine, f"{machine}.local", settings.host}
    return names


def security_headers(on_space: bool) -> Mapping[str, str]:
    """What browsers are told. Gradio makes functions of texts in the page, hence 'unsafe-eval'."""
    frames = FRAMES_ON_A_SPACE if on_space else "'self'"
    scripts = "'self' 'unsafe-inline' 'unsafe-eval' blob:"
    policy = (
        f"default-src 'self'; script-src {scripts}"
        f"{' https://cdnjs.cloudflare.com' if on_space else ''}; "
        "style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; media-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
        f"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors {frames}"
    )
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",  # a link to the page holds its prompt
        "permissions-policy": "camera=(self), microphone=(self), geolocation=()",
    }
    return headers if on_space else headers | {"x-frame-options": "SAMEORIGIN"}


def trust_proxies(settings: Settings) -> None:
    """Uvicorn believes X-Forwarded-For of anybody on this machine; it may only where the owner has
    a proxy. Call it before the server starts."""
    if not (settings.safety.behind_proxy or settings.on_space):
        os.environ["FORWARDED_ALLOW_IPS"] = ""


def quiet_failures() -> None:
    """Gradio prints the message of whatever fails, which may quote a visitor. From now on it is the
    error's kind and where it was raised."""
    for module in (gradio.queueing, gradio.routes):
        module.traceback = _Quiet("traceback")  # type: ignore[attr-defined]


class _Quiet(ModuleType):
    """The module `traceback`, whose print_exc says no more than a log may."""

    def __getattr__(self, name: str) -> object:
        return getattr(traceback, name)

    @staticmethod
    def print_exc(*_: object, **__: object) -> None:
        if error := sys.exc_info()[1]:
            record_failure("page", error)


def _in_time(receive: Receive) -> Receive:
    """`receive` until the body is there; a body that pauses too long ends as if the client had gone
    away."""
    whole = False

    async def in_time() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), SLOWEST)
        except TimeoutError:
            whole = True
            return {"type": "http.disconnect"}
        whole = not message.get("more_body", False)
        return message

    return in_time


def _no_longer(receive: Receive, most: int) -> Receive:
    """`receive` up to so many bytes; a body that goes on ends as if the client had gone away."""
    count = 0

    async def no_longer() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get("body", b""))
        return message if count <= most else {"type": "http.disconnect"}

    return no_longer


def _path(scope: Scope) -> str:
    """The path as Gradio's routes see it, without a slash at its end."""
    path = str(scope["path"]).removeprefix(str(scope.get("root_path") or ""))
    return path.rstrip("/") or "/"


def _is_open(path: str) -> bool:
    return path == "/" or path.startswith(OPEN)


def _logged_in(scope: Scope, headers: Headers) -> bool:
    """Whether a request carries the token of a login, or none is needed."""
    app: Any = scope.get("app")
    if getattr(app, "auth", None) is None:
        return True
    cookies = cookie_parser(headers.get("cookie", ""))
    names = (f"access-token-{app.cookie_id}", f"access-token-unsecure-{app.cookie_id}")
    return any(cookies.get(name) in app.tokens for name in names if cookies.get(name))


def _no(status: int, code: str, text: str, is_api: bool, wait: float | None = None) -> Response:
    """An answer that goes no further, as people or as clients of the API read it."""
    if is_api:
        return access.refusal(status, code, text, wait)
    headers = {} if wait is None else {"retry-after": str(round(wait) + 1)}
    return PlainTextResponse(text, status, headers)


def _length(headers: Headers) -> int | None:
    """Bytes of the body, None where the client does not tell."""
    text = headers.get("content-length", "")
    return int(text) if text.isdecimal() else None


def _most(path: str) -> int:
    """Bytes that a body for this path may have."""
    return MOST_UPLOADED if path in UPLOADING or access.is_api(path) else MOST_BODY


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
