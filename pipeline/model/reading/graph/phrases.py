"""Noun phrases: a noun with its number, colour, material, size and shape becomes one mention."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model.dictionary import Match
from pipeline.model.dictionary.dictionary import normal
from pipeline.model.reading.graph.companions import EFFIGIES
from pipeline.model.reading.graph.lexicon import Lexicon
from pipeline.model.reading.graph.mention import DESCRIPTION, PLURAL_COUNT, Mention, described
from pipeline.model.reading.graph.pieces import Piece
from pipeline.model.reading.graph.resolve import noun_follows
from pipeline.model.reading.graph.tables import DESCRIBING, HEAD_FIRST

SETTING_ROLES = ("time", "weather", "sky", "season", "framing", "style", "unstyled")
# Places that a word before a thing does not bring along: "water bottle", "snow boots".
_VAGUE = ("water", "snow", "sand", "sky", "air", "grass", "wall", "floor", "space", "ground")

_ADVERBS = ("underwater", "downtown", "offshore", "ashore")  # they follow what is there
_GENERAL = ("flower", "flowers", "fish", "bird", "birds", "plant", "animal", "fruit", "vegetable")


Item = Mention | Piece
_DEVICES = ("cutter", "cutters", "opener", "slicer", "peeler", "grinder", "press", "maker",
            "dispenser", "holder", "cleaner", "uniform", "uniforms", "outfit", "jersey",
            "gear")  # fmt: skip
_BARE = Mention("")
_PEOPLE = ("men", "women", "children", "kids", "guys", "ladies")


class Phrases:
    """Reads pieces from left to right into mentions and the pieces between them."""

    def __init__(self, pieces: Sequence[Piece], lexicon: Lexicon):
        self.pieces, self.lexicon = pieces, lexicon
        self.head_first = lexicon.language in HEAD_FIRST
        self.open = _BARE  # what has been said of the noun to come
        self.negated = self.likened = False  # no, or no more than like, the noun to come
        self.plain = False  # "plain" was said last
        self.marked = False  # right after a noun's Japanese particle
        self.after_noun = False  # nothing but description since the last mention
        self.joins = False  # "and" was said last
        self.earlier: Mention | None = None  # "two large and one small": the first part

    def items(self) -> Iterator[Item]:
        i = 0
        while i < len(self.pieces):
            piece = self.pieces[i]
            if piece.is_noun:
                length = self._run(i)
                yield from self._mention(self.pieces[i : i + length])
                i += length
                continue
            if not self._is_thing_had(i):
                yield from self._small(piece, self.pieces[i + 1 :])
            i += 1

    def _is_thing_had(self, i: int) -> bool:
        """Whether a word that may be a verb names a part here: "with a white sail"."""
        if self.pieces[i].role != "verb" or self.pieces[i].text.endswith("ing"):
            return False
        before = i - 1
        while before >= 0 and self.pieces[before].role in ("color", "size", "article"):
            before -= 1
        return 0 <= before < i - 1 and self.pieces[before].value == "with"

    def _run(self, i: int) -> int:
        """How many pieces from i on are one compound."""
        length = 1
        if self.head_first or self.lexicon.language in ("hi", "ja"):
            return length
        while i + length < len(self.pieces):
            piece, last = self.pieces[i + length], self.pieces[i + length - 1]
            possessive = piece.role == "possessive" and self._possesses(i + length)
            if possessive:
                length += 1 if self.pieces[i + length + 1].role == "body" else 2
                continue
            after = self.pieces[i + length + 1 : i + length + 2]
            if is_device(piece) and not (after and after[0].role in ("article", "number")):
                return length + 1
            if not piece.is_noun or (last.plural and last.match) or piece.role == "abstract":
                break
            adverb = normal(piece.text) in _ADVERBS and last.match
            if piece.place and (adverb or self._is_where(piece.text)):
                break
            length += 1
        return length

    def _is_where(self, text: str) -> bool:
        """Whether the words for a place begin with where it is: "under the sea"."""
        first, *rest = normal(text).split()
        return bool(rest) and bool({"relation", "link"} & set(self.lexicon.senses(first) or ()))

    def _possesses(self, i: int) -> bool:
        """Whether a noun comes right after a possessive 's."""
        return i + 1 < len(self.pieces) and (
            self.pieces[i + 1].is_noun or self.pieces[i + 1].role == "body"
        )

    def _mention(self, run: Sequence[Piece]) -> Iterator[Item]:
        """The mention of a compound: its last word is the thing, or the one before an abstract."""
        head = next((p for p in reversed(run) if p.role not in ("abstract", "possessive")), run[-1])
        if head is not run[-1] and len(run) > 1 and is_device(run[-1]):
            head = replace(run[-1], role="unknown")
        if not head.can_be_noun and any(p.can_be_noun for p in run) and run[-1] is head:
            before = [p for p in run if p is not head and p.can_be_noun]
            if before and before[-1].plural:
                head = before[-1]
        opened, self.open, self.after_noun = self.open, _BARE, True
        if self.negated:
            return
        if self.likened:
            self.likened = False
            yield Mention(" ".join(p.text for p in run), start=run[0].start)
            return
        yield from self._places_before(run, head)
        match = head.match
        others = [p for p in run if p is not head and p.role != "possessive"]
        if match and match.how == "exact" and any(p.match or p.role == "unknown" for p in others):
            match = replace(match, how="broader")
        match = self._named_before(head, others, match)
        model = self._carved(others, match)
        match, plural = self._counted(head, model or match, opened)
        word = head.text if head.can_be_noun else " ".join(p.text for p in run)
        lookalike = head.place and self.lexicon.is_lookalike(normal(head.text))
        found = replace(
            opened,
            word=word,
            match=match,
            place=head.place,
            plural=plural,
            count=self._said(opened, match) or _counted_by(head, opened),
            material=opened.material
            or ("stone" if model and not opened.color else "")
            or (head.value if not head.value.isdecimal() else ""),
            silent=head.role == "abstract",
            lacks=(*opened.lacks, word) if lookalike else opened.lacks,
            start=run[0].start,
        )
        yield from self._parts(found)

    def _parts(self, mention: Mention) -> Iterator[Item]:
        """A mention, or two of which the words say different things: "two large and one small
        cup", "red and green apples"."""
        earlier, self.earlier = self.earlier, None
        joint = Piece("and", "link", "and")
        if earlier is not None and mention.match:
            said = {name: getattr(earlier, name) for name in ("count", *DESCRIBING, "lacks")}
            yield replace(mention, **said, plural=(earlier.count or 1) > 1)
            yield joint
        if not (mention.second and mention.match and mention.number > 1):
            yield mention
            return
        count = mention.count or PLURAL_COUNT + 1
        yield replace(mention, count=(count + 1) // 2)
        yield joint
        yield replace(mention, count=count // 2, color=mention.second, lacks=())

    def _named_before(
        self, head: Piece, others: Sequence[Piece], match: Match | None
    ) -> Match | None:
        """ "lotus flower" is a lotus: a general word says only what the one before it is."""
        kinds = self.lexicon.dictionary.kinds
        for piece in others:
            if not piece.match or not match or normal(head.text) not in _GENERAL:
                continue
            if kinds[piece.match.kind].category == kinds[match.kind].category:
                return piece.match
        return match

    def _carved(self, others: Sequence[Piece], match: Match | None) -> Match | None:
        """Whom a "dog statue" shows, None for no statue of an animal."""
        kinds = self.lexicon.dictionary.kinds
        found = [piece.match for piece in others if piece.match]
        if not match or match.kind not in EFFIGIES or not found:
            return None
        return found[-1] if kinds[found[-1].kind].category in ("animal", "fantasy") else None

    def _places_before(self, run: Sequence[Piece], head: Piece) -> Iterator[Mention]:
        """ "a kitchen table" is in a kitchen."""
        for piece in run:
            names_place = piece.place and not piece.match and piece.text.lower() not in _VAGUE
            if piece is not head and names_place and head.match:
                lookalike = self.lexicon.is_lookalike(normal(piece.text))
                lacks = (piece.text,) if lookalike else ()
                yield Mention(piece.text, place=piece.place, lacks=lacks, start=piece.start)

    def _counted(
        self, head: Piece, match: Match | None, opened: Mention
    ) -> tuple[Match | None, bool]:
        """The kind to paint, and whether it is said of several."""
        if self._is_one(opened, match):
            return match, False
        if not opened.count or opened.count < 2 or head.plural:
            return match, head.plural
        one = self.lexicon.one_of(normal(head.text))
        return (one.match if one and one.match else match), head.plural

    def _said(self, opened: Mention, match: Match | None) -> int | None:
        """The number as said; a pair of scissors is one thing."""
        return None if self._is_one(opened, match) else opened.count

    def _is_one(self, opened: Mention, match: Match | None) -> bool:
        if not opened.pair or not match:
            return False
        zone = self.lexicon.dictionary.kinds[match.kind].zone
        return match.kind.endswith("s") or zone in ("head", "face")

    def _small(self, piece: Piece, after: Sequence[Piece]) -> Iterator[Item]:
        """Anything but a noun."""
        role, value = piece.role, piece.value
        self.plain = self.plain and role in ("backdrop", *DESCRIPTION)
        joins, self.joins = self.joins, value == "and"
        self.marked = value == "mark" or (self.marked and role in ("number", "counter"))
        if role in DESCRIPTION or (role == "verb" and self._opens(after)):
            yield from self._describe(piece, after, joins)
        elif role == "article":
            number = self.open.count
            self.open = Mention("", definite=value == "the", article=value == "a", count=number)
            self.after_noun = False
        elif value == "not" or role == "not_after":
            self.negated = role != "not_after"
            yield piece
        elif role == "like":
            self.likened, self.open = True, _BARE
        elif role in SETTING_ROLES:
            if not self.negated:
                yield piece
        elif role == "backdrop":
            yield from self._backdrop(piece)
        elif role in ("other", "drop", "part"):
            if not self.after_noun:
                self.open = replace(self.open, adjective=True)
        elif role not in ("mark", "portion", "counter", "possessive"):
            self._close(piece)
            yield piece

    def _close(self, piece: Piece) -> None:
        """Ends the noun phrase that has begun."""
        is_list = piece.role == "comma" or piece.value in ("and", "or")
        if not (is_list and self.open != _BARE):
            self.open = _BARE
        if not (is_list and self.after_noun and self.head_first):
            self.after_noun = False
        if piece.value not in ("or",):
            self.negated = False

    def _opens(self, after: Sequence[Piece]) -> bool:
        """Whether a verb describes the noun to come: "a sleeping cat"."""
        begun = self.open.article or self.open.definite or self.open.count is not None
        begun = begun or self.open.color is not None or bool(self.open.size)
        return begun and bool(after) and noun_follows(after) and not self.head_first

    def _describe(self, piece: Piece, after: Sequence[Piece], joins: bool) -> Iterator[Piece]:
        """A colour and the like goes to the noun that follows, else to the one before."""
        follows = noun_follows(after) or (self.open.count is not None and _counts_on(after))
        number = piece.role in ("number", "pair")
        if not number and (self._is_of_sky(after) or _is_of_body(after)):
            return
        if not number and (not follows or (self.head_first and self.after_noun)):
            yield piece
            return
        if number and self._counts_before(piece, after):
            yield piece
            return
        if number and not follows and self.after_noun:
            yield piece
            return
        if number and joins and self.open.count:
            self.earlier, self.open = self.open, _BARE
        if piece.role == "color" and joins and self.open.color:
            self.open = replace(self.open, second=piece.value)
            return
        self.open = described(self.open, piece)

    def _is_of_sky(self, after: Sequence[Piece]) -> bool:
        """Whether a description is the sky's: "dark grey storm clouds"."""
        if not after or after[0].role not in ("weather", "sky"):
            return False
        first = normal(after[0].text).split()[0]
        return not {"relation", "link"} & set(self.lexicon.senses(first) or ())

    def _counts_before(self, piece: Piece, after: Sequence[Piece]) -> bool:
        """In Japanese a number without "no" is said of the noun before it."""
        last = after[0].text if after and after[0].role == "counter" else piece.text
        return self.lexicon.language == "ja" and not last.endswith("の") and self.marked

    def _backdrop(self, piece: Piece) -> Iterator[Piece]:
        if piece.value == "plain" and not self.after_noun:
            self.plain = True
        elif piece.value == "backdrop":
            color = self.open.color or ("plain" if self.plain else "")
            self.open = _BARE
            yield replace(piece, value=color, role="backdrop")


def _is_of_body(after: Sequence[Piece]) -> bool:
    """Whether a description is of a part of a body: "with long black hair"."""
    rest = [piece for piece in after if piece.role not in ("other", "drop", *DESCRIPTION)]
    return bool(rest) and rest[0].role == "body"


def _counted_by(head: Piece, opened: Mention) -> int | None:
    """The number in a word: a trio, women; "a women" is a slip for one."""
    slip = opened.article and normal(head.text) in _PEOPLE
    return int(head.value) if head.value.isdecimal() and not slip else None


def _counts_on(after: Sequence[Piece]) -> bool:
    """Whether "and" and another number come next: "one red and two blue cars"."""
    return [piece.value if piece.role == "link" else piece.role for piece in after[:2]] == [
        "and",
        "number",
    ]


def is_device(piece: Piece) -> bool:
    """Whether an English noun that cannot be painted names a tool: a pizza cutter is no pizza."""
    return piece.role in ("abstract", "other") and piece.text.lower() in _DEVICES
