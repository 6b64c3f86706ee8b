"""Words of two classes: is "orange" a colour or a fruit, is a "fly" an insect or does one fly?"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model.reading.graph.pieces import Piece
from pipeline.model.reading.graph.tables import DESCRIBING, HEAD_FIRST, POSTPOSITIONS

MODIFIERS = (*DESCRIBING, "not_painted", "season", "size")
OPENING = ("article", "number", "other", "drop", *MODIFIERS)  # before a noun, in its phrase
ALWAYS = ("pair", "depth", "pronoun", "relation", "reversed", "link", "article", "number", "side",
          "body", "drop")  # fmt: skip
IRREGULAR_PAST = ("rose", "saw", "fell")  # names of things too
PHONES = ("mobile phone", "telephone", "telephone receiver")
WHOLE = ("style", "framing", "time", "weather", "sky", "unstyled", "backdrop")


def resolve(pieces: Sequence[Piece], language: str) -> list[Piece]:
    """The same pieces, each in one class."""
    done: list[Piece] = []
    for i, piece in enumerate(pieces):
        if piece.value == "of" and done and done[-1].role == "part":
            continue
        if piece.role == "pronoun" and _is_typed_apart(pieces[i + 1 : i + 3]):
            piece = replace(piece, role="drop")
        elif len(piece.senses) + piece.can_be_noun > 1 or "verb" in piece.senses:
            piece = _resolved(piece, done, pieces[i + 1 :], language)
        if piece.role == "article" and piece.value == "own" and not _owns(pieces[i + 1 :]):
            piece = replace(piece, role="pronoun", value="it")
        follows = pieces[i + 1 :]
        if piece.text.lower() == "like" and done and done[-1].role == "comma":
            piece = replace(piece, role="like")  # "clouds, like cotton candy"
        if piece.value == "talking" and _on_phone(follows):
            piece = replace(piece, value="phoning")
        if piece.value == "on" and done and done[-1].value == "phoning":
            piece = replace(piece, role="drop")
        acts = _acts(piece, done, language) or _acts_too(piece, done, follows, language)
        if piece.role == "other" and acts:
            piece = replace(piece, role="verb", value=piece.text.lower())
        if piece.value == "perhaps" and _names(piece, done, pieces[i + 1 :], language):
            piece = replace(piece, role="unknown")
        if piece.role == "body" and i + 1 < len(pieces) and pieces[i + 1].value == "of":
            piece = replace(piece, role="part")  # "on the back of a horse" is on a horse
        done.append(piece)
    return done


def _on_phone(after: Sequence[Piece]) -> bool:
    """Whether somebody talks on a phone, and not on a street."""
    if not after or after[0].value != "on":
        return False
    named = next((one for one in after[1:] if one.role not in OPENING), None)
    return bool(named and named.match and named.match.kind in PHONES)


def _resolved(piece: Piece, before: list[Piece], after: Sequence[Piece], language: str) -> Piece:
    senses = piece.senses
    last = before[-1] if before else None
    if senses.get("link") == "says" and not (after and after[0].role == "written"):
        senses = {role: value for role, value in senses.items() if role != "link"}
    if _paints(piece, last):
        return _as(piece, "verb")
    if "picture" in senses and piece.match:
        return _noun(piece) if _hangs(last, after) else replace(piece, role="drop", match=None)
    if "body" in senses and "broader" in senses and _holds(last, after):
        return _noun(piece)  # "a hand holding a phone" is somebody's
    for role in ALWAYS:
        if role in senses:
            return _as(piece, role)
    if "modal" in senses:
        noun = last is not None and last.role in ("article", "number", *MODIFIERS)
        return _noun(piece) if noun else replace(piece, role="other", match=None)
    if "counted" in senses and " of " in piece.text and _counts(after):
        return replace(piece, role="number", value=senses["counted"], match=None, place="")
    if "thing" in senses or "counted" in senses or "broader" in senses:
        return _noun(piece)
    if "verb" in senses and (_is_counted(piece, last) or _is_coloured(piece, before, after)):
        return replace(piece, role="unknown")
    if "verb" in senses:
        return _noun(piece) if _is_noun_here(piece, before, after) else _as(piece, "verb")
    if "size" in senses:
        return _as(piece, "size")
    for role in MODIFIERS:
        if role in senses and role != "season":
            if _goes_on(before, role) and not noun_follows(after):
                return _as(piece, role)
            if _heads(piece, before, after, language):
                return _noun(piece)
            return _modifier(piece, role, last, after, language)
    for role in (*WHOLE, "season", *senses):
        if role in senses:
            article = last is not None and last.role in ("article", "number")
            sure = piece.match is not None and piece.match.how != "broader"
            thing = sure and article and role in ("style", "framing")
            ends = not after or not (after[0].is_noun or after[0].value == "of")
            return _noun(piece) if thing and ends else _as(piece, role)
    return _noun(piece)


def _is_typed_apart(after: Sequence[Piece]) -> bool:
    """Whether "it" begins an "its" that is typed with an apostrophe: "in it's mouth"."""
    return (
        len(after) == 2
        and after[0].role == "possessive"
        and (after[1].is_noun or "body" in after[1].senses)
    )


def _hangs(last: Piece | None, after: Sequence[Piece]) -> bool:
    """Whether "painting" is a thing in the picture: three paintings, a painting above a couch."""
    if last is not None and last.role in DESCRIBING:
        return not (after and after[0].value in ("of", "by", "in"))  # an oval painting
    if last is None or last.role not in ("article", "number"):
        return False
    placed = bool(after) and after[0].role in ("relation", "reversed") and after[0].value != "in"
    return placed or (last.role == "number" and last.value != "1")


def _paints(piece: Piece, last: Piece | None) -> bool:
    """Whether "painting" is what the one before it does: a man painting, a girl is painting."""
    acts = last is not None and (last.role == "thing" or last.value == "be")
    return acts and piece.senses.get("verb") == "painting" and piece.text.lower().endswith("ing")


def _is_counted(piece: Piece, last: Piece | None) -> bool:
    """ "two paddles" are no action, though "paddles" may be one."""
    counted = last is not None and last.role == "number" and last.value != "1"
    return counted and piece.text.lower().endswith("s") and not piece.can_be_noun


def _holds(last: Piece | None, after: Sequence[Piece]) -> bool:
    """Whether a part of the body stands for who has it, as it holds something."""
    opens = last is None or last.role in ("article", "number", "stop", "comma")
    return opens and bool(after) and after[0].senses.get("verb") == "holding"


def _counts(after: Sequence[Piece]) -> bool:
    """Whether a thing comes right after "a family of four"."""
    return bool(after) and after[0].match is not None and "verb" not in after[0].senses


def _is_coloured(piece: Piece, before: Sequence[Piece], after: Sequence[Piece]) -> bool:
    """ "a pink blush" is some thing."""
    if piece.can_be_noun or piece.text.lower().endswith(("ing", "ed", "s")) or noun_follows(after):
        return False
    roles = [one.role for one in before[-2:]]
    had = len(before) > 2 and before[-3].value == "with"  # "with a white sail"
    return roles == ["article", "color"] and not had


def _as(piece: Piece, role: str) -> Piece:
    return replace(piece, role=role, value=piece.senses[role], match=None, place="")


def _noun(piece: Piece) -> Piece:
    role = "thing" if piece.match else "place" if piece.place else "abstract"
    return replace(piece, role=role, value=piece.senses.get("counted", ""))


def _modifier(
    piece: Piece, role: str, last: Piece | None, after: Sequence[Piece], language: str
) -> Piece:
    """ "an orange" is a fruit, "an orange cat" and "a cat, orange" are not."""
    if not piece.can_be_noun or (piece.plural and not noun_follows(after)):
        return _noun(piece) if piece.can_be_noun else _as(piece, role)
    if noun_follows(after) and language not in HEAD_FIRST:
        return _as(piece, role)
    sails = bool(after) and after[0].senses.get("verb", "").endswith("ing")
    worn = last is not None and last.value in ("wearing", "in")
    if role == "color" and (worn or (sails and last is not None and last.value == "with")):
        return _as(piece, role)  # who wears orange wears no fruit; "with orange sails"
    if last is None or last.role in ("article", "number", "relation", "reversed", "stop", "verb"):
        return _noun(piece)
    if last.role in MODIFIERS or last.value in ("with", "and", "or"):
        return _noun(piece)
    return _as(piece, role)


def _heads(piece: Piece, before: Sequence[Piece], after: Sequence[Piece], language: str) -> bool:
    """Whether a noun phrase that an article began ends here: "the circular glass" is a thing."""
    if not piece.can_be_noun or language in HEAD_FIRST or noun_follows(after):
        return False
    for other in reversed(before):
        if other.role not in ("other", "drop"):
            return other.role in ("article", "number")
    return False


def _goes_on(before: Sequence[Piece], role: str) -> bool:
    """Whether a list of descriptions goes on: "pink and orange"."""
    return len(before) > 1 and before[-1].value == "and" and before[-2].role == role


def noun_follows(after: Sequence[Piece]) -> bool:
    """Whether a noun phrase that has begun goes on to a noun."""
    for i, piece in enumerate(after):
        if piece.is_noun or (piece.can_be_noun and piece.role not in ALWAYS):
            return True
        if piece.value in ("and", "or") or piece.role == "comma":
            follower = after[i + 1] if i + 1 < len(after) else None
            if follower is None or follower.role not in (*DESCRIBING, "other"):
                return False
            if follower.role == "other" and follower.text.endswith("ing"):
                return False
        elif piece.role not in ("other", "drop", "mark", *MODIFIERS):
            return piece.role == "backdrop"
    return False


def _is_noun_here(piece: Piece, before: list[Piece], after: Sequence[Piece]) -> bool:
    """Whether a word that may be a verb is a noun: after an article, or where a sentence begins."""
    if not piece.can_be_noun:
        return False
    last = before[-1] if before else None
    is_ing = piece.text.lower().endswith("ing")
    if last is None or last.role in ("stop", "comma", "relation", "reversed"):
        return not is_ing
    if last.role in ("article", "number", "pair", "verb", *MODIFIERS):
        return not (is_ing and last.role == "verb")
    if last.role in ("other", "drop"):
        return not last.text.endswith("ly") and not is_ing
    if last.value in ("and", "or", "plus", "with", "of") and last.role == "link":
        return not is_ing and (len(before) < 2 or before[-2].role != "verb")
    past = piece.text.lower() in IRREGULAR_PAST or piece.text.endswith("ed")
    if past and last.is_noun:
        return False
    if last.is_noun and not is_ing:
        single_verb = piece.text.lower().endswith("s")
        return last.plural == single_verb
    return False


def _acts(piece: Piece, before: list[Piece], language: str) -> bool:
    """Whether a word that no table has says what the noun before it does: "a man yodelling"."""
    if language != "en" or not before or not piece.text.endswith("ing"):
        return False
    adverb = before[-1].role == "other" and before[-1].text.endswith("ly") and len(before) > 1
    return before[-2 if adverb else -1].role == "thing"


def _acts_too(piece: Piece, before: list[Piece], after: Sequence[Piece], language: str) -> bool:
    """ "... and observing a comet", but not "... and sparkling stars"."""
    joins = bool(before) and before[-1].value == "and" and piece.text.endswith("ing")
    return language == "en" and joins and bool(after) and not after[0].is_noun


def _owns(after: Sequence[Piece]) -> bool:
    """Whether "her" is said of a noun to come: "her dog", not "behind her"."""
    return bool(after) and (
        after[0].is_noun
        or after[0].can_be_noun
        or after[0].role in (*OPENING, "body", "verb", "not_painted", "time", "backdrop")
    )


def _names(piece: Piece, before: list[Piece], after: Sequence[Piece], language: str) -> bool:
    """Whether a word that no noun is known by stands where only a noun can."""
    if language in POSTPOSITIONS or not before or before[-1].role not in ("article", "number"):
        return False
    return (
        not noun_follows(after)
        and not (after and after[0].role in ("verb", "body"))
        and (len(piece.text) > 2)
    )
