"""What the page says, in the visitor's language, of what the parts below it say in English."""

import io
import re
from dataclasses import replace

import pytest
from PIL import Image

from pipeline.engines.embedded.engine import CAPABILITIES
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.world import COLORS, KINDS, POSED, SEASONS, TERRAINS, TIMES, WEATHERS
from pipeline.model.planning import editing
from pipeline.model.planning import under_mask as planning
from pipeline.model.reading import vocabulary
from pipeline.request import Request
from pipeline.studio.language import speaker
from pipeline.studio.plan_words import in_japanese
from pipeline.studio.reasons import error_reason
from pipeline.studio.verify_tab import summary, table
from safety.image.upload import open_photo
from safety.limits import TooManyRequests
from safety.provenance.verify import Report, Watermark
from tests.studio.test_parts import Visitor

ENGLISH, JAPANESE = speaker(Visitor("en")), speaker(Visitor("ja"))
KANA = re.compile("[\u3040-\u30ff]")


def encoded(size, format="PNG", **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, format, **options)
    return out.getvalue()


def frames() -> bytes:
    more = [Image.new("RGB", (300, 300), color) for color in ("blue", "green")]
    return encoded((300, 300), "WEBP", save_all=True, append_images=more)


PLANS_ONLY = replace(CAPABILITIES, needs_layout=frozenset({"edit"}))
PHOTO = {"task": "edit", "photo": b"-", "prompt": "make it night"}
EMPTY, BIRD = Plan("hills", "noon", "clear", "summer"), PlannedThing("bird", "blue", 0.5, 0.3, 0.1)
MISTAKES = {  # what each calls is what the page calls
    "no words": lambda: Request(" "),
    "too many words": lambda: Request("a" * 32_001),
    "seed": lambda: Request("a", seed="seven"),
    "strength": lambda: Request("a", strength=2.0),
    "size": lambda: CAPABILITIES.complete(Request("a", size=(3, 5))),
    "steps": lambda: CAPABILITIES.complete(Request("a", steps=1000)),
    "a photo's edit": lambda: PLANS_ONLY.complete(Request(**PHOTO), (300, 200)),
    "no picture": lambda: open_photo(b"words"),
    "GIF": lambda: open_photo(encoded((300, 300), "GIF")),
    "damaged": lambda: open_photo(encoded((300, 300))[:90]),
    "empty": lambda: open_photo(b""),
    "many bytes": lambda: open_photo(b"-" * (26 << 20)),
    "many pixels": lambda: open_photo(encoded((8_000, 6_000), "JPEG")),
    "small": lambda: open_photo(encoded((8, 8))),
    "narrow": lambda: open_photo(encoded((4_000, 100))),
    "animated": lambda: open_photo(frames()),
    "nothing new": lambda: fail(ValueError(editing.unchanged(EMPTY))),
    "full": lambda: fail(ValueError(editing.unchanged(replace(EMPTY, things=(BIRD,) * 7)))),
    "minutes": lambda: fail(TooManyRequests(600)),
    "seconds": lambda: fail(TooManyRequests(40)),
}


def fail(error: Exception):
    raise error


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_explained_in_the_visitors_language(mistake):
    with pytest.raises(ValueError) as raised:
        MISTAKES[mistake]()
    japanese = error_reason(raised.value, JAPANESE)
    assert KANA.search(japanese) and "{" not in japanese
    english = error_reason(raised.value, ENGLISH)
    assert len(english) > 20 and "{" not in english and not KANA.search(english)


def test_an_error_that_nobody_thought_of_is_said_as_it_is():
    assert error_reason(OSError(28, "No space left on device"), JAPANESE).startswith("No space")


def plans():
    """Every place and hour, every kind of thing in every colour, alone and in company."""
    for number, terrain in enumerate(TERRAINS):
        yield Plan(terrain, *(table[number % len(table)] for table in (TIMES, WEATHERS, SEASONS)))
    house = PlannedThing("house", "blue", 0.9, 0.7, 0.3)
    for kind in KINDS:
        word = "TEA" if kind == "signpost" else ""
        for color in [color for color in COLORS if color in KINDS[kind].colors] or [None]:
            for many, x in ((1, 0.1), (2, 0.5), (3, 0.9)):
                for pose in ("", *POSED.get(kind, ())):
                    thing = PlannedThing(kind, color, x, 0.8, 0.3, word=word, pose=pose)
                    yield Plan("meadow", "night", "rain", "spring", (thing,) * many + (house,))


def test_every_plan_can_be_told_in_japanese():
    for plan in plans():
        said = in_japanese(planning.say(plan))
        assert "の" in said and not re.search("[a-z]", said), said


def test_a_plan_in_japanese_says_what_the_english_says():
    things = "Two white cats on the left and a girl in red"
    english = f"{things}, in a meadow at night in the mist, spring."
    assert in_japanese(english) == "春の夜の草原（霧）に、左に白い猫 2、赤い服の女の子 1"
    foxes = in_japanese("Three sleeping grey foxes, by a lake in the morning.")
    assert foxes == "朝の湖のほとりに、眠っている灰色のきつね 3"
    assert in_japanese("A landscape at the seaside at sunset.") == "夕暮れの海辺の風景"
    assert in_japanese("a dragon in a volcano") == "a dragon in a volcano"


@pytest.mark.parametrize("state", ["Trusted", "Valid", "Invalid", "None"])
@pytest.mark.parametrize("marked", [True, False])
def test_a_report_is_told_in_the_visitors_language(state, marked):
    mark = Watermark(marked, 12.0 if marked else 3.0, 10.2)
    report = Report(state, actions=("c2pa.created", "c2pa.unheard"), watermark=mark)
    assert summary(report, ENGLISH) == report.summary
    assert KANA.search(summary(report, JAPANESE))
    told = table(report, JAPANESE)
    assert "AI で作成 (c2pa.created)" in told and "c2pa.unheard" in told


@pytest.mark.parametrize("hint", ["prompt_hint", "instruction_hint", "wish_hint", "wish_part_hint"])
def test_what_a_field_suggests_is_understood(hint):
    """In every language of the page."""
    for say in (ENGLISH, JAPANESE):
        pieces = vocabulary.read(vocabulary.in_known_words(say(hint)))
        assert not [piece.text for piece in pieces if piece.kind == "unknown"]
