"""The diffusion stage's passes: a picture is painted small, then once more with its detail."""

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional as F

from pipeline.model.networks import flow
from pipeline.model.networks.decoder import Decoder
from pipeline.model.networks.glyphs import word_bytes
from pipeline.model.networks.plan_map import collate
from pipeline.model.painting import detail, inpainting
from pipeline.model.plan.mood import Mood
from pipeline.model.plan.scene import Plan

Steps = Iterator[tuple[Tensor, Tensor]]  # (x_t, x_0) after every step


def predictor(
    decoder: Decoder,
    values: Tensor,
    plan: Plan | None,
    source: Tensor | None = None,
    mood: Mood | None = None,
) -> flow.Predict:
    """The decoder that has been told the tokens' FSQ values (1, C, rows, columns), 0 for those not
    known, the plan and, for a photo's painting, the photo (1, 3, H, W) in [-1, 1] and its mood."""
    device, (rows, columns) = decoder.stem.weight.device, values.shape[-2:]
    values = values.to(device)
    signs = [thing.word for thing in plan.things if thing.word] if plan else []
    glyphs = word_bytes(signs, decoder.config.max_glyphs)[None].to(device)
    plans = plan and collate([plan], columns / rows).to(device)
    told = mood and torch.tensor([mood.indices], device=device)

    def predict(x_t: Tensor, t: Tensor) -> Tensor:
        x_t = x_t.contiguous(memory_format=torch.channels_last)
        return decoder(x_t, t, values, source, glyphs, plans=plans, mood=told)

    return predict


def paint(
    predict: flow.Predict,
    start: Tensor,
    steps: int,
    known: Tensor | None = None,
    mask: Tensor | None = None,
) -> Steps:
    """From x_1 (1, 3, H, W). What is outside the mask (1, 1, H, W), where there is one, is held to
    what is known there (1, 3, any, any)."""
    if mask is not None:
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
    """The detail pass over what `paint` painted; known is of the pass's own size."""
    if mask is not None:
        predict = inpainting.hold(predict, known, detail.enlarged(mask))
    return flow.denoise(predict, detail.start(painted, generator), flow.timesteps(steps))


def likeness(painted: Tensor, picture: Tensor, grid: tuple[int, int]) -> float:
    """Correlation, -1..1, of two pictures (1, 3, any, any) in their broad shapes and colours: of
    the means over quarters of a token's side. 0 where one of them is all of one colour."""
    size = tuple(4 * cells for cells in grid)
    both = [F.adaptive_avg_pool2d(pixels, size).flatten(1) for pixels in (painted, picture)]
    one, other = (broad - broad.mean() for broad in both)
    return float(F.cosine_similarity(one, other))
