"""The words that can be heard: how each is said, and which follow which."""

import gzip
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.model.networks.weights import WeightsError

START, END = "<s>", "</s>"
Phones = tuple[int, ...]


@dataclass(slots=True)
class Node:
    """A beginning of words in a tree of their phones. phone: its last one, 0 at the root. words:
    those that end here. likely: the natural logarithm of the unigram of the likeliest word that
    begins so."""

    phone: int = 0
    following: dict[int, "Node"] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    likely: float = -math.inf


class Lexicon:
    """words: each with its pronunciations, as numbers of phones. counts: how often each was said.
    pairs: how often the second followed the first, START and END among them."""

    def __init__(
        self,
        words: Mapping[str, Sequence[Phones]],
        counts: Mapping[str, int],
        pairs: Mapping[tuple[str, str], int],
    ) -> None:
        self.words, self.counts, self.pairs = dict(words), dict(counts), dict(pairs)
        self._total = sum(self.counts.values()) + len(self.words) + 1
        self._followed: dict[str, list[int]] = {}  # how often, and by how many different words
        for (before, _), count in self.pairs.items():
            seen = self._followed.setdefault(before, [0, 0])
            seen[0] += count
            seen[1] += 1
        self._known: dict[tuple[str, str], float] = {}
        self.root = Node()
        for word, said in self.words.items():
            for phones in said:
                self._insert(word, phones)

    def _insert(self, word: str, phones: Phones) -> None:
        node, likely = self.root, math.log(self._unigram(word))
        for phone in phones:
            node = node.following.setdefault(phone, Node(phone))
            node.likely = max(node.likely, likely)
        if word not in node.words:
            node.words.append(word)

    def _unigram(self, word: str) -> float:
        return (self.counts.get(word, 0) + 1) / self._total

    def after(self, before: str, word: str) -> float:
        """The natural logarithm of the probability of `word` after `before`, by bigrams that back
        off to unigrams (Witten and Bell, 1991)."""
        found = self._known.get((before, word))
        if found is None:
            total, different = self._followed.get(before, (0, 0))
            seen = self.pairs.get((before, word), 0) + max(different, 1) * self._unigram(word)
            found = self._known[before, word] = math.log(seen / (total + max(different, 1)))
        return found

    def save(self, path: Path) -> str:
        """Writes a gzip of JSON, the same lexicon as the same bytes; returns its SHA-256."""
        number = {word: at for at, word in enumerate([START, END, *sorted(self.words)])}
        known = sorted(self.words)
        content = {
            "words": [[word, self.counts.get(word, 0), *self.words[word]] for word in known],
            "end": self.counts.get(END, 0),
            "pairs": sorted((number[a], number[b], count) for (a, b), count in self.pairs.items()),
        }  # fmt: skip
        text = json.dumps(content, separators=(",", ":"))
        path.write_bytes(data := gzip.compress(text.encode(), 9, mtime=0))
        return hashlib.sha256(data).hexdigest()

    @classmethod
    def load(cls, path: Path, digest: str) -> "Lexicon":
        """digest: its SHA-256. Raises WeightsError, naming the file and the remedy."""
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise WeightsError(f"{path} is missing: fetch the weights again") from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise WeightsError(f"{path} is damaged (checksum): fetch it again")
        return cls._of(json.loads(gzip.decompress(data)))

    @classmethod
    def _of(cls, content: Mapping[str, Any]) -> "Lexicon":
        names = [START, END, *(word for word, *_ in content["words"])]
        words = {word: [tuple(one) for one in said] for word, _, *said in content["words"]}
        counts = {word: count for word, count, *_ in content["words"]} | {END: content["end"]}
        pairs = {(names[a], names[b]): count for a, b, count in content["pairs"]}
        return cls(words, counts, pairs)
