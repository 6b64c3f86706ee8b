"""What an instruction for a photo asks for: a mood, a full drawing, things, and what cannot be
done."""

import re
from dataclasses import dataclass

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.mood import Mood
from pipeline.model.plan.scene_graph import SceneGraph
from pipeline.model.reading.graph import read_graph
from pipeline.model.reading.photo_things import PhotoThings, photo_things

DRAWN = re.compile(r"\b(anime|manga|cartoon|comic|cel.?shaded)\b|アニメ|漫画", re.IGNORECASE)
# Words for the photo itself, the one in it and the drawing: they ask for nothing more.
WORDS = (
    "me my myself mine i us our we you your him his her she he they them their it its mich "
    "mein meine mir ich uns unser this that these photo photos picture image portrait selfie "
    "face person people character characters hero heroine figure cartoon comic anime manga "
    "drawing drawn animation animated film movie still frame style ghibli studio look scene "
    "art artwork illustration painting poster hand light mach daraus"
)
PLAIN = frozenset(WORDS.split())
BLOSSOMS = frozenset({"cherry blossom", "blossom"})  # kinds that stand for spring in a photo


@dataclass(frozen=True, slots=True)
class PhotoWishes:
    """mood: light, weather and season. drawing: whether a full drawing is asked for by name.
    things: of the dictionary that are to come into the photo. not_done: words for what the
    makeover does not do, as written."""

    mood: Mood
    drawing: bool
    things: PhotoThings
    not_done: tuple[str, ...]


def photo_wishes(instruction: str, dictionary: Dictionary) -> PhotoWishes:
    """Of an instruction in any of the languages that are read."""
    graph = read_graph(instruction, dictionary)
    things = photo_things(instruction, graph, dictionary)
    missing = tuple(word for word in things.missing if word not in _blossoms(graph))
    drawing = bool(DRAWN.search(instruction))
    return PhotoWishes(mood_of(graph), drawing, things, without_plain(missing))


def mood_of(graph: SceneGraph) -> Mood:
    """Snow stands for winter, for no photo is painted with flakes in the air; blossoms stand for
    spring."""
    setting, usual = graph.setting, Mood()
    snows, blossoms = setting.weather == "snow", bool(_blossoms(graph))
    season = setting.season or ("winter" if snows else "spring" if blossoms else usual.season)
    weather = usual.weather if snows else setting.weather or usual.weather
    return Mood(setting.time or usual.time, weather, season)


def _blossoms(graph: SceneGraph) -> set[str]:
    return {element.word for element in graph.elements if element.kind in BLOSSOMS}


def without_plain(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words without those for the photo itself and the one in it."""
    return tuple(
        word
        for word in words
        if not all(one.casefold().removesuffix("'s") in PLAIN for one in word.split())
    )
