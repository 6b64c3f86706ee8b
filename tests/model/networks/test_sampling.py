"""The token generator: cached = uncached, same seed = same tokens, guidance, padding."""

from dataclasses import replace

import pytest
import torch

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.sampling import Sampling, choose, guide, left_pad, prefill_mask, sample
from pipeline.model.networks.sequence import Special, picture, words
from pipeline.model.networks.transformer import Transformer

GRID = (3, 5)


def prefix(model: Transformer, text: list[int], source: bool = False):
    vocabulary = model.vocabulary
    empty = torch.zeros(GRID, dtype=torch.long)
    target = picture(vocabulary, Special.IMAGE, empty, 0)
    prompt = words(vocabulary, Special.TEXT, text) + target
    if source:
        codes = torch.arange(GRID[0] * GRID[1]).view(GRID)
        return picture(vocabulary, Special.SOURCE, codes) + prompt
    return prompt


def looked_at(model: Transformer, seed: int = 0):
    """A picture that is seen with features, to be described."""
    generator = torch.Generator().manual_seed(seed)
    features = torch.randn(*GRID, model.config.features, generator=generator)
    codes = torch.arange(GRID[0] * GRID[1]).view(GRID)
    return picture(model.vocabulary, Special.SOURCE, codes, features=features)


def given(row):
    """A sequence as the transformer takes it."""
    parts = (row.ids, row.places, row.ahead, row.features)
    return [None if part is None else part[None] for part in parts]


def draw(model: Transformer, text: list[int], seed: int = 0, source: bool = False, **how):
    generator = torch.Generator().manual_seed(seed)
    both = prefix(model, text, source), prefix(model, [], source)
    return list(sample(model, *both, GRID, Sampling(**how), generator))


@pytest.mark.parametrize("source", [False, True])
@pytest.mark.parametrize("guidance", [1.0, 3.0])
def test_cached_sampling_equals_the_uncached_model(model, source, guidance):
    text = [5, 9, 7, 200]
    codes = draw(model, text, source=source, guidance=guidance, temperature=0)
    vocabulary = model.vocabulary
    first, last = vocabulary.text, vocabulary.text + vocabulary.codes
    target = picture(vocabulary, Special.IMAGE, torch.tensor(codes).view(GRID))
    logits = []
    for words_said in (text, []):
        full = prefix(model, words_said, source)
        begin = len(full)
        full = words(vocabulary, Special.TEXT, words_said) + target
        if source:
            seen = torch.arange(GRID[0] * GRID[1]).view(GRID)
            full = picture(vocabulary, Special.SOURCE, seen) + full
        with torch.inference_mode():
            rows = model(full.ids[None], full.places[None], full.ahead[None])[0]
        logits.append(rows[begin - 1 : -1, first:last])
    uncached = [
        int(guide(torch.stack(pair), guidance).argmax()) for pair in zip(*logits, strict=True)
    ]
    assert codes == uncached


def test_padding_at_the_left_changes_nothing(model):
    short, long = prefix(model, [1, 2]), prefix(model, [3, 4, 5, 6, 7, 8])
    seen = looked_at(model) + prefix(model, [9])
    *rows, real = left_pad([short, long, seen])
    with torch.inference_mode():
        padded = model(*rows, mask=prefill_mask(real))[:, -1]
        for row, last in zip((short, long, seen), padded, strict=True):
            torch.testing.assert_close(model(*given(row))[0, -1], last, atol=1e-4, rtol=1e-4)
    assert left_pad([short, long])[3] is None


def test_features_stay_at_their_cells_and_tell_the_model_something(model):
    text = words(model.vocabulary, Special.TEXT, [1, 2])
    row = text + looked_at(model) + text
    begin, cells = len(text) + 3, GRID[0] * GRID[1]
    assert row.features.shape == (len(row), model.config.features)
    filled = row.features.abs().sum(1).nonzero().flatten().tolist()
    assert filled == list(range(begin, begin + cells))
    assert (text + text).features is None
    other = text + looked_at(model, seed=1) + text
    with torch.inference_mode():
        a, b, blind = (model(*given(r)) for r in (row, other, replace(row, features=None)))
        zeros = model(*given(replace(row, features=torch.zeros_like(row.features))))
    torch.testing.assert_close(a[:, :begin], b[:, :begin])  # nothing sees ahead
    assert not torch.allclose(a[:, -1], b[:, -1], atol=1e-3)
    torch.testing.assert_close(zeros, blind)


def test_an_untrained_layer_sees_nothing():
    config = PRESETS["tiny"]
    fresh = Transformer(config.transformer, config.tokenizer.codebook_size)
    torch.nn.init.normal_(fresh.head.weight)
    row = looked_at(fresh)
    assert torch.equal(fresh(*given(row)), fresh(*given(replace(row, features=None))))


def test_same_seed_same_tokens_and_other_seed_others(model):
    assert draw(model, [5], seed=3) == draw(model, [5], seed=3)
    assert draw(model, [5], seed=3) != draw(model, [5], seed=4)


def test_the_prompt_steers_the_tokens(model):
    assert draw(model, [5, 6], temperature=0) != draw(model, [90, 91], temperature=0)


def test_every_token_is_an_image_code(model):
    codes = draw(model, [5], temperature=5.0, top_p=1.0)
    assert len(codes) == GRID[0] * GRID[1]
    assert all(0 <= code < model.vocabulary.codes for code in codes)


def test_closing_stops_between_tokens(model):
    generator = torch.Generator().manual_seed(0)
    stream = sample(model, prefix(model, [1]), prefix(model, []), GRID, Sampling(), generator)
    next(stream)
    stream.close()
    with pytest.raises(StopIteration):
        next(stream)


def test_nucleus_drops_the_tail():
    logits = torch.log(torch.tensor([0.6, 0.3, 0.1]))
    generator = torch.Generator().manual_seed(0)
    how = Sampling(temperature=1.0, top_p=0.7)
    drawn = {int(choose(logits, how, generator)) for _ in range(200)}
    assert drawn == {0, 1}


def test_temperature_zero_takes_the_likeliest():
    logits = torch.tensor([0.1, 2.0, -1.0])
    assert choose(logits, Sampling(temperature=0), torch.Generator()) == 1


def test_guidance_one_is_the_conditional_distribution():
    logits = torch.randn(2, 7, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(guide(logits, 1.0).softmax(-1), logits[0].softmax(-1))
