import gzip
import json
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.dictionary import LANGUAGES, Dictionary, Match
from pipeline.model.dictionary.dictionary import normal
from pipeline.model.dictionary.entries import EXTENTS, ZONES
from pipeline.model.dictionary.recolor import COLORS, recolor, to_lab


@pytest.fixture(scope="session")
def dictionary(built) -> Dictionary:
    return Dictionary.load(built)


def test_every_kind_is_complete(dictionary):
    for name, kind in dictionary.kinds.items():
        assert kind.name == name and kind.drawings and kind.size > 0
        assert kind.zone in ZONES and kind.extent in EXTENTS
        for variant, drawing in enumerate(kind.drawings):
            pixels = dictionary.drawing(name, variant)
            assert pixels.shape == (drawing.height, drawing.width, 4)
            assert pixels.dtype == np.uint8 and max(pixels.shape) <= 256
            assert pixels[..., 3].max() > 200 or drawing.see_through > 0.5


@pytest.mark.parametrize(
    ("word", "language", "match"),
    [
        ("cat", "en", Match("cat", "exact")),
        ("  CAT ", "en", Match("cat", "exact")),
        ("table", "en", Match("dining table", "exact")),
        ("corgi", "en", Match("dog", "broader")),
        ("welsh corgi", "en", Match("dog", "broader")),
        ("baker", "en", Match("person standing", "broader")),
        ("girl", "en", None),  # by hand a standing woman, whom this dictionary does not draw
        ("fruit", "en", Match("red apple", "narrower")),
        ("Katze", "de", Match("cat", "exact")),
        ("Pferd", "de", Match("horse", "exact")),
        ("Katze", "en", None),
        ("shakespeare", "en", None),
        ("cat", "xx", None),
        ("", "en", None),
    ],
)
def test_find(dictionary, word, language, match):
    assert dictionary.find(word, language) == match


def test_places_and_abstract_words(dictionary):
    assert dictionary.place("kitchen") == "kitchen" and dictionary.place("Küche", "de") == "kitchen"
    assert dictionary.place("paris") == "city"
    assert dictionary.place("cat") is None
    assert dictionary.is_abstract("denim") and not dictionary.is_abstract("cat")
    assert {"kitchen", "forest", "space"} <= set(dictionary.places)


@given(st.text(max_size=30), st.sampled_from([*LANGUAGES, "xx"]))
def test_find_takes_any_text(dictionary, word, language):
    match = dictionary.find(word, language)
    assert match is None or match.kind in dictionary.kinds
    assert dictionary.find(f" {word.upper()} ", language) == dictionary.find(word.upper(), language)


@given(st.data())
def test_every_name_leads_to_a_kind_of_that_name(dictionary, data):
    language = data.draw(st.sampled_from(LANGUAGES))
    named = [kind for kind in dictionary.kinds.values() if kind.names.get(language)]
    if named:
        kind = data.draw(st.sampled_from(named))
        word = data.draw(st.sampled_from(kind.names[language]))
        found = dictionary.find(word, language)
        assert found and word in dictionary.kinds[found.kind].names[language]


@given(st.text(max_size=40))
def test_normal_spelling_is_stable(word):
    assert normal(normal(word)) == normal(word)


def test_variants_go_round_and_arrays_are_read_only(dictionary):
    count = len(dictionary.kinds["cat"].drawings)
    first = dictionary.drawing("cat")
    assert np.array_equal(first, dictionary.drawing("cat", count))
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 0
    with pytest.raises(KeyError):
        dictionary.drawing("unheard of")


def test_the_cache_keeps_few_drawings(built, monkeypatch):
    dictionary = Dictionary.load(built)
    monkeypatch.setattr("pipeline.model.dictionary.dictionary.CACHED_DRAWINGS", 2)
    for name in dictionary.kinds:
        dictionary.drawing(name)
    assert len(dictionary._packs._cache) <= 2


def test_skin_is_told_from_clothes(dictionary):
    kind = dictionary.kinds["person standing"]
    assert {drawing.tone for drawing in kind.drawings} == {1, 2, 3, 4, 5}
    skin = dictionary.skin("person standing")
    pixels = dictionary.drawing("person standing")
    height = pixels.shape[0]
    assert skin.shape == pixels.shape[:2]
    face, clothes = skin[: height // 5], skin[height // 3 :]
    assert face.mean() > 60 and clothes.mean() < 5
    assert dictionary.skin("cat") is None
    mask = dictionary.color_mask("person standing")
    assert mask[: height // 5].mean() < 0.05 < mask[height // 3 :].mean()


def test_what_takes_a_colour_of_our_own_drawings(dictionary):
    drawing = dictionary.kinds["dining table"].drawings[0]
    assert drawing.family == "own" and drawing.body
    mask = dictionary.color_mask("dining table")
    top, legs = mask[: len(mask) // 8], mask[len(mask) // 3 :]
    assert top.max() > 0.9 and legs.max() < 0.1


@pytest.mark.parametrize("color", ["red", "blue", "white", "black"])
def test_recolor_moves_the_main_colour(dictionary, color):
    before = dictionary.drawing("red apple")
    after = recolor(before, COLORS[color], dictionary.color_mask("red apple"))
    assert np.array_equal(before[..., 3], after[..., 3])
    middle = to_lab(after[before.shape[0] // 2, before.shape[1] // 2, :3] / 255)
    assert np.abs(middle - COLORS[color]).max() < 14


def test_recolor_leaves_what_takes_no_colour(dictionary):
    before = dictionary.drawing("cat")
    assert recolor(before, COLORS["red"], np.zeros(before.shape[:2])) is before


def test_glass_stays_half_transparent(dictionary):
    glass = dictionary.kinds["wine glass"].drawings[0]
    assert glass.see_through > 0.8
    assert 100 < np.median(dictionary.drawing("wine glass")[20:-20, 20:-20, 3]) < 160


def test_worn_things_say_where_they_sit(dictionary):
    worn = dictionary.kinds["top hat"].drawings[0].anchors.worn
    assert worn.at == "brow" and worn.y == pytest.approx(0.8) and worn.width == 1.75


def cat_of_mine() -> np.ndarray:
    pixels = np.zeros((60, 50, 4), np.uint8)
    pixels[10:40, 5:45] = (200, 40, 40, 255)
    return pixels


def test_a_users_own_thing(dictionary):
    mine = dictionary.with_entry("Mochi", cat_of_mine())
    assert mine.find("mochi") == mine.find("MOCHI", "ja") == Match("mochi", "yours")
    assert mine.drawing("mochi", 3).shape == (30, 40, 4)
    assert mine.kinds["mochi"].drawings[0].recolorable == pytest.approx(1.0)
    assert dictionary.find("mochi") is None  # the first dictionary has not changed
    both = mine.with_entry("cat", cat_of_mine())
    assert both.find("cat") == Match("cat", "yours") and both.find("mochi")
    assert both.drawing("cat").shape == (30, 40, 4)
    assert dictionary.find("cat") == Match("cat", "exact")


@pytest.mark.parametrize(
    ("name", "pixels"),
    [
        ("  ", cat_of_mine()),
        ("x", np.zeros((5, 5, 4), np.uint8)),
        ("x", np.zeros((5, 5, 3), np.uint8)),
        ("x", np.ones((5, 5, 4), np.float32)),
    ],
)
def test_an_own_thing_must_have_a_name_and_show_something(dictionary, name, pixels):
    with pytest.raises(ValueError):
        dictionary.with_entry(name, pixels)


def test_another_version_is_refused(built, tmp_path):
    index = json.loads(gzip.decompress((built / "index.json.gz").read_bytes()))
    index["version"] += 1
    (tmp_path / "index.json.gz").write_bytes(gzip.compress(json.dumps(index).encode()))
    with pytest.raises(ValueError, match="version"):
        Dictionary.load(tmp_path)
    with pytest.raises(FileNotFoundError):
        Dictionary.load(tmp_path / "nowhere")


def test_the_dictionary_needs_no_torch():
    code = "import sys, pipeline.model.dictionary; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
