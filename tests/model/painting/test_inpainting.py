"""Repainting a part: what is known stays, and the mask of changed areas."""

import torch

from pipeline.model.networks.flow import denoise, timesteps
from pipeline.model.painting import inpainting
from pipeline.model.plan.boxes import Area


def test_the_flow_is_held_to_what_is_known():
    generator = torch.Generator().manual_seed(0)
    known, start = torch.randn(2, 1, 3, 8, 8, generator=generator)
    mask = torch.zeros(1, 1, 8, 8)
    mask[..., 4:] = 1
    seen = []

    def predict(x_t, t):
        seen.append((x_t, float(t)))
        return torch.full_like(x_t, 0.5)

    held = inpainting.hold(predict, known, mask)
    *_, (painted, _) = denoise(held, start, timesteps(4))
    torch.testing.assert_close(painted[..., :4], known[..., :4])
    torch.testing.assert_close(painted[..., 4:], torch.full((1, 3, 8, 4), 0.5))
    for x_t, t in seen:  # on its way the known part is as noisy as the rest
        torch.testing.assert_close(x_t[..., :4], ((1 - t) * known + t * start)[..., :4])


def test_a_mask_of_areas_is_full_in_the_box_and_fades_beyond_it():
    soft = inpainting.areas_mask([Area((0.2, 0.2, 0.4, 0.5), 0.08)], (100, 200))
    assert (soft[..., 20:50, 40:80] == 1).all() and soft[..., 16:54, 36:84].min() > 0
    reach = 2 + 8
    soft[..., 20 - reach : 50 + reach, 40 - reach : 80 + reach] = 0
    assert not soft.any()
