"""Pieces put into an English sentence: words moved to where English has them.

Spanish, Portuguese and French say the colour after the thing. Japanese and Hindi say after a place
or a thing how it stands to what follows, and the verb last: "house beside two cats" is two cats
beside a house.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model.plan.world import COLORS, KINDS, SEASONS, plural
from pipeline.model.reading.translation import DEVANAGARI, JAPANESE, NUMBERS

NOUN_KINDS = ("thing", "place", "light")  # kinds of words that adjectives and prepositions refer to
_ADJECTIVES = """
    red blue yellow green white pink orange purple black grey gray brown golden blond crimson
    scarlet silver violet rainy snowy misty foggy clear wintry spring summer autumn winter little
    big quiet wooden glowing open empty wide paper waving sitting running sleeping standing
"""
ADJECTIVES = frozenset(_ADJECTIVES.split())
ADJECTIVE_AFTER = ("es", "pt", "fr")
SUBJECT = "|"  # what が, は and を are in the table: the end of a clause
ONE_PART = ("dress", "shirt", "coat", "scarf", "roof", "sail", "cap")
SEVERAL_PARTS = (
    "dresses", "shirts", "coats", "scarves", "roofs", "sails", "caps", "stripes", "leaves",
    "petals", "icing", "hair",
)  # fmt: skip
HELD = ("umbrella", "parasol", "lantern", "lamp", "flower", "balloon")
PARTS = frozenset(ONE_PART + SEVERAL_PARTS)
COUNTED = frozenset((*KINDS, "sign"))
_WRITTEN = "\0"  # holds the place of what is to be written
_GAP = "\1"  # holds the place of an English word that is dropped
# An article whose noun was dropped, with the word that joins it to what is before.
_LEFT_OVER = re.compile(
    r"(?:\b(?:and|or|with|of|in|on|at|by|under|beside|behind|near|above|below|to|from) +)?"
    rf"\b(?:an?|the) +(?:{_GAP} *)+"
    r"(?=$|[,.;!?]|(?:and|or|is|are|in|on|at|by|with|of|under|beside|behind|near|next|above|below"
    r"|between|from|to|that|while|an?|the)\b)"
)
# Clothes that have no word: "in a yellow raincoat" is in yellow.
_WORN = re.compile(rf"\b(in|wearing) an? ((?:{'|'.join(COLORS)}) )(?:{_GAP} *)+")
_A_SEVERAL = re.compile(r"\ban? ((?:\w+ )?(?:fields|hills|mountains))\b")
_PLURALS = {kind: plural(kind) for kind in COUNTED}
_SINGULARS = {several: kind for kind, several in _PLURALS.items()}
_COUNTED = re.compile(
    rf"\b(an?|one|two|three|four|[1-4]) ((?:(?:{'|'.join(sorted(ADJECTIVES))}) )*)"
    rf"({'|'.join(sorted([*_PLURALS, *_SINGULARS], key=len, reverse=True))})\b(?!-|')"
)
_PREPOSITIONS = {
    r"\bin (the|a) (?=beach|shore)": r"on \1 ",
    r"\bat the (?=sky)": "in the ",
    r"\bin (?:the )?snow\b": "in falling snow",
    r"\bof (?=(?:an? )?(?:\w+ )?(?:dress|shirt|coat|scarf)(?:es|s)?\b)": "in ",
    rf",? on (?:the|a) {_WRITTEN} stands": f" that says {_WRITTEN}",  # "auf dem TEE steht"
}
_UNSPACED = f"{DEVANAGARI}|{JAPANESE}"
_ARTICLE = re.compile(r"\b([Aa])n? (?!hour)(?=([a-z]))")


@dataclass(frozen=True, slots=True)
class Word:
    """A piece in English, with its kind and its role in a sentence (translation.ROLES).
    changed: whether the prompt has another word."""

    text: str
    kind: str | None = None
    role: str = ""
    changed: bool = False

    @property
    def last(self) -> str:
        return self.text.rpartition(" ")[2]


def english(pieces: Sequence, language: str) -> str:
    """The pieces (vocabulary.Piece) as one English text; what is to be written stays as it is."""
    words = [_word(piece) for piece in pieces]
    if any(re.search(_UNSPACED, piece.text) for piece in pieces if piece.kind != "written"):
        text = articles(_tidy(" ".join(_sentences([w for w in words if w.text.strip()]))))
    else:
        words = list(_without_dropped(words, _GAP if language == "en" else ""))
        if language in ADJECTIVE_AFTER:
            words = _adjectives_first(words)
        text = "".join(word.text for word in words)
        if language != "en":
            text = _tidy(_agreeing(text))
        elif len(words) < len(pieces) or _GAP in text:
            text = _without_gaps(text).rstrip(" ,")
        text = articles(text)
    written = iter([piece.nearest or piece.text for piece in pieces if piece.kind == "written"])
    return re.sub(_WRITTEN, lambda _: next(written), text)


def _word(piece) -> Word:
    text = piece.text if piece.nearest is None else piece.nearest
    text = _WRITTEN if piece.kind == "written" else text.replace(_WRITTEN, "")
    text += " " if piece.nearest and piece.text.endswith(("'", "’")) else ""  # l'arbre
    return Word(text, piece.kind, piece.role, piece.nearest is not None)


def _without_dropped(words: Sequence[Word], mark: str = "") -> Iterator[Word]:
    """Without the words that have no English, and the space or the comma after each. mark: what
    stands where one was."""
    gone = False
    for word in words:
        if not (gone and (word.text.isspace() or word.text == ",")):
            gone = word.changed and not word.text
            if not gone:
                yield word
            elif mark:
                yield Word(mark)


def _without_gaps(text: str) -> str:
    """Without the marks of dropped words, and without what is left of a noun that was dropped: "a
    cat with a " is a cat."""
    kept = _LEFT_OVER.sub("", _WORN.sub(r"\1 \2", text)).replace(_GAP, "")
    return re.sub(r"^ *(?:and|or|,) +", "", kept) if kept != text.replace(_GAP, "") else kept


def _adjectives_first(words: list[Word]) -> list[Word]:
    """ "house red" -> "red house", "cat black and white" -> "black and white cat"."""
    moved = list(words)
    i = 0
    while i < len(moved):
        if moved[i].kind in NOUN_KINDS and moved[i].changed:
            end, adjectives = _following(moved, i + 1)
            if adjectives:
                first, _, last = moved[i].text.rpartition(" ")
                adjectives.sort(key=SEASONS.__contains__)  # stable: a rainy winter night
                text = " ".join(filter(None, [first, *adjectives, last]))
                moved[i:end] = [replace(moved[i], text=text)]
        i += 1
    return moved


def _following(words: Sequence[Word], start: int) -> tuple[int, list[str]]:
    """The adjectives from `start` on, with "and" between, and where they end."""
    end, i = start, start
    found: list[str] = []
    while i < len(words):
        word = words[i]
        if _is_adjective(word):
            found = [*found, word.text] if "and" in found else [word.text, *found]
            end = i + 1
        elif word.text == "and" and found and _next_is_adjective(words, i + 1):
            found = [*found, "and"]
        elif not word.text.isspace():
            break
        i += 1
    return end, found


def _next_is_adjective(words: Sequence[Word], start: int) -> bool:
    following = next((word for word in words[start:] if not word.text.isspace()), None)
    return following is not None and _is_adjective(following)


def _is_adjective(word: Word) -> bool:
    return word.text in ADJECTIVES or word.text.endswith("-haired")


@dataclass(slots=True)
class _Part:
    """A noun with its attributes, and the preposition between it and what follows."""

    words: list[Word] = field(default_factory=list)
    after: str = ""
    adverb: str = ""


def _sentences(words: Sequence[Word]) -> Iterator[str]:
    """What is between marks is a sentence of its own."""
    start = 0
    for i, word in enumerate([*words, Word(".", None, "end")]):
        mark = word.kind is None and not word.changed and not re.search(r"\w", word.text)
        if mark:
            yield from _sentence(words[start:i])
            if word.role != "end":
                yield word.text.translate(_MARKS)
            start = i + 1


_MARKS = str.maketrans("、。，．", ",.,.")


def _sentence(words: Sequence[Word]) -> Iterator[str]:
    """Verbs first, then each clause, joined as they were."""
    verbs = [word.text for word in words if word.role == "verb"]
    article = "the" if set(verbs) - {"add", "make it"} else "a"  # what is removed is there
    yield from verbs
    clauses: list[tuple[str, list[Word]]] = [("", [])]
    for word in words:
        if word.role == "join":
            clauses.append(("" if word.text == SUBJECT else word.text, []))
        elif word.role != "verb":
            clauses[-1][1].append(word)
    before = ""
    for i, (join, clause) in enumerate(clauses):
        if i + 1 < len(clauses) and clauses[i + 1][0] == "" and _counts(clauses[i + 1][1]):
            clause += clauses[i + 1][1]  # "cat, two of them"
            clauses[i + 1][1].clear()
        text = " ".join(_clause(clause, article))
        yield f"{join if before and text else ''} {text}".strip()
        before = before or text


def _counts(words: Sequence[Word]) -> bool:
    return bool(words) and all(_is_number(word) for word in words)


def _is_number(word: Word) -> bool:
    return word.text in NUMBERS or word.text.isdecimal()


def _clause(words: Sequence[Word], article: str) -> list[str]:
    """ "forest in, house beside, two cats" -> two cats beside a house in the forest."""
    if cut := _cut(words):
        return [*_clause(words[:cut], article), *_clause(words[cut:], article)]
    parts = [_Part()]
    for word in words:
        if word.role == "after" and parts[-1].words:
            parts[-1].after = word.text
            parts.append(_Part())
        elif word.role == "of":
            _of(parts)
        elif word.role == "adverb":
            parts[-1].adverb = word.text
        else:
            parts[-1].words.append(word)
    *rest, head = parts
    if not head.words and [part.after for part in rest[-1:]] == ["that says"]:
        head, rest = rest[-2] if rest[1:] else head, [*rest[:-2], rest[-1]]  # "on a sign is TEA"
    texts = [_named(head, article)]
    texts += [f"{_relation(part)} {_named(part, article, True)}" for part in reversed(rest)]
    return [text for text in texts if text.strip()]


def _cut(words: Sequence[Word]) -> int:
    """Where, of two nouns before a word such as में, the first ends, which has no part in it: "a
    girl, red dress in"; 0 where there is none."""
    ends: list[int] = []
    for i, word in enumerate(words):
        if word.role == "after" and len(ends) > 1:
            return ends[-2]
        if word.role:
            ends = []
        elif word.kind in (*NOUN_KINDS, "weather") and not _is_adjective(word):
            ends.append(i + 1)
    return 0


def _of(parts: list[_Part]) -> None:
    """の: "with" a dress, "in" a place, "at" an hour, or a cat's."""
    words = parts[-1].words
    if not words:
        return
    last = words[-1]
    owned = {"place": "in", "light": "at"}.get(last.kind or "", "")
    parts[-1].after = "with" if last.last in PARTS or last.last in HELD else owned
    if parts[-1].after:
        parts.append(_Part())
    elif last.kind == "thing":
        words[-1] = replace(last, text=f"{last.text}'s", kind=None)


def _relation(part: _Part) -> str:
    last = part.words[-1].last if part.words else ""
    if last in ("night", "noon", "sunset", "dawn", "dusk", "midday") and part.after in ("in", "on"):
        return "at"
    hour = last in ("morning", "evening") and part.after in ("at", "on")
    return "in" if hour else part.after


def _named(part: _Part, article: str, related: bool = False) -> str:
    """The noun with its number first, in the plural where there are several, else its article."""
    words = part.words
    numbers = [word for word in words if _is_number(word)]
    rest = [word for word in words if not _is_number(word)]
    several = any(word.text not in ("one", "1") for word in numbers)
    nouns = [_several(word.text) if several else word.text for word in rest]
    text = " ".join([*(word.text for word in numbers), *nouns])
    if words and not numbers:
        text = _with_article(text, rest, article, related)
    return f"{text} {part.adverb}".strip()


def _several(text: str) -> str:
    first, _, last = text.rpartition(" ")
    return f"{first} {plural(last)}".strip() if last in COUNTED else text


def _with_article(text: str, words: Sequence[Word], article: str, related: bool) -> str:
    """A thing gets its article, a place that something is in "the"."""
    head = words[-1]
    if text.split()[0] in ("a", "an", "the"):
        return text
    if head.last in COUNTED or head.last in ONE_PART:
        return f"{article} {text}"
    named = head.kind == "place" or head.last in ("morning", "evening", "sky", "rain", "mist")
    return f"the {text}" if related and named else text


def _tidy(text: str) -> str:
    """Single spaces, and the prepositions that English has in these places."""
    text = re.sub(r"\s+", " ", text).strip(" ,")
    for pattern, better in _PREPOSITIONS.items():
        text = re.sub(pattern, better, text)
    return re.sub(r" (?=[,.!?])", "", text)


def _agreeing(text: str) -> str:
    """Things in the number that the prompt gives: "einem Bären" and "drei Bären" have one word."""

    def agreed(found: re.Match) -> str:
        number, between, name = found.groups()
        names = _SINGULARS if number in ("a", "an", "one", "1") else _PLURALS
        return f"{number} {between}{names.get(name, name)}"

    return _COUNTED.sub(agreed, text)


def articles(text: str) -> str:
    """ "a orange cat" -> "an orange cat", after a word was changed either way."""
    text = _A_SEVERAL.sub(r"the \1", text)
    return _ARTICLE.sub(lambda m: f"{m[1]}{'n' if m[2] in 'aeiou' else ''} ", text)
