"""Things alone with alpha, and scenes that move: whole journeys with the tiny engine."""

import io

import numpy as np
import pytest
from PIL import Image, ImageSequence

from pipeline import generate as journey
from pipeline.engines.embedded.layered import cut
from pipeline.engines.embedded.world import from_layout
from pipeline.engines.flux.engine import FluxKleinEngine
from pipeline.errors import RequestError
from pipeline.generate import generate
from pipeline.model.painting.collage import collage
from pipeline.model.painting.ground_maps import NAMES, ground_maps
from pipeline.model.painting.loops import at_phase, composition_at, moves
from pipeline.request import Request
from pipeline.results import Picture, Refusal
from safety.policy import Category, Verdict
from safety.provenance.metadata import read_settings
from safety.provenance.verify import verify
from tests.small_world import small_engine

SNOW = "an elephant in the snow"
NO = Verdict(False, Category.GORE, "No.", 0.99)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return small_engine(tmp_path_factory.mktemp("dictionary"))


def result(engine, folder, prompt, **wish):
    wish = {"size": (256, 256), "seed": 3} | wish
    *_, last = generate(Request(prompt, **wish), engine, folder)
    return last


def composition_of(engine, prompt):
    request = engine.capabilities.complete(Request(prompt, seed=3, size=(256, 256), format="gif"))
    return engine.encode(request, None).picture.composed(3).composed.composition


@pytest.mark.parametrize("format", ["png", "webp"])
def test_things_stand_alone_with_their_own_alpha(engine, tmp_path, format):
    picture = result(engine, tmp_path, "an elephant", format=format, transparent=True)
    assert isinstance(picture, Picture)
    rgba = np.asarray(Image.open(picture.path))
    alpha = rgba[..., 3]
    assert (alpha == 0).mean() > 0.2 and (alpha == 255).mean() > 0.02
    laid = collage(composition_of(engine, "an elephant"), engine.world.dictionary, 256, 256)
    assert abs(alpha / 255 - laid.drawings[..., 3]).max() < 0.01
    assert not rgba[alpha == 0].any() or format == "webp"
    report = verify(picture.path)
    assert report.state == "Trusted" and report.settings["transparent"] is True


def test_an_edge_has_the_things_colour_and_not_the_backdrops():
    alpha = np.zeros((32, 32), np.float32)
    alpha[8:24, 8:24], alpha[8:24, 7] = 1, 0.5
    picture = np.full((32, 32, 3), 250, np.uint8)
    picture[8:24, 8:24] = 10, 20, 30
    picture[8:24, 7] = 130, 135, 140
    rgba = np.asarray(cut(picture, alpha))
    assert abs(rgba[16, 7].astype(int) - (10, 20, 30, 128)).max() <= 1
    assert (rgba[16, 16] == (10, 20, 30, 255)).all() and not rgba[0, 0].any()


def test_a_scene_moves_in_a_loop_that_is_signed(engine, tmp_path):
    picture = result(engine, tmp_path, SNOW, format="gif", frames=4, frame_ms=200)
    assert picture.path.suffix == ".gif"
    with Image.open(picture.path) as image:
        frames = [np.asarray(one.convert("RGB"), int) for one in ImageSequence.Iterator(image)]
        assert image.info["duration"] == 200 and image.info["loop"] == 0
    assert len(frames) == 4 and frames[0].shape == (256, 256, 3)
    assert all((one != frames[0]).any() for one in frames[1:])
    report = verify(picture.path)
    assert report.state == "Trusted" and report.settings == picture.settings
    assert (report.settings["frames"], report.settings["frame_ms"]) == (4, 200)
    assert read_settings(picture.path.read_bytes()) == picture.settings
    again = result(engine, tmp_path, SNOW, format="gif", frames=4, frame_ms=200)
    with Image.open(io.BytesIO(again.path.read_bytes())) as image:
        assert (np.asarray(image.convert("RGB"), int) == frames[0]).all()


def test_every_frame_is_checked(engine, tmp_path, monkeypatch):
    seen = []

    def check(image):
        seen.append(image.mode)
        return NO if len(seen) == 3 else Verdict(True)

    monkeypatch.setattr(journey, "check_output", check)
    last = result(engine, tmp_path, SNOW, format="gif", frames=4)
    assert isinstance(last, Refusal) and seen == ["RGB"] * 3
    assert not list(tmp_path.iterdir())


def test_a_picture_of_ours_moves_or_is_cut_out_as_it_is(engine, tmp_path):
    still = result(engine, tmp_path, SNOW)
    same = {"task": "variation", "photo": still.path, "strength": 0.0}
    moving = result(engine, tmp_path, "", format="gif", frames=3, **same)
    layouts = [from_layout(one.settings["layout"]) for one in (still, moving)]
    assert layouts[0].composition == layouts[1].composition
    assert layouts[0].seed == layouts[1].seed
    with Image.open(moving.path) as gif, Image.open(still.path) as picture:
        assert gif.n_frames == 3
        apart = np.asarray(gif.convert("RGB"), int) - np.asarray(picture, int)
        assert abs(apart).mean() < 25  # 256 colours, for an untrained decoder's noise
    alone = result(engine, tmp_path, "", transparent=True, **same)
    with Image.open(alone.path) as cut_out:
        assert cut_out.mode == "RGBA" and cut_out.getchannel("A").getextrema() == (0, 255)
    for one in (moving, alone):
        assert verify(one.path).state == "Trusted"


def test_a_gif_is_edited_and_goes_on_moving(engine, tmp_path):
    moving = result(engine, tmp_path, SNOW, format="gif", frames=2)
    edit = {"task": "edit", "photo": moving.path, "format": "gif", "frames": 2}
    night = result(engine, tmp_path, "make it night", **edit)
    assert from_layout(night.settings["layout"]).composition.time == "night"
    with Image.open(night.path) as gif:
        assert gif.n_frames == 2
    report = verify(night.path)
    assert report.state == "Trusted" and report.ingredients[0].state == "Trusted"


def test_of_what_is_cut_out_no_place_is_told(engine, tmp_path):
    wish = {"size": (256, 256), "seed": 3, "transparent": True}
    *progress, picture = generate(Request(SNOW, **wish), engine, tmp_path)
    plans = [item.plan for item in progress if item.plan]
    assert plans and all(plan.place == plan.weather == "" and plan.things for plan in plans)
    assert from_layout(picture.settings["layout"]).composition.land.place  # for edits


@pytest.mark.parametrize(
    ("prompt", "wish", "code"),
    [
        ("a meadow", {"transparent": True}, "transparent_empty"),
        ("a mug in a room", {"format": "gif"}, "nothing_moves"),
        ("at night", {"format": "gif", "photo": b"-"}, "not_layered"),
        ("", {"format": "gif", "photo": b"-", "task": "variation"}, "not_layered"),
        ("an elephant", {"transparent": True, "format": "jpeg"}, "transparent_format"),
        ("an elephant", {"format": "gif", "frames": 17}, "frames"),
        ("an elephant", {"format": "gif", "frame_ms": 5}, "frames"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_painted(
    engine, tmp_path, photo_bytes, prompt, wish, code
):
    wish = wish | ({"photo": photo_bytes} if "photo" in wish else {})
    with pytest.raises(RequestError) as raised:
        result(engine, tmp_path, prompt, **wish)
    assert raised.value.code == code and not list(tmp_path.iterdir())


def test_an_engine_without_parts_says_so(tmp_path):
    with pytest.raises(RequestError, match="the embedded engine alone"):
        result(FluxKleinEngine.tiny(), tmp_path, "a red lantern", transparent=True)


def test_a_loop_ends_where_it_began(engine):
    still = composition_of(engine, SNOW)
    dictionary = engine.world.dictionary
    assert moves(still, dictionary)
    for phase in (0.0, 1.0):
        for one, other in zip(
            composition_at(still, dictionary, phase).land.clouds, still.land.clouds, strict=True
        ):
            assert abs(one.x - other.x) < 1e-9
    (elephant,) = still.drawings
    (breathing,) = composition_at(still, dictionary, 0.3).drawings
    assert breathing.box[1] != elephant.box[1] and breathing.box[2:] == elephant.box[2:]


@pytest.mark.parametrize("weather", ["rain", "snow"])
def test_what_falls_falls_and_comes_again(weather):
    maps, falling = ground_maps(96, 96, (0.3, 0.6)), NAMES.index("falling")
    begun, later, ended = (at_phase(maps, at, weather)[falling] for at in (0.0, 1 / 2, 1.0))
    assert (begun == ended).all() and (begun != later).any()
    assert (begun.roll((96 if weather == "rain" else 32) // 2, 0) == later).all()
