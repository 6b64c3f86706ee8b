"""Sampling plans and image tokens one by one over a static KV cache."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks.sequence import Sequence, features_of, grid_places, plan_place
from pipeline.model.networks.transformer import KVCache, Transformer
from pipeline.model.plan.constraints import Constraints
from pipeline.model.plan.grammar import Found, Grammar
from pipeline.model.plan.scene import SETTING, Plan
from pipeline.model.plan.tokens import LONGEST_PLAN, PLAN_SIZE, VIEW_AT

# (cell's number in reading order, logits (codes,)) -> logits as a task changes them
Adjust = Callable[[int, Tensor], Tensor]
NOWHERE = torch.tensor([-1, -1])  # `ahead` where the next token is no image code


@dataclass(frozen=True)
class Sampling:
    """How a token is drawn. guidance 1: none; temperature 0: always the likeliest token."""

    guidance: float = 3.0
    temperature: float = 0.9
    top_p: float = 0.95


LIKELIEST = Sampling(guidance=1.0, temperature=0.0)


def choose(logits: Tensor, sampling: Sampling, generator: torch.Generator) -> Tensor:
    """Draws one token from logits (..., V) -> (...). Nucleus sampling (Holtzman et al., 2019)."""
    if sampling.temperature == 0:
        return logits.argmax(-1)
    probability = (logits.float() / sampling.temperature).softmax(-1)
    sorted_p, order = probability.sort(-1, descending=True)
    beyond = sorted_p.cumsum(-1) - sorted_p > sampling.top_p
    sorted_p = sorted_p.masked_fill(beyond, 0)
    flat = sorted_p.reshape(-1, sorted_p.shape[-1])
    # Drawn on the CPU from the picture's own generator: same seed, same tokens on every device.
    pick = torch.multinomial(flat.cpu(), 1, generator=generator).to(order.device)
    return order.reshape(flat.shape).gather(1, pick).view(logits.shape[:-1])


def guide(logits: Tensor, guidance: float) -> Tensor:
    """Classifier-free guidance (Ho & Salimans, 2022); rows with and without text (2, V) -> (V)."""
    with_text, without = logits.float().log_softmax(-1)
    return without + guidance * (with_text - without)


def left_pad(rows: list[Sequence]) -> tuple[Tensor, Tensor, Tensor, Tensor | None, Tensor]:
    """Rows of different lengths -> ids, places, ahead, features and `real` (B, N), False for
    padding, which is at the left, so that the next token of every row has the same index."""
    longest = max(map(len, rows))
    features, parts = None, features_of(rows)
    if parts is not None:
        features = torch.stack([F.pad(part, (0, 0, longest - len(part), 0)) for part in parts])
    padded = []
    for row in rows:
        gap = longest - len(row)
        padded.append(
            (
                torch.cat([row.ids.new_zeros(gap), row.ids]),
                torch.cat([row.places.new_zeros(gap, 3), row.places]),
                torch.cat([row.ahead.new_full((gap, 2), -1), row.ahead]),
                torch.arange(longest) >= gap,
            )
        )
    ids, places, ahead, real = (torch.stack(part) for part in zip(*padded, strict=True))
    return ids, places, ahead, features, real


def prefill_mask(real: Tensor) -> Tensor:
    """Causal mask (B, 1, N, N) that hides padding; padding attends to itself (no NaN)."""
    n = real.shape[1]
    causal = torch.ones(n, n, dtype=torch.bool, device=real.device).tril()
    own = torch.eye(n, dtype=torch.bool, device=real.device)
    return ((causal & real[:, None, :]) | own)[:, None]


class Stream:
    """Rows that are sampled together: prefixes first, then a token at a time."""

    def __init__(self, model: Transformer, prefixes: list[Sequence], room: int) -> None:
        """room: how many tokens may follow the prefixes."""
        device = model.embed.weight.device
        ids, places, ahead, features, real = left_pad(prefixes)
        ids, places, ahead = ids.to(device), places.to(device), ahead.to(device)
        features = None if features is None else features.to(device)
        self.model, self.batch = model, len(prefixes)
        self.text_place = places[:, -1:, 0] + 1
        total = ids.shape[1] + room
        self.cache = KVCache(model.config, self.batch, total, model.embed.weight)
        self.real = torch.ones(self.batch, total, dtype=torch.bool, device=device)
        self.real[:, : real.shape[1]] = real
        mask = prefill_mask(real.to(device))
        hidden = model.hidden(ids, places, ahead, features, mask, self.cache)
        self.last = hidden[:, -1]

    def logits(self, first: int, last: int) -> Tensor:
        """Logits of the next token, for ids in [first, last): (B, last - first)."""
        return self.model.head(self.last)[:, first:last]

    def write(self, token: int, place: Tensor, ahead: Tensor) -> None:
        """Appends `token` to every row. place (3,): text place, counted from the prefix's end, row,
        column; ahead (2,)."""
        device = self.text_place.device
        ids = torch.full((self.batch, 1), token, device=device)
        places = place.to(device).expand(self.batch, 3).clone()
        places[:, :1] += self.text_place
        mask = self.real[:, None, None, : self.cache.length + 1]
        ahead = ahead.to(device).expand(self.batch, 1, 2)
        hidden = self.model.hidden(ids, places[:, None], ahead, mask=mask, cache=self.cache)
        self.last = hidden[:, -1]


@torch.inference_mode()
def sample(
    model: Transformer,
    with_text: Sequence,
    without_text: Sequence,
    grid: tuple[int, int],
    sampling: Sampling,
    generator: torch.Generator,
    adjust: Adjust | None = None,
) -> Iterator[int]:
    """Yields the codes of a (rows, columns) picture in reading order, one at a time.

    Both prefixes end in the target picture's <image> rows columns; `without_text` is the same
    request without its words and plan, for guidance.
    """
    guided = sampling.guidance != 1
    cells = grid_places(*grid)
    stream = Stream(model, [with_text, without_text] if guided else [with_text], len(cells))
    first, last = model.vocabulary.text, model.vocabulary.text + model.vocabulary.codes
    for index in range(len(cells)):
        logits = stream.logits(first, last)
        logits = guide(logits, sampling.guidance) if guided else logits[0]
        logits = logits if adjust is None else adjust(index, logits)
        code = choose(logits, sampling, generator)
        yield int(code)
        if index + 1 < len(cells):
            place = torch.cat([torch.zeros(1), cells[index]])
            stream.write(int(code) + first, place, cells[index + 1])


@torch.inference_mode()
def sample_plan(
    model: Transformer,
    prefix: Sequence,
    grid: tuple[int, int],
    sampling: Sampling,
    generator: torch.Generator,
    words: Iterable[str] = (),
    found: Iterable[Found] | None = None,
    constraints: Constraints | None = None,
) -> Iterator[Plan]:
    """Yields the plan as it grows, after every token; the last one is complete.

    Only what the plan's grammar allows is drawn; guidance is not used. words: the text of the
    signs, in order; their letters are taken from it instead of from the model. found: the things,
    whose kinds, x and poses are taken from it too. constraints: what the plan must contain.
    """
    base, grammar = model.vocabulary.plans, Grammar(words, found, constraints)
    stream = Stream(model, [prefix], room=LONGEST_PLAN)
    # A prompt never names a view: all are equally good, though the model may prefer one a little.
    free = replace(sampling, temperature=1.0, top_p=1.0) if sampling.temperature else sampling
    while not grammar.ended:
        logits = stream.logits(base, base + PLAN_SIZE)[0]
        legal = torch.full_like(logits, -torch.inf)
        legal[grammar.allowed()] = logits[grammar.allowed()]
        token = int(choose(legal, free if grammar.length == VIEW_AT else sampling, generator))
        grammar.write(token)
        if len(grammar.setting) == len(SETTING):
            yield grammar.plan()
        if not grammar.ended:
            stream.write(token + base, plan_place(grammar, grid), NOWHERE)
