"""What the open world makes of a picture without settings: names for what it is sure to see."""

from collections.abc import Sequence
from itertools import groupby

from PIL import Image

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.boxes import third
from pipeline.model.seeing.recognizing import OpenObserver, Recognized
from pipeline.results import Description, Group

SURE_OF_SETTING = 0.5  # likelihood from which a place, an hour or a weather is named


def seen_in(
    picture: Image.Image, observer: OpenObserver, dictionary: Dictionary
) -> Description | None:
    """What a picture (RGB) shows by its looks; None where nothing in it is surely named."""
    things = observer.read(picture)
    named = [thing for thing in things if thing.kind]
    if not named:
        return None
    told = observer.tell(picture, SURE_OF_SETTING)
    parts = [told.get(name, "") for name in ("place", "time", "weather", "season")]
    unsure = len(things) - len(named)
    return Description(*parts, things=_groups(named, dictionary), seen=True, unsure=unsure)


def _groups(things: Sequence[Recognized], dictionary: Dictionary) -> tuple[Group, ...]:
    """Things of a kind together, from left to right."""
    order = sorted(things, key=lambda thing: thing.kind)
    alike = [list(some) for _, some in groupby(order, lambda thing: thing.kind)]
    middles = {some[0].kind: sum(map(_middle, some)) / len(some) for some in alike}
    groups = [_group(some, middles[some[0].kind], dictionary) for some in alike]
    return tuple(sorted(groups, key=lambda group: middles[group.kind]))


def _group(things: Sequence[Recognized], middle: float, dictionary: Dictionary) -> Group:
    kind, side = dictionary.kinds[things[0].kind], third(middle)
    names = {language: words[0] for language, words in kind.names.items() if words}
    where = side if side != "middle" else ""
    return Group(kind.name, len(things), side=where, names=names)


def _middle(thing: Recognized) -> float:
    return (thing.box[0] + thing.box[2]) / 2
