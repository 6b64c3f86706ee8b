"""Sizes of the embedded networks."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TransformerConfig:
    """Of a stack of blocks."""

    width: int = 256
    layers: int = 6
    heads: int = 4

    def __post_init__(self) -> None:
        if self.width % self.heads or (self.width // self.heads) % 8:
            raise ValueError(f"width {self.width} must be heads {self.heads} times a multiple of 8")

    @property
    def hidden(self) -> int:
        """SwiGLU's inner width: 8/3 of the model's, to a multiple of 64 (Shazeer, 2020)."""
        return max(64, round(self.width * 8 / 3 / 64) * 64)


@dataclass(frozen=True)
class ComposerConfig:
    """Transformer that gives a picture's things their places.

    picture, unit, relation: how many features each has (`composing.briefing`). unknown: categories
    of things that it was never shown.
    """

    width: int = 160
    heads: int = 5
    layers: int = 6
    picture: int = 19
    unit: int = 60
    relation: int = 17
    unknown: tuple[str, ...] = ()

    @property
    def features(self) -> tuple[int, int, int]:
        """How many there are."""
        return self.picture, self.unit, self.relation

    @property
    def blocks(self) -> TransformerConfig:
        """Of its stack of blocks."""
        return TransformerConfig(self.width, self.layers, self.heads)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "ComposerConfig":
        """Inverse of `asdict`; JSON's lists become tuples again."""
        return cls(**data | {"unknown": tuple(data["unknown"])})


@dataclass(frozen=True)
class CanvasDecoderConfig:
    """U-Net of the flow-matching decoder.

    patch: pixels of a cell of the first level; widths: channels of the levels; materials: how many
    the land's map may have, each with an embedding of `material_width`; maps: of things beside
    their drawings; brushes: textures; lights: values of the light's description; fine: channels at
    full size.
    """

    patch: int = 4
    widths: tuple[int, ...] = (96, 160, 224, 256)
    blocks: int = 2
    embedding: int = 128
    materials: int = 64
    material_width: int = 8
    maps: int = 6
    brushes: int = 29
    lights: int = 24
    fine: int = 40

    @property
    def cell(self) -> int:
        """Side of the coarsest cell in pixels: a picture's sides are multiples of it."""
        return self.patch * 2 ** (len(self.widths) - 1)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "CanvasDecoderConfig":
        """Inverse of `asdict`; JSON's lists become tuples again."""
        frozen: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in data.items()
        }
        return cls(**frozen)

    @property
    def canvas(self) -> int:
        """Channels beside x_t: the drawings' four, maps of theirs, the land's three."""
        return 4 + self.maps + 3 + self.material_width + self.brushes
