"""The filters smooth without moving edges, follow the flow, and draw ink on the dark side."""

import numpy as np

from pipeline.model.painting.plate import filters


def step_edge(noise: float = 0.0) -> np.ndarray:
    """(48, 48, 3), dark left half and light right half."""
    picture = np.full((48, 48, 3), 0.2, np.float32)
    picture[:, 24:] = 0.8
    rng = np.random.default_rng(0)
    return picture + noise * rng.standard_normal(picture.shape).astype(np.float32)


def test_smoothstep_ends():
    assert filters.smoothstep(1, 3, 0.0) == 0
    assert filters.smoothstep(1, 3, 2.0) == 0.5
    assert filters.smoothstep(1, 3, 9.0) == 1


def test_kuwahara_flattens_noise_and_keeps_the_edge():
    out = filters.anisotropic_kuwahara(step_edge(noise=0.06), 2.5)
    assert out[4:-4, 4:18].std() < 0.03
    assert out[4:-4, 20:23].mean() < 0.3 and out[4:-4, 25:28].mean() > 0.7


def test_flatten_removes_small_steps_only():
    picture = step_edge()
    picture[:, 8:12] += 0.03
    out = filters.flatten(picture, 0.02)
    assert abs(out[24, 10, 0] - out[24, 4, 0]) < 0.01
    assert out[24, 40, 0] - out[24, 4, 0] > 0.5


def test_flow_runs_along_an_edge():
    flow = filters.edge_flow(step_edge(), 2.0)
    assert abs(flow.y[24, 24]) > 0.99 and abs(flow.x[24, 24]) < 0.05
    assert flow.anisotropy[24, 24] > 0.9
    assert flow.strength[24, 24] > 10 * flow.strength[24, 4]


def test_guided_filter_follows_the_guide():
    guide = step_edge()[..., 0]
    shifted = np.roll(guide, 3, 1)
    out = filters.guided_filter(guide, shifted, 8, 1e-4)
    assert np.abs(np.diff(out[24, 12:36])).argmax() == 11  # between columns 23 and 24


def test_ink_is_where_the_edges_are():
    ink = filters.ink_lines(step_edge()[..., 0], 1.0)
    assert ink[8:-8, 20:26].max() > 0.5
    assert ink[:, :12].max() < 0.01 and ink[:, 36:].max() < 0.01


def test_noise_depends_on_the_seed_alone():
    a, b, c = (filters.fbm((40, 60), np.random.default_rng(s), 6) for s in (1, 1, 2))
    assert a.shape == (40, 60)
    assert np.array_equal(a, b) and not np.array_equal(a, c)
