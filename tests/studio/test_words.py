"""What the page says, in the visitor's language, of what the parts below it say in English."""

import io
import re
from dataclasses import replace

import pytest
from PIL import Image

from pipeline.engines.embedded import CAPABILITIES
from pipeline.request import Request
from pipeline.studio.language import speaker
from pipeline.studio.plan_words import in_japanese
from pipeline.studio.reasons import error_reason
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


PLANS_ONLY = replace(CAPABILITIES, needs_layout=frozenset({"edit"}))
PHOTO = {"task": "edit", "photo": b"-", "prompt": "make it night"}
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
    things = "Two white cats on the left and a girl in red"
    english = f"{things}, in a meadow at night in the mist, spring."
    assert in_japanese(english) == "春の夜の草原（霧）に、左に白い猫 2、赤い服の女の子 1"
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
