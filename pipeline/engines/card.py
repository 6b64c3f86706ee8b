"""The graphics card: which models fit in it, its fastest attention, and a full memory."""

import errno
import gc
import platform
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import torch
from diffusers import BitsAndBytesConfig, PipelineQuantizationConfig
from diffusers.models.attention_dispatch import AttentionBackendName, dispatch_attention_fn
from PIL import Image

from pipeline.engines import hub, spaces
from pipeline.engines.base import NO_THINGS, Capabilities, Things
from pipeline.errors import RequestError
from pipeline.request import CompleteRequest
from pipeline.results import Description

# The most trusted first: where two are equally fast, the first is taken.
ATTENTION = ("_native_cudnn", "xformers", "flash", "native")
SLACK = 0.95  # a "24 GB" card reports 23.6 to 25.8 GB


class CardFull(OSError):
    """A picture did not fit in the card's memory; the message names a smaller size."""


class CardTooSmall(RuntimeError):
    """The model does not fit in this card by any plan."""


class Pipeline(Protocol):
    """What every engine here uses of a diffusers pipeline. diffusers sets a pipeline's parts at run
    time, so a type checker knows them from here alone."""

    transformer: Any
    vae: Any
    scheduler: Any
    image_processor: Any

    def encode_prompt(self, *arguments: Any, **options: Any) -> tuple[Any, Any]:
        """Prompts through the text encoder."""
        ...


P = TypeVar("P", bound=Pipeline)


@dataclass(frozen=True)
class Plan:
    """How a model is placed on the card. staged: one stage's networks at a time, the others stay in
    main memory."""

    name: str
    staged: bool = False
    four_bit: bool = False


WHOLE = Plan("bfloat16")
STAGED = Plan("bfloat16, one stage at a time", staged=True)
FOUR_BIT = Plan("4-bit, one stage at a time", staged=True, four_bit=True)


@dataclass(frozen=True)
class Needs:
    """The smallest card, in GB, for each plan."""

    whole: float
    staged: float
    four_bit: float

    def plan(self, model: str, memory: float) -> Plan:
        """The best plan for a card of `memory` GB; raises CardTooSmall with the numbers."""
        for smallest, plan in (
            (self.whole, WHOLE),
            (self.staged, STAGED),
            (self.four_bit, FOUR_BIT),
        ):
            if memory >= smallest * SLACK:
                return plan
        raise CardTooSmall(
            f"{model} needs a CUDA card of {self.four_bit:g} GB (in 4-bit), {self.staged:g} GB "
            f"(in bfloat16, one stage at a time) or {self.whole:g} GB (all at once); "
            f"{f'this one has {memory:.0f} GB' if memory else 'there is none here'}. "
            "--engine embedded needs no card."
        )


def memory() -> float:
    """GB of the first CUDA card, 0 without one."""
    if not torch.cuda.is_available():
        return 0.0
    return torch.cuda.get_device_properties(0).total_memory / 1e9


@contextmanager
def memory_errors(size: tuple[int, int]) -> Iterator[None]:
    """Frees the card's memory where it is full, then raises CardFull with a smaller size."""
    try:
        yield
    except torch.OutOfMemoryError as error:
        reason = f"the card's memory is full at {size[0]}x{size[1]}: try {smaller(size)}"
        error.__traceback__ = None  # its frames hold the very tensors that filled the card
        full = CardFull(errno.ENOMEM, reason)
    else:
        return
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    raise full


def smaller(size: tuple[int, int]) -> str:
    """ "WxH" of about half the area and the same ratio, on a grid of 32."""
    return "x".join(str(max(256, int(side / 2**0.5) // 32 * 32)) for side in size)


def fastest_attention(
    heads: int, dim: int, device: str = "cuda", candidates: tuple[str, ...] = ATTENTION
) -> str:
    """Name of the diffusers attention backend that is fastest here, by trying each once.

    diffusers accepts a backend by name and may fail at the first forward (as xformers without a
    card), so each candidate first runs 4,096 tokens of the model's own heads.
    """
    dtype = torch.bfloat16 if device == "cuda" else torch.float32
    length = 4096 if device == "cuda" else 16
    q, k, v = (torch.randn(1, length, heads, dim, device=device, dtype=dtype) for _ in range(3))
    took: dict[str, float] = {}
    for name in candidates:
        try:
            backend = AttentionBackendName(name)
            dispatch_attention_fn(q, k, v, backend=backend)
            _settle(device)
            began = time.perf_counter()
            for _ in range(5):
                dispatch_attention_fn(q, k, v, backend=backend)
            _settle(device)
            took[name] = time.perf_counter() - began
        except Exception:  # each library has errors of its own, none may stop the engine
            continue
    return min(took, key=lambda name: took[name], default="native")


def _settle(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()


def load(
    pipeline: Any, model: str, plan: Plan, device: str, large: tuple[str, ...]
) -> Any:  # of a class that has no types
    """A pipeline from the hub or a folder, placed by `plan`.

    pipeline: a class of diffusers. large: the parts that a 4-bit plan loads in 4-bit. Raises
    WeightsError, and CardTooSmall where 4-bit is needed but not installed.
    """
    quantized = {"quantization_config": _four_bit(large)} if plan.four_bit else {}
    pipe = pipeline.from_pretrained(
        hub.fetch(model), dtype=torch.bfloat16, local_files_only=True, **quantized
    )
    pipe.set_progress_bar_config(disable=True)
    return pipe if plan.staged else pipe.to(device)


def _four_bit(large: tuple[str, ...]) -> PipelineQuantizationConfig:
    """NF4 weights (QLoRA, Dettmers et al. 2023, section 3)."""
    try:
        import bitsandbytes  # noqa: F401
    except ImportError as error:
        raise CardTooSmall(
            "the model fits in this card in 4-bit only: `pip install bitsandbytes`, start again"
        ) from error
    from transformers import BitsAndBytesConfig as WriterConfig

    settings = {
        "load_in_4bit": True,
        "bnb_4bit_quant_type": "nf4",
        "bnb_4bit_compute_dtype": torch.bfloat16,
    }
    kinds: dict[str, Any] = {
        part: BitsAndBytesConfig if part == "transformer" else WriterConfig for part in large
    }
    return PipelineQuantizationConfig(
        quant_mapping={part: kind(**settings) for part, kind in kinds.items()}
    )


class OnCard(Generic[P]):
    """What engines of diffusers' pipelines share: lock, device, plan, attention, no own words.

    networks: names of the pipeline's networks, of which a staged plan has some on the card.
    """

    name: str
    capabilities: Capabilities
    networks: ClassVar[tuple[str, ...]]

    def __init__(self, pipe: P, model: str, device: str, plan: Plan) -> None:
        self.pipe, self.plan = pipe, plan
        self.device = torch.device(device)
        self.model = model
        self.lock = threading.Lock()
        self.attention = "native"
        if self.device.type == "cuda" and not spaces.is_zero_gpu():
            config = pipe.transformer.config
            self.attention = fastest_attention(
                config.num_attention_heads, config.attention_head_dim
            )
            pipe.transformer.set_attention_backend(self.attention)
        if plan.staged:
            pipe.vae.enable_tiling()

    def about(self) -> dict[str, str]:
        """What the page's footer says."""
        return {
            "engine": self.name,
            "model": self.model,
            "device": str(self.device),
            "memory": self.plan.name,
            "attention": self.attention,
            "torch": torch.__version__,
            "python": platform.python_version(),
        }

    def reads(self, prompt: str, task: str = "text_to_image", names: Sequence[str] = ()) -> None:
        """None: these models read any words as they are."""

    def outline(self, request: CompleteRequest, things: Things = NO_THINGS) -> None:
        """None: these models tell no plan."""

    def describe(self, image: Image.Image, layout: str | None = None) -> Description:
        """Raises RequestError: these models have no words for pictures."""
        allowed = ", ".join(sorted(self.capabilities.tasks))
        raise RequestError("not_described", allowed=allowed)

    def lend_card(self, **seconds: Callable[..., int]) -> None:
        """On ZeroGPU: each named stage gets a card for `seconds(*its arguments)`."""
        if not spaces.is_zero_gpu():
            return
        for stage, estimate in seconds.items():
            setattr(self, stage, spaces.lend_card(getattr(self, stage), estimate))

    def bring(self, *names: str) -> None:
        """In a staged plan: moves these networks to the card, after the others to main memory."""
        if not self.plan.staged:
            return
        for name in self.networks:
            if name not in names:
                getattr(self.pipe, name).to("cpu")
        for name in names:
            getattr(self.pipe, name).to(self.device)

    def settle(self) -> None:
        """Waits until the card has done its work, so that progress is real and Stop stops soon."""
        _settle(self.device.type)
