"""Several engines behind one: replicas that die, cancelled pictures, and Ray itself."""

import asyncio
import os
import signal
import sys
import threading
import time
from contextlib import closing
from functools import partial

import pytest

from pipeline.engines import load_engine
from pipeline.engines.base import DecodeProgress
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.replicas import cluster
from pipeline.engines.replicas.engine import ReplicaLost, ReplicatedEngine
from pipeline.engines.replicas.worker import Facts, Painter, Work, both_stages
from pipeline.errors import RemoteError, RequestError
from pipeline.generate import generate
from pipeline.request import Request
from pipeline.results import Picture, Progress
from pipeline.studio.journey import Studio
from safety.provenance.verify import verify
from tests.engines.replicas.slow import slow_engine

pytestmark = pytest.mark.slow  # a cluster of Ray takes its time to start

WISH = {"size": (256, 256), "steps": 3}


class Replicas:
    """In place of Ray: one engine; `die_after` items of each work, as often as the list says."""

    def __init__(self, engine) -> None:
        self.engine, self.die_after, self.works, self.closed = engine, [], 0, 0

    def paint(self, work: Work):
        self.works += 1
        dies = self.die_after.pop(0) if self.die_after else None
        try:
            for number, item in enumerate(both_stages(self.engine, work)):
                if number == dies:
                    raise ReplicaLost
                yield item
        except RequestError as mistake:
            yield mistake
        finally:
            self.closed += 1


@pytest.fixture
def replicas(engine):
    return Replicas(engine)


@pytest.fixture
def replicated(replicas, engine):
    facts = Facts(engine.name, engine.model, engine.capabilities, engine.about())
    return ReplicatedEngine(replicas.paint, facts, 2, engine)


def pixels(engine, seed=7) -> list[bytes]:
    """Of every step."""
    request = engine.capabilities.complete(Request("a red lantern", seed=seed, **WISH))
    conditioning = engine.encode(request, None)
    *_, written = engine.sample_tokens(conditioning)
    steps = list(engine.decode(conditioning, written.tokens))
    assert [step.step for step in steps] == list(range(1, steps[0].of + 1))
    return [step.image.tobytes() for step in steps]


def test_a_replica_paints_what_the_engine_paints(replicated, engine, replicas):
    assert pixels(replicated) == pixels(engine)
    assert replicas.works == replicas.closed == 1  # both stages are one work


@pytest.mark.parametrize("items", [0, 1, 5])
def test_when_a_replica_dies_another_paints_the_same_picture(replicated, engine, replicas, items):
    replicas.die_after = [items, items]
    assert pixels(replicated) == pixels(engine)
    assert replicas.works == replicas.closed == 3


def test_when_all_die_there_is_one_clear_sentence(replicated, replicas, tmp_path):
    replicas.die_after = [1, 2, 3]
    with pytest.raises(RemoteError, match="were lost one after the other"):
        list(generate(Request("a red lantern", seed=7, **WISH), replicated, tmp_path))
    assert list(tmp_path.iterdir()) == []
    assert replicated.lock.acquire(timeout=0) and replicated.lock.acquire(timeout=0)


def test_a_users_mistake_comes_through_as_it_is(replicated, engine, monkeypatch, tmp_path):
    monkeypatch.setattr(type(engine), "encode", mistaken)
    with pytest.raises(RequestError, match="nothing in this picture would change"):
        list(generate(Request("a red lantern", seed=7, **WISH), replicated, tmp_path))


def mistaken(*_, **__):
    raise RequestError("nothing_changes")


def work_of(engine) -> Work:
    return Work(engine.capabilities.complete(Request("a red lantern", seed=7, **WISH)))


def test_a_replica_gives_both_stages_and_a_mistake_as_a_value(engine, monkeypatch):
    async def items() -> list:
        return [item async for item in Painter(lambda: engine).paint(work_of(engine))]

    steps = [item for item in asyncio.run(items()) if isinstance(item, DecodeProgress)]
    assert [step.image.tobytes() for step in steps] == pixels(engine)
    monkeypatch.setattr(type(engine), "encode", mistaken)
    (mistake,) = asyncio.run(items())
    assert mistake.code == "nothing_changes"


def test_a_replica_that_is_cancelled_closes_the_stage_behind_the_step(tmp_path):
    painter = Painter(partial(slow_engine, tmp_path, 0.2))

    async def leave() -> None:
        items = painter.paint(work_of(painter.engine))
        async for item in items:
            if isinstance(item, DecodeProgress):
                break
        assert list(tmp_path.iterdir())  # it paints
        await items.aclose()

    asyncio.run(leave())
    painter.thread.shutdown(wait=True)
    assert not list(tmp_path.iterdir())


def test_closing_either_stage_ends_the_replicas_work(replicated, replicas):
    request = replicated.capabilities.complete(Request("a red lantern", seed=7, **WISH))
    conditioning = replicated.encode(request, None)
    with closing(replicated.sample_tokens(conditioning)) as stage:
        next(stage)
    assert replicas.closed == 1
    *_, written = replicated.sample_tokens(conditioning)
    with closing(replicated.decode(conditioning, written.tokens)) as stage:
        next(stage)
    assert replicas.works == replicas.closed == 2


def test_the_engine_in_front_reads_and_plans(replicated, engine):
    assert replicated.reads("two white cats") == engine.reads("two white cats")
    request = engine.capabilities.complete(Request("two white cats", seed=1))
    assert replicated.outline(request) == engine.outline(request)
    assert replicated.about()["replicas"] == "2" and replicated.capabilities.at_once == 2


def test_the_page_lets_as_many_paint_as_there_are_replicas(replicated, engine):
    for served, count in ((replicated, 2), (engine, 1)):
        assert Studio(served).queue._workers == count


def test_without_ray_there_is_one_clear_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(RuntimeError, match=r"--replicas needs Ray.*pip install 'ray\[serve\]"):
        cluster.start(EmbeddedEngine.tiny, 2)


def test_a_server_somewhere_else_has_no_replicas():
    with pytest.raises(RequestError, match="not of remote"):
        load_engine("remote", replicas=2)


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """The folder in which replicas tell that they paint."""
    return tmp_path_factory.mktemp("busy")


@pytest.fixture(scope="module")
def by_ray(busy):
    """Two replicas in processes of their own, whose steps take half a second more."""
    ray = pytest.importorskip("ray", reason="needs ray[serve]")
    address = os.environ.get("RAY_ADDRESS")  # a cluster that is there already, else one for this
    engine = cluster.start(partial(slow_engine, busy, 0.5), 2, EmbeddedEngine.tiny(), address)
    yield engine
    ray.shutdown()


def journeys(engine, folder, seeds) -> dict[int, object]:
    """Seed -> what a journey ended with, all at once."""
    ends = {}

    def run(seed):
        try:
            *_, ends[seed] = generate(Request("a red lantern", seed=seed, **WISH), engine, folder)
        except Exception as error:
            ends[seed] = error

    threads = [threading.Thread(target=run, args=(seed,)) for seed in seeds]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join(300)
    yield ends


def until(true, seconds=120.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.slow
def test_two_replicas_paint_at_the_same_time_and_one_may_be_killed(by_ray, busy, tmp_path):
    """Every accepted picture comes, signed, and once; it is that of its seed."""
    assert by_ray.ready()
    running = journeys(by_ray, tmp_path, range(6))
    next(running)
    until(lambda: len(list(busy.iterdir())) == 2)  # both paint
    killed = int(min(busy.iterdir()).name)
    os.kill(killed, signal.SIGKILL)
    (busy / str(killed)).unlink(missing_ok=True)
    ends = next(running)
    assert {type(end) for end in ends.values()} == {Picture}, ends
    files = sorted(path for path in tmp_path.iterdir() if path.is_file())
    assert files == sorted(end.path for end in ends.values())  # none is lost, none is there twice
    for seed, end in ends.items():
        report = verify(end.path)
        assert report.state in ("Valid", "Trusted") and report.settings["seed"] == seed
    alone = EmbeddedEngine.tiny()
    again = list(generate(Request("a red lantern", seed=3, **WISH), alone, tmp_path))[-1]
    assert again.settings == ends[3].settings


@pytest.mark.slow
def test_a_picture_that_nobody_waits_for_frees_its_replica(by_ray, busy, tmp_path):
    request = Request("a red lantern", seed=1, size=(256, 256), steps=20)
    with closing(generate(request, by_ray, tmp_path)) as items:
        for item in items:
            if isinstance(item, Progress) and item.stage == "paint":
                break
    until(lambda: not list(busy.iterdir()), 30)  # well before its 20 steps are over
    assert list(tmp_path.iterdir()) == []
