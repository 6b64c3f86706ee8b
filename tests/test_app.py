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


UPLOAD = """
import sys
import httpx
files = {"files": ("private.png", b"bytes of a photo")}
httpx.post(sys.argv[1].rstrip("/") + "/gradio_api/upload", files=files).raise_for_status()
"""
