"""The embedded engine: the whole chain on a laptop's CPU, its weights in this repository."""

import platform
import threading
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace
from math import prod
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from pipeline.engines.base import NO_THINGS, Capabilities, DecodeProgress, Things, TokenProgress
from pipeline.engines.embedded import outlining
from pipeline.engines.embedded import parts as loading
from pipeline.engines.embedded.conditioning import Conditioning, Given, Inputs
from pipeline.engines.embedded.description import description_of
from pipeline.engines.embedded.finish import finished
from pipeline.engines.embedded.open_sight import layout_of, seen_in
from pipeline.engines.embedded.open_tasks import OpenTasks
from pipeline.engines.embedded.parts import TRAINED, UNTRAINED, Parts
from pipeline.engines.embedded.photos import PhotoMakeover
from pipeline.engines.embedded.tasks import TASKS, Task
from pipeline.engines.embedded.understanding import understood
from pipeline.errors import RequestError
from pipeline.model.networks import attention
from pipeline.model.networks.image_tokenizer import grid_for
from pipeline.model.networks.sampling import Sampling, sample
from pipeline.model.networks.sequence import Special, picture, planned, words
from pipeline.model.painting import passes
from pipeline.model.painting.images import to_image, to_pixels
from pipeline.model.plan import layout
from pipeline.model.plan.scene import Plan
from pipeline.model.plan.scene_graph import STYLES, SceneGraph
from pipeline.model.planning.planner import Planner, Prompt
from pipeline.model.reading import vocabulary
from pipeline.model.reading.sign_text import sign_letters, sign_words
from pipeline.model.seeing.observer import GLANCE_STEPS
from pipeline.model.seeing.scoring import name_scores
from pipeline.request import MAX_CANDIDATES, MAX_SEED, MAX_THINGS, CompleteRequest, Request
from pipeline.results import Description, Outline, Reading, ReadWord

CAPABILITIES = Capabilities(
    tasks=frozenset({*TRAINED, *UNTRAINED}),
    min_side=256,
    max_side=1024,
    side_multiple=32,
    max_ratio=2.0,
    default_size=(512, 512),
    default_photo_side=768,
    min_steps=1,
    max_steps=20,
    default_steps=4,
    default_photo_steps=2,
    min_guidance=1.0,
    max_guidance=8.0,
    default_guidance=3.0,
    max_candidates=MAX_CANDIDATES,
)

BY_SIGHT = ("edit", "variation")  # tasks that a picture's looks can do for its settings
ANY_THING = np.full((1, 1, 4), 255, np.uint8)  # of a name that is read and not painted


@dataclass(frozen=True)
class Candidate:
    """One of several written pictures. codes (rows, columns); mask (1, 1, H, W), 1 where it is
    painted anew, None: everywhere."""

    plan: Plan | None
    codes: Tensor
    mask: Tensor | None


class EmbeddedEngine:
    """Tokenizer, transformer, decoder and upscaler behind the Engine protocol."""

    name = "embedded"
    notice = ""  # why it serves in place of the engine that was asked for

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.model = f"Enogu embedded {parts.config.name}, {parts.version}"
        if parts.open_world:
            self.model += f", open world {parts.open_world.version}"
            if tuning := parts.open_world.tuning:
                self.model += f", tuned {tuning.name}"
        edits, none = frozenset({"edit"}), frozenset[str]()
        self.capabilities = replace(
            CAPABILITIES,
            tasks=parts.tasks,
            styles=STYLES if parts.open_world else (),
            max_things=MAX_THINGS if parts.open_world else 0,
            layered=frozenset({"text_to_image"} if parts.open_world else ()),
            # Without an observer an edit needs a layout of what stands where.
            knows_own=edits if "describe" in parts.tasks else none,
            needs_layout=none if "describe" in parts.tasks else edits,
        )
        self.lock = threading.Lock()
        self.planner = Planner(parts.transformer)
        self.tasks = {name: kind(parts, self.planner) for name, kind in TASKS.items()}
        self.open = OpenTasks(parts.open_world) if parts.open_world else None

    @classmethod
    def load(
        cls,
        folder: Path | str | None = None,
        device: str | None = None,
        closed: bool = False,
        tuned: str | None = None,
    ) -> "EmbeddedEngine":
        """The trained engine; `closed`, without the open world; `tuned`, with a tuning of this
        name. Raises WeightsError when weights are missing or damaged, RequestError for a tuning
        that there is not."""
        return cls(loading.load(folder, device, closed, tuned))

    @classmethod
    def tiny(cls, seed: int = 0) -> "EmbeddedEngine":
        """Every part real and very small, with random weights: for tests."""
        return cls(loading.tiny(seed))

    def about(self) -> dict[str, str]:
        """What the page's footer says."""
        facts = {
            "engine": self.name,
            "model": self.model,
            "device": str(self.parts.device),
            "attention": attention.backend(self.parts.device.type),
            "torch": torch.__version__,
            "python": platform.python_version(),
        }
        tuning = self.parts.open_world and self.parts.open_world.tuning
        if tuning:
            facts["tuning"] = f"{tuning.name}: {tuning.figures}, {tuning.source}"
        return {"note": self.notice} | facts if self.notice else facts

    def reads(self, prompt: str, task: str = "text_to_image", names: Sequence[str] = ()) -> Reading:
        """The prompt in pieces, and in words that the model knows."""
        tasks = self.open and self.open.with_things(dict.fromkeys(names, ANY_THING))
        if tasks and (asked := tasks.reads(prompt, task)):
            return understood(prompt, asked)
        pieces = vocabulary.read(prompt, self.tasks[task].reads_photo_words)
        text = self._in_known_words(prompt, task)
        return Reading(tuple(ReadWord(p.text, p.kind, p.nearest) for p in pieces), text)

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
        width, height = request.size
        grid = grid_for(width / height, self.parts.config.cells)
        tasks = self.open and self.open.with_things(things)
        if tasks and photo:
            request = self._with_sight(request, photo, tasks)
        opened = tasks.begin(request, mask) if tasks else None
        if things and opened is None and (tasks is None or tasks.names_own(request.prompt)):
            raise RequestError("things_not_painted")
        text = self._in_known_words(request.prompt, request.task)
        redrawn = None
        if request.task == "photo_to_painting":
            assert photo is not None  # Request holds this task to it
            redrawn = PhotoMakeover.of(request, photo, tasks.world if tasks else None)
        ids = self.parts.text.encode(text, self.parts.config.transformer.max_text)
        tokens = words(self.parts.transformer.vocabulary, Special.TEXT, ids)
        signs = tuple(sign_letters(sign_words(text)))
        prompt = Prompt(text or request.prompt, tokens, signs, grid)
        inputs = Inputs(request, text, photo, mask, grid)
        if opened is not None:
            return Conditioning(inputs, prompt, Given(), opened=opened)
        read_as = text if text != request.prompt else ""
        if redrawn is not None:
            return Conditioning(inputs, prompt, Given(), read_as, redrawn=redrawn)
        return Conditioning(inputs, prompt, self.tasks[request.task].given(inputs), read_as)

    def _in_known_words(self, prompt: str, name: str) -> str:
        task = self.tasks[name]
        return vocabulary.in_known_words(prompt, task.reads_photo_words, task.reads_new_picture)

    def _task(self, conditioning: Conditioning) -> Task:
        return self.tasks[conditioning.request.task]

    def sample_tokens(self, conditioning: Conditioning) -> Generator[TokenProgress, None, None]:
        """The autoregressive stage: a plan, then one step a token; of several candidates the one
        in which the engine itself reads its plan best (`_score`)."""
        if self.open and conditioning.opened:
            yield self.open.written(conditioning.opened)
            return
        if conditioning.redrawn:
            yield conditioning.redrawn.written(conditioning.read_as)
            return
        request, cells = conditioning.request, prod(conditioning.grid)
        total = request.candidates * cells
        yield TokenProgress(0, total, read_as=conditioning.read_as)
        written: list[tuple[float, Candidate]] = []
        for number in range(request.candidates):
            # The first candidate is what the seed gives when it is alone.
            seed = (request.seed + number) % (MAX_SEED + 1)
            candidate = yield from self._write(conditioning, seed, number * cells, total)
            ranked = candidate.plan is not None and request.candidates > 1
            written.append((self._score(conditioning, candidate) if ranked else 0.0, candidate))
        _, best = max(written, key=lambda one: one[0])
        yield TokenProgress(
            total,
            total,
            layout.to_tokens(best.plan, best.codes),
            description_of(best.plan) if best.plan else None,
            layout.to_layout(best.plan) if best.plan else None,
        )

    def _write(
        self, conditioning: Conditioning, seed: int, before: int, total: int
    ) -> Generator[TokenProgress, None, Candidate]:
        """One candidate, planned and written code by code; `before` were written before it."""
        task, grid = self._task(conditioning), conditioning.grid
        plan = task.plan(conditioning, seed)
        task.check(conditioning, plan)
        mask = task.mask(conditioning, plan)
        described = description_of(plan) if plan else None
        codes: list[int] = []
        for code in self._sample(conditioning, plan, mask, seed):
            codes.append(code)
            if before + len(codes) < total:
                yield TokenProgress(before + len(codes), total, plan=described)
        return Candidate(plan, torch.tensor(codes).view(grid), mask)

    def _sample(
        self, conditioning: Conditioning, plan: Plan | None, mask: Tensor | None, seed: int
    ) -> Iterable[int]:
        vocabulary, grid = self.parts.transformer.vocabulary, conditioning.grid
        target = picture(vocabulary, Special.IMAGE, torch.zeros(grid, dtype=torch.long), 0)
        task = self._task(conditioning)
        with_text, without_text = task.prefix(conditioning)
        if plan is not None:
            with_text = with_text + planned(vocabulary, plan, grid)
        return sample(
            self.parts.transformer,
            with_text + target,
            without_text + target,
            grid,
            Sampling(guidance=conditioning.request.guidance),
            torch.Generator().manual_seed(seed),
            task.adjust(conditioning, plan, mask),
        )

    @torch.inference_mode()
    def _score(self, conditioning: Conditioning, candidate: Candidate) -> float:
        """How surely what was planned is read in a candidate: in a quick, small painting of it, or
        in its tokens alone by weights that have nothing to look with."""
        parts, grid, plan = self.parts, conditioning.grid, candidate.plan
        assert plan is not None
        if parts.observer is None:
            seen = picture(parts.transformer.vocabulary, Special.SOURCE, candidate.codes)
            return float(name_scores(parts.transformer, seen, plan, grid).mean())
        *_, (_, x_0) = self._passes(conditioning, candidate, GLANCE_STEPS)
        return parts.observer.score((x_0 / 2 + 0.5).clamp(0, 1), plan, grid)

    def plan(self, request: Request, photo: Image.Image | None = None) -> Plan:
        """What a picture is to show, before anything is painted. Raises ValueError for a request
        whose photo settles that."""
        complete = self.capabilities.complete(request, photo.size if photo else None)
        conditioning = self.encode(complete, photo)
        plan = self._task(conditioning).plan(conditioning, complete.seed)
        if plan is None:
            raise ValueError(f"{complete.task} has no plan of this photo")
        return plan

    def outline(self, request: CompleteRequest, things: Things = NO_THINGS) -> Outline:
        """What a prompt would show and where, without painting."""
        conditioning = self.encode(request, None, things=things)
        if opened := conditioning.opened:
            return outlining.of_composed(request.prompt, opened.composed)
        asked = self.open.world.asked(request.prompt) if self.open else SceneGraph()
        plan = self._task(conditioning).plan(conditioning, request.seed)
        assert plan is not None  # of words alone there always is one
        return outlining.of_plan(request.prompt, asked, plan, conditioning.prompt.aspect)

    @torch.inference_mode()
    def describe(self, image: Image.Image, layout: str | None = None) -> Description:
        """What a picture shows, as its own settings tell, or as far as it is seen: the closed
        world's in full, of any other what the open world surely names."""
        if self.open and (told := self.open.describe(layout)):
            return told
        plan, known = self._read(image)
        seen = seen_in(image.convert("RGB"), self.open.world) if self.open and not known else None
        return seen or description_of(plan, known)

    def _with_sight(
        self, request: CompleteRequest, photo: Image.Image, tasks: OpenTasks
    ) -> CompleteRequest:
        """The request with what is seen in a picture that has no settings, where that is sure."""
        looks = tasks.world.observer and self.parts.observer and request.layout is None
        if not looks or request.task not in BY_SIGHT or self._read(photo)[1]:
            return request
        return replace(request, layout=layout_of(photo.convert("RGB"), tasks.world))

    def _read(self, image: Image.Image) -> tuple[Plan, bool]:
        """A picture's plan in the closed world, and whether it is seen to be one of it."""
        observer = self.parts.observer
        assert observer is not None  # else "describe" is not among the capabilities
        grid = grid_for(image.width / image.height, self.parts.config.cells)
        pixels = to_pixels(image, self.parts.device)
        plan = observer.read(pixels, grid)
        likeness = observer.likeness(plan, pixels, grid)
        return plan, likeness > self.parts.likeness_threshold

    @torch.inference_mode()
    def decode(
        self, conditioning: Conditioning, tokens: Tensor
    ) -> Generator[DecodeProgress, None, None]:
        """The diffusion stage: one step a network call, then the upscaler."""
        if self.open and (opened := conditioning.opened):
            yield from self.open.painted(opened, tokens, conditioning.request)
            return
        if conditioning.redrawn:
            yield from conditioning.redrawn.painted(self.parts.upscaler)
            return
        request, task = conditioning.request, self._task(conditioning)
        details = self.parts.config.detail_steps
        total = request.steps + details
        plan, codes = layout.from_tokens(tokens, conditioning.grid)
        candidate = Candidate(plan, codes, task.mask(conditioning, plan))
        steps = self._passes(conditioning, candidate, request.steps, details)
        for step, (x_t, x_0) in enumerate(steps, start=1):
            if step < total:
                preview = to_image(x_0 / 2 + 0.5).resize(request.size, Image.Resampling.BICUBIC)
                yield DecodeProgress(step, total, preview)
            else:
                upscaler, mask = self.parts.upscaler, candidate.mask
                image = finished(x_t, conditioning, upscaler, mask, task.soft_mask)
                yield DecodeProgress(step, step, image)

    def _passes(
        self, conditioning: Conditioning, candidate: Candidate, steps: int, details: int = 0
    ) -> passes.Steps:
        """Of the painting, and then of a scene's detail pass."""
        given, mask = conditioning.given, candidate.mask
        values = self.parts.tokenizer.fsq.values(candidate.codes[None].to(self.parts.device))
        predict = passes.predictor(self.parts.decoder, values, candidate.plan)
        generator = torch.Generator().manual_seed(conditioning.request.seed)
        start = self._start(conditioning, generator)
        for x_t, x_0 in passes.paint(predict, start, steps, given.known, mask):
            yield x_t, x_0
        if details:
            yield from passes.add_detail(predict, x_t, details, given.known, mask, generator)

    def _start(self, conditioning: Conditioning, generator: torch.Generator) -> Tensor:
        """x_1: unit noise."""
        shape = (1, 3, *self.parts.scene_size(conditioning.grid))
        return torch.randn(shape, generator=generator).to(self.parts.device)
