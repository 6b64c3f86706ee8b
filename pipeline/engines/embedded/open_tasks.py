"""What the open world does for each task: a picture of words, or one made of another.

An open-world picture tells in its signed settings what it shows and where (`Layout`). An edit, an
inpainting or a variation is another composition, painted from the same noise: where nothing
changes the canvas is the same, so the decoder, which looks but a little way around each pixel,
paints the same there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image
from torch import Tensor

from pipeline.engines.base import DecodeProgress, Things, TokenProgress
from pipeline.engines.embedded import layered
from pipeline.engines.embedded.open_world import Layout, OpenWorld, from_layout, to_layout
from pipeline.engines.embedded.understanding import in_closed_world
from pipeline.errors import RequestError
from pipeline.model.dictionary.dictionary import USER_CATEGORY
from pipeline.model.plan.composition import Composition
from pipeline.model.plan.composition_tokens import encode
from pipeline.model.plan.scene_graph import Element, SceneGraph
from pipeline.model.planning.composing import Composed, as_painted, revised, under_mask, varied
from pipeline.model.planning.composing.varying import ANEW
from pipeline.model.planning.composing.writing import RULES
from pipeline.model.reading.changes import read_change
from pipeline.request import MOVING, CompleteRequest
from pipeline.results import Description

# What is painted follows from the canvas, so the decoder was trained on the first step above all:
# further ones take sharpness away (1.0 dB after four).
STEPS = 1


@dataclass(frozen=True)
class OpenPicture:
    """A picture of the open world before it is painted.

    asked: the graph that its tokens (N,) are of. seed: of its noise. world: that it is of, with the
    things of this request alone. by: who has composed it. placed, dice: of a `Layout`.
    """

    asked: SceneGraph
    tokens: Tensor
    seed: int
    world: OpenWorld
    by: str = RULES
    placed: tuple[int, ...] = ()
    dice: int | None = None

    @property
    def composed(self) -> Composed:
        """What its tokens say."""
        return self.world.read(self.tokens, self.asked)


class OpenTasks:
    """The tasks of one open world."""

    def __init__(self, world: OpenWorld) -> None:
        self.world = world

    def with_things(self, things: Things) -> "OpenTasks":
        """The tasks of a world that also has things of a user's own."""
        return OpenTasks(self.world.with_things(things))

    def asked(self, prompt: str, task: str) -> SceneGraph | None:
        """What a prompt asks for of the open world, None where the closed one paints it."""
        if task != "text_to_image":
            return None
        asked = self.world.asked(prompt)
        return None if in_closed_world(asked) else asked

    def reads(self, prompt: str, task: str) -> SceneGraph | None:
        """What the words of a task name, None where the closed world reads them."""
        if task == "inpaint":
            return self.world.asked(prompt)
        if task == "edit":  # what it names, and of that what no edit can paint
            change = read_change(prompt, SceneGraph(), self.world.dictionary)
            return replace(self.world.asked(prompt), not_painted=change.graph.not_painted)
        return self.asked(prompt, task)

    def names_own(self, prompt: str) -> bool:
        """Whether a prompt names a thing of a user's own."""
        return any(element.match == "yours" for element in self.world.asked(prompt).elements)

    def begin(self, request: CompleteRequest, mask: Image.Image | None) -> OpenPicture | None:
        """What a request becomes; None where the closed world does it. Raises RequestError for an
        edit that changes nothing."""
        if request.layered:  # the closed world lays nothing from parts
            asked: SceneGraph | None = self.world.asked(request.prompt)
        else:
            asked = self.asked(request.prompt, request.task)
        if asked:
            written = self.world.compose(asked, request.seed, _aspect(request))
            tokens = self.world.tokens(written.composed, asked)
            asked = self.world.told(asked, tokens)
            placed, dice = written.tokens, written.dice
            picture = OpenPicture(asked, tokens, request.seed, self.world, written.by, placed, dice)
            layered.check(picture.composed.composition, request, self.world)
            return picture
        layout = self.known(request.layout)
        if layout is None or request.task not in ("edit", "inpaint", "variation"):
            return None
        if request.task == "edit":
            return self._edited(request, layout)
        if request.task == "inpaint":
            assert mask is not None  # Request holds this task to it
            return self._inpainted(request, layout, mask)
        return self._varied(request, layout)

    def known(self, layout: str | None) -> Layout | None:
        """What the settings of a picture tell, if it is one of this open world. Raises RequestError
        where a thing of the user's own does not come along: the settings do not hold its looks."""
        found = from_layout(layout) if layout else None
        return found if found and all(map(self._has, found.graph.elements)) else None

    def _has(self, element: Element) -> bool:
        kind, own = self.world.dictionary.kinds.get(element.kind), element.match == "yours"
        found = kind is not None and own == (kind.category == USER_CATEGORY)
        if own and not found:
            raise RequestError("thing_missing", name=element.word)
        return found

    def written(self, picture: OpenPicture) -> TokenProgress:
        """A picture's tokens, with what it is going to show."""
        composed, count = picture.composed, len(picture.tokens)
        described = picture.world.describe(composed)
        layout = to_layout(composed, picture.seed, picture.by, picture.placed, picture.dice)
        return TokenProgress(count, count, picture.tokens, described, layout)

    def painted(
        self, picture: OpenPicture, tokens: Tensor, request: CompleteRequest
    ) -> Iterator[DecodeProgress]:
        """The picture, in STEPS steps whatever is asked for."""
        composition = picture.world.read(tokens, picture.asked).composition
        world, seed = picture.world, picture.seed
        if request.transparent:
            return layered.alone(world, composition, request.size, STEPS, seed)
        if request.format == MOVING:
            return layered.moving(world, composition, request.size, request.frames, seed)
        return world.paint(composition, request.size, STEPS, seed)

    def describe(self, layout: str | None) -> Description | None:
        """What a picture's own settings say that it shows; None where they say nothing of it."""
        found = from_layout(layout) if layout else None
        if found is None:
            return None
        described = self.world.describe(found.composed)
        return replace(described, not_painted=(), not_styled=())

    def _edited(self, request: CompleteRequest, layout: Layout) -> OpenPicture:
        before, dictionary = as_painted(layout.composed), self.world.dictionary
        change = read_change(request.prompt, before.graph, dictionary)
        after = revised(before, change, dictionary, request.seed, _aspect(request))
        picture = self._picture(after, layout.seed)
        if looks_alike(layout.composition, picture.composed.composition):
            raise RequestError("nothing_changes")
        return picture

    def _inpainted(
        self, request: CompleteRequest, layout: Layout, mask: Image.Image
    ) -> OpenPicture:
        asked = self.world.asked(request.prompt)
        marked = np.asarray(mask.convert("L")) > 127
        before, dictionary = as_painted(layout.composed), self.world.dictionary
        after = under_mask(before, asked, marked, dictionary, request.seed, _aspect(request))
        return self._picture(after, layout.seed)

    def _varied(self, request: CompleteRequest, layout: Layout) -> OpenPicture:
        dictionary, strength = self.world.dictionary, request.strength
        after = varied(layout.composed, strength, dictionary, request.seed, _aspect(request))
        after = replace(after, graph=replace(after.graph, not_painted=(), unstyled=()))
        return self._picture(after, request.seed if strength >= ANEW else layout.seed)

    def _picture(self, composed: Composed, seed: int) -> OpenPicture:
        tokens = self.world.tokens(composed, composed.graph)
        return OpenPicture(composed.graph, tokens, seed, self.world)


def looks_alike(one: Composition, other: Composition) -> bool:
    """Whether two compositions show the same, whatever the numbers of their elements."""
    alike = [
        [(one.kind, one.color, one.material, one.shape, one.text) for one in each.drawings]
        for each in (one, other)
    ]
    return alike[0] == alike[1] and _unnumbered(one) == _unnumbered(other)


def _unnumbered(composition: Composition) -> list[int]:
    drawings = tuple(replace(drawing, element=0) for drawing in composition.drawings)
    return encode(replace(composition, drawings=drawings))


def _aspect(request: CompleteRequest) -> float:
    width, height = request.size
    return width / height
