"""The embedded engine: the whole chain on a laptop's CPU, its weights in this repository."""

import platform
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import prod
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional as F

from pipeline.engines.base import Capabilities, DecodeProgress, TokenProgress
from pipeline.engines.embedded import finish as finishing
from pipeline.engines.embedded.conditioning import Conditioning
from pipeline.model.networks import attention, flow, weights
from pipeline.model.networks.config import PRESETS, EmbeddedConfig
from pipeline.model.networks.decoder import Decoder
from pipeline.model.networks.image_tokenizer import ImageTokenizer, grid_for
from pipeline.model.networks.sampling import Adjust, Sampling, sample
from pipeline.model.networks.sequence import Special, picture, planned, words
from pipeline.model.networks.sign_reader import SignReader
from pipeline.model.networks.text_tokenizer import TextTokenizer
from pipeline.model.networks.transformer import Transformer
from pipeline.model.networks.upscaler import Upscaler
from pipeline.model.networks.vision import VisionEncoder
from pipeline.model.painting import detail, inpainting, redraw
from pipeline.model.painting import passes as painting
from pipeline.model.painting.passes import to_image, to_pixels
from pipeline.model.plan.mood import mood_of
from pipeline.model.plan.plan import Plan
from pipeline.model.planning import editing
from pipeline.model.planning import under_mask as planning
from pipeline.model.planning.planner import Planner
from pipeline.model.planning.variation import near
from pipeline.model.reading.sign_text import sign_words
from pipeline.model.reading.vocabulary import UNKNOWN, in_known_words
from pipeline.model.seeing.observer import GLANCE_STEPS, KNOWN, Onlooker
from pipeline.model.seeing.scoring import name_scores
from pipeline.request import MAX_CANDIDATES, MAX_SEED, Request

WEIGHTS = Path(__file__).parents[3] / "assets" / "weights"
# What weights must have been trained for; weights that do not say so know the first two.
TRAINED = ("text_to_image", "photo_to_painting", "edit", "describe")
UNTRAINED = ("inpaint", "variation")  # any weights can do these
REACH = 0.35  # of a variation at full strength, in FSQ values

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


class EmbeddedEngine:
    """Tokenizer, transformer, decoder and upscaler behind the Engine protocol."""

    name = "embedded"
    notice = ""  # why it serves in place of the engine that was asked for

    def __init__(
        self,
        config: EmbeddedConfig,
        text: TextTokenizer,
        upscaler: Upscaler,
        device: str = "cpu",
        version: str = "untrained",
        tasks: Iterable[str] = TRAINED,
    ) -> None:
        self.config, self.text, self.device = config, text, torch.device(device)
        self.model = f"Enogu embedded {config.name}, {version}"
        self.capabilities = replace(
            CAPABILITIES,
            tasks=frozenset({*tasks, *UNTRAINED}),
            **{"knows_own" if "describe" in tasks else "needs_layout": frozenset({"edit"})},
        )
        self.lock = threading.Lock()
        self.known = KNOWN
        self.tokenizer = ImageTokenizer(config.tokenizer)
        self.transformer = Transformer(config.transformer, config.tokenizer.codebook_size)
        self.planner = Planner(self.transformer)
        self.decoder = Decoder(config.decoder, len(config.tokenizer.levels))
        self.onlooker = self._onlooker() if "describe" in tasks else None
        self.upscaler = upscaler.to(self.device)
        for network in self.networks.values():
            network.eval().requires_grad_(False).to(self.device)
        self.decoder.to(memory_format=torch.channels_last)

    @property
    def networks(self) -> dict[str, torch.nn.Module]:
        """The trained networks, under the names their weights have on disk."""
        networks = {
            "tokenizer": self.tokenizer,
            "transformer": self.transformer,
            "decoder": self.decoder,
        }
        if self.onlooker:
            networks |= {"vision": self.onlooker.vision, "reader": self.onlooker.reader}
        return networks

    def _onlooker(self) -> Onlooker:
        """Sees with networks of its own, reads with the transformer."""
        vision = VisionEncoder(self.config.vision.widths)
        reader = SignReader(self.config.vision.reader)
        return Onlooker(self.tokenizer, self.transformer, self.decoder, vision, reader)

    @classmethod
    def load(cls, folder: Path | str | None = None, device: str | None = None) -> "EmbeddedEngine":
        """The trained engine. Raises WeightsError when weights are missing or damaged."""
        folder = weights.find_weights(folder)
        state, manifest = weights.load_weights(folder)
        device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        try:
            text = TextTokenizer.load(folder / "text_tokenizer.json")
            upscaler = Upscaler.load(folder / "upscaler.safetensors")
        except Exception as error:  # the tokenizers library raises bare Exception
            raise weights.WeightsError(
                f"{folder} lacks a part or holds a damaged one ({error}): fetch it again"
            ) from error
        # Weights with nothing to look with cannot describe, whatever they were trained for.
        sees = {"vision", "reader"} <= {name.split(".")[0] for name in state}
        tasks = manifest.get("tasks", TRAINED[:2])
        engine = cls(
            EmbeddedConfig.from_dict(manifest["config"]),
            text,
            upscaler,
            device,
            manifest["version"],
            [task for task in tasks if sees or task != "describe"],
        )
        for name, network in engine.networks.items():
            weights.fill(network, state, name, optional="" if sees else "see.weight")
        return engine

    @classmethod
    def tiny(cls, seed: int = 0) -> "EmbeddedEngine":
        """Every part real and very small, with random weights: for tests."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            text = TextTokenizer.train(["a red lantern beside a blue house"], 260)
            engine = cls(PRESETS["tiny"], text, Upscaler(width=8, depth=1).eval())
            engine.known = -1.0  # random weights know nothing: as if they knew everything
            for network in engine.networks.values():
                # Layers that begin at zero would make every seed's picture the same.
                for parameter in network.parameters():
                    if parameter.ndim > 1 and not parameter.any():
                        torch.nn.init.normal_(parameter, std=0.05)
        return engine

    def about(self) -> dict[str, str]:
        """What the page's footer says."""
        facts = {
            "engine": self.name,
            "model": self.model,
            "device": str(self.device),
            "attention": attention.backend(self.device.type),
            "torch": torch.__version__,
            "python": platform.python_version(),
        }
        return {"note": self.notice} | facts if self.notice else facts

    @torch.inference_mode()
    def encode(
        self,
        request: Request,
        photo: Image.Image | None,
        mask: Image.Image | None = None,
        references: tuple[Image.Image, ...] = (),
    ) -> Conditioning:
        """Words, photo and mask become what both stages need."""
        width, height = request.size
        grid = grid_for(width / height, self.config.cells)
        task = request.task
        said = in_known_words(request.prompt, task == "photo_to_painting", task == "text_to_image")
        ids = self.text.encode(said, self.config.transformer.max_text)
        prompt = words(self.transformer.vocabulary, Special.TEXT, ids)
        signs = tuple(planning.sign_letters(sign_words(said)))
        read_as = said if said != request.prompt else ""
        given = {} if photo is None else self._given(request, photo, grid, mask)
        if request.task == "photo_to_painting":
            given["mood"] = mood_of(said)
        return Conditioning(request, grid, prompt, signs, read_as, photo, **given)

    def _given(
        self, request: Request, photo: Image.Image, grid: tuple[int, int], mask: Image.Image | None
    ) -> dict:
        """What the photo adds to the conditioning."""
        pixels = to_pixels(photo, self.device)
        codes = self.tokenizer.encode(pixels, grid)[0].cpu()
        if request.task == "photo_to_painting":
            source = self._fit(pixels, request.size[::-1]) * 2 - 1
            return {"codes": codes, "source": source}
        given = {"codes": codes, "seen": self._seen(request, pixels, grid)}
        if request.task == "variation":
            return given
        size = self._scene_size(grid)
        large = tuple(side * detail.SCALE for side in size)
        known = F.interpolate(pixels * 2 - 1, large, mode="bicubic", antialias=True).clamp(-1, 1)
        marked = mask and F.interpolate(to_pixels(mask, self.device)[:, :1], size, mode="area")
        return given | {"known": known, "mask": marked}

    def _seen(self, request: Request, pixels: Tensor, grid: tuple[int, int]) -> Plan | None:
        """What stands where in the photo: as its credentials tell, else as the transformer reads
        it. None where it is not of the painted world: better no plan than a wrong one."""
        if request.layout is not None:
            return planning.from_layout(request.layout)
        plan = self.onlooker and self.onlooker.read(pixels, grid)
        known = plan is not None and self._known(plan, pixels, grid)
        if request.task == "edit" and not known:
            raise ValueError(
                "this engine can edit only pictures of its own painted world, and does not know "
                "this one. Paint the photo, or paint over a part of it"
            )
        return plan if known else None

    def _known(self, plan: Plan, pixels: Tensor, grid: tuple[int, int]) -> bool:
        """Whether a picture in which the plan was read is of the painted world."""
        return self.onlooker.likeness(plan, pixels, grid) > self.known

    def sample_tokens(self, conditioning: Conditioning) -> Iterator[TokenProgress]:
        """The autoregressive stage: a plan, then one step a token; of several candidates the one
        in which the transformer itself reads its plan best (`_score`)."""
        request, grid = conditioning.request, conditioning.grid
        total = request.candidates * prod(grid)
        written: list[tuple[float, Tensor, Plan | None]] = []
        for number in range(request.candidates):
            # The first candidate is what the seed gives when it is alone.
            seed = (request.seed + number) % (MAX_SEED + 1)
            if not number:
                yield TokenProgress(0, total, read_as=conditioning.read_as)
            plan = self.planner.plan(conditioning, seed)
            if request.task == "edit" and plan == conditioning.seen:
                raise ValueError(editing.unchanged(plan))
            said = planning.say(plan) if plan else ""
            codes: list[int] = []
            for code in self._write(conditioning, plan, seed):
                codes.append(code)
                done = number * prod(grid) + len(codes)
                if done < total:
                    yield TokenProgress(done, total, plan=said)
            tokens = planning.to_tokens(plan, torch.tensor(codes))
            ranked = plan is not None and request.candidates > 1
            score = self._score(conditioning, tokens) if ranked else 0.0
            written.append((score, tokens, plan))
        _, tokens, plan = max(written, key=lambda one: one[0])
        said, layout = (planning.say(plan), planning.to_layout(plan)) if plan else ("", None)
        yield TokenProgress(total, total, tokens, said, layout)

    @torch.inference_mode()
    def _score(self, conditioning: Conditioning, tokens: Tensor) -> float:
        """How surely what was planned is read in a candidate: in a quick, small painting of it, or
        in its tokens alone by weights that have nothing to look with."""
        grid = conditioning.grid
        plan, codes = planning.from_tokens(tokens, grid)
        if self.onlooker is None:
            seen = picture(self.transformer.vocabulary, Special.SOURCE, codes)
            return float(name_scores(self.transformer, seen, plan, grid).mean())
        mask = self._repainted(conditioning, plan)
        *_, (_, x_0) = self._passes(conditioning, plan, codes, mask, GLANCE_STEPS)
        return self.onlooker.score((x_0 / 2 + 0.5).clamp(0, 1), plan, grid)

    def _write(self, conditioning: Conditioning, plan: Plan | None, seed: int) -> Iterator[int]:
        """The codes of one candidate."""
        vocabulary, grid = self.transformer.vocabulary, conditioning.grid
        target = picture(vocabulary, Special.IMAGE, torch.zeros(grid, dtype=torch.long), 0)
        with_text, without_text = conditioning.prompt, words(vocabulary, Special.TEXT, [])
        if conditioning.request.task == "photo_to_painting":
            source = picture(vocabulary, Special.SOURCE, conditioning.codes)
            with_text, without_text = source + with_text, source + without_text
        elif conditioning.request.task != "text_to_image":
            with_text = without_text  # the words told of a change; the plan tells the picture
        if plan is not None:
            with_text = with_text + planned(vocabulary, plan, grid)
        return sample(
            self.transformer,
            with_text + target,
            without_text + target,
            grid,
            Sampling(guidance=conditioning.request.guidance),
            torch.Generator().manual_seed(seed),
            self._adjust(conditioning, plan),
        )

    def _adjust(self, conditioning: Conditioning, plan: Plan | None) -> Adjust | None:
        """How a task bends the choice of codes."""
        request, codes, seen = conditioning.request, conditioning.codes, conditioning.seen
        if request.task == "variation":
            if plan and plan.view != seen.view:
                return None  # of another sky nothing is known
            return near(self.tokenizer.fsq, codes, REACH * request.strength)
        mask = self._repainted(conditioning, plan)
        if mask is None:
            return None
        return inpainting.keep(codes, inpainting.free_cells(mask, conditioning.grid))

    def _repainted(self, conditioning: Conditioning, plan: Plan | None) -> Tensor | None:
        """(1, 1, H, W), 1 where the picture is painted anew; None: everywhere."""
        if conditioning.request.task != "edit":
            return conditioning.mask
        areas = editing.changed_areas(conditioning.seen, plan, conditioning.aspect)
        if areas is None:
            return None
        size = self._scene_size(conditioning.grid)
        return inpainting.areas_mask(areas, size).to(self.device)

    def plan(self, request: Request, photo: Image.Image | None = None) -> Plan:
        """What a picture is to show, before anything is painted. Not for photo_to_painting."""
        return self.planner.plan(self.encode(request, photo), request.seed)

    @torch.inference_mode()
    def describe(self, image: Image.Image) -> str:
        """A picture in words."""
        grid = grid_for(image.width / image.height, self.config.cells)
        pixels = to_pixels(image, self.device)
        plan = self.onlooker.read(pixels, grid)
        said = planning.say(plan)
        return said if self._known(plan, pixels, grid) else f"{UNKNOWN} {said}"

    @torch.inference_mode()
    def decode(self, conditioning: Conditioning, tokens: Tensor) -> Iterator[DecodeProgress]:
        """The diffusion stage: one step a network call, then the upscaler."""
        request, source = conditioning.request, conditioning.source
        details = self.config.detail_steps if source is None else 0
        total = request.steps + details
        plan, codes = planning.from_tokens(tokens, conditioning.grid)
        mask = self._repainted(conditioning, plan)
        passes = self._passes(conditioning, plan, codes, mask, request.steps, details)
        for step, (x_t, x_0) in enumerate(passes, start=1):
            if step < total:
                preview = to_image(x_0 / 2 + 0.5).resize(request.size, Image.Resampling.BICUBIC)
                yield DecodeProgress(step, total, preview)
            else:
                finished = finishing.finished(x_t, conditioning, self.upscaler)
                yield DecodeProgress(step, step, finishing.set_in(finished, conditioning, mask))

    def _passes(
        self,
        conditioning: Conditioning,
        plan: Plan | None,
        codes: Tensor,
        mask: Tensor | None,
        steps: int,
        details: int = 0,
    ) -> painting.Steps:
        """Of the painting, and then of a scene's detail pass; mask as `_repainted` gives it."""
        known = conditioning.known
        values = self.tokenizer.fsq.values(codes[None].to(self.device))
        source, mood = conditioning.source, conditioning.mood
        predict = painting.predictor(self.decoder, values, plan, source, mood)
        generator = torch.Generator().manual_seed(conditioning.request.seed)
        start = self._start(conditioning, generator)
        for x_t, x_0 in painting.paint(predict, start, steps, known, mask):
            yield x_t, x_0
        if details:
            yield from painting.add_detail(predict, x_t, details, known, mask, generator)

    def _start(self, conditioning: Conditioning, generator: torch.Generator) -> Tensor:
        """x_1: unit noise, or the noised photo."""
        source = conditioning.source
        shape = (1, 3, *self._scene_size(conditioning.grid)) if source is None else source.shape
        noise = torch.randn(shape, generator=generator).to(self.device)
        return noise if source is None else source + flow.BRIDGE_NOISE * noise

    def _scene_size(self, grid: Iterable[int]) -> tuple[int, ...]:
        """(height, width) in pixels at which a scene is painted."""
        return tuple(cells * self.config.tokenizer.patch for cells in grid)

    def _fit(self, pixels: Tensor, size: tuple[int, int]) -> Tensor:
        """A photo at the size at which its painting of `size` (height, width) is painted: a
        multiple of the U-Net's coarsest cell."""
        cell = self.config.decoder.patch * 2 ** (len(self.config.decoder.widths) - 1)
        return redraw.resized(pixels, redraw.larger(size, cell))
