"""The page and its API under a path of another server, as behind nginx."""

import contextlib
import threading
import time

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from pipeline.studio.page import launch
from safety.provenance.verify import verify
from tests.studio.conftest import client_of, done, paint

PATH = "/pictures/enogu"
OF_THE_CONNECTION = ("host", "connection", "transfer-encoding", "content-length", "keep-alive")


class Proxy:
    """Forwards PATH/... to the page and answers 404 elsewhere, so that an address which leaves the
    path is found out. strips: whether the page sees the path without PATH."""

    def __init__(self, page: str, strips: bool) -> None:
        self.page, self.strips, self.missed = page.rstrip("/"), strips, []
        self.client = httpx.AsyncClient(timeout=None)
        methods = ["GET", "HEAD", "POST", "DELETE", "OPTIONS"]
        app = Starlette(routes=[Route("/{rest:path}", self.forward, methods=methods)])
        self.server = uvicorn.Server(
            uvicorn.Config(app, port=0, log_level="warning", lifespan="off")
        )
        threading.Thread(target=self.server.run, daemon=True).start()
        while not self.server.started:
            time.sleep(0.01)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://localhost:{self.port}{PATH}/"

    async def forward(self, request: Request) -> StreamingResponse:
        path = request.url.path
        if not path.startswith(PATH):
            self.missed.append(path)
            return StreamingResponse(iter([b"no such page"]), 404)
        path = path.removeprefix(PATH) if self.strips else path
        headers = {
            name: value for name, value in request.headers.items() if name not in OF_THE_CONNECTION
        }
        headers |= {"x-forwarded-host": request.headers["host"], "x-forwarded-proto": "http"}
        address = f"{self.page}{path or '/'}?{request.url.query}"
        ask = self.client.build_request(
            request.method, address, headers=headers, content=await request.body()
        )
        answer = await self.client.send(ask, stream=True)
        kept = {
            name: value for name, value in answer.headers.items() if name not in OF_THE_CONNECTION
        }
        done = BackgroundTask(answer.aclose)
        return StreamingResponse(answer.aiter_raw(), answer.status_code, kept, background=done)


@pytest.fixture(scope="module")
def page(engine, url):  # after `url`, which sets where files go
    served, own, _ = launch(engine, prevent_thread_lock=True, quiet=True, root_path=PATH)
    yield own
    served.blocks.close()


@pytest.fixture(scope="module", params=[True, False], ids=["stripped", "whole"])
def proxy(request, page):
    proxy = Proxy(page.replace(PATH, ""), request.param)
    yield proxy
    with contextlib.suppress(AttributeError):
        proxy.server.should_exit = proxy.server.force_exit = True


def test_the_api_works_under_a_path(proxy):
    client = client_of(proxy.url)
    wish = {"prompt": "a red lantern", "size": "256x256", "steps": 1}
    picture, report = client.predict(**wish, seed=3, api_name="/text_to_image")
    assert report["seed"] == 3 and verify(picture).state in ("Valid", "Trusted")
    assert proxy.missed == []


def test_probes_are_under_the_path_and_figures_are_not_public(proxy):
    assert httpx.get(proxy.url + "healthz").text == "alive\n"
    assert httpx.get(proxy.url + "readyz").text == "ready\n"
    assert httpx.get(proxy.url + "metrics", headers={"x-forwarded-for": "::1"}).status_code == 404


def test_the_page_paints_under_a_path(proxy, open_page):
    page = open_page(address=proxy.url)
    paint(page, "a red lantern")
    done(page)
    picture = page.locator(".result img:visible").first
    assert picture.evaluate("image => image.naturalWidth") > 0
    # What a browser asks the site itself for is no business of a page under a path.
    assert set(proxy.missed) <= {"/favicon.ico", "/manifest.json"}
    assert len(page.errors) <= len(proxy.missed), page.errors
