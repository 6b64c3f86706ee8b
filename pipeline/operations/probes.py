"""The addresses that those who run the service ask: /healthz, /readyz, /metrics.

They stand before the door of the page, since a probe has no login and comes by the pod's address.
"""

import hmac
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.operations.metrics import CONTENT_TYPE, Metrics
from pipeline.settings import Settings

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Probes:
    """ASGI middleware.

    /healthz: 200 as long as the process answers. /readyz: 200 while it can paint, else 503.
    /metrics: for the token of the settings (`authorization: Bearer TOKEN`). Without a token it
    answers only where the page is served to this machine alone, and nothing that a proxy has
    forwarded; else there is no such address (404).
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, metrics: Metrics, ready: Callable[[], bool]
    ) -> None:
        self.app, self.metrics, self.ready = app, metrics, ready
        self.token = settings.metrics_token
        outside = settings.share or settings.on_space or settings.safety.behind_proxy
        self.local = settings.host in LOOPBACK and not outside and not settings.public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = await self._answer(scope) if scope["method"] in ("GET", "HEAD") else None
        if answer is None:
            await self.app(scope, receive, self._counted(send))
        else:
            await answer(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        """None for whatever is no business of ours."""
        path = str(scope["path"]).removeprefix(str(scope.get("root_path") or ""))
        if path == "/healthz":
            return PlainTextResponse("alive\n")
        if path == "/readyz":
            ready = await run_in_threadpool(self.ready)
            return PlainTextResponse("ready\n" if ready else "not ready\n", 200 if ready else 503)
        if path == "/metrics":
            return self._figures(Headers(scope=scope))
        return None

    def _figures(self, headers: Headers) -> Response:
        if self.token:
            given = headers.get("authorization", "").removeprefix("Bearer ")
            if not hmac.compare_digest(given.encode(), self.token.encode()):
                return PlainTextResponse("A token is needed: ENOGU_METRICS_TOKEN.\n", 401)
        elif not self.local or any(name in headers for name in FORWARDED):
            return PlainTextResponse("Not Found\n", 404)
        return Response(self.metrics.page(), media_type=CONTENT_TYPE)

    def _counted(self, send: Send) -> Send:
        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.metrics.answers.labels(str(message["status"])).inc()
            await send(message)

        return counted
