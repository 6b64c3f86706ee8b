"""The passes of the diffusion stage: a small picture first, then one with detail."""

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks import flow
from pipeline.model.networks.decoder import Decoder
from pipeline.model.networks.glyphs import word_bytes
from pipeline.model.networks.plan_map import collate
from pipeline.model.painting import detail, inpainting
from pipeline.model.plan.scene import Plan

Steps = Iterator[tuple[Tensor, Tensor]]  # (x_t, x_0) after every step


def predictor(decoder: Decoder, values: Tensor, plan: Plan | None) -> flow.Predict:
    """The decoder with its conditioning: the tokens' FSQ values (1, C, rows, columns), 0 for an
    unknown one, and the plan."""
    device, (rows, columns) = decoder.stem.weight.device, values.shape[-2:]
    values = values.to(device)
    signs = [thing.word for thing in plan.things if thing.word] if plan else []
    glyphs = word_bytes(signs, decoder.config.max_glyphs)[None].to(device)
    plans = collate([plan], columns / rows).to(device) if plan else None

    def predict(x_t: Tensor, t: Tensor) -> Tensor:
        x_t = x_t.contiguous(memory_format=torch.channels_last)
        return decoder(x_t, t, values, glyphs, plans=plans)

    return predict


def paint(
    predict: flow.Predict,
    start: Tensor,
    steps: int,
    known: Tensor | None = None,
    mask: Tensor | None = None,
) -> Steps:
    """Denoises x_1 (1, 3, H, W). With a mask (1, 1, H, W), the picture outside it stays as in
    `known` (1, 3, any, any); both are given, or neither."""
    if known is not None and mask is not None:
        small = F.interpolate(known, mask.shape[-2:], mode="area")
        predict = inpainting.hold(predict, small, mask)
    return flow.denoise(predict, start, flow.timesteps(steps))


def add_detail(
    predict: flow.Predict,
    painted: Tensor,
    steps: int,
    known: Tensor | None,
    mask: Tensor | None,
    generator: torch.Generator,
) -> Steps:
    """The detail pass over the picture of `paint`; known has the pass's own size."""
    if known is not None and mask is not None:
        predict = inpainting.hold(predict, known, detail.enlarged(mask))
    return flow.denoise(predict, detail.start(painted, generator), flow.timesteps(steps))


def likeness(painted: Tensor, picture: Tensor, grid: tuple[int, int]) -> float:
    """Correlation, -1..1, of two pictures (1, 3, any, any) in their broad shapes and colours: of
    the means over quarters of a token's side. 0 where one of them has a single colour."""
    size = (4 * grid[0], 4 * grid[1])
    both = [F.adaptive_avg_pool2d(pixels, size).flatten(1) for pixels in (painted, picture)]
    one, other = (broad - broad.mean() for broad in both)
    return float(F.cosine_similarity(one, other))
