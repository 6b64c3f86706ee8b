"""Text and image tokenizers, the sequence, and the words that are drawn."""

import pytest
import torch

from pipeline.model.networks.config import PRESETS, EmbeddedConfig, TransformerConfig
from pipeline.model.networks.fsq import FSQ
from pipeline.model.networks.glyphs import word_bytes
from pipeline.model.networks.image_tokenizer import ImageTokenizer, grid_for
from pipeline.model.networks.sequence import Special, Vocabulary, picture, words
from pipeline.model.networks.text_tokenizer import TextTokenizer
from pipeline.model.reading.sign_text import sign_words


def test_fsq_codes_and_values_are_inverse():
    fsq = FSQ((8, 6, 5))
    z = torch.randn(2, 3, 4, 5) * 2
    values, codes = fsq(z)
    assert codes.min() >= 0 and codes.max() < 8 * 6 * 5
    torch.testing.assert_close(fsq.values(codes), values)


def test_fsq_passes_gradients_through():
    z = torch.randn(1, 2, 3, 3, requires_grad=True)
    FSQ((5, 5))(z)[0].sum().backward()
    assert (z.grad > 0).all()


def test_image_tokenizer_makes_one_code_a_patch():
    config = PRESETS["tiny"].tokenizer
    tokenizer = ImageTokenizer(config)
    _, codes = tokenizer(torch.rand(2, 3, 48, 64))
    assert codes.shape == (2, 48 // config.patch, 64 // config.patch)
    assert tokenizer.encode(torch.rand(1, 3, 100, 130), (3, 4)).shape == (1, 3, 4)
    with pytest.raises(ValueError, match=f"multiples of {config.patch}"):
        tokenizer(torch.rand(1, 3, 50, 64))


@pytest.mark.parametrize("aspect", [0.25, 0.5, 9 / 16, 0.75, 1, 4 / 3, 1.5, 16 / 9, 2, 4])
def test_grids_keep_the_ratio_and_about_the_number_of_cells(aspect):
    rows, columns = grid_for(aspect, 100)
    assert abs(columns / rows / aspect - 1) < 0.06
    assert 85 <= rows * columns <= 115


@pytest.mark.parametrize(
    "text", ["a red lantern", "赤い提灯 🏮", "مصباح أحمر", "zero\u200bwidth", "\x00"]
)
def test_any_unicode_goes_through_the_text_tokenizer_and_back(text):
    tokenizer = TextTokenizer.train(["a red lantern beside a blue house"] * 3, 300)
    assert tokenizer.decode(tokenizer.encode(text)) == text.strip()


def test_a_long_text_is_cut_at_the_limit():
    tokenizer = TextTokenizer.train(["a red lantern"], 260)
    assert len(tokenizer.encode("lantern " * 4000, limit=96)) == 96


def test_vocabulary_has_no_overlap():
    vocabulary = Vocabulary(text=10, codes=20, max_grid=4)
    ids = [vocabulary.special(s) for s in Special] + [vocabulary.length(n) for n in range(1, 5)]
    assert sorted(ids) == list(range(30, vocabulary.plans))
    with pytest.raises(ValueError, match=r"1\.\.4"):
        vocabulary.length(5)


def test_a_sequence_says_where_every_code_stands():
    vocabulary = Vocabulary(text=10, codes=20, max_grid=4)
    codes = torch.arange(6).view(2, 3)
    row = words(vocabulary, Special.TEXT, [1, 2]) + picture(vocabulary, Special.IMAGE, codes)
    assert row.ids[-6:].tolist() == [10, 11, 12, 13, 14, 15]
    assert row.places[-6:, 1:].tolist() == [[1, 1], [1, 2], [1, 3], [2, 1], [2, 2], [2, 3]]
    assert row.places[:6, 0].tolist() == [0, 1, 2, 3, 4, 5]
    # each code is announced by the token before it
    assert torch.equal(row.ahead[-7:-1], row.places[-6:, 1:])
    assert (row.ahead[-1] == -1).all() and (row.ahead[:5] == -1).all()


def test_a_prefix_is_the_beginning_of_the_whole():
    vocabulary = Vocabulary(text=10, codes=20, max_grid=4)
    codes = torch.arange(6).view(2, 3)
    whole = picture(vocabulary, Special.IMAGE, codes)
    part = picture(vocabulary, Special.IMAGE, codes, written=2)
    for name in ("ids", "places", "ahead"):
        assert torch.equal(getattr(whole, name)[: len(part)], getattr(part, name))


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ('a sign that says "TEA"', ["TEA"]),
        ("a sign that says TEA, at night", ["TEA"]),
        ("a signpost reading “HOME” and 'SEA'", ["HOME", "SEA"]),
        ("看板「お茶」", ["お茶"]),
        ("the cat's house, it's the dog's", []),
        ("a cat that says hello", []),
    ],
)
def test_sign_words(prompt, expected):
    assert sign_words(prompt) == expected


def test_word_bytes_are_padded_and_cut():
    assert word_bytes(["tea"], 5).tolist() == [84, 69, 65, 0, 0]
    assert len(word_bytes(["お茶" * 20], 16)) == 16
    assert word_bytes([], 4).tolist() == [0, 0, 0, 0]


def test_config_round_trip_and_check():
    for config in PRESETS.values():
        assert EmbeddedConfig.from_dict(config.to_dict()) == config
    with pytest.raises(ValueError, match="multiple of 8"):
        TransformerConfig(width=36, heads=4)
