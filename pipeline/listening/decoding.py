"""From the probabilities of sounds to words: a beam over the words of a lexicon.

The prefix search of CTC (Hannun et al., 2014, "First-pass large vocabulary continuous speech
recognition"), which goes along the tree of the lexicon's pronunciations, so that only its words
can be heard; bigrams say which are likely.
"""

import heapq
import math
from collections.abc import Sequence
from typing import NamedTuple

from torch import Tensor

from pipeline.listening.lexicon import END, START, Lexicon, Node
from pipeline.listening.phones import BLANK

BEAM = 160  # beginnings that are kept
PHONES = 9  # phones a guess that are thought of
FAINT = -9.0  # log-probability below which no phone is thought of
WEIGHT = 0.6  # of the language's log-probability
NEVER = -math.inf


class Words:
    """A sentence so far: its last word, the words before, the language's log-probability. The same
    sentence is the same object, however its words were timed."""

    __slots__ = ("before", "last", "likely", "next")

    def __init__(self, last: str = START, before: "Words | None" = None, likely: float = 0.0):
        self.last, self.before, self.likely = last, before, likely
        self.next: dict[str, Words] = {}

    def then(self, word: str, lexicon: Lexicon) -> "Words":
        if word not in self.next:
            likely = self.likely + lexicon.after(self.last, word)
            self.next[word] = Words(word, self, likely)
        return self.next[word]

    def said(self) -> list[str]:
        words, at = [], self
        while at.before is not None:
            words.append(at.last)
            at = at.before
        return words[::-1]


class Beginning:
    """A sentence so far and the phones of its next word. quiet, sounding: log-probabilities of
    the ways to say it that end in CTC's blank and in its last phone."""

    __slots__ = ("node", "phones", "quiet", "sounding", "words")

    def __init__(self, words: Words, node: Node, phones: int) -> None:
        self.words, self.node, self.phones = words, node, phones
        self.quiet = self.sounding = NEVER

    @property
    def heard(self) -> float:
        return _either(self.quiet, self.sounding)

    @property
    def score(self) -> float:
        """Of the sound, of the words, and of the likeliest word that begins so."""
        ahead = self.node.likely if self.node.phone else 0.0
        return self.heard + WEIGHT * (self.words.likely + ahead)


class Decoded(NamedTuple):
    """words: those that were most likely said. sure: the mean probability of a phone of theirs,
    as geometric mean, 0..1."""

    words: list[str]
    sure: float


def decode(log_probabilities: Tensor, lexicon: Lexicon, beam: int = BEAM) -> Decoded:
    """(T, 1 + phones) log-probabilities of CTC -> words."""
    values, phones = log_probabilities.topk(min(PHONES, log_probabilities.shape[1]))
    blanks = log_probabilities[:, BLANK].tolist()
    first = Beginning(Words(), lexicon.root, 0)
    first.quiet = 0.0
    kept = [first]
    for blank, likely, numbers in zip(blanks, values.tolist(), phones.tolist(), strict=True):
        near = {n: v for n, v in zip(numbers, likely, strict=True) if n != BLANK and v > FAINT}
        kept = heapq.nlargest(beam, _step(kept, blank, near, lexicon), key=lambda one: one.score)
    ended = [_ended(one, lexicon) for one in kept]
    found = [one for one in ended if one is not None]
    if not found:
        return Decoded([], 0.0)
    _, heard, words, count = max(found, key=lambda one: one[0])
    return Decoded(words.said(), math.exp(heard / count) if count else 0.0)


def _step(
    kept: Sequence[Beginning], blank: float, near: dict[int, float], lexicon: Lexicon
) -> list[Beginning]:
    """One guess further: every beginning stays, sounds on, or goes on with a phone."""
    reached: dict[tuple[int, int], Beginning] = {}

    def at(words: Words, node: Node, phones: int) -> Beginning:
        found = reached.get(key := (id(words), id(node)))
        if found is None:
            found = reached[key] = Beginning(words, node, phones)
        return found

    for one in kept:
        heard, node = one.heard, one.node
        stays = at(one.words, node, one.phones)
        stays.quiet = _either(stays.quiet, heard + blank)
        again = near.get(node.phone)
        if again is not None:
            stays.sounding = _either(stays.sounding, one.sounding + again)
        starts = _whole(one, lexicon)
        for phone, likely in near.items():
            # The same phone twice needs a blank between.
            way = (one.quiet if phone == node.phone else heard) + likely
            if way == NEVER:
                continue
            if node.phone and (inner := node.following.get(phone)):
                further = at(one.words, inner, one.phones + 1)
                further.sounding = _either(further.sounding, way)
            if starts and (new := lexicon.root.following.get(phone)):
                for words in starts:
                    further = at(words, new, one.phones + 1)
                    further.sounding = _either(further.sounding, way)
    return list(reached.values())


def _whole(one: Beginning, lexicon: Lexicon) -> list[Words]:
    """The sentences of whole words that it may be."""
    if not one.node.phone:
        return [one.words]
    return [one.words.then(word, lexicon) for word in one.node.words]


def _ended(one: Beginning, lexicon: Lexicon) -> tuple[float, float, Words, int] | None:
    """Score, log-probability of the sound, words and phones of a sentence that is whole here."""
    whole = _whole(one, lexicon)
    if not whole:
        return None
    best = max(whole, key=lambda words: words.likely + lexicon.after(words.last, END))
    language = best.likely + lexicon.after(best.last, END)
    return one.heard + WEIGHT * language, one.heard, best, one.phones


def _either(first: float, second: float) -> float:
    """The logarithm of the sum of two probabilities."""
    if first < second:
        first, second = second, first
    return first if second == NEVER else first + math.log1p(math.exp(second - first))
