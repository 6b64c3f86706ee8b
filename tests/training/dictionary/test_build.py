import hashlib
import shutil
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from pipeline.benchmarks.nouns import Prompt, covered, judge, read_prompts, report, right_words
from pipeline.model.dictionary import LANGUAGES, Dictionary
from pipeline.training.dictionary import tables
from pipeline.training.dictionary.anchors import find
from pipeline.training.dictionary.build import build, extend
from pipeline.training.dictionary.drawings import (
    MODELLED,
    Maker,
    body_mask,
    crop,
    see_through,
    skin_mask,
    without_islands,
    without_shadow,
)
from pipeline.training.dictionary.names import from_label, german_forms
from pipeline.training.dictionary.nouns import place_words
from pipeline.training.dictionary.packages import Packages, draw_svg, plain, with_tone
from pipeline.training.dictionary.sheets import contact_sheets
from pipeline.training.dictionary.tables import KindRow, OwnDrawing, kind_rows, rows
from pipeline.training.dictionary.wordnet import WordNet
from tests.training.dictionary.conftest import KINDS


def digest(folder) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def test_the_same_packages_give_the_same_bytes(built, packages, drawings, tmp_path):
    build(packages, tmp_path, drawings, workers=2, only=KINDS)
    assert digest(tmp_path) == digest(built)


def test_a_new_kind_is_packed_beside_the_old_ones(built, packages, drawings, tmp_path):
    """Packs that ship keep their bytes, so that a release adds only what is new."""
    dictionary, own = tmp_path / "dictionary", tmp_path / "own"
    dictionary.mkdir()
    for file in built.glob("*.*"):
        shutil.copy(file, dictionary)
    shutil.copytree(drawings, own)
    first = Dictionary.load(dictionary)
    shutil.copy(own / "table.svg", own / "raft.svg")
    with (own / "drawings.csv").open("a") as table:
        table.write("log raft,raft.svg,vehicle,water,2,.5,,raft;log raft,\n")
    before = {file.name: file.read_bytes() for file in dictionary.glob("drawings-*.zip")}
    extend(dictionary, packages, own, workers=1, only=("log raft",))
    after = {file.name: file.read_bytes() for file in dictionary.glob("drawings-*.zip")}
    assert len(after) == len(before) + 1 and before.items() <= after.items()
    longer = Dictionary.load(dictionary)
    assert longer.find("raft").kind == "log raft" and longer.drawing("log raft")[..., 3].any()
    assert longer.kinds["cat"].drawings == first.kinds["cat"].drawings


def test_the_held_out_family_does_not_ship(built):
    shipped, held_out = Dictionary.load(built), Dictionary.load(built / "held_out")
    families = [
        {drawing.family for kind in each.kinds.values() for drawing in kind.drawings}
        for each in (shipped, held_out)
    ]
    assert "twemoji" not in families[0] and families[1] == {"twemoji"}
    assert not any("twemoji" in name for name in shipped._packs._where)


def test_neighbouring_drawings_are_of_different_families(built):
    drawings = Dictionary.load(built).kinds["person standing"].drawings
    assert drawings[0].family != drawings[1].family


def test_a_head_of_our_own_joins_the_emoji_head(built):
    """The horse's own name belongs to the drawing of the whole horse."""
    dictionary = Dictionary.load(built)
    assert dictionary.find("horse").kind == "horse"
    assert dictionary.kinds["horse"].extent == "whole"


def test_missing_packages_are_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"noto.*fetch"):
        Packages(tmp_path)


def test_a_body_takes_the_name_of_a_head(tmp_path):
    (tmp_path / "drawings.csv").write_text(
        "kind,file,category,zone,size_m,surface,anchors,names_en,note\n"
        "robot,robot.svg,fantasy,ground,1.5,,,robot;android,\n"
    )
    kinds = {kind.name: kind for kind in kind_rows(tmp_path)}
    assert kinds["robot"].own == (OwnDrawing("robot.svg"),) and kinds["robot"].extent == "whole"
    assert kinds["robot"].code and not kinds["robot"].drawn_code
    assert kinds["robot face"].extent == "head" and kinds["robot face"].drawn_code


def test_further_lines_of_a_kind_are_further_drawings(tmp_path):
    (tmp_path / "drawings.csv").write_text(
        "kind,file,category,zone,size_m,surface,anchors,names_en,note\n"
        "a box,one.svg,object,ground,0.5,0.9,,box;crate,\n"
        "a box,two.svg,object,ground,0.7,,opening=.8,,\n"
    )
    box = next(kind for kind in kind_rows(tmp_path) if kind.name == "a box")
    assert box.own == (OwnDrawing("one.svg", "surface=0.9"), OwnDrawing("two.svg", "opening=.8"))
    assert box.names == ("box", "crate") and box.size == 0.5


def test_the_modelled_family_fills_gaps_alone(packages, drawings):
    maker = Maker(Packages(packages), drawings)
    drawn_twice = KindRow("an animal", "animal", "ground", 0.4, drawn_code="1f408")
    assert MODELLED not in maker._kept(drawn_twice)
    assert MODELLED in maker._kept(replace(drawn_twice, category="food"))
    assert MODELLED in maker._kept(replace(drawn_twice, drawn_code="1f999"))
    own = (OwnDrawing("one.svg"), OwnDrawing("two.svg"))
    assert MODELLED not in maker._kept(replace(drawn_twice, drawn_code="1f999", own=own))


def test_the_tables_agree_with_each_other():
    drawn = {kind.name for kind in kind_rows()}
    known = drawn | {row["kind"] for row in rows("kinds.csv")}
    for table in ("rejected.csv", "cleaned.csv"):
        assert {row["kind"] for row in rows(table)} - known <= {"*"}
    families = {"*", "noto", "fluent3d", "flat", "clipart"}
    assert {row["family"] for row in rows("rejected.csv")} <= families
    assert all(row["reason"] for row in rows("rejected.csv"))
    for row in rows("clipart.csv"):
        assert row["kind"] in drawn and row["file"].endswith(".svg")


def test_a_word_names_one_place_and_forty_places_have_names():
    keys, words = place_words()
    assert len(keys) >= 40
    for language in LANGUAGES:
        assert len(set(words[language].values())) >= 40


@pytest.mark.parametrize(
    ("label", "language", "names"),
    [
        ("Student(in)", "de", ["Student", "Studentin"]),
        ("Koch/Köchin", "de", ["Koch", "Köchin"]),
        ("rosto de leão", "pt", ["leão", "rosto de leão"]),
        ("tête de lion", "fr", ["lion", "tête de lion"]),
        ("red apple", "en", ["apple", "red apple"]),
        ("person: beard", "en", []),
        ("होटल, भवन", "hi", ["होटल", "भवन"]),
    ],
)
def test_names_from_labels(label, language, names):
    assert from_label(label, language) == names


def test_german_forms():
    assert german_forms("Person mit Ball") == ["Person mit Ball"]


def test_code_points():
    assert plain("1F9D1-200D-2695-FE0F") == "1f9d1-200d-2695"
    assert with_tone("1F9D1-200D-2695-FE0F", "1f3fb") == "1f9d1-1f3fb-200d-2695"


def test_wordnet(packages):
    wordnet = WordNet(Packages(packages).wordnet)
    corgi, dog, cat = (wordnet.senses[word][0] for word in ("corgi", "dog", "cat"))
    assert dog in wordnet.above(corgi)
    assert wordnet.kinship(corgi, dog) > wordnet.kinship(dog, cat) > 0
    assert wordnet.kinship(dog, dog) == 1
    assert wordnet.is_person("baker") and not wordnet.is_person("cat")
    assert wordnet.is_city("paris") and not wordnet.is_city("city")
    assert wordnet.is_abstract("denim") and wordnet.is_abstract("shakespeare")


def picture(size=(100, 60)) -> Image.Image:
    page = Image.new("RGBA", size)
    page.paste((200, 30, 30, 255), (10, 10, 60, 50))
    return page


def test_crop_keeps_a_margin_and_moves_masks_along():
    mask = Image.new("L", (100, 60))
    mask.paste(255, (10, 10, 20, 50))
    page, part = crop(picture(), mask)
    assert page.size == part.size == (58, 48)
    assert np.asarray(page)[..., 3].any(0).argmax() == 4
    assert np.asarray(part).any(0).sum() == 10
    assert max(crop(picture().resize((1000, 600)))[0].size) == 256
    with pytest.raises(ValueError, match="empty"):
        crop(Image.new("RGBA", (5, 5)))


def test_islands_go():
    page = picture()
    page.paste((255, 255, 0, 255), (90, 2, 95, 6))
    assert np.array_equal(np.asarray(without_islands(page)), np.asarray(picture()))


def test_grey_half_transparent_shadows_go_and_glass_stays():
    page = picture()
    page.paste((40, 40, 40, 90), (62, 40, 90, 50))
    assert np.array_equal(np.asarray(without_shadow(page)), np.asarray(picture()))
    page.paste((120, 160, 255, 90), (62, 40, 90, 50))
    assert np.array_equal(np.asarray(without_shadow(page)), np.asarray(page))


def test_skin_is_what_differs_between_tones():
    one, two = picture(), picture()
    one.paste((240, 200, 180, 255), (20, 15, 40, 30))
    two.paste((90, 60, 40, 255), (20, 15, 40, 30))
    mask = np.asarray(skin_mask(one, two)) > 0
    assert mask[15:30, 20:40].all() and mask.sum() == 15 * 20


def test_every_group_named_body_takes_a_colour():
    parts = "".join(
        f'<g id="{name}"><rect x="{x}" width="10" height="10"/></g>'
        for name, x in (("body", 0), ("detail", 10), ("body-2", 20))
    )
    page = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 30">{}</svg>'
    mask = np.asarray(body_mask(page.format(parts)))
    height, width = mask.shape
    assert [int(mask[height // 6, width * x // 60]) for x in (10, 30, 50)] == [255, 0, 255]
    assert body_mask(page.format("<rect/>")) is None


def test_see_through_is_the_share_of_glass():
    alpha = np.zeros((40, 40), np.uint8)
    alpha[5:35, 5:35] = 255
    assert see_through(alpha) == 0
    alpha[5:35, 20:35] = 120
    assert 0.4 < see_through(alpha) < 0.6
    assert see_through(np.zeros((9, 9), np.uint8)) == 0


def test_anchors_of_an_animal_that_looks_left():
    alpha = np.zeros((100, 100), np.uint8)
    alpha[10:40, 5:30] = 255  # head
    alpha[40:80, 5:95] = 255  # body
    alpha[12:40, 90:95] = 255  # a tail as high as the head
    found = find(KindRow("an animal", "animal", "ground", 2.0), "noto", alpha)
    assert found.head == pytest.approx((0.17, 0.1, 0.25), abs=0.02)
    assert found.seat == pytest.approx((0.6, 0.4), abs=0.01)
    small = find(KindRow("a mouse", "animal", "ground", 0.1), "noto", alpha)
    assert small.seat is None


def test_typed_anchors_are_shares_from_the_foot():
    alpha = np.full((100, 50), 255, np.uint8)
    kind = KindRow("a box", "object", "ground", 1)
    found = find(kind, "own", alpha, "surface=.9;opening=.8")
    assert found.surface == pytest.approx(0.1)
    assert found.opening == pytest.approx((0, 0.2, 1))
    assert find(kind, "noto", alpha).surface is None


def test_svg_fits_its_longer_side():
    tall = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="40"/>'
    assert draw_svg(tall, 80).size == (20, 80)
    with pytest.raises(ValueError):
        draw_svg("no drawing")


def test_sheets_show_every_kind(built, tmp_path):
    pages = contact_sheets(Dictionary.load(built), tmp_path, columns=4, each=8)
    assert len(pages) >= 2 and all(Image.open(page).width > 300 for page in pages)


def test_nouns_of_prompts(built, tmp_path):
    dictionary = Dictionary.load(built)
    verdicts = {
        "cat": "exact",
        "corgi": "broader",
        "fruit": "narrower",
        "kitchen": "place",
        "denim": "nothing",
        "gadget": "missed",
    }
    assert {noun: judge(noun, dictionary) for noun in verdicts} == verdicts
    table = tmp_path / "prompts.csv"
    table.write_text(
        "set,prompt,nouns\na,a cat in a kitchen,cat:1;kitchen:1\n"
        "a,a gadget,gadget:1\nb,denim,denim:1\n"
    )
    prompts = read_prompts(table)
    assert prompts[0] == Prompt("a", ("cat", "kitchen"))
    assert [covered(p, dictionary, frozenset()) for p in prompts] == [True, False, None]
    text = report(prompts, dictionary)
    assert "gadget 1" in text and "0.500" in text
    words = tmp_path / "words.csv"
    words.write_text("noun,kinds\ncorgi,dog\ngadget,cat\n")
    assert right_words(words, dictionary) == (1, 2, ["gadget -> nothing"])


def test_tables_without_a_file_are_empty(tmp_path):
    assert list(tables.rows("drawings.csv", tmp_path)) == []


PEOPLE = """kind,figures,like,poses,zone,size_m,names_en
person standing,groom,,,,1.75,
walking person,,person standing,holding,,1.75,walking person
"""


def test_people_are_drawn_as_figures_and_lent_to_other_kinds(packages, drawings, tmp_path):
    own = tmp_path / "own"
    shutil.copytree(drawings, own)
    (own / "people.csv").write_text(PEOPLE)
    build(packages, tmp_path / "out", own, workers=1, only=["walking person"])
    dictionary = Dictionary.load(tmp_path / "out")
    person, walker = (dictionary.kinds[name] for name in ("person standing", "walking person"))
    poses = [each.pose for each in person.drawings]
    assert poses[:3] == ["standing", "holding", "dancing"] and {"sitting", "eating"} <= set(poses)
    assert all(each.anchors.palms for each in person.drawings)
    assert {each.family for each in person.drawings} == {"own"}
    assert walker.drawings == person.drawings[1:2]
    assert dictionary.find("walking person").kind == "walking person"
    first = person.drawings[0]
    assert first.tone and first.recolorable > 0.2 and first.scale == pytest.approx(1, abs=0.1)
    skin, body = (read("person standing", 0) > 127 for read in (dictionary.skin, dictionary.body))
    height, width = skin.shape
    x, y, wide = first.anchors.head
    face = skin[
        int((y + 0.1) * height), int((x - 0.1 * wide) * width) : int((x + 0.1 * wide) * width)
    ]
    assert face.mean() > 0.8 and (skin & body).mean() < 0.01  # packed masks are coarse
    assert body[int((first.anchors.neck + 0.12) * height)].sum() > 0.15 * width
    held = Dictionary.load(tmp_path / "out" / "held_out").kinds["person standing"]
    assert {each.family for each in held.drawings} == {"twemoji"}
