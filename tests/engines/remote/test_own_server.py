"""The remote engine in front of a second Enogu, over a real socket: both ends are ours."""

import io
from contextlib import closing

import numpy as np
import pytest
from PIL import Image

from pipeline.engines.remote.engine import RemoteEngine
from pipeline.errors import RemoteError
from pipeline.generate import generate
from pipeline.request import Request
from pipeline.results import Picture
from pipeline.studio.journey import Studio
from safety.provenance.verify import verify
from tests.api.conftest import HeldEngine, served
from tests.easel import becomes, wait_until

SIZE = (256, 256)


@pytest.fixture(scope="module")
def behind():
    return HeldEngine.tiny()


@pytest.fixture(scope="module")
def url(behind):
    with served(behind) as url:
        yield url


@pytest.fixture(scope="module")
def remote(url):
    return RemoteEngine.load(url=url)


def journey(engine, folder, prompt="a red lantern", **wish):
    return list(generate(Request(prompt, **{"size": SIZE, "seed": 7} | wish), engine, folder))


def test_it_knows_its_own_kind(remote, behind):
    assert remote.kind == "enogu" and remote.model.endswith("by Enogu")


def test_words_become_a_picture_that_is_signed_by_the_one_in_front(remote, tmp_path):
    *progress, picture = journey(remote, tmp_path)
    assert isinstance(picture, Picture) and (picture.engine, picture.width) == ("remote", 256)
    assert any(item.preview for item in progress)
    report = verify(picture.path)
    assert report.state == "Trusted" and report.settings["engine"] == "remote"
    assert report.watermark.found and len(report.ingredients) == 0
    again = journey(remote, tmp_path)[-1]
    one, other = (np.asarray(Image.open(each.path)) for each in (picture, again))
    assert (one == other).all()


def test_a_photo_is_painted_and_a_part_of_it_alone(remote, photo_bytes, mask_bytes, tmp_path):
    painted = journey(remote, tmp_path, "at night", photo=photo_bytes)[-1]
    assert painted.task == "photo_to_painting" and verify(painted.path).state == "Trusted"
    part = journey(remote, tmp_path, photo=photo_bytes, mask=mask_bytes, size=None)[-1]
    left = (0, 0, part.width // 2 - 1, part.height)
    before = Image.open(tmp_path / part.path.name).convert("RGB").crop(left)
    photo = Image.open(io.BytesIO(photo_bytes)).convert("RGB")
    kept = photo.resize((part.width, part.height)).crop(left)
    assert (np.asarray(before) == np.asarray(kept)).all()


def test_who_stops_in_front_stops_the_one_behind(remote, behind, tmp_path):
    behind.free.clear()
    behind.held.clear()
    behind.ended.clear()
    try:
        with closing(generate(Request("a red lantern", size=SIZE), remote, tmp_path)) as items:
            while not behind.held.is_set():
                next(items)
        assert behind.ended.wait(30)
    finally:
        behind.free.set()
    assert wait_until(lambda: not behind.lock.locked())


def test_a_server_that_goes_away_is_one_clear_error(behind, tmp_path):
    with served(behind) as url:
        engine = RemoteEngine.load(url=url)
    with pytest.raises(RemoteError, match="cannot be reached"):
        journey(engine, tmp_path)


def test_a_page_in_front_has_its_own_queue_and_stops_with_it(remote, behind):
    studio = Studio(remote)
    (job,) = studio.intake.submit([Request("a blue house", size=SIZE)], "ann")
    becomes(job, "done")
    assert job.result.engine == "remote"
