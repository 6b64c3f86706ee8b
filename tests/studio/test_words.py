"""What the page says, in the visitor's language, of what the parts below it say in English."""

import io
import re

import pytest
from PIL import Image

from pipeline.engines.embedded import CAPABILITIES
from pipeline.model import planning
from pipeline.model.plan import Plan, PlannedThing
from pipeline.model.world import COLORS, KINDS, PEOPLE, SEASONS, TERRAINS, TIMES, WEATHERS
from pipeline.request import Request
from pipeline.studio.language import speaker
from pipeline.studio.plan_words import in_japanese
from pipeline.studio.reasons import SENTENCES, error_reason
from pipeline.studio.verify_tab import summary, table
from safety.limits import TooManyRequests
from safety.photo import open_photo
from safety.verify import Report, Watermark
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


PHOTO = {"task": "edit", "photo": b"-", "prompt": "make it night"}
MISTAKES = {  # what each calls is what the page calls
    "no words": lambda: Request(" "),
    "too many words": lambda: Request("a" * 32_001),
    "seed": lambda: Request("a", seed="seven"),
    "strength": lambda: Request("a", strength=2.0),
    "size": lambda: CAPABILITIES.complete(Request("a", size=(3, 5))),
    "steps": lambda: CAPABILITIES.complete(Request("a", steps=1000)),
    "a photo's edit": lambda: CAPABILITIES.complete(Request(**PHOTO), (300, 200)),
    "no picture": lambda: open_photo(b"words"),
    "GIF": lambda: open_photo(encoded((300, 300), "GIF")),
    "damaged": lambda: open_photo(encoded((300, 300))[:90]),
    "empty": lambda: open_photo(b""),
    "many bytes": lambda: open_photo(b"-" * (26 << 20)),
    "many pixels": lambda: open_photo(encoded((12_000, 9_000), "JPEG")),
    "small": lambda: open_photo(encoded((8, 8))),
    "narrow": lambda: open_photo(encoded((4_000, 100))),
    "animated": lambda: open_photo(frames()),
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
    assert all(SENTENCES.values())


def plans():
    for terrain, time, weather, season in zip(
        TERRAINS * 2, TIMES * 2, WEATHERS + WEATHERS[::-1], SEASONS + SEASONS[::-1], strict=True
    ):
        yield Plan(terrain, time, weather, season)
    for kind in KINDS:
        word = "TEA" if kind == "signpost" else ""
        colors = [color for color in COLORS if color in KINDS[kind].colors] or [None]
        hair = "brown" if kind in PEOPLE else ""
        for count, color in enumerate(colors, start=1):
            x = (0.1, 0.5, 0.9)[count % 3]
            thing = PlannedThing(kind, color, x, 0.8, 0.3, hair=hair, word=word)
            house = PlannedThing("house", "blue", 0.9, 0.7, 0.3)
            yield Plan("meadow", "night", "rain", "spring", (thing,) * min(count, 4) + (house,))


def test_every_plan_can_be_told_in_japanese():
    for plan in plans():
        said = in_japanese(planning.say(plan))
        assert KANA.search(said) or "の" in said, said
        assert not re.search("[a-z]", said), said


def test_a_plan_in_japanese_says_what_the_english_says():
    english = (
        "Two white cats on the left and a girl in red, in a meadow at night in the mist, spring."
    )
    assert in_japanese(english) == "春の夜の草原（霧）に、左に白い猫 2、赤い服の女の子 1"
    assert in_japanese("A landscape at the seaside at sunset.") == "夕暮れの海辺の風景"
    assert in_japanese("a dragon in a volcano") == "a dragon in a volcano"


@pytest.mark.parametrize("state", ["Trusted", "Valid", "Invalid", "None"])
@pytest.mark.parametrize("marked", [True, False])
def test_a_report_is_told_in_the_visitors_language(state, marked):
    mark = Watermark(12.0 if marked else 3.0, 10.2, "ab" if marked else None)
    report = Report(state, actions=("c2pa.created", "c2pa.unheard"), watermark=mark)
    assert summary(report, ENGLISH) == report.summary
    assert KANA.search(summary(report, JAPANESE))
    told = table(report, JAPANESE)
    assert "AI で作成 (c2pa.created)" in told and "c2pa.unheard" in told
