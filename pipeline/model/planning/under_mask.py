"""The plan of a picture whose part under a mask is repainted."""

from dataclasses import replace

from torch import Tensor

from pipeline.model.plan.boxes import Box
from pipeline.model.plan.scene import Plan, PlannedThing
from pipeline.model.plan.world import KINDS, MAX_THINGS


def bounds(mask: Tensor) -> Box:
    """(left, top, right, bottom) of the part that a mask (1, 1, H, W) marks, in shares of its
    sides; of the whole picture where it marks nothing."""
    marked = mask[0, 0] > 0.5
    rows, columns = marked.any(1).nonzero(), marked.any(0).nonzero()
    if not len(rows):
        return 0.0, 0.0, 1.0, 1.0
    height, width = marked.shape
    left, right = int(columns[0]) / width, (int(columns[-1]) + 1) / width
    return left, int(rows[0]) / height, right, (int(rows[-1]) + 1) / height


def under_mask(before: Plan, new: Plan, box: Box, aspect: float) -> Plan:
    """The plan of a picture whose part in `box` is repainted: things of `before` outside it stay,
    things of `new` come into it, as large as possible."""

    def outside(thing: PlannedThing) -> bool:
        left, top, right, bottom = thing.box(aspect)
        x, y = (left + right) / 2, (top + bottom) / 2
        return not (box[0] <= x <= box[2] and box[1] <= y <= box[3])

    kept = tuple(thing for thing in before.things if outside(thing))
    room = MAX_THINGS - len(kept)
    return replace(before, things=kept + _into(new.things[:room], box, aspect))


def _into(things: tuple[PlannedThing, ...], box: Box, aspect: float) -> tuple[PlannedThing, ...]:
    """The things, moved and scaled together so that they just fit into the box."""
    if not things:
        return ()
    edges = list(zip(*(thing.box(aspect) for thing in things), strict=True))
    left, top, right, bottom = min(edges[0]), min(edges[1]), max(edges[2]), max(edges[3])
    scale = min((box[2] - box[0]) / (right - left), (box[3] - box[1]) / (bottom - top))
    largest = max(thing.size / KINDS[thing.kind].size[1] for thing in things)
    scale = min(scale, 1.2 / largest)  # not larger than the model has ever painted them
    middle = (box[0] + box[2]) / 2
    return tuple(
        replace(
            thing,
            x=middle + (thing.x - (left + right) / 2) * scale,
            y=box[3] + (thing.y - bottom) * scale,
            size=thing.size * scale,
        )
        for thing in things
    )
