"""The share of nouns that a dictionary has, on a tiny one."""

from pipeline.benchmarks.nouns import main
from tests.training.dictionary.conftest import built, drawings, packages

__all__ = ["built", "drawings", "packages"]


def test_nouns_are_counted_by_how_they_are_found(built, tmp_path, capsys):
    prompts, words = tmp_path / "prompts.csv", tmp_path / "words.csv"
    rows = ["set,prompt,nouns", "one,a red apple,apple:1", "one,a zeugma,zeugma:1"]
    prompts.write_text("\n".join(rows) + "\n")
    words.write_text("noun,kinds\napple,red apple|apple\n")
    main(["--prompts", str(prompts), "--dictionary", str(built), "--words", str(words)])
    printed = capsys.readouterr().out
    assert "zeugma" in printed and "of 1" in printed
