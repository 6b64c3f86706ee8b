"""Values in each language of the page: errors, refusals, and what a picture shows."""

import io
import re
from string import Formatter

import pytest
from PIL import Image

from pipeline.engines.embedded.engine import CAPABILITIES
from pipeline.errors import OutputError, RemoteError, RequestError
from pipeline.model.dictionary.recolor import COLORS
from pipeline.model.plan.world import SEASONS, TIMES, WEATHERS
from pipeline.queueing import QueueFull
from pipeline.request import Request
from pipeline.results import Description, Group, Refusal
from pipeline.wording import ENGLISH, LANGUAGES
from pipeline.wording.language import preferred
from safety.errors import UserError
from safety.image.upload import UploadRefused, open_photo
from safety.limits import TooManyRequests
from safety.policy import Category
from safety.sound.upload import SoundRefused

JAPANESE = LANGUAGES["ja"]
OTHERS = [language for code, language in LANGUAGES.items() if code != "en"]
KANA = re.compile("[\u3040-\u30ff]")
SHOWN_ON_THE_PAGE = (
    RequestError,
    RemoteError,
    QueueFull,
    UploadRefused,
    TooManyRequests,
    SoundRefused,
)


def encoded(size: tuple[int, int], format: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, format)
    return out.getvalue()


TERRAINS = (
    "meadow",
    "seaside",
    "mountains",
    "hills",
    "forest",
    "lake",
    "desert",
    "village",
    "city",
)
PHOTO = {"task": "edit", "photo": b"-", "prompt": "make it night"}
MISTAKES = {  # what each calls is what the page calls
    "no words": lambda: Request(" "),
    "too many words": lambda: Request("a" * 32_001),
    "seed": lambda: Request("a", seed="seven"),
    "strength": lambda: Request("a", strength=2.0),
    "size": lambda: CAPABILITIES.complete(Request("a", size=(3, 5))),
    "steps": lambda: CAPABILITIES.complete(Request("a", steps=1000)),
    "no picture": lambda: open_photo(b"words"),
    "BMP": lambda: open_photo(encoded((300, 300), "BMP")),
    "damaged": lambda: open_photo(encoded((300, 300))[:90]),
    "empty": lambda: open_photo(b""),
    "many bytes": lambda: open_photo(b"-" * (26 << 20)),
    "many pixels": lambda: open_photo(encoded((8_000, 6_000))),
    "small": lambda: open_photo(encoded((8, 8))),
    "narrow": lambda: open_photo(encoded((4_000, 100))),
    "phone's own format": lambda: open_photo(bytes(4) + b"ftypheic"),
    "unclear mask": lambda: fail(RequestError("mask_unclear")),
    "nothing new": lambda: fail(RequestError("nothing_changes")),
    "minutes": lambda: fail(TooManyRequests(600)),
    "seconds": lambda: fail(TooManyRequests(40)),
}


def fail(error: Exception) -> None:
    raise error


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_explained_in_the_visitors_language(mistake):
    with pytest.raises(UserError) as raised:
        MISTAKES[mistake]()
    japanese = JAPANESE.error(raised.value)
    assert KANA.search(japanese) and "{" not in japanese
    english = ENGLISH.error(raised.value)
    assert len(english) > 20 and "{" not in english and not KANA.search(english)


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("kind", SHOWN_ON_THE_PAGE)
@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
def test_every_language_has_every_error_with_values_that_it_has(language, kind):
    for code, message in kind.MESSAGES.items():
        allowed = names_in(message) | {"seconds", "minutes"}
        assert names_in(language.errors[code]) <= allowed, code


def test_no_language_has_an_error_that_nothing_raises():
    codes = {code for kind in SHOWN_ON_THE_PAGE for code in kind.MESSAGES} | {OutputError.code}
    for language in LANGUAGES.values():
        assert set(language.errors) <= codes, language.code


def test_an_error_that_nobody_thought_of_is_said_as_it_is():
    assert JAPANESE.error(OSError(28, "No space left on device")) == "No space left on device"
    assert JAPANESE.error(RuntimeError("broken")) == "broken"


def test_a_file_that_cannot_be_written_is_explained():
    error = OutputError(28, "cannot write a picture to /pictures: No space left on device")
    assert KANA.search(JAPANESE.error(error))
    assert ENGLISH.error(error).startswith("cannot write a picture")


@pytest.mark.parametrize("category", Category)
def test_every_refusal_is_said_in_the_visitors_language(category):
    refusal = Refusal(str(category), "Crowns of others are not made.")
    assert ENGLISH.refusal(refusal) == refusal.reason
    assert KANA.search(JAPANESE.refusal(refusal))


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
@pytest.mark.parametrize("color", COLORS)
def test_every_light_color_and_pose_is_described_without_an_english_word(language, color):
    cat = Group("cat", color=color)
    for number, place in enumerate(TERRAINS):
        light = (table[number % len(table)] for table in (TIMES, WEATHERS, SEASONS))
        text = language.describe(Description(place, *light, (cat,)))
        assert not re.search("[a-z{]", text), text


CATS = Group("cat", 2, "white", side="left")
GIRL = Group("girl", 1, "red", worn=True)
FOXES = Group("fox", 3, "grey", "sleeping")


@pytest.mark.parametrize(
    ("description", "english", "japanese"),
    [
        (
            Description("meadow", "night", "mist", "spring", (CATS, GIRL)),
            "Two white cats on the left and a girl in red, in a meadow at night in the mist, "
            "spring.",
            "春の夜の草原（霧）に、左に白い猫 2、赤い服の女の子 1",
        ),
        (
            Description("lake", "morning", "clear", "summer", (FOXES,)),
            "Three sleeping grey foxes, by a lake in the morning.",
            "朝の湖のほとりに、眠っている灰色のきつね 3",
        ),
        (
            Description("seaside", "sunset", "clear", "summer"),
            "A landscape at the seaside at sunset.",
            "夕暮れの海辺の風景",
        ),
        (
            Description(
                "hills", "noon", "clear", "winter",
                (Group("signpost", text="TEA"), Group("cat", 1, "orange")),
            ),
            'A sign that says "TEA" and an orange cat, in the hills by day, winter.',
            "冬の昼の丘に、「TEA」の看板 1、オレンジの猫 1",
        ),
    ],
)  # fmt: skip
def test_a_description_says_the_same_in_both_languages(description, english, japanese):
    assert ENGLISH.describe(description) == english
    assert JAPANESE.describe(description) == japanese


def test_a_picture_in_which_nothing_is_sure_is_said_to_be_unknown():
    unknown = Description("", "", "", "", known=False)
    assert "nothing in it" in ENGLISH.describe(unknown)
    assert KANA.search(JAPANESE.describe(unknown))


@pytest.mark.parametrize(
    ("accepted", "code"),
    [("ja,en;q=0.5", "ja"), ("de-DE, en", "en"), ("fr", "en"), ("", "en"), ("en, ja", "en")],
)
def test_the_first_language_that_there_is_is_taken(accepted, code):
    assert preferred(accepted).code == code
