"""Cuts a prompt into pieces: the longest phrase that a table or the dictionary knows, from left to
right."""

import re
from collections.abc import Iterator

from pipeline.model.dictionary.dictionary import normal
from pipeline.model.reading.graph.lexicon import ANY_CITY, CITY, Lexicon, Noun
from pipeline.model.reading.graph.pieces import (
    JAPANESE,
    MAX_CHARACTERS,
    Piece,
    Token,
    is_stop,
    tokens,
)
from pipeline.model.reading.graph.tables import DESCRIBING, UNSPACED, table
from pipeline.model.reading.quotes import quotations, unquoted
from pipeline.model.reading.sign_text import BARE, said_words

LONGEST_NOUN = 4  # words of a compound
LONGEST_NOUN_LETTERS = 9  # of a language without spaces
MANNER_WORDS = 6  # of an artist's name, at most
SHORTEST_JOINED = 7  # letters of a compound that is typed as two words
LARGEST_NUMBER = 1000  # that counts things: a larger one is a year or a size
WRITTEN = "\0"


def segment(prompt: str, lexicon: Lexicon) -> list[Piece]:
    """The pieces of a prompt; characters after MAX_CHARACTERS are not read."""
    prompt = prompt[:MAX_CHARACTERS]
    return list(Segmenter(prompt, lexicon).pieces())


def written_spans(prompt: str) -> tuple[tuple[int, int], ...]:
    """Where in a prompt the words stand that are to be drawn as letters, without their quotes."""
    quoted = [q for q in quotations(prompt) if prompt[q.end : q.end + 1] != ":"]
    spans = [(quotation.start, quotation.end) for quotation in quoted]
    spans = spans or [f.span(1) for f in BARE.finditer(prompt) if not f[1].isdigit()]
    return tuple(spans or said_words(prompt))


class Segmenter:
    """One prompt on its way to pieces."""

    def __init__(self, prompt: str, lexicon: Lexicon):
        self.prompt, self.lexicon = prompt, lexicon
        self.tight = lexicon.language in UNSPACED
        self.tokens = tokens(prompt, lexicon.language, written_spans(prompt))
        self.most = table(lexicon.language).longest
        self.small = f" {' '.join(token.norm for token in self.tokens)} "

    def pieces(self) -> Iterator[Piece]:
        i = 0
        while i < len(self.tokens):
            for piece, length in self._next(i):
                if piece:
                    yield piece
                i += length

    def _next(self, i: int) -> Iterator[tuple[Piece | None, int]]:
        """The pieces that begin at token i, with how many tokens each takes."""
        token = self.tokens[i]
        if token.norm == WRITTEN:
            yield Piece(token.text, "written", unquoted(token.text), start=token.start), 1
            return
        own, words = self._own_thing(i)
        if own:
            yield self._piece(i, words, "thing", own, {}), words
            return
        senses, length = self._phrase(i)
        noun, words = self._noun(i)
        if noun and words < length and self.tight and self._relates(i + words):
            senses, length = {}, 0
        if noun and words == 1 and self._is_name(i, noun):
            yield Piece(self._text(i, 2), "unknown", start=token.start), 2
            return
        parts = self._hyphenated(i)
        if parts > max(length, words) and self._describes(i + parts - 1):
            yield Piece(self._text(i, parts), "other", start=token.start), parts
            return
        if "manner" in senses or self._is_signed(i):
            yield self._manner(i, max(length, 1))
            return
        if noun and words >= length and not self._is_described(i, words, noun):
            color = self._own_color(i, words, noun)
            if color:
                yield Piece(token.text, "color", color, start=token.start), 0
            role = "place" if noun.place and not noun.match else "thing"
            yield self._piece(i, words, role, noun, senses if words == length else {}), words
        elif senses:
            same = noun if words == length else None
            yield self._piece(i, length, next(iter(senses)), same, senses), length
        else:
            yield self._single(i)

    def _is_name(self, i: int, noun: Noun) -> bool:
        """Whether a noun is only half of a name: the Rube of Rube Goldberg."""
        pair = self.tokens[i : i + 2]
        if i == 0 or len(pair) < 2 or not all(token.text[:1].isupper() for token in pair):
            return False
        if self.lexicon.language != "en" or not noun.match or noun.match.how != "broader":
            return False
        return self._noun(i + 1)[0] is None and not self._phrase(i + 1)[0]

    def _own_thing(self, i: int) -> tuple[Noun | None, int]:
        """The thing of the user's own whose name begins at i, whatever else its words mean, and
        their number."""
        most = max(map(len, self.lexicon.dictionary.yours), default=0)
        for length in range(self._reach(i, most), 0, -1):
            match = self.lexicon.dictionary.find(self._text(i, length))
            if match and match.how == "yours":
                return Noun(match), length
        return None, 0

    def _relates(self, i: int) -> bool:
        """Whether a relation begins here: "ki no shita", under a tree, has no wooden thing."""
        return bool({"relation", "reversed"} & set(self._phrase(i)[0]))

    def _hyphenated(self, i: int) -> int:
        """How many tokens from i on one hyphenated word has."""
        length = 1
        while i + length < len(self.tokens):
            last = self.tokens[i + length - 1]
            if self.prompt[last.start + len(last.text) :][:1] not in ("-", "‐", "‑"):
                break
            length += 1
        return length

    def _describes(self, i: int) -> bool:
        """Whether a hyphenated word ends as a description: well-dressed, cat-like."""
        word = self.tokens[i].norm
        senses = self.lexicon.senses(word) or {}
        return self.lexicon.language == "en" and (
            word.endswith(("ed", "ing", "like", "shaped", "style"))
            or "verb" in senses
            or "drop" in senses
        )

    def _piece(
        self, i: int, length: int, role: str, noun: Noun | None, senses: dict[str, str]
    ) -> Piece:
        value = senses.get(role, "")
        noun = noun or Noun()
        text = self._text(i, length)
        start = self.tokens[i].start
        return Piece(text, role, value, senses, noun.match, noun.place, noun.plural, start)

    def _text(self, i: int, length: int) -> str:
        """Tokens as they were typed."""
        last = self.tokens[i + length - 1]
        typed = self.prompt[self.tokens[i].start : last.start + len(last.text)]
        return " ".join(typed.split())

    def _norm(self, i: int, length: int) -> str:
        return ("" if self.tight else " ").join(t.norm for t in self.tokens[i : i + length])

    def _reach(self, i: int, most: int) -> int:
        """How many tokens from i on, at most, could be one phrase."""
        reach = 0
        for token in self.tokens[i : i + most]:
            if token.norm == WRITTEN or (reach and is_stop(token)):
                break
            reach += 1
        return reach

    def _phrase(self, i: int) -> tuple[dict[str, str], int]:
        """What the tables say of the longest phrase at i, and its length."""
        for length in range(self._reach(i, self.most), 0, -1):
            if senses := self.lexicon.senses(self._norm(i, length)):
                return dict(senses), length
        return {}, 0

    def _noun(self, i: int) -> tuple[Noun | None, int]:
        """The longest noun at i, and its length."""
        most = LONGEST_NOUN_LETTERS if self.tight else LONGEST_NOUN
        for length in range(self._reach(i, most), 0, -1):
            words = self._norm(i, length)
            if length > 1 and not self.tight and self._ends_otherwise(i, length):
                continue
            if length > 1 and self._only_describes(i, length):
                continue
            if self.tight and length == 1 and re.match(r"[ぁ-ん]", words):
                continue
            typed = normal(self._text(i, length))
            marked = "-" in typed or "'" in typed
            noun = (self.lexicon.noun(typed) if marked else None) or self.lexicon.noun(words)
            noun = noun or (self.lexicon.noun(words.replace(" 's", "")) if length == 3 else None)
            noun = noun or (self._joined(words) if length == 2 else None)
            noun = self.lexicon.in_company(words, noun, self.small)
            if noun and not (length == 1 and self._is_lower_city(i, noun)):
                return noun, length
        return None, 0

    def _joined(self, words: str) -> Noun | None:
        """The thing that two words name as one: a motor cycle, a foot ball."""
        word = words.replace(" ", "")
        if self.lexicon.language != "en" or len(word) < SHORTEST_JOINED:
            return None
        noun = self.lexicon.noun(word)
        return noun if noun and noun.match and noun.match.how == "exact" else None

    def _only_describes(self, i: int, length: int) -> bool:
        """Whether all words of a phrase describe: "large white" is no butterfly, "red hot" no
        sausage. A listed thing is one: a stop light."""
        if "thing" in (self.lexicon.senses(self._norm(i, length)) or {}):
            return False
        senses = [self.lexicon.senses(token.norm) or {} for token in self.tokens[i : i + length]]
        return all({"color", "size", "drop"} & set(found) for found in senses)

    def _ends_otherwise(self, i: int, length: int) -> bool:
        """Whether a phrase ends in a verb or a backdrop: "man standing" is a man who stands; the
        Empire State Building does not build."""
        word = self.tokens[i + length - 1].norm
        last = self.lexicon.senses(word) or {}
        noun = self.lexicon.noun(word)
        if noun and noun.match and "backdrop" not in last:
            return False
        ends = "backdrop" in last or ("verb" in last and word.endswith("ing"))
        return ends and "thing" not in last

    def _is_lower_city(self, i: int, noun: Noun) -> bool:
        """Whether a word, typed small, is only by chance spelt as a town is: nice, reading."""
        word = self.tokens[i].norm
        if noun.match or noun.place != CITY or self.tight or word in ANY_CITY:
            return False
        return self.tokens[i].text[:1].islower() and self.lexicon.is_common(word)

    def _is_described(self, i: int, words: int, noun: Noun) -> bool:
        """Whether a compound is its head with a colour, a material or a size before it."""
        if words == 1 or self.tight:
            return False
        first = self.lexicon.senses(self.tokens[i].norm) or {}
        head = self.lexicon.noun(self._norm(i + 1, words - 1))
        if not head or not head.match or not noun.match:
            return False
        foreign = self.lexicon.language != "en" and noun.match.how == "exact"
        if foreign and noun.match.kind != head.match.kind:
            return False  # "roter Panda" is a kind of its own
        if "color" in first and not noun.match.kind.startswith(self.tokens[i].norm + " "):
            return True
        same = head.match.kind == noun.match.kind or noun.match.how == "broader"
        return same and any(role in first for role in DESCRIBING)

    def _own_color(self, i: int, words: int, noun: Noun) -> str:
        """The colour in the name of a kind: a green apple, a black cat."""
        if words == 1 or not noun.match or self.tight:
            return ""
        for token in self.tokens[i : i + words]:
            color = (self.lexicon.senses(token.norm) or {}).get("color", "")
            if color and noun.match.kind.startswith(color + " "):
                return color
        return ""

    def _is_signed(self, i: int) -> bool:
        """Whether "by" and a name begin here: "by Greg Rutkowski"."""
        if self.tokens[i].norm not in ("by", "por", "par", "von") or i + 1 >= len(self.tokens):
            return False
        follower = self.tokens[i + 1]
        return follower.text[:1].isupper() and self._noun(i + 1)[0] is None

    def _manner(self, i: int, length: int) -> tuple[Piece | None, int]:
        """A style that is not to be had, with the name of its maker; None where a known style is
        named, which is then read on its own."""
        end = i + length
        if end < len(self.tokens) and self.tokens[end].norm in ("a", "an", "the"):
            end += 1
        if end < len(self.tokens) and {"style", "unstyled"} & set(self._phrase(end)[0]):
            return None, end - i
        first = end
        while end < min(len(self.tokens), first + MANNER_WORDS):
            token = self.tokens[end]
            if not (token.is_word or token.text in "&'’-") or (
                end > first and token.text[:1].islower() and token.norm not in ("and", "van", "de")
            ):
                break
            end += 1
        while end > first and self.tokens[end - 1].norm in ("and", "&"):
            end -= 1
        text = self._text(i, max(end - i, 1))
        return Piece(text, "unstyled", "painting", start=self.tokens[i].start), max(end - i, 1)

    def _single(self, i: int) -> tuple[Piece | None, int]:
        """A word that neither a table nor the dictionary has."""
        token = self.tokens[i]
        if not token.is_word:
            role = "stop" if is_stop(token) else "comma" if token.text in ",、，/()（）" else "mark"
            return Piece(token.text, role, start=token.start), 1
        if token.norm[0].isdigit():
            return self._digits(token), 1
        if token.norm in ("'s", "’s"):
            return Piece(token.text, "possessive", start=token.start), 1
        if self.tight:
            return self._run(i)
        return self._word(token), 1

    def _digits(self, token: Token) -> Piece:
        number = re.match(r"\d+", token.norm)
        value = int(number[0][:6]) if number else 0
        if number and number[0] == token.norm and 0 < value <= LARGEST_NUMBER:
            return Piece(token.text, "number", str(value), start=token.start)
        return Piece(token.text, "other", start=token.start)

    def _word(self, token: Token) -> Piece:
        lexicon, word, at = self.lexicon, token.norm, token.start
        if lexicon.is_abstract(word):
            return Piece(token.text, "abstract", start=at)
        if lexicon.is_other(word) or lexicon.looks_other(word):
            perhaps = "perhaps" if lexicon.may_be_noun(word) else ""
            return Piece(token.text, "other", perhaps, start=at)
        if lexicon.language == "de" and token.text[:1].isupper():
            tail = lexicon.german_tail(word)
            if tail:
                senses = lexicon.senses(tail[0].removesuffix("en")) or lexicon.senses(tail[0]) or {}
                return Piece(token.text, "thing", senses.get("material", ""), {}, tail[1].match,
                             plural=tail[1].plural, start=at)  # fmt: skip
        if lexicon.language != "en" and (noun := lexicon.of_english(word)):
            return Piece(token.text, "thing", match=noun.match, start=at)
        if match := lexicon.misspelt(word):
            return Piece(token.text, "thing", match=match, start=at)
        return Piece(token.text, "unknown", start=at)

    def _run(self, i: int) -> tuple[Piece, int]:
        """Letters of a language without spaces that belong to no known word."""
        length = 1
        while i + length < len(self.tokens) and length < LONGEST_NOUN_LETTERS:
            j = i + length
            if not self.tokens[j].is_word or self._phrase(j)[0] or self._noun(j)[0]:
                break
            length += 1
        text = self._text(i, length)
        kana = re.fullmatch(r"[ぁ-ん]+", text)
        after = i + length
        ends = after == len(self.tokens) or "link" in self._phrase(after)[0]
        names = JAPANESE.search(text) and not kana and (len(text) > 1 or ends)
        role = "unknown" if names else "other"
        return Piece(text, role, start=self.tokens[i].start), length
