"""What the prompt classifier learns from: OVERT, our own prompts, and harmless ones of public sets.

OVERT (Apache-2.0) is a CSV with the columns prompt, label (benign, unsafe), category and group;
further files have a column prompt, and are harmless.
"""

import argparse
import csv
import random
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer

from safety.policy import Category
from safety.prompt.classifier import BENIGN, windows, words_for_classifier
from safety.prompt.contrast import contrast_pairs
from safety.prompt.everyday import (
    balanced_prompts,
    everyday_prompts,
    hand_written,
    harmful,
    in_the_trade,
    reworded,
    sign_prompts,
)
from safety.prompt.normalise import normalise, readings
from safety.prompt.rules import load_rules, split

FOLDS = 5
LARGEST_GROUP = 100
EVERYDAY = 1500  # prompts of our own grammar
TRADE, BALANCED = 300, 500  # harmless prompts in the trade's words, and with everybody alike
_CATEGORIES = {
    "copyright_violations": Category.COPYRIGHT,
    "discrimination": Category.HATE,
    "illegal_activities": Category.ILLEGAL,
    "privacy_individual": Category.PRIVACY,
    "privacy_public": Category.PRIVACY,
    "self_harm": Category.SELF_HARM,
    "sexual_content": Category.SEXUAL,
    "unethical": Category.UNETHICAL,
    "violence": Category.VIOLENCE,
}
CLASSES = (BENIGN, *sorted({*_CATEGORIES.values(), Category.GORE, Category.MINORS}))


class Source(StrEnum):
    """Where a text is from."""

    OVERT = "OVERT"
    OWN = "written by us"
    CONTRAST = "contrast pairs"
    EVERYDAY = "everyday prompts"
    CAPTIONS = "harmless captions"


@dataclass(frozen=True)
class Corpus:
    """N prompts with their class indices (N,), folds (N,) and sources (N,).

    reworded: the same prompts with another opening, or in a frame such as a picture book.
    """

    prompts: list[str]
    reworded: list[str]
    labels: np.ndarray
    folds: np.ndarray
    sources: np.ndarray

    def of(self, source: Source) -> np.ndarray:
        """(N,) bool."""
        return self.sources == source

    def ruled(self) -> np.ndarray:
        """(N,) bool: refused by the rules as they are now."""
        return np.array([_ruled(prompt) for prompt in self.prompts], dtype=bool)


def load_corpus(
    overt: Path,
    harmless: Sequence[Path] = (),
    everyday: int = EVERYDAY,
    folds: int = FOLDS,
    contrast: bool = True,
) -> Corpus:
    """All texts, with contrast pairs or without. No group of OVERT, and no two of our prompts that
    are the same, are in two folds; a group's fold depends on its name alone."""
    with open(overt, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    kinds, to_refuse = zip(*harmful(), strict=True)
    own = hand_written()
    parts = [
        (Source.OVERT, [row["prompt"] for row in rows], [_class(row) for row in rows]),
        (Source.OWN, own, [0] * len(own)),
        (Source.OWN, list(to_refuse), [CLASSES.index(kind) for kind in kinds]),
    ]
    pairs = contrast_pairs(seed=5) if contrast else []
    kinds_of_pairs = [BENIGN if kind is None else kind for kind, _ in pairs]
    parts.append(
        (Source.CONTRAST, [text for _, text in pairs], list(map(CLASSES.index, kinds_of_pairs)))
    )
    for source, texts in (
        (Source.EVERYDAY, everyday_prompts(everyday, seed=1)),
        (Source.CAPTIONS, _captions(harmless) if harmless else []),
    ):
        parts.append((source, texts, [0] * len(texts)))
    prompts = [prompt for _, texts, _ in parts for prompt in texts]
    groups = _groups(rows) + prompts[len(rows) :]
    rng = random.Random(4)
    return Corpus(
        prompts,
        [reworded(prompt, rng) for prompt in prompts],
        np.array([label for *_, labels in parts for label in labels]),
        np.array([zlib.crc32(group.encode()) % folds for group in groups]),
        np.array([source for source, texts, _ in parts for _ in texts]),
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--data and --harmless, of every command that reads the texts."""
    parser.add_argument("--data", type=Path, required=True, help="prompts in OVERT's columns")
    parser.add_argument("--harmless", type=Path, nargs="*", default=[], help="CSVs to allow")


def near_duplicates(texts: list[str], similarity: float = 0.5) -> list[int]:
    """A cluster's number for each text: texts whose words overlap (Jaccard) are linked."""
    words = CountVectorizer(token_pattern=r"\S+", binary=True).fit_transform(texts)
    shared = (words @ words.T).toarray()
    size = shared.diagonal()
    linked = shared / (size[:, None] + size[None] - shared) >= similarity
    clusters = connected_components(linked)[1]
    return np.unique(clusters, return_index=True)[1][clusters].tolist()  # its first text's number


def _captions(paths: Sequence[Path]) -> list[str]:
    """The prompts of these files in the windows in which the gate reads them, some with the trade's
    words, and the balanced ones."""
    prompts: list[str] = []
    for path in paths:
        with open(path, newline="", encoding="utf-8-sig") as file:
            prompts += [row["prompt"] for row in csv.DictReader(file)]
    prompts = list(dict.fromkeys(window for text in prompts for window in windows(text)))
    short = [text for text in prompts if len(text) < 120]
    more = in_the_trade(short[:: max(1, len(short) // TRADE)], seed=2)
    return prompts + more + sign_prompts() + balanced_prompts(BALANCED, seed=3)


def _ruled(prompt: str) -> bool:
    rules = load_rules()
    words = (rules.without_harmless(split(text)) for text in dict.fromkeys(readings(prompt)))
    return any(rules.first_match(text) for text in words)


def _class(row: dict[str, str]) -> int:
    return 0 if row["label"] == BENIGN else CLASSES.index(_CATEGORIES[row["category"]])


def _groups(rows: list[dict[str, str]]) -> list[str]:
    """The file's groups; one too large to be a real group is split by near-duplicates.

    OVERT's violence and discrimination prompts all share one group of 1,431.
    """
    sizes = Counter(row["group"] for row in rows)
    groups = [row["group"] for row in rows]
    for name in (name for name, size in sizes.items() if size > LARGEST_GROUP):
        members = [index for index, row in enumerate(rows) if row["group"] == name]
        clusters = near_duplicates([_words(rows[index]["prompt"]) for index in members])
        for index, cluster in zip(members, clusters, strict=True):
            groups[index] = f"{name}-{cluster}"
    return groups


def _words(text: str) -> str:
    return words_for_classifier(normalise(text), load_rules())
