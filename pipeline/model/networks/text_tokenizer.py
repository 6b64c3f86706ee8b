"""Byte-level BPE: every Unicode prompt is legal, nothing is ever unknown."""

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers


class TextTokenizer:
    """Prompt <-> ids in [0, size), by the `tokenizers` library."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer

    @classmethod
    def load(cls, path: Path) -> "TextTokenizer":
        return cls(Tokenizer.from_file(str(path)))

    @classmethod
    def train(cls, texts: Iterable[str], size: int) -> "TextTokenizer":
        """Learns `size` - 256 merges over the 256 bytes."""
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
        tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=size,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        )
        tokenizer.train_from_iterator(texts, trainer)
        return cls(tokenizer)

    @property
    def size(self) -> int:
        return self.tokenizer.get_vocab_size()

    def encode(self, text: str, limit: int | None = None) -> list[int]:
        """Ids of the text's first `limit` tokens (all of them by default)."""
        # Lone surrogates are legal in a str but not in UTF-8.
        legal = text.encode("utf-8", "replace").decode("utf-8")
        return self.tokenizer.encode(legal).ids[:limit]

    def decode(self, ids: list[int]) -> str:
        return self.tokenizer.decode(ids).strip()
