"""Things of a user's own, through the whole journey and from the command line."""

import io
import json

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline import __main__ as cli
from pipeline.engines.embedded.world import from_layout
from pipeline.engines.flux.engine import FluxKleinEngine
from pipeline.engines.glm.engine import GlmImageEngine
from pipeline.errors import RequestError
from pipeline.generate import cut_out, generate, outline, read
from pipeline.request import MAX_NAME, Request, is_thing_name
from pipeline.results import CutOut, Description, Group, Picture, Refusal
from pipeline.wording import ENGLISH, LANGUAGES
from safety.image.upload import UploadRefused
from safety.policy import Category, Verdict
from safety.provenance.verify import verify
from tests.small_world import small_engine

PROMPT = "MIMI and a mug in a room"
NO = Verdict(False, Category.SEXUAL, "No.", 0.99)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    return small_engine(tmp_path_factory.mktemp("dictionary"))


@pytest.fixture(scope="module")
def drawing() -> bytes:
    """A blue blob on white paper, as a PNG."""
    image = Image.new("RGB", (160, 120), "white")
    ImageDraw.Draw(image).ellipse((40, 20, 120, 100), fill=(30, 60, 200))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def blank() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (160, 120), "white").save(out, "PNG")
    return out.getvalue()


def wish(prompt: str = PROMPT, **more) -> Request:
    return Request(**{"prompt": prompt, "size": (256, 256), "steps": 1, "seed": 3} | more)


def result(request, engine, folder):
    *_, last = generate(request, engine, folder)
    return last


def test_a_thing_is_painted_where_its_name_stands(engine, drawing, tmp_path):
    before = dict(engine.world.dictionary.kinds)
    *items, picture = generate(wish(things=(("Mimi", drawing),)), engine, tmp_path)
    assert isinstance(picture, Picture)
    graph = from_layout(picture.settings["layout"]).graph
    assert ("mimi", "yours") in {(element.kind, element.match) for element in graph.elements}
    plan = next(item.plan for item in items if getattr(item, "plan", None))
    assert "MIMI" in ENGLISH.describe(plan) and "a MIMI" not in ENGLISH.describe(plan)
    assert dict(engine.world.dictionary.kinds) == before  # it was that request's alone
    assert engine.reads(PROMPT).words[0].kind != "thing"


def test_a_picture_of_it_is_edited_where_it_comes_along(engine, drawing, tmp_path):
    things = (("Mimi", drawing),)
    first = result(wish(things=things), engine, tmp_path)
    told = {"task": "edit", "photo": first.path, "size": None}
    edited = result(wish("make it night", things=things, **told), engine, tmp_path)
    before, after = (from_layout(one.settings["layout"]) for one in (first, edited))
    assert after.composition.time == "night"
    boxes = [
        [one.box for one in each.composition.drawings if one.kind == "mimi"]
        for each in (before, after)
    ]
    assert boxes[0] == boxes[1] and len(boxes[0]) == 1
    with pytest.raises(RequestError, match="shows 'MIMI', a thing of your own") as raised:
        result(wish("make it night", **told), engine, tmp_path)
    assert raised.value.code == "thing_missing"


def test_its_colours_are_in_the_canvas(engine, drawing):
    rgba = cut_out("Mimi", drawing).thing
    world = engine.world.with_things({"Mimi": np.asarray(rgba)})
    kept = world.dictionary.drawing("mimi")
    assert abs(kept[kept[..., 3] == 255][:, :3].astype(int) - (30, 60, 200)).max() <= 1


def test_the_signed_settings_name_it_and_the_credentials_list_it(engine, drawing, tmp_path):
    picture = result(wish(things=(("Mimi", drawing),)), engine, tmp_path)
    report = verify(picture.path)
    assert report.settings["things"] == ["Mimi"] and report.state in ("Valid", "Trusted")
    assert len(report.ingredients) == 1
    assert report.actions[0] == "c2pa.created"
    assert drawing[:200] not in picture.path.read_bytes()
    plain = result(wish("a mug"), engine, tmp_path)
    assert "things" not in verify(plain.path).settings


def test_a_thing_looks_the_same_with_every_seed_of_its_file(engine, drawing):
    assert cut_out("Mimi", drawing).thing == cut_out("Bo", drawing).thing


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("a cat with mimi", "Mimi"),
        ("zwei Katzen und MIMI auf dem Sofa", "Mimi"),
        ("机の上のミミ", "ミミ"),
        ("マグのそばのMimi", "Mimi"),
        ("मेज पर मिमी", "मिमी"),
        ("une tasse et l'Oncle Bo", "Oncle Bo"),
        ("Robot 7 beside a mug", "robot 7"),
        ("a red mug and Will", "will"),
        ("Mr Very Long Name The Third in a room", "mr very long name the third"),
    ],
)
def test_a_name_is_read_in_any_language_and_case(engine, prompt, name):
    world = engine.world.with_things({name: np.full((4, 4, 4), 255, np.uint8)})
    assert "yours" in {element.match for element in world.asked(prompt).elements}
    kinds = {word.text.casefold(): word.kind for word in read(prompt, engine, names=[name]).words}
    assert kinds[name.casefold()] == "thing"


def test_several_are_counted(engine):
    world = engine.world.with_things({"Mimi": np.full((4, 4, 4), 255, np.uint8)})
    found = world.asked("two Mimis in a room").elements
    assert [(element.kind, element.count) for element in found] == [("mimi", 2)]


@pytest.mark.parametrize(
    "name", ["Mimi", "Robot 7", "ミミ", "मिमी", "Zoë", "R2D2", "x" * MAX_NAME, "王さん"]
)
def test_good_names(name):
    assert is_thing_name(name)


@pytest.mark.parametrize(
    "name", ["", " ", "a\nb", "7", "a=b", "<b>", "x" * (MAX_NAME + 1), " Mimi", "a  b", None, "a.b"]
)
def test_bad_names_are_refused(name):
    assert not is_thing_name(name)
    with pytest.raises(RequestError, match="1 to 40 letters") as raised:
        wish(things=((name, b"-"),))
    assert raised.value.code == "thing_name"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"things": tuple((f"M{n}", b"-") for n in range(5))}, "things_many"),
        ({"things": (("Mimi", b"-"), ("mimi", b"-"))}, "thing_twice"),
        ({"things": (("Mimi", None),)}, "thing_file"),
        ({"things": (("Mimi", b"-"),), "photo": b"-"}, "things_not_taken"),
    ],
)
def test_wrong_things_are_refused(more, code):
    with pytest.raises(RequestError) as raised:
        wish(**more)
    assert raised.value.code == code
    for language in LANGUAGES.values():
        assert "{" not in language.error(raised.value)


def test_files_that_show_nothing_say_whose_they_are(engine, blank, tmp_path):
    with pytest.raises(UploadRefused, match="The Mimi: "):
        result(wish(things=(("Mimi", b"words"),)), engine, tmp_path)
    with pytest.raises(RequestError, match="nothing stands out in the picture of 'Mimi'"):
        result(wish(things=(("Mimi", blank),)), engine, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_thing_passes_the_checks_of_a_photo(engine, drawing, tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.things.check_photo", lambda image: NO)
    for asked in (lambda: result(wish(things=(("Mimi", drawing),)), engine, tmp_path),
                  lambda: outline(wish(things=(("Mimi", drawing),)), engine),
                  lambda: cut_out("Mimi", drawing)):  # fmt: skip
        assert asked() == Refusal("sexual", "No.")


@pytest.mark.parametrize(
    ("prompt", "name"),
    [("Mimi in a bikini", "Mimi"), ("Mimi in a room", "naked woman"), ("Mimi wounded", "Mimi")],
)
def test_words_are_read_as_those_for_a_photo(engine, drawing, tmp_path, prompt, name):
    assert isinstance(result(wish(prompt, things=((name, drawing),)), engine, tmp_path), Refusal)


@pytest.mark.parametrize("kind", [FluxKleinEngine, GlmImageEngine])
def test_an_engine_without_a_dictionary_refuses_things(kind):
    engine, request = kind.tiny(), wish("Mimi", things=(("Mimi", b"-"),))
    assert engine.capabilities.max_things == 0
    rgba = np.full((4, 4, 4), 255, np.uint8)
    complete = engine.capabilities.complete(wish("Mimi"))
    for ask in (lambda: engine.capabilities.complete(request),
                lambda: engine.encode(complete, None, things={"Mimi": rgba})):  # fmt: skip
        with pytest.raises(RequestError) as raised:
            ask()
        assert raised.value.code == "things_not_painted"


@pytest.mark.parametrize(("language", "said"), [("en", "Mimi, in a room"), ("ja", "Mimi")])
def test_a_description_calls_it_by_its_name(language, said):
    shown = Description("room", "noon", "clear", "summer", (Group("mimi", own="Mimi"),))
    assert said in LANGUAGES[language].describe(shown)


def test_an_outline_has_it_and_paints_nothing(engine, drawing):
    told = outline(wish(things=(("Mimi", drawing),)), engine)
    assert "mimi" in {thing.kind for thing in told.things}


def test_a_hand_corrects_the_cut(blank, drawing):
    mark = Image.new("L", (160, 120))
    mark.paste(255, (0, 0, 80, 120))
    out = io.BytesIO()
    mark.save(out, "PNG")
    assert cut_out("Mimi", blank).thing is None
    assert cut_out("Mimi", blank, keep=out.getvalue()).thing.size == (80, 120)
    found = cut_out("Mimi", drawing, erase=out.getvalue())
    assert isinstance(found, CutOut) and found.thing.size[0] == pytest.approx(41, abs=3)
    assert found.faded.size == (160, 120)


def test_the_command_line_takes_several(engine, drawing, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(cli, "load_engine", lambda *_: engine)
    (tmp_path / "cat=1.png").write_bytes(drawing)
    things = [f"--thing=Mimi={tmp_path / 'cat=1.png'}", f"--thing=Bo={tmp_path / 'cat=1.png'}"]
    quick = ["--size", "256x256", "--steps", "1", "--seed", "7", "--json"]
    out = tmp_path / "out.png"
    assert cli.main(["Mimi and Bo in a room", *things, "--out", str(out), *quick]) == 0
    assert verify(out).settings["things"] == ["Mimi", "Bo"]
    capsys.readouterr()
    assert cli.main(["Mimi in a room", *things, "--dry-run", *quick]) == 0
    assert "yours" in {word["match"] for word in json.loads(capsys.readouterr().out)["known"]}


@pytest.mark.parametrize("wrong", ["Mimi", "=cat.png", "Mimi="])
def test_the_command_line_says_how_a_thing_is_given(wrong, capsys):
    try:
        code = cli.main(["Mimi", "--thing", wrong, "--out", "a.png"])
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    told = capsys.readouterr().err
    assert "NAME=FILE" in told or "letters" in told
