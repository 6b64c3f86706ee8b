"""The mark's 32 bits: which engine painted the picture, and a number for the picture itself."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from PIL import Image

_MOST_ENGINES = 16  # that there will ever be: a wrongly read payload has nearly always more
_ROUNDS = 4  # Luby and Rackoff 1988: as good as a random permutation
ENGINES = ("other", "embedded", "glm-image", "flux-klein", "remote")  # the order is in marked ones


@dataclass(frozen=True)
class Payload:
    """`engine` is one of ENGINES; `picture` is 0..2**24-1."""

    engine: str
    picture: int

    @classmethod
    def of(cls, image: Image.Image, engine: str, key: bytes) -> Self:
        """The payload of an RGB picture.

        Its number is a keyed digest of the pixels: random to everybody without the key, yet the
        same settings make the same file again.
        """
        digest = hmac.digest(key, image.tobytes(), hashlib.sha256)
        return cls(engine if engine in ENGINES else "other", int.from_bytes(digest[:3]))

    @classmethod
    def unsealed(cls, sealed: bytes, key: bytes) -> Self | None:
        """The payload that `seal` has hidden, None where these bytes are none: 94 % of all."""
        data = _feistel(sealed, key, reversed(range(_ROUNDS)))
        return cls.from_bytes(data) if data[0] < _MOST_ENGINES else None

    def seal(self, key: bytes) -> bytes:
        """Four bytes that look random to everybody without the key.

        Nothing is then the same in the marks of many pictures but the pilots, which nobody's score
        is made of: the average of many marked pictures is no mark.
        """
        return _feistel(self.to_bytes(), key, range(_ROUNDS))

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        return cls(
            ENGINES[data[0]] if data[0] < len(ENGINES) else "other", int.from_bytes(data[1:])
        )

    def to_bytes(self) -> bytes:
        return bytes([ENGINES.index(self.engine)]) + self.picture.to_bytes(3)

    def hex(self) -> str:
        """Eight hexadecimal digits, the engine's two first."""
        return self.to_bytes().hex()


def _feistel(data: bytes, key: bytes, rounds: Iterable[int]) -> bytes:
    """A keyed permutation of four bytes; in reverse order of the rounds its inverse."""
    left, right = int.from_bytes(data[:2]), int.from_bytes(data[2:])
    for number in rounds:
        digest = hmac.digest(key, bytes([number]) + right.to_bytes(2), hashlib.sha256)
        left, right = right, left ^ int.from_bytes(digest[:2])
    return right.to_bytes(2) + left.to_bytes(2)  # swapped, so that the same steps undo it
