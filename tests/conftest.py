import io
import itertools
import os
import secrets
from dataclasses import replace

# The tests share the machine with whatever else runs on it.
os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
# One worker runs on each core, and tiny networks gain nothing from more threads. Set before torch
# is imported, so that subprocesses inherit it too.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import hypothesis
import pytest
from gradio import http_server
from PIL import Image, ImageDraw

from pipeline import settings
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.generate import generate
from pipeline.request import Request
from pipeline.results import Picture, Progress
from safety.settings import SafetySettings
from tests.easel import easel  # noqa: F401  # a fixture
from tests.settings import safety_settings  # noqa: F401  # a fixture

# The same examples at every run, in whatever time the machine leaves. To search further:
# `pytest --hypothesis-profile=default --hypothesis-seed=random`.
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True)
hypothesis.settings.load_profile("repeatable")


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses
def pytest_collection_modifyitems(items):
    """Whatever uses the browser, or a fixture that does, is marked so. What was seen to work on a
    desktop is slow on a phone too, but for the first look and what helps those who cannot see."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
            again = item.path.name not in ("test_first_look.py", "test_access.py")
            if again and "phone" in item.name:
                item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session", autouse=True)
def _own_installation(tmp_path_factory):
    """A key made for the tests, in a home of their own."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ENOGU_HOME", str(home))  # for processes that a test starts
        patch.delenv("ENOGU_OUTPUT", raising=False)
        settings.use(settings.Settings(SafetySettings(home, rate_limit=None)))
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_ports():
    """Ports of each worker's own. Where two start a page at one moment, both find the same port to
    be free, and Gradio waits for ever for the one that did not get it."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    http_server.INITIAL_PORT_VALUE += number * http_server.TRY_NUM_PORTS


@pytest.fixture(autouse=True)
def _own_seeds(monkeypatch):
    """The seeds that are drawn are the same at each run: no picture depends on chance."""
    seeds = itertools.count(7)
    monkeypatch.setattr(secrets, "randbelow", lambda end: next(seeds) % end)


@pytest.fixture
def program_settings():
    """Other settings of the program for one test: program_settings(output=folder)."""
    before = settings.current()
    yield lambda **changes: settings.use(replace(settings.current(), **changes))
    settings.use(before)


@pytest.fixture(scope="session")
def engine():
    return EmbeddedEngine.tiny()


@pytest.fixture(scope="session")
def photo_bytes() -> bytes:
    """A calm landscape of 300x200 pixels as a JPEG."""
    image = Image.new("RGB", (300, 200), (150, 190, 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 120, 300, 200), fill=(90, 140, 70))
    draw.polygon([(40, 120), (110, 50), (180, 120)], fill=(120, 120, 130))
    encoded = io.BytesIO()
    image.save(encoded, "JPEG", quality=90)
    return encoded.getvalue()


@pytest.fixture
def photo_file(tmp_path, photo_bytes):
    path = tmp_path / "photo.jpg"
    path.write_bytes(photo_bytes)
    return path


@pytest.fixture(scope="session")
def mask_bytes() -> bytes:
    """A mask of the photo's ratio: the right half is to be repainted."""
    image = Image.new("L", (150, 100))
    ImageDraw.Draw(image).rectangle((75, 0, 149, 99), fill=255)
    encoded = io.BytesIO()
    image.save(encoded, "PNG")
    return encoded.getvalue()


@pytest.fixture
def mask_file(tmp_path, mask_bytes):
    path = tmp_path / "mask.png"
    path.write_bytes(mask_bytes)
    return path


@pytest.fixture
def make(engine, tmp_path):
    """Run a whole journey at the smallest size: (progress items, Picture or Refusal)."""

    def run(folder=tmp_path / "out", engine=engine, **wish):
        wish = {"size": (256, 256), "steps": 2, "seed": 7} | wish
        *progress, result = generate(Request(**wish), engine, folder)
        assert all(isinstance(item, Progress) for item in progress)
        return progress, result

    return run


@pytest.fixture
def picture(make) -> Picture:
    return make(prompt="a red lantern beside a blue house at night")[1]
