"""Which words of a prompt the embedded model has learnt, and the nearest one for those it has not.

The model was trained on captions of one small painted world (pipeline/training/world): any other
word is only bytes to it. So every prompt is put into known words, and the page shows how: everyday
English by its nearest word, other languages by their tables (translation.py).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.model.plan.world import KINDS as THINGS
from pipeline.model.plan.world import plural
from pipeline.model.reading import groups, palette, translation, word_order
from pipeline.model.reading.dictionary import base_form, exists
from pipeline.model.reading.quotes import quotations
from pipeline.model.reading.sign_text import said_words
from pipeline.model.reading.translation import DEVANAGARI, JAPANESE, SPACED, is_word, normal, table
from pipeline.model.reading.word_order import NOUN_KINDS

LONGEST = 1200  # characters that are read: far more than the model's text holds
# The known words by kind, in the order of the legend on the page.
KINDS: dict[str, frozenset[str]] = {
    kind: frozenset(words.split())
    for kind, words in {
        "thing": "sign signs sailboat sailboats kitten kittens puppy puppies bunny bunnies cottage "
        "cottages home homes ship ships zeppelin zeppelins lamp lamps toadstool toadstools parasol "
        "parasols lady ladies gentleman gentlemen guy guys lamb lambs pony ponies automobile "
        "automobiles locomotive locomotives blossom blossoms dress dresses shirt shirts coat coats "
        "scarf scarves hair roof roofs sail sails stripes stripe leaves leaf cap caps petals petal "
        "icing " + " ".join(f"{kind} {plural(kind)}" for kind in THINGS),
        "colour": "red blue yellow green white pink orange purple black grey gray brown crimson "
        "scarlet azure cobalt golden emerald ivory rosy amber violet lilac silver chestnut blond",
        "number": "one two three four pair 1 2 3 4",
        "place": "meadow seaside sea beach shore mountain mountains hill hills valley forest water "
        "landscape woods lake desert sand dune dunes village city street fields farm",
        "light": "morning noon sunset night dawn dusk evening midday day sun light bright late "
        "early hour",
        "weather": "rain rainy snow snowy snowfall mist misty fog foggy clear spring summer autumn "
        "winter wintry sky rains snows",
        "pose": "waving wave waves sitting sit sits running run runs sleeping sleep sleeps asleep "
        "standing stand stands awake wake",
        "position": "left right middle centre center beside next above below behind front under "
        "among",
    }.items()
}
_SMALL_WORDS = """
    a an the in on with at of and that by to there is are it its as up down while just nothing
    else side little wooden paper glowing hot air hot-air open high deep rolling quiet empty
    nobody falling first last painting illustration picture scene gouache storybook anime
    who hello ground
    background art painted hand-painted word says saying reading reads say wearing stands stand
    grow grows look looks turn turns drift drifts sit sits glow glows keep keeps watch rest rests
    float floats wait waits fly flies begin begins goes striped haired roofed from into
    make change add remove put erase without now please this image photo style ghibli convert same
    graze grazes swim swims flutter flutters pass passes rise rises bloom blooms lie lies steam big
    camping birthday wide take away delete place also draw move shift bring paint season
    let fill show daytime weather stop lift should read replace write wintertime dressed another
    only keep but except everything still set second third fourth
    more less bigger larger smaller swap exchange trade for instead give get rid wear no leave out
    both all then be want not
"""
# What comes before the words for a picture of something else than the painted world.
UNKNOWN = "Not a picture of the world that this model knows. The nearest to it there:"
SMALL_WORDS = frozenset(_SMALL_WORDS.split())
# Further words of the prompts for painting photos (pipeline/training/data/instructions.py).
_OF_PHOTOS = """
    like animated film repaint golden afternoon moonlight stars fall covered cherry
"""
OF_PHOTOS = frozenset(_OF_PHOTOS.split())
# Everyday words and phrases -> the nearest that the model knows.
NEAREST = {" ".join(key): entry.english for key, entry in table("en").entries.items()}
_KNOWN = {word: kind for kind, words in KINDS.items() for word in words}
# The page ends a prompt of any language with a mood in English.
_MOOD = re.compile(r" (?:at|in)(?: the)? (?:golden hour|\w+)$")
_BEFORE_LETTERS = {"says", "saying", "say", "reads", "reading", "read", "word"}
_PLURALS = {kind: plural(kind) for kind in (*THINGS, "sign", "shirt", "coat", "roof", "hill")}
_PLURALS |= {"dress": "dresses", "scarf": "scarves", "mountain": "mountains"}
_PLURALS |= {"kitten": "kittens", "puppy": "puppies", "pony": "ponies", "lamp": "lamps"}
_PLURALS |= {"parasol": "parasols", "lamb": "lambs", "sail": "sails", "petal": "petals"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the prompt, as written.

    kind: a key of KINDS, "written" (letters to draw), "unknown", or None for small words and the
        spaces between. nearest: what the model reads instead, "" for nothing, None for the piece
        itself. role: its place in a sentence, of translation.ROLES.
    """

    text: str
    kind: str | None = None
    nearest: str | None = None
    role: str = ""


def read(prompt: str, of_photo: bool = False) -> list[Piece]:
    """The prompt in pieces, whose texts joined are the prompt itself. Never raises. of_photo: it is
    a prompt to paint a photo, for which the model has learnt further words."""
    return _read(prompt, of_photo)[0]


def in_known_words(prompt: str, of_photo: bool = False, new: bool = False) -> str:
    """The prompt in words that the model knows; unchanged where it knows them all. Never raises.
    of_photo: as in `read`. new: it describes a new picture, from which "no people" is left out so
    that none are painted; in an edit they are to be removed."""
    head, rest = prompt[:LONGEST], prompt[LONGEST:]
    pieces, language = _read(head, of_photo)
    if any(piece.kind in NOUN_KINDS for piece in pieces):
        pieces = [replace(piece, nearest="") if _is_noise(piece) else piece for piece in pieces]
    text = head
    if any(piece.nearest is not None for piece in pieces):
        text = word_order.english(groups.with_one_word(pieces), language)
    return (text if of_photo else _in_terms_of_the_world(text, new)) + rest


def _is_noise(piece: Piece) -> bool:
    """An unknown word that has no nearest one would only mislead the model."""
    return piece.kind == "unknown" and piece.nearest is None


def _in_terms_of_the_world(text: str, new: bool) -> str:
    """The text, except what is quoted, with kinds and colours that the painted world has."""
    parts, start = [], 0
    for quoted in (*quotations(text), None):
        end = quoted.start if quoted else len(text)
        part = groups.without_negated(text[start:end]) if new else text[start:end]
        parts.append(palette.with_possible_colors(groups.name_each_kind(part)))
        if quoted:
            parts.append(text[quoted.start : quoted.end])
            start = quoted.end
    return "".join(parts)


def _read(prompt: str, of_photo: bool) -> tuple[list[Piece], str]:
    """The pieces, and the language of those that are not quoted."""
    written = [(found.start, found.end) for found in quotations(prompt)] or said_words(prompt)
    ends = [0, *(end for _, end in written)]
    starts = [*(start for start, _ in written), len(prompt)]
    plain = [prompt[end:start] for end, start in zip(ends, starts, strict=True)]
    language, all_capitals = _language_of(" ".join(plain)), _is_all_capitals(" ".join(plain))
    photo_words = OF_PHOTOS if of_photo else frozenset()
    pieces: list[Piece] = []
    for i, text in enumerate(plain):
        pieces += _read_plain(text, language, all_capitals, photo_words)
        if i < len(written):
            pieces.append(_written(prompt[slice(*written[i])]))
    return pieces, language


def _written(text: str) -> Piece:
    """Letters to draw: what is quoted stays as it is."""
    return Piece(text, "written", None if any(quotations(text)) else f'"{text.upper()}"')


@lru_cache(256)
def _language_of(text: str) -> str:
    """The language whose table has most of the words in Latin letters, of which at least one must
    name something; English in doubt."""
    text = _MOOD.sub("", text)
    counts = {name: _covered(text, name, inflected=False) for name in ("en", *SPACED)}
    rank = {name: -i for i, name in enumerate(counts)}  # of equals, the first
    best = max((count, rank[name]) for name, (count, _) in counts.items())
    for name in sorted(SPACED, key=lambda name: counts[name], reverse=True):
        if (sum(counts[name]), rank[name]) > best:  # else its dictionary need not be opened
            counts[name] = _covered(text, name, inflected=True)
            best = max(best, (counts[name][0], rank[name]))
    return next(name for name in counts if rank[name] == best[1])


def _covered(text: str, language: str, inflected: bool) -> tuple[int, int]:
    """How many words the language's table has, 0 if none of them names anything; and how many more
    it could have by their base form: words like its own that no English dictionary has."""
    parts = translation.tokens(text, language)
    book, count, unknown, i = table(language), 0, 0, 0
    names_something = language == "en"
    while i < len(parts):
        if not parts[i][0].isalpha() or re.match(rf"{DEVANAGARI}|{JAPANESE}", parts[i]):
            i += 1
            continue
        found = translation.phrase(book, parts, i, inflected)
        if found and not (language != "en" and parts[i] == "a"):  # "a pan" is no Spanish bread
            count += sum(map(is_word, parts[i : found[1]]))
        elif language == "en":
            count += _is_english(normal(parts[i]))
        elif not found and not inflected:
            word = normal(parts[i])
            unknown += book.may_inflect(word) and not exists(word, "en")
        names_something |= bool(found and any(map(_kind, found[0].english.split())))
        i = found[1] if found else i + 1
    return (count, unknown) if names_something else (0, count + unknown)


def _is_english(word: str) -> bool:
    return bool(_kind(word) or _is_small(word) or _table_word(word) is not None)


def _is_all_capitals(text: str) -> bool:
    """ALL IN CAPITALS, of which some are known words: then capitals are no letters to draw."""
    words = [word for word in translation.tokens(text) if word.isupper()]
    known = any(_is_english(word.lower()) for word in words if len(word) > 1)
    return known and not any(char.islower() for char in text)


def _read_plain(
    text: str, language: str, all_capitals: bool, photo_words: frozenset[str]
) -> Iterator[Piece]:
    parts = translation.tokens(text, language)
    i, before = 0, ""
    while i < len(parts):
        token, end = parts[i], i + 1
        if re.match(JAPANESE, token):
            yield from _read_japanese(token, before.isdecimal())
            piece = Piece(token)
        elif not is_word(token) or _is_written(token, before in _BEFORE_LETTERS, all_capitals):
            piece = Piece(token, "written" if is_word(token) else None)
            yield piece
        else:
            script = "hi" if re.match(DEVANAGARI, token) else language
            piece, end = _read_words(parts, i, script, photo_words)
            if all_capitals and piece.nearest is None and piece.kind != "unknown":
                piece = Piece(piece.text, piece.kind, piece.text.lower())
            yield piece
        if is_word(token):
            before = normal(piece.nearest or token).split()[-1]
        i = end


def _is_written(word: str, after_says: bool, all_capitals: bool) -> bool:
    """Whether a word is letters to draw: capitals are, but not "A" and "I" alone. after_says: it
    follows "says" or the like; in a text ALL IN CAPITALS only such a word is drawn."""
    if not word.isupper() or len(word) > 16 or (all_capitals and not after_says):
        return False
    return after_says or len(word) > 1 or word not in "AI"


def _read_words(
    parts: Sequence[str], i: int, language: str, photo_words: frozenset[str]
) -> tuple[Piece, int]:
    """The piece that begins at i, a phrase or a word, and where it ends."""
    found = translation.phrase(table(language), parts, i)
    if not found and language in SPACED and _is_english(normal(parts[i])):
        language, found = "en", translation.phrase(table("en"), parts, i)
    if language == "en" and (not found or found[1] == i + 1):
        return _read_word(parts[i], photo_words), i + 1
    if not found:
        return _read_foreign(parts[i], language), i + 1
    entry, end = found
    phrase = {normal(part) for part in parts[i:end] if is_word(part)}
    if photo_words and phrase <= photo_words | SMALL_WORDS | _KNOWN.keys():
        return Piece(parts[i]), i + 1
    return _piece("".join(parts[i:end]), entry), end


def _piece(text: str, entry: translation.Entry) -> Piece:
    """A piece that a table has; its kind is that of its English."""
    english = " ".join(_nearest(word) or word for word in entry.english.split())
    english = _plural_of(english) if entry.is_plural else english
    kinds = [kind for word in english.split() if (kind := _kind(word))]
    return Piece(text, kinds[-1] if kinds else None, english, entry.role)


def _read_word(word: str, photo_words: frozenset[str] = frozenset()) -> Piece:
    plain = normal(word)
    if plain in photo_words:
        return Piece(word)
    if plain in NEAREST and plain not in _KNOWN and plain not in SMALL_WORDS:
        nearest = NEAREST[plain]
        return Piece(word, "unknown" if nearest else None, nearest)
    if kind := _kind(plain):
        return Piece(word, kind, plain if word.isdecimal() and word != plain else None)
    if _is_small(plain):
        return Piece(word)
    return Piece(word, "unknown", _nearest(plain))


def _read_foreign(word: str, language: str) -> Piece:
    """A word that its language's table lacks: misspelt, or unknown."""
    known = [key[0] for key in table(language).entries if len(key) == 1]
    if spelt := _corrected(normal(word), known, language):
        return _piece(word, table(language).entries[spelt,])
    return Piece(word, "unknown")


def _read_japanese(run: str, counted: bool) -> Iterator[Piece]:
    for text, entry in translation.japanese(run, counted):
        if entry:
            yield _piece(text, entry)
        elif re.fullmatch(r"[\u3040-\u309f]+", text):  # endings and particles
            yield Piece(text, None, "")
        else:
            yield Piece(text, "unknown")


def _kind(word: str) -> str | None:
    """Of a word, or of the part of a compound such as "red-roofed" that has one."""
    if word in _KNOWN:
        return _KNOWN[word]
    candidates = {_singular(word), *word.split("-")}
    found = [kind for kind, words in KINDS.items() if candidates & words]
    return found[0] if found else None


def _is_small(word: str) -> bool:
    return not {word, _singular(word)}.isdisjoint(SMALL_WORDS)


def _singular(word: str) -> str:
    """Without the ending of a plural, a verb or an owner: "wolves", "wolf's" -> "wolf", "adds" ->
    "add"; also where the dictionary knows of no base form: "doggos", "blues"."""
    if word.endswith("'s"):
        return word[:-2]
    if not word.endswith(("s", "men")) or word.endswith("ss"):
        return word  # "bearing" is no bear, and who fell is no autumn
    base = base_form(word, "en")
    if base[:1] != word[:1]:
        return word  # "was" is not read as "be"
    return base if base != word else word.removesuffix("s")


def _table_word(word: str) -> str | None:
    """What the English table has for a word or for its singular."""
    if word in NEAREST:
        return NEAREST[word]
    known = NEAREST.get(_singular(word))
    return _plural_of(known) if known is not None and not word.endswith("'s") else known


def _plural_of(english: str) -> str:
    """ "yellow car" -> "yellow cars"; what does not end with the name of a thing stays."""
    before, space, last = english.rpartition(" ")
    return f"{before}{space}{_PLURALS.get(last, last)}"


@lru_cache(4096)
def _nearest(word: str) -> str | None:
    if (known := _table_word(word)) is not None:
        return known
    return None if word in _KNOWN or word in SMALL_WORDS else _corrected(word, list(_KNOWN))


def _corrected(word: str, known: Sequence[str], language: str = "en") -> str | None:
    """The known word that a misspelt one was meant to be; None for a word that exists. A slip of
    the keys seldom changes the first letter: a corse is no misspelt shore."""
    if len(word) < 4 or exists(word, "en", language):
        return None
    meant = [one for one in known if one[0] == word[0] and _is_slip(word, one)]
    return min(meant, key=lambda one: (-len(one), one), default=None)


def _is_slip(typed: str, meant: str) -> bool:
    """Whether a letter was left out or added, two neighbours were exchanged, or, in words of five
    letters or more, one stands for another."""
    shorter, longer = sorted((typed, meant), key=len)
    if len(longer) - len(shorter) == 1:
        return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
    if len(shorter) != len(longer):
        return False
    wrong = [i for i, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
    if len(wrong) == 1:
        return len(typed) >= 5
    swapped = "".join(typed[i] for i in reversed(wrong)) == "".join(meant[i] for i in wrong)
    return len(wrong) == 2 and wrong[1] - wrong[0] == 1 and swapped
