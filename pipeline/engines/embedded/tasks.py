"""What becomes of a request: a composition, or what is made of a photo.

A picture tells in its signed settings what it shows and where (`Layout`). An edit, an inpainting or
a variation of it is another composition, painted from the same noise: where nothing changes the
canvas is the same, so the decoder, which looks but a little way around each pixel, paints the same
there. A picture that tells nothing, and in which not everything is surely seen, is drawn anew by an
edit or a variation, and an inpainting is set into its own pixels.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image
from torch import Tensor

from pipeline.engines.base import DecodeProgress, TokenProgress
from pipeline.engines.embedded import layered, retouching
from pipeline.engines.embedded.candidates import score
from pipeline.engines.embedded.photos import PhotoMakeover
from pipeline.engines.embedded.retouching import Retouch
from pipeline.engines.embedded.sight import layout_of
from pipeline.engines.embedded.world import Layout, World, from_layout, to_layout
from pipeline.errors import RequestError
from pipeline.model.dictionary.dictionary import USER_CATEGORY
from pipeline.model.plan.composition import Composition
from pipeline.model.plan.composition_tokens import encode
from pipeline.model.plan.scene_graph import Element, SceneGraph
from pipeline.model.planning.composing import Composed, as_painted, revised, under_mask, varied
from pipeline.model.planning.composing.varying import ANEW
from pipeline.model.planning.composing.writing import RULES
from pipeline.model.reading.changes import read_change
from pipeline.request import MAX_SEED, MOVING, CompleteRequest
from pipeline.results import Description


@dataclass(frozen=True)
class ComposedPicture:
    """A picture of the world before it is painted.

    asked: the graph that its tokens (N,) are of. seed: of its noise. world: that it is of, with the
    things of this request alone. by: who has composed it. placed, dice: of a `Layout`. alone: the
    things are cut out, and there is no place and no weather to tell of.
    """

    asked: SceneGraph
    tokens: Tensor
    seed: int
    world: World
    by: str = RULES
    placed: tuple[int, ...] = ()
    dice: int | None = None
    alone: bool = False

    @property
    def composed(self) -> Composed:
        """What its tokens say."""
        return self.world.read(self.tokens, self.asked)

    @property
    def progress(self) -> TokenProgress:
        """Its tokens, with what it is going to show."""
        composed, count = self.composed, len(self.tokens)
        described = self.world.describe(composed)
        if self.alone:
            described = replace(described, place="", time="", weather="", season="")
        layout = to_layout(composed, self.seed, self.by, self.placed, self.dice)
        return TokenProgress(count, count, self.tokens, described, layout)

    def written(self) -> Iterator[TokenProgress]:
        yield self.progress

    def painted(self, tokens: Tensor, request: CompleteRequest) -> Iterator[DecodeProgress]:
        """The picture, in the steps that are asked for."""
        return painted(self.world, tokens, self.asked, request, self.seed)


@dataclass(frozen=True)
class Draft:
    """A picture of words, not composed yet. asked: what they ask for."""

    request: CompleteRequest
    asked: SceneGraph
    world: World

    def composed(self, seed: int) -> ComposedPicture:
        """Raises RequestError for a picture that cannot be cut out, or move, as is asked for."""
        request, world = self.request, self.world
        written = world.compose(self.asked, seed, _aspect(request))
        tokens = world.tokens(written.composed, self.asked)
        asked, by, placed, dice = self.asked, written.by, written.tokens, written.dice
        asked = world.told(asked, tokens)
        alone = request.transparent
        picture = ComposedPicture(asked, tokens, request.seed, world, by, placed, dice, alone)
        layered.check(picture.composed.composition, request, world)
        return picture

    def written(self) -> Iterator[TokenProgress]:
        """Of several candidates, each of which counts as one, the one in which most of what it is
        to show is recognised; the first is what the seed gives when it is alone."""
        count, seed = self.request.candidates, self.request.seed
        pictures = [self.composed(seed)]
        for number in range(1, count):
            yield TokenProgress(number, count)
            pictures.append(self.composed((seed + number) % (MAX_SEED + 1)))
        best = pictures[0]
        if count > 1 and self.world.observer:
            best = max(pictures, key=lambda one: score(self.world, one.composed, one.seed))
        yield best.progress if count == 1 else replace(best.progress, done=count, total=count)

    def painted(self, tokens: Tensor, request: CompleteRequest) -> Iterator[DecodeProgress]:
        """The picture, in the steps that are asked for."""
        return painted(self.world, tokens, self.asked, request, request.seed)


Picture = Draft | ComposedPicture | PhotoMakeover | Retouch


class Tasks:
    """The tasks of one world, one method for each of `request.TASKS`."""

    def __init__(self, world: World) -> None:
        self.world = world

    def begin(
        self, request: CompleteRequest, photo: Image.Image | None, mask: Image.Image | None
    ) -> Picture:
        """What a request becomes. Raises RequestError for an edit that changes nothing, and where
        the picture cannot be cut out, or move, as is asked for."""
        picture = self._begun(request, photo, mask)
        if request.layered and isinstance(picture, PhotoMakeover | Retouch):
            raise RequestError("not_layered")
        if request.layered and isinstance(picture, ComposedPicture):
            layered.check(picture.composed.composition, request, self.world)
            return replace(picture, alone=request.transparent)
        return picture

    def _begun(
        self, request: CompleteRequest, photo: Image.Image | None, mask: Image.Image | None
    ) -> Picture:
        if photo is None:
            return self.draft(request)
        if request.task == "photo_to_painting":
            return PhotoMakeover.of(request, photo, self.world)
        told = self.known(request.layout)
        if request.task == "inpaint":
            assert mask is not None  # Request holds this task to it
            if told is None:
                return retouching.of(request, photo, mask, self.world)
            return self._inpainted(request, told, mask)
        layout = told or layout_of(photo.convert("RGB"), self.world)
        if request.task == "edit":
            return self._edited(request, layout) if layout else self._redrawn(request, photo)
        if layout is None:
            return PhotoMakeover.of(replace(request, prompt=""), photo, self.world)
        return self._varied(request, layout)

    def reads(self, prompt: str, task: str) -> SceneGraph:
        """What the words of a task name; of an edit, and of that what no edit can paint."""
        asked = self.world.asked(prompt)
        if task != "edit":
            return asked
        change = read_change(prompt, SceneGraph(), self.world.dictionary)
        return replace(asked, not_painted=change.graph.not_painted)

    def draft(self, request: CompleteRequest) -> Draft:
        """A picture of words."""
        return Draft(request, self.world.asked(request.prompt), self.world)

    def known(self, layout: str | None) -> Layout | None:
        """What the settings of a picture tell, if it is one of this world. Raises RequestError
        where a thing of the user's own does not come along: the settings do not hold its looks."""
        found = from_layout(layout) if layout else None
        return found if found and all(map(self._has, found.graph.elements)) else None

    def _has(self, element: Element) -> bool:
        kind, own = self.world.dictionary.kinds.get(element.kind), element.match == "yours"
        found = kind is not None and own == (kind.category == USER_CATEGORY)
        if own and not found:
            raise RequestError("thing_missing", name=element.word)
        return found

    def describe(self, layout: str | None) -> Description | None:
        """What a picture's own settings say that it shows; None where they say nothing of it."""
        found = from_layout(layout) if layout else None
        if found is None:
            return None
        described = self.world.describe(found.composed)
        return replace(described, not_painted=(), not_styled=())

    def _edited(self, request: CompleteRequest, layout: Layout) -> ComposedPicture:
        before, dictionary = as_painted(layout.composed), self.world.dictionary
        change = read_change(request.prompt, before.graph, dictionary)
        after = revised(before, change, dictionary, request.seed, _aspect(request))
        picture = self._picture(after, layout.seed)
        if looks_alike(layout.composition, picture.composed.composition):
            raise RequestError("nothing_changes")
        return picture

    def _redrawn(self, request: CompleteRequest, photo: Image.Image) -> PhotoMakeover:
        """A picture that nobody knows, drawn anew in another light or with other clothes."""
        redrawn = PhotoMakeover.of(request, photo, self.world)
        if not redrawn.changes:
            raise RequestError("nothing_changes")
        return redrawn

    def _inpainted(
        self, request: CompleteRequest, layout: Layout, mask: Image.Image
    ) -> ComposedPicture:
        asked = self.world.asked(request.prompt)
        marked = np.asarray(mask.convert("L")) > 127
        before, dictionary = as_painted(layout.composed), self.world.dictionary
        after = under_mask(before, asked, marked, dictionary, request.seed, _aspect(request))
        return self._picture(after, layout.seed)

    def _varied(self, request: CompleteRequest, layout: Layout) -> ComposedPicture:
        dictionary, strength = self.world.dictionary, request.strength
        after = varied(layout.composed, strength, dictionary, request.seed, _aspect(request))
        after = replace(after, graph=replace(after.graph, not_painted=(), unstyled=()))
        return self._picture(after, request.seed if strength >= ANEW else layout.seed)

    def _picture(self, composed: Composed, seed: int) -> ComposedPicture:
        tokens = self.world.tokens(composed, composed.graph)
        return ComposedPicture(composed.graph, tokens, seed, self.world)


def painted(
    world: World, tokens: Tensor, asked: SceneGraph, request: CompleteRequest, seed: int
) -> Iterator[DecodeProgress]:
    """What tokens say, in the steps that are asked for: a picture, things alone or a loop."""
    composition = world.read(tokens, asked).composition
    if request.transparent:
        return layered.alone(world, composition, request.size, request.steps, seed)
    if request.format == MOVING:
        return layered.moving(world, composition, request.size, request.frames, seed)
    return world.paint(composition, request.size, request.steps, seed)


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
