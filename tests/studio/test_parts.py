"""The page's parts that need no browser."""

import io
import re
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from PIL import Image

import pipeline.studio
from pipeline.engines.embedded.engine import CAPABILITIES, EmbeddedEngine
from pipeline.export import export
from pipeline.results import Description, Group, Progress
from pipeline.settings import SETTINGS, read_settings
from pipeline.studio.controls import nearest_shape, pixels, sides_of, with_mood
from pipeline.studio.journey import Studio
from pipeline.studio.language import language_of
from pipeline.studio.links import query, settings_from
from pipeline.studio.mask import mask_of
from pipeline.studio.status import grid_shape, token_grid, working
from pipeline.wording import ENGLISH, LANGUAGES
from safety.policy import Category, Verdict
from safety.provenance.verify import verify
from tests.studio.conftest import views

SOURCES = "".join(path.read_text() for path in Path(pipeline.studio.__file__).parent.glob("*.py"))


class Visitor:
    def __init__(self, languages):
        self.headers = {"accept-language": languages}


def test_every_language_has_every_text_with_the_same_gaps():
    assert LANGUAGES.keys() == {"en", "ja"}
    for language in LANGUAGES.values():
        assert language.texts.keys() == ENGLISH.texts.keys()
        for key, text in language.texts.items():
            assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", ENGLISH.texts[key]))


def test_no_text_is_left_over():
    families = (
        "mood_",
        "style_",
        "shape_",
        "kind_",
        "idea_",
        "about_",
        "state_",
        "action_",
        "common.",
        "status.",
        "job_",
        "vote_",
        "form_",
    )
    quoted = set(re.findall(r"""["'](\w+)["']""", SOURCES))
    unused = [key for key in ENGLISH.texts if key not in quoted and not key.startswith(families)]
    named = {"wait", "encode", "tokens", "finish", "check", "not_painted", "not_styled"}
    assert set(unused) <= named  # by stages and by wording


@pytest.mark.parametrize(
    ("languages", "text"),
    [("ja,en;q=0.5", "署名済み"), ("de-DE, en", "signed"), ("fr", "signed"), ("", "signed")],
)
def test_the_server_speaks_the_browsers_language(languages, text):
    assert language_of(Visitor(languages)).text("signed") == text


@pytest.mark.parametrize(("unsure", "title"), [(True, "try again"), (False, "Not made")])
def test_a_picture_in_doubt_asks_for_another_try(unsure, title, tmp_path, monkeypatch):
    verdict = Verdict(False, Category.GORE, "Not sure.", 0.5, grey=unsure)
    monkeypatch.setattr("pipeline.generate.check_output", lambda image: verdict)
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    fields = {"prompt": "a red lantern", "size": (256, 256), "steps": 2}
    last = views(Studio(EmbeddedEngine.tiny()), fields)[-1]
    assert last.over and not last.results and title in last.status and "Not sure." in last.status


def test_a_link_brings_the_settings_back():
    settings = {"task": "text_to_image", "prompt": "a cat & a dog", "size": "512x512", "seed": 3,
                "steps": 4, "guidance": 2.5, "strength": 1.0, "candidates": 1}  # fmt: skip
    assert settings_from(dict(parse_qsl(query(settings)[1:]))) == settings
    for form in ({"format": "gif"}, {"transparent": True}):
        assert settings_from(dict(parse_qsl(query(settings | form)[1:]))) == settings | form
    assert settings_from({"prompt": "a cat", "seed": "x", "other": "1"}) == {"prompt": "a cat"}
    assert settings_from({}) is None


def test_flags_win_over_the_environment_and_both_over_defaults():
    environment = {"ENOGU_QUEUE": "5", "ENOGU_AUTH": "ann:secret", "ENOGU_CACHE_HOURS": "2"}
    chosen = read_settings(["--queue", "9"], environment)
    assert (chosen.queue, chosen.cache_hours, chosen.auth) == (9, 2, (("ann", "secret"),))
    assert (chosen.engine, chosen.share, chosen.port) == ("embedded", False, None)


@pytest.mark.parametrize(
    ("arguments", "environment", "named"),
    [
        (["--port", "http"], {}, "--port must be a port, 1 to 65535, not 'http'"),
        ([], {"ENOGU_QUEUE": "many"}, "ENOGU_QUEUE must be a whole number"),
        (["--engine", "x"], {}, "--engine must be one of embedded"),
        (["--auth", "ann"], {}, "--auth must be USER:PASSWORD"),
    ],
)
def test_a_wrong_setting_ends_with_what_is_allowed(arguments, environment, named, capsys):
    with pytest.raises(SystemExit):
        read_settings(arguments, environment)
    assert named in capsys.readouterr().err


def test_help_tells_every_flag_and_its_variable(capsys):
    with pytest.raises(SystemExit) as ended:
        read_settings(["--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0
    for setting in SETTINGS:
        assert f"--{setting.flag}" in told and setting.variable in " ".join(told.split())


def test_every_setting_is_in_the_documents():
    table = (Path(__file__).parents[2] / "assets" / "docs" / "settings.md").read_text()
    for setting in SETTINGS:
        assert f"`--{setting.flag}`" in table
        assert f"`{setting.variable}`" in table


def test_every_shape_fits_the_engine():
    for shape in ("square", "landscape", "wide", "portrait", "tall"):
        for side in sides_of(shape, CAPABILITIES):
            size = pixels(shape, side, CAPABILITIES)
            assert nearest_shape("{}x{}".format(*size)) == (shape, side)


def test_a_mood_joins_the_words():
    assert with_mood("a red house.", "night") == "a red house at night"
    assert with_mood("a red house", "none") == "a red house"


def test_what_is_planned_is_shown():
    language = language_of(Visitor("en"))
    plan = Description("meadow", "night", "clear", "summer", (Group("cat", 2, "white"),))
    planned = "<p class='plan'>Planned: Two white cats, in a meadow at night.</p>"
    assert planned in working(Progress("paint", 1, 4, plan=plan), language)
    assert "Planned" not in working(Progress("paint", 1, 4), language)


def test_the_grid_has_the_pictures_ratio_and_fills_in_order():
    assert grid_shape(100, 1.0) == (10, 10)
    assert grid_shape(108, 4 / 3) == (12, 9)
    grid = token_grid(Progress("tokens", 25, 100), 1.0)
    assert grid.count("<i class='on'>") == 25
    assert grid.count("<i") == 100
    assert token_grid(Progress("tokens", 4096, 4096), 1.0).count("<i") == 400


def strokes(color):
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    if color:
        image.paste(color, (20, 10, 60, 50))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_strokes_become_a_mask_that_is_white_where_they_are():
    mask = Image.open(io.BytesIO(mask_of(strokes("#c2410c"))))
    assert (mask.size, mask.getbbox()) == ((200, 100), (20, 10, 60, 50))
    assert mask.getcolors() == [(200 * 100 - 1600, 0), (1600, 255)]
    assert mask_of(strokes(None)) is None
    assert mask_of(None) is None


@pytest.mark.parametrize("format", ["jpeg", "webp"])
def test_another_format_is_signed_anew_and_names_its_source(picture, format):
    report = verify(export(picture.path, format))
    assert (report.state, report.settings["format"]) == ("Trusted", format)
    assert report.ingredients[0].state == "Trusted"


@pytest.mark.parametrize("format", ["jpeg", "webp"])
def test_what_is_cut_out_stays_so_where_the_format_can(make, format):
    _, picture = make(prompt="a red lantern", transparent=True)
    other = export(picture.path, format)
    with Image.open(picture.path) as one, Image.open(other) as copy:
        alphas = [np.asarray(image.convert("RGBA"), int)[..., 3] for image in (one, copy)]
        corner = copy.convert("RGBA").getpixel((0, 0))
    report = verify(other)
    assert report.state == "Trusted"
    if format == "webp":
        assert report.settings["transparent"] and (alphas[0] == alphas[1]).all()
    else:
        assert "transparent" not in report.settings and min(corner) > 250


def test_only_an_intact_picture_of_ours_is_signed_anew(picture, photo_file):
    picture.path.write_bytes(picture.path.read_bytes()[:-40] + b"x" * 40)
    for path in (photo_file, picture.path):
        with pytest.raises(ValueError, match=r"unchanged|unknown|picture"):
            export(path, "webp")


def test_a_file_without_words_tells_nothing_of_them(make):
    _, picture = make(prompt="two white cats by a lake")
    bare = export(picture.path, "png", words=False)
    report, data = verify(bare), bare.read_bytes()
    assert report.state == "Trusted" and report.ingredients[0].state == "Trusted"
    assert report.settings["seed"] == picture.settings["seed"]
    assert not {"prompt", "layout", "things"} & report.settings.keys()
    assert b"white cats" not in data and b"lake" not in data
