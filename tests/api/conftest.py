"""The API served by a real uvicorn on a real socket, with the tiny engine."""

import io
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import httpx
import openai
import pytest
import uvicorn
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware

from pipeline import settings as configuration
from pipeline.api.door import Door
from pipeline.api.images.service import images_api
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.studio.journey import Studio

MOST_WAITING = 8


class HeldEngine(EmbeddedEngine):
    """The tiny engine, quick: small pictures of few steps. It can be held at a picture's first
    token; what is closed there is counted in `ended`."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        quick = {"default_size": (256, 256), "default_photo_side": 256, "default_steps": 1}
        quick |= {"default_photo_steps": 1, "max_steps": 4}
        self.capabilities = replace(self.capabilities, **quick)
        self.free, self.held, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.free.set()

    def sample_tokens(self, conditioning):
        try:
            for progress in super().sample_tokens(conditioning):
                yield progress
                while progress.done and not self.free.wait(0.05):
                    self.held.set()
                    yield progress
        except GeneratorExit:
            self.ended.set()
            raise


@pytest.fixture(scope="session")
def engine():
    return HeldEngine.tiny()


@pytest.fixture
def hold(engine):
    """From now on the engine stops at the first token of a picture."""
    engine.free.clear()
    engine.held.clear()
    engine.ended.clear()
    yield engine
    engine.free.set()


@contextmanager
def served(engine, studio=None, **changes):
    """The address of the API; changes: of the program's settings, which the door reads."""
    chosen, studio = (
        replace(configuration.current(), **changes),
        studio or Studio(engine, MOST_WAITING),
    )
    app = Starlette(
        routes=[images_api(studio.intake)], middleware=[Middleware(Door, settings=chosen)]
    )
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/v1"
    server.should_exit = True
    thread.join(30)


@pytest.fixture(scope="session")
def url(engine):
    with served(engine) as url:
        yield url


@pytest.fixture(scope="session")
def client(url):
    return client_of(url)


def client_of(url, key="none is needed here"):
    """The official client, which here tries once."""
    return openai.OpenAI(base_url=url, api_key=key, max_retries=0, timeout=300)


@pytest.fixture(scope="session")
def http(url):
    with httpx.Client(base_url=url, timeout=300) as client:
        yield client


def png(image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="session")
def white_photo() -> bytes:
    """A photo of the least size, of which the upper half is white."""
    image = Image.new("RGB", (256, 256), (90, 140, 70))
    image.paste((255, 255, 255), (0, 0, 256, 128))
    return png(image)
