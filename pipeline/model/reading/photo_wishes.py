"""What an instruction for a photo asks for: a mood, a full drawing, and what cannot be done."""

import re
from dataclasses import dataclass

from pipeline.model.plan.mood import Mood
from pipeline.model.reading.mood import mood_of
from pipeline.model.reading.vocabulary import in_known_words, read

DRAWN = re.compile(r"\b(anime|manga|cartoon|comic|cel.?shaded)\b", re.IGNORECASE)
# Words for the photo itself, the one in it and the drawing: they ask for nothing more.
WORDS = (
    "me my myself mine i us our we you your him his her she he they them their it its mich "
    "mein meine mir ich uns unser this that these photo photos picture image portrait selfie "
    "face person people character characters hero heroine figure cartoon comic anime manga "
    "drawing drawn animation animated film movie still frame style ghibli studio look scene "
    "art artwork illustration painting poster hand"
)
PLAIN = frozenset(WORDS.split())
ASKING = ("thing", "unknown", "colour", "place", "number", "written")  # kinds of words


@dataclass(frozen=True, slots=True)
class PhotoWishes:
    """mood: light, weather and season. drawing: whether a full drawing is asked for by name.
    not_done: words for what the makeover does not do, as written."""

    mood: Mood
    drawing: bool
    not_done: tuple[str, ...]


def photo_wishes(instruction: str) -> PhotoWishes:
    """Of an instruction in any of the languages that are read."""
    pieces = read(instruction, of_photo=True)
    missing = [
        piece.text
        for piece in pieces
        if piece.kind in ASKING and piece.text.casefold().removesuffix("'s") not in PLAIN
    ]
    known = in_known_words(instruction, of_photo=True)
    drawing = bool(DRAWN.search(instruction) or DRAWN.search(known))
    return PhotoWishes(mood_of(known), drawing, tuple(dict.fromkeys(missing)))


def without_plain(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without those for the photo itself and the one in it."""
    return tuple(word for word in words if word.casefold().removesuffix("'s") not in PLAIN)
