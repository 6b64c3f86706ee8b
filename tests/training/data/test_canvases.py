"""Training scenes of the canvas decoder: endless, repeatable, as the canvas tells."""

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw

from pipeline.model.networks.config import CanvasDecoderConfig
from pipeline.model.painting.canvas_inputs import BRUSHES, LIGHTS
from pipeline.model.plan.land import MATERIALS
from pipeline.training.data.canvases import Canvases, Drawing


@pytest.fixture(scope="module")
def drawings() -> list[Drawing]:
    found = []
    for kind, color in (("ball", "red"), ("block", "blue"), ("kite", "green")):
        image = Image.new("RGBA", (64, 64))
        ImageDraw.Draw(image).ellipse((8, 8, 56, 56), fill=color)
        found.append(Drawing(np.asarray(image), kind, kind == "kite"))
    return found


def test_a_batch_is_what_the_decoder_takes(drawings):
    pair = next(iter(Canvases(drawings, 6, {64: 2}, crop=32)))
    config = CanvasDecoderConfig()
    assert pair.target.shape == (6, 3, 32, 32) and pair.target.abs().max() <= 1
    assert pair.canvas.drawings.shape == (6, 4, 32, 32)
    assert pair.canvas.maps.shape == (6, config.maps, 32, 32)
    assert pair.canvas.brushes.shape == (6, BRUSHES, 32, 32) and config.brushes == BRUSHES
    assert pair.canvas.light.shape == (6, LIGHTS) and config.lights == LIGHTS
    assert pair.canvas.materials.max() < len(MATERIALS) <= config.materials


def test_the_same_seed_gives_the_same_scenes_and_another_others(drawings):
    one, same, other = (
        next(iter(Canvases(drawings, 4, {64: 1}, 64, seed))).target for seed in (1, 1, 2)
    )
    assert one.equal(same) and not torch.allclose(one, other)


def test_things_of_the_canvas_are_in_the_picture(drawings):
    pair = next(iter(Canvases(drawings[:1], 24, {64: 1}, 64)))
    thing = (pair.canvas.drawings[:, 3:] > 0.99).expand(-1, 3, -1, -1)
    shown, painted = pair.canvas.drawings[:, :3][thing], pair.target[thing]
    assert thing.any() and torch.corrcoef(torch.stack([shown, painted]))[0, 1] > 0.4
