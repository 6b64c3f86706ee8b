"""The judge of finished pictures: finds things, names them by drawings that no picture is made of.

It is told nothing of a picture's layout. A second figure takes the boxes from the plan and asks the
network alone what lies in them: what is between the two is the finding's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from pipeline.benchmarks.judging.classes import Classes, classes_of, kinds_by_class
from pipeline.benchmarks.judging.marking import COLORS, Detection
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.recognizer import COLORS as ALL_COLORS
from pipeline.model.networks.recognizer import Recognizer
from pipeline.model.plan.boxes import Box
from pipeline.model.seeing.cutouts import cut_at
from pipeline.model.seeing.gallery import NOTHING, Gallery, looks_of
from pipeline.model.seeing.loading import load_observer
from pipeline.model.seeing.recognizing import LEAST, SHARPNESS, Observer

SURE = 0.2  # likelihood of a class among all, from which it counts


@dataclass(frozen=True)
class Judge:
    """gallery: drawings by class, and what nothing looks like."""

    network: Recognizer
    gallery: Gallery
    least: float = LEAST
    sure: float = SURE

    def look(self, picture: Image.Image) -> list[Detection]:
        """What the judge sees in a picture (RGB) of which it is told nothing."""
        found = Observer(self.network, self.gallery).find(picture, self.least)
        return self.named(picture, [(f.left, f.top, f.right, f.bottom) for f in found])

    def named(self, picture: Image.Image, boxes: Sequence[Box]) -> list[Detection]:
        """What it sees in boxes of a picture; nothing where it is not sure."""
        if not boxes:
            return []
        looks, colors = looks_of(self.network, [cut_at(picture, box) for box in boxes])
        names, cosines = self.gallery.cosines(looks)
        likely, best = (SHARPNESS * cosines).softmax(1).max(1)
        chosen = [ALL_COLORS.index(name) for name in COLORS]
        hues = colors[:, chosen].argmax(1).tolist()
        return [
            Detection(names[number], box, COLORS[hue])
            for box, number, p, hue in zip(boxes, best.tolist(), likely.tolist(), hues, strict=True)
            if names[number] != NOTHING and p >= self.sure
        ]


def load_judge(
    folder: Path, dictionary: Dictionary, unseen: Dictionary | None, names: list[str]
) -> tuple[Judge, Classes]:
    """The judge of so many classes, with the networks of a folder. Raises FileNotFoundError where
    the folder has none."""
    observer = load_observer(folder, dictionary)
    if observer is None:
        raise FileNotFoundError(f"{folder} has nothing that sees things")
    kinds = kinds_by_class(names, dictionary)
    network, nothing = observer.network, observer.gallery.of(())
    classes = classes_of(network, kinds, dictionary, unseen, nothing)
    return Judge(network, classes.gallery), classes
