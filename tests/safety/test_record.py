"""The log has a hash and a verdict, and nothing of what was judged."""

import re

from safety.policy import Category, Verdict
from safety.record import record, record_failure


def test_a_line_has_the_verdict_and_a_hash_that_only_equal_bytes_share(caplog):
    with caplog.at_level("INFO", "enogu"):
        record("prompt", b"secret words", Verdict(True, score=0.25))
        record("prompt", b"secret words", Verdict(False, Category.GORE, "No.", 1.0))
        record("prompt", b"other words", Verdict(True))
    lines = [entry.getMessage() for entry in caplog.records]
    found = [re.fullmatch(r"prompt ([0-9a-f]{12}) (.+)", line) for line in lines]
    assert [match[2] for match in found] == [
        "allowed 0.25",
        "refused gore 1.00",
        "allowed 0.00",
    ]
    assert found[0][1] == found[1][1] != found[2][1]
    assert "words" not in caplog.text


def test_a_failure_is_named_by_its_type_only(caplog):
    record_failure("prompt", ValueError("secret words"))
    assert caplog.messages == ["prompt gate failed: ValueError"]
