"""A checked file's report in the visitor's language, and the examples in the fields."""

import re

import pytest

from pipeline.model.reading import vocabulary
from pipeline.studio.verify_tab import summary, table
from pipeline.wording import ENGLISH, LANGUAGES
from safety.provenance.verify import Report, Watermark

JAPANESE = LANGUAGES["ja"]
KANA = re.compile("[\u3040-\u30ff]")


@pytest.mark.parametrize("state", ["Trusted", "Valid", "Invalid", "None"])
@pytest.mark.parametrize("marked", [True, False])
def test_a_report_is_in_the_visitors_language(state, marked):
    mark = Watermark(marked, 12.0 if marked else 3.0, 10.2)
    report = Report(state, actions=("c2pa.created", "c2pa.unheard"), watermark=mark)
    assert summary(report, ENGLISH) == report.summary
    assert KANA.search(summary(report, JAPANESE))
    shown = table(report, JAPANESE)
    assert "AI で作成 (c2pa.created)" in shown and "c2pa.unheard" in shown


@pytest.mark.parametrize(
    "hint", ["prompt_hint", "instruction_hint", "edit_instruction_hint", "part_instruction_hint"]
)
def test_what_a_field_suggests_is_understood(hint):
    """In every language of the page."""
    for language in (ENGLISH, JAPANESE):
        pieces = vocabulary.read(vocabulary.in_known_words(language.text(hint)))
        assert not [piece.text for piece in pieces if piece.kind == "unknown"]
