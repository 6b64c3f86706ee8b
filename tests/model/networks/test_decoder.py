"""The decoder hears everything that it is given; attention's two doors agree."""

import pytest
import torch

from pipeline.model.networks.attention import attention, backend
from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.decoder import Decoder, TokenMap
from pipeline.model.networks.glyphs import word_bytes


@pytest.fixture(scope="module")
def decoder() -> Decoder:
    torch.manual_seed(0)
    model = Decoder(PRESETS["tiny"].decoder, token_channels=3).eval()
    for parameter in model.parameters():
        if not parameter.any():
            torch.nn.init.normal_(parameter, std=0.1)
    return model


def paint(decoder: Decoder, size=(32, 48), **changes) -> torch.Tensor:
    generator = torch.Generator().manual_seed(1)
    length = decoder.config.max_glyphs
    given = {
        "x_t": torch.randn(1, 3, *size, generator=generator),
        "t": torch.tensor([0.7]),
        "values": torch.rand(1, 3, 2, 3, generator=generator) * 2 - 1,
        "words": word_bytes(["TEA"], length)[None],
    }
    with torch.inference_mode():
        return decoder(**(given | changes))


def test_keeps_the_shape_at_any_size(decoder):
    for size in ((16, 16), (32, 48), (64, 16)):
        assert paint(decoder, size).shape == (1, 3, *size)


@pytest.mark.parametrize(
    "change",
    [
        {"t": torch.tensor([0.2])},
        {"values": torch.ones(1, 3, 2, 3)},
        {"words": word_bytes(["SEA"], 16)[None]},
        {"region": torch.tensor([[0.0, 0.0, 0.5, 0.5]])},
    ],
)
def test_hears_everything_it_is_given(decoder, change):
    assert not torch.allclose(paint(decoder), paint(decoder, **change), atol=1e-5)


def test_a_window_reads_the_tokens_under_it():
    features = torch.arange(16.0).view(1, 1, 4, 4)
    whole = torch.tensor([[0.0, 0.0, 1.0, 1.0]])
    corner = torch.tensor([[0.5, 0.0, 1.0, 0.5]])
    assert torch.equal(TokenMap.sample(features, whole, (4, 4)), features)
    assert torch.allclose(TokenMap.sample(features, corner, (2, 2)), features[..., :2, 2:])


def test_attention_on_a_cpu_is_sdpa_and_masks_work():
    assert backend("cpu") == "sdpa"
    q, k, v = torch.randn(3, 1, 2, 5, 8)
    causal = torch.ones(5, 5, dtype=torch.bool).tril()
    torch.testing.assert_close(attention(q, k, v, causal), attention(q, k, v, causal=True))


@pytest.mark.parametrize("how", [{}, {"causal": True}, {"mask": torch.eye(5, dtype=torch.bool)}])
def test_attention_is_the_same_with_and_without_gradients(how):
    q, k, v = torch.randn(3, 1, 2, 5, 8)
    trained = attention(q.clone().requires_grad_(), k, v, **how)
    torch.testing.assert_close(trained, attention(q, k, v, **how))
