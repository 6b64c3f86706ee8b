"""The mark's 32 bits: which engine painted the picture, and a number for the picture itself."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Self

from PIL import Image

ENGINES = (
    "other",
    "embedded",
    "glm-image",
    "flux-klein",
    "remote",
)  # the order is in marked pictures


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
    def from_bytes(cls, data: bytes) -> Self:
        return cls(
            ENGINES[data[0]] if data[0] < len(ENGINES) else "other", int.from_bytes(data[1:])
        )

    def to_bytes(self) -> bytes:
        return bytes([ENGINES.index(self.engine)]) + self.picture.to_bytes(3)

    def hex(self) -> str:
        """Eight hexadecimal digits, the engine's two first."""
        return self.to_bytes().hex()
