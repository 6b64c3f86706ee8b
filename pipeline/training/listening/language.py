"""Which words the listener knows, and which follow which: counted in sentences that are drawn."""

import random
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from pipeline.listening.lexicon import END, START, Lexicon
from pipeline.model.dictionary import Dictionary
from pipeline.training.listening.pronouncing import pronunciations
from pipeline.training.listening.sentences import Sentences, plain, plural

RARE = 2  # pairs that were drawn less often are left out


def lexicon(sentences: Sentences, dictionary: Dictionary, draws: int, seed: int = 0) -> Lexicon:
    """Of every word of the dictionary's names, of the common words and of `draws` sentences."""
    rng, counts, pairs = random.Random(seed), Counter[str](), Counter[tuple[str, str]]()
    for _ in range(draws):
        said = sentences.sample(rng).split()
        counts.update([*said, END])
        pairs.update(pairwise([START, *said, END]))
    words = {*counts, *sentences.vocabulary, *_names(dictionary)} - {END}
    known = {word: ways for word in sorted(words) if (ways := pronunciations(word))}
    kept = {
        pair: count
        for pair, count in pairs.items()
        if count >= RARE and all(word in known or word in (START, END) for word in pair)
    }
    return Lexicon(known, {w: n for w, n in counts.items() if w in known or w == END}, kept)


def _names(dictionary: Dictionary) -> Iterable[str]:
    for kind in dictionary.kinds.values():
        for name in kind.names.get("en", ()):
            yield from plain(name).split()
            yield from plain(plural(name)).split()
