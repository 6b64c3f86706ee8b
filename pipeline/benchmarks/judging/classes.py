"""What a judge of GenEval compares with: drawings of its 80 classes, of a family never trained on.

The family (Twemoji) is one that neither the decoder nor the judge has learnt from, and that no
picture is painted from. It lacks some classes (benches, refrigerators); for these the dictionary's
own drawings stand in, and how many they are is printed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.recognizer import Recognizer
from pipeline.model.seeing.gallery import EMPTY, NOTHING, Gallery, gallery_of

PERSON = "person"  # the class, and the category of all kinds that are of it


@dataclass(frozen=True)
class Classes:
    """gallery: drawings by class; unseen: classes that are compared with the unseen family."""

    gallery: Gallery
    unseen: tuple[str, ...]
    others: tuple[str, ...]


def kinds_by_class(names: list[str], dictionary: Dictionary) -> dict[str, list[str]]:
    """Class -> the kinds that a picture may show for it; none where the dictionary has none."""
    kinds: dict[str, list[str]] = {}
    for name in names:
        found = dictionary.find(name)
        kinds[name] = [found.kind] if found else []
        if name == PERSON:
            kinds[name] = [k for k, kind in dictionary.kinds.items() if kind.category == PERSON]
    return kinds


def classes_of(
    network: Recognizer,
    kinds: Mapping[str, list[str]],
    dictionary: Dictionary,
    unseen: Dictionary | None,
    nothing: Gallery = EMPTY,
) -> Classes:
    """The drawings to compare with: of the unseen family where there is one and it has the class,
    else the dictionary's own."""
    gallery = nothing
    there: list[str] = []
    lacking: list[str] = []
    for name, some in kinds.items():
        drawn = [kind for kind in some if unseen and kind in unseen.kinds]
        source = unseen if unseen and drawn else dictionary
        (there if drawn else lacking).append(name)
        part = gallery_of(network, source, drawn or some)
        gallery += Gallery((name,) * len(part.kinds), part.vectors)
    return Classes(gallery, tuple(there), tuple(lacking))


def classes_asked(tasks: Sequence[dict[str, Any]]) -> list[str]:
    """All classes of a GenEval file, and nothing."""
    return sorted({one["class"] for task in tasks for one in task["include"]} - {NOTHING})
