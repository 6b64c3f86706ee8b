"""The embedded engine: the whole chain on a laptop's CPU, its weights in this repository."""

import platform
import threading
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from pipeline.engines.base import NO_THINGS, Capabilities, DecodeProgress, Things, TokenProgress
from pipeline.engines.embedded import loading, outlining
from pipeline.engines.embedded.conditioning import Conditioning
from pipeline.engines.embedded.sight import seen_in
from pipeline.engines.embedded.tasks import Tasks
from pipeline.engines.embedded.understanding import understood
from pipeline.engines.embedded.world import World
from pipeline.model.networks import attention
from pipeline.model.plan.scene_graph import STYLES
from pipeline.model.reading.photo_wishes import without_plain
from pipeline.request import MAX_CANDIDATES, MAX_THINGS, TASKS, CompleteRequest
from pipeline.results import Description, Outline, Reading

# What is painted follows from the canvas, so the decoder was trained on the first step above all:
# further ones take sharpness away (1.0 dB after four). Nothing is left for guidance to do.
CAPABILITIES = Capabilities(
    tasks=frozenset({*TASKS, "describe"}),
    min_side=256,
    max_side=1024,
    side_multiple=32,
    max_ratio=2.0,
    default_size=(512, 512),
    default_photo_side=768,
    min_steps=1,
    max_steps=20,
    default_steps=1,
    min_guidance=1.0,
    max_guidance=8.0,
    default_guidance=1.0,
    max_candidates=MAX_CANDIDATES,
    max_things=MAX_THINGS,
    styles=STYLES,
    layered=frozenset({"text_to_image", "edit", "variation"}),
    knows_own=frozenset({"edit"}),
    unused=frozenset({"steps", "guidance"}),
)
ANY_THING = np.full((1, 1, 4), 255, np.uint8)  # of a name that is read and not painted
UNKNOWN = Description("", "", "", "", known=False)


class EmbeddedEngine:
    """Dictionary, composer, decoder, upscaler and observer behind the Engine protocol."""

    name = "embedded"
    notice = ""  # why it serves in place of the engine that was asked for

    def __init__(self, world: World) -> None:
        self.world = world
        self.model = f"Enogu embedded {world.version}"
        if world.tuning:
            self.model += f", tuned {world.tuning.name}"
        self.capabilities = CAPABILITIES
        self.lock = threading.Lock()

    @classmethod
    def load(
        cls,
        folder: Path | str | None = None,
        device: str | None = None,
        tuned: str | None = None,
    ) -> "EmbeddedEngine":
        """The trained engine; `tuned`, with a tuning of this name. Raises WeightsError when weights
        are missing or damaged, RequestError for a tuning that there is not."""
        return cls(loading.load(folder, device, tuned))

    @classmethod
    def tiny(cls, seed: int = 0) -> "EmbeddedEngine":
        """Every part real and very small, with random weights: for tests."""
        return cls(loading.tiny(seed))

    def about(self) -> dict[str, str]:
        """What the page's footer says."""
        facts = {
            "engine": self.name,
            "model": self.model,
            "device": str(self.world.device),
            "attention": attention.backend(self.world.device.type),
            "torch": torch.__version__,
            "python": platform.python_version(),
        }
        if tuning := self.world.tuning:
            facts["tuning"] = f"{tuning.name}: {tuning.figures}, {tuning.source}"
        return {"note": self.notice} | facts if self.notice else facts

    def reads(self, prompt: str, task: str = "text_to_image", names: Sequence[str] = ()) -> Reading:
        """The prompt in words that the model knows, and those that it does not."""
        things = dict.fromkeys(names, ANY_THING)
        tasks = Tasks(self.world.with_things(things))
        asked = tasks.reads(prompt, task)
        if task == "photo_to_painting":  # "make me a painting" asks for nothing unknown
            asked = replace(asked, not_painted=without_plain(asked.not_painted))
        return understood(prompt, asked, tasks.world.dictionary)

    @torch.inference_mode()
    def encode(
        self,
        request: CompleteRequest,
        photo: Image.Image | None,
        mask: Image.Image | None = None,
        references: tuple[Image.Image, ...] = (),
        things: Things = NO_THINGS,
    ) -> Conditioning:
        """Words, photo, mask and things become what both stages need."""
        tasks = Tasks(self.world.with_things(things))
        return Conditioning(request, tasks.begin(request, photo, mask))

    def sample_tokens(self, conditioning: Conditioning) -> Generator[TokenProgress, None, None]:
        """The autoregressive stage: the composition's tokens."""
        yield from conditioning.picture.written()

    @torch.inference_mode()
    def decode(
        self, conditioning: Conditioning, tokens: Tensor
    ) -> Generator[DecodeProgress, None, None]:
        """The diffusion stage: one step a network call, then the upscaler."""
        yield from conditioning.picture.painted(tokens, conditioning.request)

    def outline(self, request: CompleteRequest, things: Things = NO_THINGS) -> Outline:
        """What a prompt would show and where, without painting."""
        draft = Tasks(self.world.with_things(things)).draft(request)
        return outlining.outline(request.prompt, draft.composed(request.seed).composed)

    @torch.inference_mode()
    def describe(self, image: Image.Image, layout: str | None = None) -> Description:
        """What a picture shows, as its own settings tell, or as far as it is seen."""
        told = Tasks(self.world).describe(layout)
        return told or seen_in(image.convert("RGB"), self.world) or UNKNOWN
