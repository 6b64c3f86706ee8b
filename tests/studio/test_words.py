"""A checked file's report in the visitor's language, and the examples in the fields."""

import re

import pytest

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import WEIGHTS
from pipeline.model.reading.graph import read_graph
from pipeline.model.reading.photo_wishes import without_plain
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
    "hint", ["instruction_hint", "edit_instruction_hint", "part_instruction_hint"]
)
def test_what_a_field_suggests_is_understood(hint):
    """In every language of the page."""
    dictionary = Dictionary.load(WEIGHTS)
    for language in (ENGLISH, JAPANESE):
        assert without_plain(read_graph(language.text(hint), dictionary).not_painted) == ()


def test_the_prompt_that_is_suggested_is_painted_whole():
    """In every language of the page, by the dictionary that ships."""
    dictionary = Dictionary.load(WEIGHTS)
    kinds = []
    for language in (ENGLISH, JAPANESE):
        asked = read_graph(language.text("prompt_hint"), dictionary)
        assert asked.not_painted == () and asked.style == "watercolour"
        kinds.append({element.kind for element in asked.elements})
    assert kinds[0] == kinds[1] and len(kinds[0]) == 3
