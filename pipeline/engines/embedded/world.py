"""The world: what the picture dictionary holds, composed on a canvas and painted.

The words become a scene graph, the graph a composition written as tokens (by a transformer, or by
rules where there are no weights for it), the composition a canvas of drawings in their places, and
the canvas decoder paints that in the picture's style and light.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from pipeline.engines.base import DecodeProgress, Things
from pipeline.engines.embedded.tuning import Tuning
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.canvas_decoder import CanvasBatch, CanvasDecoder
from pipeline.model.networks.composer import Composer
from pipeline.model.networks.flow import denoise, timesteps
from pipeline.model.networks.precision import precision
from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.painting.brushwork import atlas
from pipeline.model.painting.canvas_inputs import canvas_batch
from pipeline.model.painting.collage import Canvas, collage
from pipeline.model.painting.enlarging import Enlarger
from pipeline.model.painting.guides import place_of, textures
from pipeline.model.painting.images import to_image
from pipeline.model.painting.styles import INKED, Cues, styled
from pipeline.model.plan import composition_tokens
from pipeline.model.plan.boxes import third
from pipeline.model.plan.composition import Composition
from pipeline.model.plan.scene_graph import STYLES, Element, SceneGraph
from pipeline.model.plan.values import from_data
from pipeline.model.planning.composing import Composed, composed
from pipeline.model.planning.composing.liking import liked_seed
from pipeline.model.planning.composing.telling import unshown
from pipeline.model.planning.composing.writing import RULES, Written, written
from pipeline.model.reading.graph import read_graph
from pipeline.model.seeing.recognizing import Observer
from pipeline.results import Description, Group

MOST_PIXELS = 640 * 640  # that are painted as they are; larger pictures are painted at half size
SHARP, SOFT = Image.Resampling.NEAREST, Image.Resampling.BICUBIC
CELLED = "pixel art"  # the style whose cells stay sharp in a larger picture


@dataclass(frozen=True)
class World:
    """dictionary: what can be painted; decoder: what paints it; version: of its weights; composer:
    what composes it, None for the rules alone; observer: what names things in pictures, None for
    weights that have none.
    tuning: by people's choices, None for none."""

    dictionary: Dictionary
    decoder: CanvasDecoder
    upscaler: Upscaler
    device: torch.device
    version: str = "untrained"
    composer: Composer | None = None
    observer: Observer | None = None
    tuning: Tuning | None = None

    def with_things(self, things: Things) -> "World":
        """A world that also has things of a user's own, by their names."""
        dictionary = self.dictionary
        for name, rgba in things.items():
            dictionary = dictionary.with_entry(name, rgba)
        return replace(self, dictionary=dictionary)

    def asked(self, prompt: str) -> SceneGraph:
        """What a prompt asks for."""
        return read_graph(prompt, self.dictionary)

    def describe(self, composed: Composed) -> Description:
        """What a composition shows, from left to right."""
        return description_of(composed, self.dictionary)

    def compose(self, graph: SceneGraph, seed: int, aspect: float) -> Written:
        """A picture of the graph, and who has composed it."""
        if self.composer is None:
            return Written(composed(graph, self.dictionary, seed, aspect), RULES, dice=seed)
        if self.tuning:  # of what the words leave open, what is liked comes more often
            seed = liked_seed(self.tuning.liking, graph, self.dictionary, seed, aspect)
        return written(self.composer, graph, self.dictionary, seed, aspect)

    def write(self, graph: SceneGraph, seed: int, aspect: float) -> Tensor:
        """Tokens (N,) of a picture of the graph; see `tokens`."""
        return self.tokens(self.compose(graph, seed, aspect).composed, graph)

    def tokens(self, whole: Composed, graph: SceneGraph) -> Tensor:
        """The tokens of what was composed for a graph, whose elements are its first ones: how many
        are added and their kinds' numbers in the dictionary, then the composition."""
        added = whole.graph.elements[len(graph.elements) :]
        kinds = list(self.dictionary.kinds)
        numbers = [len(added), *(kinds.index(element.kind) for element in added)]
        return torch.tensor(numbers + composition_tokens.encode(whole.composition))

    def read(self, tokens: Tensor, graph: SceneGraph) -> Composed:
        """What was written for a graph. Raises ValueError for tokens that are no picture of it."""
        count, *rest = tokens.tolist()
        kinds = list(self.dictionary.kinds)
        added = tuple(Element(kinds[number], match="added") for number in rest[:count])
        whole = replace(graph, elements=graph.elements + added)
        return Composed(whole, composition_tokens.decode(rest[count:], whole))

    def told(self, graph: SceneGraph, tokens: Tensor) -> SceneGraph:
        """The graph with the words, too, for what was written for it and will not be seen."""
        more = unshown(self.read(tokens, graph), self.dictionary)
        known = " ".join(graph.not_painted).casefold()
        new = tuple(word for word in more if word.casefold() not in known)
        return replace(graph, not_painted=(*graph.not_painted, *new))

    @torch.inference_mode()
    def paint(
        self,
        composition: Composition,
        size: tuple[int, int],
        steps: int,
        seed: int,
        phase: float | None = None,
    ) -> Iterator[DecodeProgress]:
        """The canvas first, then one step a network call; the last image has `size` (width,
        height). phase: 0..1, of the loop of what falls and shimmers; None for a still."""
        halved = size[0] * size[1] > MOST_PIXELS
        width, height = (self._side(side / 2 if halved else side) for side in size)
        laid = collage(composition, self.dictionary, width, height, Enlarger(self.upscaler))
        drawn = drawn_on(laid, composition.style)
        canvas = canvas_batch(composition, drawn, (width, height), seed, phase)
        yield DecodeProgress(1, steps + 1, to_image(unlit(canvas)).resize(size, SOFT))
        finish = Finish(composition, laid, canvas.materials[0].numpy(), seed)
        canvas = canvas.to(self.device)
        noise = torch.randn((1, 3, height, width), generator=torch.Generator().manual_seed(seed))
        noise = noise.to(self.device, memory_format=torch.channels_last)

        def predict(x_t: Tensor, t: Tensor) -> Tensor:
            with precision(self.device.type):
                return self.decoder(x_t, t, canvas).float()

        for step, (_, x_0) in enumerate(denoise(predict, noise, timesteps(steps)), start=2):
            picture = finish(x_0 / 2 + 0.5)
            cells = composition.style == CELLED
            if step > steps and halved and not cells:
                picture = self.upscaler(picture)
            image = to_image(picture)
            if image.size != size:
                image = image.resize(size, SHARP if cells else SOFT)
            yield DecodeProgress(step, steps + 1, image)

    def _side(self, side: float) -> int:
        """The nearest side that the decoder can paint."""
        cell = self.decoder.config.cell
        return max(cell, round(side / cell) * cell)


def unlit(canvas: CanvasBatch) -> Tensor:
    """(1, 3, H, W) in 0..1: the drawings on the land's flat colours, before they are painted."""
    rgb, alpha = canvas.drawings[:, :3], canvas.drawings[:, 3:]
    return torch.lerp(canvas.flat / 2 + 0.5, rgb / 2 + 0.5, alpha).clamp(0, 1)


def drawn_on(laid: Canvas, style: str) -> Canvas:
    """The canvas as the decoder is to paint it: without lines of ink where the style has none."""
    return laid if style in INKED else replace(laid, ink=np.zeros_like(laid.ink))


@dataclass(frozen=True)
class Finish:
    """Turns the decoder's gouache into the composition's style, by rules (`painting.styles`).

    laid: the canvas with its lines; materials: (H, W), the land's.
    """

    composition: Composition
    laid: Canvas
    materials: NDArray[np.integer]
    seed: int

    def __call__(self, picture: Tensor) -> Tensor:
        """(1, 3, H, W), clamped to 0..1, on the picture's device."""
        style = self.composition.style
        if style == STYLES[0]:
            return picture.clamp(0, 1)
        values = picture[0].permute(1, 2, 0).float().cpu().numpy()
        height, width = values.shape[:2]
        brush = textures(atlas(), height, width, place_of(self.seed))
        things, time = self.laid.drawings[..., 3], self.composition.time
        cues = Cues(self.laid.ink, things, self.materials, brush, time)
        done = np.ascontiguousarray(styled(values, style, cues).transpose(2, 0, 1))
        return torch.from_numpy(done)[None].to(picture.device)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a picture shows and where. seed: of the noise that it was painted from, so that it can
    be painted again. by: who has composed it, "transformer" or "rules". placed: tokens that place
    its groups of things; dice: seed of what was settled before. Votes are about these two."""

    graph: SceneGraph
    composition: Composition
    seed: int = 0
    by: str = RULES
    placed: tuple[int, ...] = ()
    dice: int | None = None

    @property
    def composed(self) -> Composed:
        """The picture alone."""
        return Composed(self.graph, self.composition)


def to_layout(
    composed: Composed,
    seed: int = 0,
    by: str = RULES,
    placed: tuple[int, ...] = (),
    dice: int | None = None,
) -> str:
    """What a picture shows and where, as JSON for its signed settings."""
    layout = Layout(composed.graph, composed.composition, seed, by, placed, dice)
    return json.dumps(asdict(layout), separators=(",", ":"), ensure_ascii=False)


def from_layout(layout: str) -> Layout | None:
    """Inverse of `to_layout`; None for a layout of weights before
    2.0. Raises ValueError for text
    that is no layout."""
    data = json.loads(layout)
    if isinstance(data, dict) and "graph" not in data:
        return None
    return from_data(Layout, data)


def description_of(composed: Composed, dictionary: Dictionary) -> Description:
    """What a composition shows, from left to right."""
    graph, composition = composed.graph, composed.composition
    found: dict[int, list[float]] = {}
    for drawing in composition.drawings:
        found.setdefault(drawing.element, []).append((drawing.box[0] + drawing.box[2]) / 2)
    groups = [_group(graph, number, places, dictionary) for number, places in found.items()]
    groups.sort(key=lambda group: ("left", "", "right").index(group.side))
    setting = composition.time, composition.weather, composition.season
    return Description(
        composition.land.place,
        *setting,
        things=tuple(groups),
        style=composition.style,
        not_painted=graph.not_painted,
        not_styled=graph.unstyled,
    )


def _group(graph: SceneGraph, number: int, places: list[float], dictionary: Dictionary) -> Group:
    element = graph.elements[number]
    side = third(sum(places) / len(places))
    kind = dictionary.kinds.get(element.kind)
    names = {language: words[0] for language, words in kind.names.items()} if kind else {}
    return Group(
        element.kind,
        len(places),
        element.color,
        element.action,
        side if side != "middle" else "",
        element.text,
        names=names,
        own=element.word if element.match == "yours" else "",
    )
