"""How the page's program starts and ends."""

import os
import signal
import socket
import subprocess
import sys

import pytest

import app

SERVE = """
import sys
import app
from pipeline import settings
from pipeline.engines.embedded.engine import EmbeddedEngine
app.load_engine = lambda *_: EmbeddedEngine.tiny()
sys.argv = ["app.py"]
app.main()
"""


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_that_is_taken_is_told_before_the_model_is_loaded(
    taken_port, monkeypatch, program_settings
):
    program_settings()
    monkeypatch.setattr(sys, "argv", ["app.py", "--port", str(taken_port)])
    monkeypatch.setattr(app, "load_engine", lambda *_: pytest.fail("the model was loaded"))
    with pytest.raises(SystemExit, match=f"port {taken_port} .*--port"):
        app.main()


def test_a_free_port_can_be_used(taken_port):
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    assert app.cannot_listen("127.0.0.1", free) == ""
    assert app.cannot_listen("127.0.0.1", taken_port)


def test_after_sigterm_no_upload_is_left(tmp_path):
    cache = tmp_path / "cache"
    environment = os.environ | {"GRADIO_TEMP_DIR": str(cache), "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, env=environment, text=True
    )
    try:
        url = next(line.split()[-1] for line in process.stdout if "http://" in line)
        upload = [sys.executable, "-c", UPLOAD, url]
        subprocess.run(upload, env=environment, check=True, timeout=120)
        assert [path.name for path in cache.rglob("*.png")] == ["private.png"]
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    finally:
        process.kill()
        process.communicate()
    assert [*cache.rglob("*"), *tmp_path.glob("enogu-*")] == []


SLOW = SERVE.replace(
    "app.load_engine = lambda *_: EmbeddedEngine.tiny()",
    """
import time
class Slow(EmbeddedEngine):
    def decode(self, conditioning, tokens):
        for progress in super().decode(conditioning, tokens):
            print("painting", flush=True)
            time.sleep(1)
            yield progress
app.load_engine = lambda *_: Slow.tiny()
""",
)
CLIENT = """
import sys
from gradio_client import Client
client = Client(sys.argv[1], verbose=False)
try:
    steps = int(sys.argv[2])
    path, report = client.predict("a lantern", "256x256", 7, steps, api_name="/text_to_image")
except Exception as error:
    print("error", type(error).__name__)
else:
    print("picture", report["seed"])
"""


def visitors_environment(folder):
    """Of a program on another machine: gradio_client saves pictures in GRADIO_TEMP_DIR too."""
    folder.mkdir()
    kept = {name: value for name, value in os.environ.items() if name != "GRADIO_TEMP_DIR"}
    return kept | {"TMPDIR": str(folder)}


def served_page(environment):
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW], stdout=subprocess.PIPE, env=environment, text=True
    )
    return process, next(line.split()[-1] for line in process.stdout if "http://" in line)


@pytest.mark.slow
def test_after_kill_a_restart_is_clean(tmp_path):
    """Killed while it paints: who waits gets an error, the next start removes what was left, and
    paints."""
    cache = tmp_path / "cache"
    environment = os.environ | {"GRADIO_TEMP_DIR": str(cache), "TMPDIR": str(tmp_path)}
    visitor = visitors_environment(tmp_path / "visitor")
    process, url = served_page(environment)
    command = [sys.executable, "-c", CLIENT, url, "20"]
    waiting = subprocess.Popen(command, stdout=subprocess.PIPE, env=visitor, text=True)
    try:
        assert any("painting" in line for line in process.stdout)
        process.kill()  # SIGKILL: nothing of its own can tidy up
        process.communicate()
        assert [*cache.iterdir()] and [*tmp_path.glob("enogu-*")]
        assert waiting.communicate(timeout=120)[0].startswith("error")
        process, url = served_page(environment)
        left = [*cache.glob("enogu-*.lock"), *tmp_path.glob("enogu-*.lock")]
        assert len(left) == len({path.parent for path in left})  # those of the new process alone
        again = [sys.executable, "-c", CLIENT, url, "1"]
        told = subprocess.run(again, env=visitor, capture_output=True, text=True, timeout=300)
        assert told.stdout.strip() == "picture 7"
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
    finally:
        process.kill()
        waiting.kill()
    assert [*cache.rglob("*"), *tmp_path.glob("enogu-*")] == []


UPLOAD = """
import sys
import httpx
files = {"files": ("private.png", b"bytes of a photo")}
httpx.post(sys.argv[1].rstrip("/") + "/gradio_api/upload", files=files).raise_for_status()
"""
