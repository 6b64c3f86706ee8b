"""Writing image tokens one by one, with classifier-free guidance over a static KV cache."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from pipeline.model.sequence import Sequence, grid_places
from pipeline.model.transformer import KVCache, Transformer


@dataclass(frozen=True)
class Sampling:
    """How a token is drawn. guidance 1 is none; temperature 0 takes the likeliest token."""

    guidance: float = 3.0
    temperature: float = 0.9
    top_p: float = 0.95


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


def left_pad(rows: list[Sequence]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Rows of unlike length -> ids, places, ahead and `real` (B, N): padding stands at the left,
    so that all rows write their next token at the same index."""
    longest = max(map(len, rows))
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
    return ids, places, ahead, real


def prefill_mask(real: Tensor) -> Tensor:
    """Causal mask (B, 1, N, N) that hides padding; a padded place sees itself (no NaN)."""
    n = real.shape[1]
    causal = torch.ones(n, n, dtype=torch.bool, device=real.device).tril()
    own = torch.eye(n, dtype=torch.bool, device=real.device)
    return ((causal & real[:, None, :]) | own)[:, None]


@torch.inference_mode()
def sample(
    model: Transformer,
    with_text: Sequence,
    without_text: Sequence,
    grid: tuple[int, int],
    sampling: Sampling,
    generator: torch.Generator,
) -> Iterator[int]:
    """Yields the codes of a (rows, columns) picture in reading order, one at a time.

    Both prefixes end in the target picture's <image> rows columns; `without_text` is the same
    request with its words left out, for guidance.
    """
    device = model.embed.weight.device
    guided = sampling.guidance != 1
    rows = [with_text, without_text] if guided else [with_text]
    ids, places, ahead, real = (part.to(device) for part in left_pad(rows))
    cells = grid_places(*grid).to(device)
    text_place = places[:, -1:, 0] + 1
    total = ids.shape[1] + len(cells)
    cache = KVCache(model.config, len(rows), total, model.embed.weight)
    hidden = model.hidden(ids, places, ahead, mask=prefill_mask(real), cache=cache)
    seen = torch.ones(len(rows), total, dtype=torch.bool, device=device)
    seen[:, : real.shape[1]] = real
    first, last = model.vocabulary.text, model.vocabulary.text + model.vocabulary.codes
    for index in range(len(cells)):
        logits = model.head(hidden[:, -1])[:, first:last]
        logits = guide(logits, sampling.guidance) if guided else logits[0]
        code = choose(logits, sampling, generator)
        yield int(code)
        if index + 1 == len(cells):
            return
        ids = (code + first).expand(len(rows), 1)
        places = torch.cat([text_place, cells[index].expand(len(rows), 2)], 1)[:, None]
        ahead = cells[index + 1].expand(len(rows), 1, 2)
        mask = seen[:, None, None, : cache.length + 1]
        hidden = model.hidden(ids, places, ahead, mask=mask, cache=cache)
