"""How the embedded engine goes about each task: one class for each of `request.TASKS`.

A task tells what it takes from the photo, what it plans, from which tokens the transformer writes
on, which codes it may choose, and which pixels are painted anew.
"""

from torch import Tensor
from torch.nn import functional as F

from pipeline.engines.embedded.conditioning import Conditioning, Given, Inputs
from pipeline.engines.embedded.open_world import from_layout
from pipeline.engines.embedded.parts import Parts
from pipeline.errors import RequestError
from pipeline.model.networks import choices
from pipeline.model.networks.sampling import Adjust
from pipeline.model.networks.sequence import Sequence, Special, words
from pipeline.model.painting import detail, inpainting
from pipeline.model.painting.images import to_pixels
from pipeline.model.plan import layout
from pipeline.model.plan.scene import Plan
from pipeline.model.plan.world import MAX_THINGS
from pipeline.model.planning import editing
from pipeline.model.planning.planner import Planner
from pipeline.model.planning.variation import loosened

REACH = 0.35  # of a variation at full strength, in FSQ values


class Task:
    """What the tasks have in common: words alone, planned and painted.

    pixels are a photo (1, 3, H, W) in [0, 1].
    """

    reads_new_picture = True  # what the words say shall not be there is not painted
    reads_photo_words = False  # the words are those that a photo is painted with
    soft_mask = False  # its mask fades at its edge already

    def __init__(self, parts: Parts, planner: Planner) -> None:
        self.parts, self.planner = parts, planner

    def given(self, inputs: Inputs) -> Given:
        """What photo and mask add to the words."""
        return Given()

    def plan(self, conditioning: Conditioning, seed: int) -> Plan | None:
        """What the picture is to show; None where a photo settles it."""
        return self.planner.for_prompt(conditioning.prompt, seed)

    def prefix(self, conditioning: Conditioning) -> tuple[Sequence, Sequence]:
        """What comes before the plan and the picture: with the words, and without them for
        guidance."""
        return conditioning.prompt.tokens, self._no_words()

    def check(self, conditioning: Conditioning, plan: Plan | None) -> None:
        """Raises RequestError for a plan that is not worth painting."""

    def adjust(
        self, conditioning: Conditioning, plan: Plan | None, mask: Tensor | None
    ) -> Adjust | None:
        """How the choice of codes is bent; None where it is free."""
        return None

    def mask(self, conditioning: Conditioning, plan: Plan | None) -> Tensor | None:
        """(1, 1, H, W), 1 where the picture is painted anew; None: everywhere."""
        return None

    def _no_words(self) -> Sequence:
        return words(self.parts.transformer.vocabulary, Special.TEXT, [])

    def _look(self, inputs: Inputs) -> tuple[Tensor, Tensor]:
        """The photo's pixels, and its own tokens (rows, columns)."""
        assert inputs.photo is not None  # Request holds every task but the first to it
        pixels = to_pixels(inputs.photo, self.parts.device)
        return pixels, self.parts.tokenizer.encode(pixels, inputs.grid)[0].cpu()

    def _seen(self, inputs: Inputs, pixels: Tensor) -> Plan | None:
        """What stands where in the photo: as its credentials tell, else as the observer reads it.
        None where it is not of the painted world: better no plan than a wrong one."""
        told = inputs.request.layout
        if told is not None and from_layout(told) is None:  # of the closed world
            return layout.from_layout(told)
        observer = self.parts.observer
        if observer is None:
            return None
        plan = observer.read(pixels, inputs.grid)
        return (
            plan
            if observer.likeness(plan, pixels, inputs.grid) > self.parts.likeness_threshold
            else None
        )

    def _stays(self, inputs: Inputs, pixels: Tensor) -> Tensor:
        """The photo in [-1, 1] at the size of the detail pass."""
        size = [side * detail.SCALE for side in self.parts.scene_size(inputs.grid)]
        return F.interpolate(pixels * 2 - 1, size, mode="bicubic", antialias=True).clamp(-1, 1)


class TextToImage(Task):
    """A picture of what the words say."""


class PhotoToPainting(Task):
    """How the words for a photo are read; it is drawn by `photos.PhotoMakeover`, without a plan."""

    reads_new_picture = False
    reads_photo_words = True

    def plan(self, conditioning: Conditioning, seed: int) -> Plan | None:
        return None


class Replanned(Task):
    """What starts from the plan of a given picture. The words describe a change and the plan the
    picture, so only the plan comes before the tokens."""

    reads_new_picture = False

    def prefix(self, conditioning: Conditioning) -> tuple[Sequence, Sequence]:
        return self._no_words(), self._no_words()

    def adjust(
        self, conditioning: Conditioning, plan: Plan | None, mask: Tensor | None
    ) -> Adjust | None:
        """Cells outside the mask keep the photo's codes."""
        if mask is None:
            return None
        free = choices.free_cells(mask, conditioning.grid)
        return choices.keep(conditioning.given.own_codes, free)


class Edit(Replanned):
    """A new plan for the picture; what the plan changes is painted anew."""

    soft_mask = True

    def given(self, inputs: Inputs) -> Given:
        pixels, codes = self._look(inputs)
        seen = self._seen(inputs, pixels)
        if seen is None:
            raise RequestError("unknown_picture")
        return Given(codes, seen, known=self._stays(inputs, pixels))

    def plan(self, conditioning: Conditioning, seed: int) -> Plan:
        return self.planner.for_edit(conditioning.prompt, conditioning.given.seen_plan, seed)

    def check(self, conditioning: Conditioning, plan: Plan | None) -> None:
        if plan is None or plan != conditioning.given.seen:
            return
        if len(plan.things) == MAX_THINGS:
            raise RequestError("picture_full", most=MAX_THINGS)
        raise RequestError("nothing_changes")

    def mask(self, conditioning: Conditioning, plan: Plan | None) -> Tensor | None:
        assert plan is not None  # an edit always has one
        before, aspect = conditioning.given.seen_plan, conditioning.prompt.aspect
        areas = editing.changed_areas(before, plan, aspect)
        if areas is None:
            return None
        size = self.parts.scene_size(conditioning.grid)
        return inpainting.areas_mask(areas, size).to(self.parts.device)


class Inpaint(Replanned):
    """What the words ask for, planned into the part under the mask."""

    def given(self, inputs: Inputs) -> Given:
        assert inputs.mask is not None  # Request holds this task to it
        pixels, codes = self._look(inputs)
        grey = to_pixels(inputs.mask, self.parts.device)[:, :1]
        small = F.interpolate(grey, self.parts.scene_size(inputs.grid), mode="area")
        seen, known = self._seen(inputs, pixels), self._stays(inputs, pixels)
        return Given(codes, seen, known=known, mask=small)

    def plan(self, conditioning: Conditioning, seed: int) -> Plan:
        given = conditioning.given
        assert given.mask is not None
        return self.planner.for_mask(conditioning.prompt, given.seen, given.mask, seed)

    def mask(self, conditioning: Conditioning, plan: Plan | None) -> Tensor | None:
        return conditioning.given.mask


class Variation(Replanned):
    """The plan of the given picture loosened, its tokens drawn again in their neighbourhood."""

    def given(self, inputs: Inputs) -> Given:
        pixels, codes = self._look(inputs)
        return Given(codes, self._seen(inputs, pixels))

    def plan(self, conditioning: Conditioning, seed: int) -> Plan | None:
        seen, strength = conditioning.given.seen, conditioning.request.strength
        return seen and loosened(seen, strength, seed, conditioning.prompt.aspect)

    def adjust(
        self, conditioning: Conditioning, plan: Plan | None, mask: Tensor | None
    ) -> Adjust | None:
        """Codes near the picture's own; of another sky nothing is known."""
        given = conditioning.given
        if plan and plan.view != given.seen_plan.view:
            return None
        reach = REACH * conditioning.request.strength
        return choices.near(self.parts.tokenizer.fsq, given.own_codes, reach)


TASKS: dict[str, type[Task]] = {
    "text_to_image": TextToImage,
    "photo_to_painting": PhotoToPainting,
    "edit": Edit,
    "inpaint": Inpaint,
    "variation": Variation,
}
