"""Probes, figures and logs, of a really served page with the tiny engine."""

import io
import json
import logging
from contextlib import closing
from dataclasses import replace

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from pipeline import generate as journey
from pipeline import settings as configuration
from pipeline.api.door import Door
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.errors import RequestError
from pipeline.generate import generate
from pipeline.operations.logs import JourneyLog, log_as_json
from pipeline.operations.metrics import Metrics
from pipeline.operations.probes import Probes
from pipeline.request import Request
from pipeline.results import Refusal
from pipeline.studio.journey import Studio
from pipeline.studio.page import launch
from pipeline.watching import watched
from safety.policy import Category, Verdict
from tests.easel import becomes

SECRET = "a violet lantern beside Mariana's house"


@pytest.fixture
def metrics():
    return Metrics()


def figures(page: bytes | str) -> dict[str, float]:
    """ "name{label=value}" -> figure, as a real parser of the format reads them."""
    text = page if isinstance(page, str) else page.decode()
    return {
        sample.name + "".join(f" {value}" for _, value in sorted(sample.labels.items())): (
            sample.value
        )
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def run(engine, folder, *watchers, **wish):
    return list(journey_of(engine, folder, *watchers, **wish))


def journey_of(engine, folder, *watchers, **wish):
    request = Request(SECRET, size=(256, 256), steps=2, seed=7, **wish)
    return watched(generate(request, engine, folder), request, engine.name, watchers)


def test_a_picture_is_counted_with_its_stages(metrics, engine, tmp_path):
    run(engine, tmp_path, metrics)
    read = figures(metrics.page())
    assert read["enogu_requests_total embedded picture text_to_image"] == 1
    for stage in ("check", "encode", "paint", "finish"):
        assert read[f"enogu_stage_seconds_count {stage}"] == 1
        assert 0 < read[f"enogu_stage_seconds_sum {stage}"] < 120
    assert not any(value for name, value in read.items() if name.startswith("enogu_journeys "))
    assert read["process_resident_memory_bytes"] > 10**7


def test_a_refusal_is_counted_by_its_category(metrics, engine, tmp_path, monkeypatch):
    no = Verdict(False, Category.SEXUAL, "No.", 0.99)
    monkeypatch.setattr(journey, "check_prompt", lambda *_, **__: no)
    run(engine, tmp_path, metrics)
    read = figures(metrics.page())
    assert read["enogu_refusals_total sexual"] == 1
    assert read["enogu_requests_total embedded refused text_to_image"] == 1


def test_a_failure_is_counted_by_its_kind(metrics, engine, tmp_path):
    with pytest.raises(RequestError):
        run(engine, tmp_path, metrics, guidance=1e9)
    assert figures(metrics.page())["enogu_failures_total RequestError"] == 1


def test_a_journey_that_is_stopped_leaves_no_count_behind(metrics, engine, tmp_path):
    with closing(journey_of(engine, tmp_path, metrics)) as items:
        while next(items).stage != "paint":
            pass
        assert figures(metrics.page())["enogu_journeys paint"] == 1
    read = figures(metrics.page())
    assert read["enogu_journeys paint"] == 0
    assert read["enogu_requests_total embedded stopped text_to_image"] == 1


def test_nothing_of_a_prompt_is_in_the_figures(metrics, engine, tmp_path):
    run(engine, tmp_path, metrics)
    assert not any(word in metrics.page().decode() for word in ("violet", "Mariana"))


def test_watching_changes_no_picture(metrics, engine, tmp_path):
    plain = run(engine, tmp_path)[-1]
    seen = run(engine, tmp_path, metrics)[-1]
    assert (plain.settings, plain.tokens) == (seen.settings, seen.tokens)


def test_each_page_counts_its_own_pictures_and_refusals(engine):
    counts = Metrics(), Metrics()
    one, other = (Studio(engine, watchers=(metrics,)).intake for metrics in counts)
    refused = Request("a nude photo of the woman next door")
    assert isinstance(one.submit([refused], "ann"), Refusal)
    (job,) = one.submit([Request(SECRET, size=(256, 256), steps=1)], "ann")
    becomes(job, "done")
    read = figures(counts[0].page())
    assert read["enogu_requests_total embedded picture text_to_image"] == 1
    assert read["enogu_refusals_total sexual"] == 1
    with pytest.raises(RequestError):
        other.submit([Request(SECRET, guidance=1e9)], "bob")
    read = figures(counts[1].page())
    assert read["enogu_failures_total RequestError"] == 1
    assert "enogu_requests_total embedded picture text_to_image" not in read


@pytest.fixture
def json_log():
    """What is logged, as objects; the logging of the tests comes back."""
    root, own = logging.getLogger(), logging.getLogger("enogu")
    before = root.handlers[:], root.level, own.level
    stream = io.StringIO()
    log_as_json(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], level, own_level = before
    root.setLevel(level)
    own.setLevel(own_level)


def test_a_line_a_journey_with_a_hash_of_the_prompt(json_log, engine, tmp_path):
    run(engine, tmp_path, JourneyLog())
    run(engine, tmp_path, JourneyLog())
    lines = [line for line in json_log() if line["event"] == "journey"]
    assert [line["outcome"] for line in lines] == ["picture", "picture"]
    assert lines[0]["prompt"] == lines[1]["prompt"] and len(lines[0]["prompt"]) == 12
    assert lines[0]["seconds"]["paint"] > 0 and lines[0]["task"] == "text_to_image"
    assert {"time", "level", "logger"} <= lines[0].keys()


def test_no_prompt_is_in_the_log_even_when_something_breaks(json_log, engine, tmp_path):
    run(engine, tmp_path, JourneyLog())
    try:
        raise RuntimeError(f"could not paint {SECRET}")
    except RuntimeError:
        logging.getLogger("gradio").exception("it broke")
    (broken,) = (line for line in json_log() if line["event"] == "it broke")
    assert broken["exc_info"].startswith("RuntimeError in test_no_prompt")
    assert "Mariana" not in json.dumps(json_log())


@pytest.fixture(scope="module")
def url():
    page, url, _ = launch(
        EmbeddedEngine.tiny(), prevent_thread_lock=True, quiet=True, auth=[("ann", "secret")]
    )
    yield url
    page.blocks.close()


def test_probes_need_no_login_and_no_name(url):
    for path, answer in (("healthz", "alive"), ("readyz", "ready")):
        for host in ("127.0.0.1", "10.1.2.3:7860", "enogu.default.svc"):
            got = httpx.get(url + path, headers={"host": host})
            assert (got.status_code, got.text.strip()) == (200, answer)
    assert httpx.get(url + "config").status_code == 401
    read = figures(httpx.get(url + "metrics").text)
    assert read["enogu_http_responses_total 401"] >= 1 and read["enogu_queue_length"] == 0


def served(settings, ready=lambda: True) -> TestClient:
    async def page(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"page"})

    return TestClient(Probes(Door(page, settings), settings, Metrics(), ready))


def test_what_cannot_paint_is_alive_and_not_ready():
    client = served(configuration.current(), lambda: False)
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize(
    "changes",
    [{"host": "0.0.0.0"}, {"share": True}, {"on_space": True}, {"public_url": "https://a.example"}],
)
def test_figures_are_not_public(changes):
    settings = replace(configuration.current(), **changes)
    assert served(settings).get("/metrics").status_code == 404
    client = served(replace(settings, metrics_token="token"))
    assert client.get("/metrics").status_code == 401
    wrong = client.get("/metrics", headers={"authorization": "Bearer tok"})
    right = client.get("/metrics", headers={"authorization": "Bearer token"})
    assert (wrong.status_code, right.status_code) == (401, 200)


@pytest.mark.parametrize("header", ["x-forwarded-for", "forwarded", "x-real-ip"])
def test_a_proxy_on_this_machine_makes_no_figures_public(header):
    client = served(configuration.current())
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={header: "203.0.113.9"}).status_code == 404
