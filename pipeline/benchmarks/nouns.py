"""How many of the nouns that people write the picture dictionary knows.

    python -m pipeline.benchmarks.nouns --prompts prompts.csv --dictionary DIR [--words words.csv]

`prompts.csv` has the columns set, prompt and nouns ("cat:1;table:2"), `words.csv` noun and kinds
(the accepted ones, "cat|cat face"). Needs no network and no torch: it asks the dictionary alone,
so it says what can be asked of the painter, not what a picture shows.
"""

import argparse
import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from pipeline.model.dictionary import Dictionary

Verdict = Literal["exact", "broader", "narrower", "part", "place", "nothing", "missed"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
SHOWN = frozenset({"exact", "broader", "narrower", "place"})  # what a whole picture can show


@dataclass(frozen=True)
class Prompt:
    """A prompt's set and the nouns counted in it, as lemmas."""

    set: str
    nouns: tuple[str, ...]


def read_prompts(path: Path) -> list[Prompt]:
    """The prompts of a table with the columns set and nouns."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Prompt(row["set"], tuple(_lemmas(row["nouns"]))) for row in csv.DictReader(file)]


def _lemmas(cell: str) -> Iterable[str]:
    return (part.rpartition(":")[0] for part in cell.split(";") if part)


def judge(noun: str, dictionary: Dictionary) -> Verdict:
    """What the dictionary makes of an English noun.

    "part": only a head or bust is drawn; "nothing": known to be nothing that a drawing can show;
    "missed": not known, or known to have no drawing.
    """
    if match := dictionary.find(noun):
        if dictionary.kinds[match.kind].extent != "whole":
            return "part"
        return "exact" if match.how == "yours" else match.how
    if dictionary.place(noun):
        return "place"
    return "nothing" if dictionary.is_abstract(noun) else "missed"


def covered(prompt: Prompt, dictionary: Dictionary, also: frozenset[str]) -> bool | None:
    """Whether every noun that a drawing could show is shown; `also` counts further verdicts.

    None for a prompt without such nouns.
    """
    verdicts = {judge(noun, dictionary) for noun in prompt.nouns} - {"nothing"}
    return verdicts <= SHOWN | also if verdicts else None


def share(values: Sequence[bool]) -> float:
    """The mean of yes and no; 0 of none."""
    return sum(values) / max(len(values), 1)


def report(prompts: Sequence[Prompt], dictionary: Dictionary, missed: int = 60) -> str:
    """The tables as text: mentions by verdict, prompts with every noun, the missed nouns."""
    by_set: dict[str, list[Prompt]] = defaultdict(list)
    for prompt in prompts:
        by_set[prompt.set].append(prompt)
    by_set["all"] = list(prompts)
    lines = ["mentions        " + "".join(f"{verdict:>10}" for verdict in VERDICTS)]
    for name, some in by_set.items():
        counts = Counter(judge(noun, dictionary) for prompt in some for noun in prompt.nouns)
        total = max(sum(counts.values()), 1)
        lines.append(f"{name:16}" + "".join(f"{counts[v] / total:10.3f}" for v in VERDICTS))
    lines += ["", f"{'every noun':16}{'prompts':>10}{'whole':>10}{'+ parts':>10}"]
    for name, some in by_set.items():
        whole = [covered(prompt, dictionary, frozenset()) for prompt in some]
        parts = [covered(prompt, dictionary, frozenset({"part"})) for prompt in some]
        known = [value for value in whole if value is not None]
        with_parts = [value for value in parts if value is not None]
        lines.append(f"{name:16}{len(known):10}{share(known):10.3f}{share(with_parts):10.3f}")
    nouns = Counter(
        noun
        for prompt in prompts
        for noun in set(prompt.nouns)
        if judge(noun, dictionary) in ("missed", "part")
    )
    lines += ["", f"the {missed} nouns missed, or with a head only, in most prompts:"]
    lines += [
        ", ".join(f"{noun} {count}" for noun, count in nouns.most_common(missed)),
    ]
    return "\n".join(lines)


def right_words(path: Path, dictionary: Dictionary) -> tuple[int, int, list[str]]:
    """(right, of all, what went wrong) for a table of nouns with their accepted kinds."""
    wrong = []
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    for row in table:
        match = dictionary.find(row["noun"])
        accepted = {row["noun"], *row["kinds"].split("|")}
        if match is None or match.kind not in accepted:
            wrong.append(f"{row['noun']} -> {match.kind if match else 'nothing'}")
    return len(table) - len(wrong), len(table), wrong


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--prompts", type=Path, required=True)
    parser.add_argument("--dictionary", type=Path, required=True)
    parser.add_argument("--words", type=Path)
    parser.add_argument("--missed", type=int, default=60, help="how many missed nouns to list")
    args = parser.parse_args(arguments)
    dictionary = Dictionary.load(args.dictionary)
    print(report(read_prompts(args.prompts), dictionary, args.missed))
    if args.words:
        right, total, wrong = right_words(args.words, dictionary)
        print(f"\nwords with an accepted kind: {right} of {total}; others: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
