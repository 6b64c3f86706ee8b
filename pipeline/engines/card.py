"""The graphics card: what fits in it, which attention runs on it, what to do when it is full."""

import errno
import gc
import platform
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from diffusers import BitsAndBytesConfig, DiffusionPipeline, PipelineQuantizationConfig
from diffusers.models.attention_dispatch import AttentionBackendName, dispatch_attention_fn

from pipeline.engines import hub, spaces

# In the order of trust: on a draw the first wins.
ATTENTION = ("_native_cudnn", "xformers", "flash", "native")
SLACK = 0.95  # a "24 GB" card reports 23.6 to 25.8 GB


class CardFull(OSError):
    """A picture did not fit in the card; the message says which size would."""


class CardTooSmall(RuntimeError):
    """The model does not fit in this card in any way."""


@dataclass(frozen=True)
class Plan:
    """How a model lives on the card. staged: one stage at a time, the other waits in memory."""

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
def full_is_said(size: tuple[int, int]) -> Iterator[None]:
    """Turns out-of-memory into CardFull with a smaller size, after giving the memory back."""
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

    diffusers accepts a backend by name and fails at the first forward (xformers without a card,
    for one), so each candidate runs 4,096 tokens of the model's own heads first.
    """
    dtype = torch.bfloat16 if device == "cuda" else torch.float32
    length = 4096 if device == "cuda" else 16
    qkv = [torch.randn(1, length, heads, dim, device=device, dtype=dtype) for _ in range(3)]
    took: dict[str, float] = {}
    for name in candidates:
        try:
            backend = AttentionBackendName(name)
            dispatch_attention_fn(*qkv, backend=backend)
            _settle(device)
            began = time.perf_counter()
            for _ in range(5):
                dispatch_attention_fn(*qkv, backend=backend)
            _settle(device)
            took[name] = time.perf_counter() - began
        except Exception:  # each library fails in its own way, none may stop the engine
            continue
    return min(took, key=took.get, default="native")


def _settle(device: str) -> None:
    if device == "cuda":
        torch.cuda.synchronize()


def load(
    pipeline: type[DiffusionPipeline], model: str, plan: Plan, device: str, large: tuple[str, ...]
) -> DiffusionPipeline:
    """A pipeline from the hub or a folder, placed as `plan` says.

    large: the parts that are loaded in 4-bit where the plan wants it. Raises WeightsError.
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
            "this card takes the model in 4-bit alone: `pip install bitsandbytes`, then start again"
        ) from error
    from transformers import BitsAndBytesConfig as WriterConfig

    settings = {
        "load_in_4bit": True,
        "bnb_4bit_quant_type": "nf4",
        "bnb_4bit_compute_dtype": torch.bfloat16,
    }
    kinds = {part: BitsAndBytesConfig if part == "transformer" else WriterConfig for part in large}
    return PipelineQuantizationConfig(
        quant_mapping={part: kind(**settings) for part, kind in kinds.items()}
    )


class OnCard:
    """What engines of diffusers' pipelines share: lock, device, plan and attention.

    networks: the pipeline's parts by stage, so that a staged plan has one stage on the card.
    """

    name: str
    networks: tuple[str, ...]

    def __init__(
        self, pipe: DiffusionPipeline, model: str, device: str, plan: Plan, heads: int, dim: int
    ) -> None:
        self.pipe, self.plan = pipe, plan
        self.device = torch.device(device)
        self.model = model
        self.lock = threading.Lock()
        self.attention = "native"
        if self.device.type == "cuda" and not spaces.is_zero_gpu():
            self.attention = fastest_attention(heads, dim)
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

    def bring(self, *names: str) -> None:
        """In a staged plan: these networks to the card, the others out of it first."""
        if not self.plan.staged:
            return
        for name in self.networks:
            if name not in names:
                getattr(self.pipe, name).to("cpu")
        for name in names:
            getattr(self.pipe, name).to(self.device)

    def settle(self) -> None:
        """Progress is what the card has done, not what it has been told: so Stop stops."""
        _settle(self.device.type)
