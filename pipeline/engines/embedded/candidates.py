"""Which of several pictures shows best what it is to show."""

import torch

from pipeline.engines.embedded.world import World
from pipeline.model.planning.composing import Composed

GLANCE = (256, 256)  # pixels of the quick painting that is looked at


@torch.inference_mode()
def score(world: World, composed: Composed, seed: int) -> float:
    """How likely, 0..1, the things of a picture are named as what they are, by what looks at a
    small painting of it; the mean over its drawings, 1 for a picture without any. world: one that
    has an observer."""
    assert world.observer is not None
    composition = composed.composition
    if not composition.drawings:
        return 1.0
    *_, last = world.paint(composition, GLANCE, 1, seed)
    assert last.image is not None  # the last step has the picture
    seen = world.observer.name(last.image, [drawing.box for drawing in composition.drawings])
    likely = [
        sum(guess.likely for guess in one.guesses if guess.kind == drawing.kind)
        for one, drawing in zip(seen, composition.drawings, strict=True)
    ]
    return sum(likely) / len(likely)
