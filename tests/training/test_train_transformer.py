"""The transformer's text tokenizer and optimizers."""

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.transformer import Transformer
from pipeline.training.train_transformer import optimizers, text_tokenizer


def test_the_text_tokenizer_is_learned_once(tmp_path):
    path = tmp_path / "text_tokenizer.json"
    learned = text_tokenizer(path, 300, captions=200)
    text = "two white cats beside a blue house at night"
    assert len(learned.encode(text, 96)) < len(text)  # words, not bytes
    before = path.read_bytes()
    assert text_tokenizer(path, 300, seed=1).encode(text, 96) == learned.encode(text, 96)
    assert path.read_bytes() == before


def test_every_weight_has_one_optimizer():
    config = PRESETS["tiny"]
    model = Transformer(config.transformer, config.tokenizer.codebook_size)
    trained = [
        id(weight)
        for optimizer in optimizers(model, 1e-3)
        for group in optimizer.param_groups
        for weight in group["params"]
    ]
    assert sorted(trained) == sorted(id(weight) for weight in model.parameters())
