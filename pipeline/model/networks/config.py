"""Sizes of the embedded networks, as one table of presets."""

from dataclasses import asdict, dataclass, field
from math import prod
from typing import Any, ClassVar

from pipeline.model.plan.world import COLORS, KINDS


@dataclass(frozen=True)
class TokenizerConfig:
    """Encoder that turns a picture into one grid of FSQ codes (`patch` pixels a token)."""

    levels: tuple[int, ...] = (8, 8, 6, 5)
    widths: tuple[int, ...] = (64, 96, 160)
    blocks: int = 2

    @property
    def codebook_size(self) -> int:
        return prod(self.levels)

    @property
    def patch(self) -> int:
        """Side of one token in pixels: the stem halves twice, each further width once."""
        return 4 * 2 ** (len(self.widths) - 1)


@dataclass(frozen=True)
class VisionConfig:
    """Encoder of the describe task: widths at 1/4, 1/8 and 1/16 of the picture's size; reader: the
    first width of the sign reader."""

    PATCH: ClassVar[int] = 16  # pixels of a cell's side
    SUB_CELLS: ClassVar[int] = 4  # a cell's side in fine features, each of 4 pixels

    widths: tuple[int, int, int] = (48, 96, 160)
    reader: int = 24

    @property
    def cell_features(self) -> int:
        return self.SUB_CELLS**2 * self.widths[0] + self.widths[2]

    @property
    def region_features(self) -> int:
        return len(KINDS) + len(COLORS) + self.widths[0]

    @property
    def features(self) -> int:
        """Features of a token: those of a cell, then those of a region; one of the two is zero."""
        return self.cell_features + self.region_features


@dataclass(frozen=True)
class TransformerConfig:
    """Decoder-only transformer over text, source-image and target-image tokens. `features`: how
    many the vision encoder gives for a cell or a region of a source picture."""

    width: int = 256
    layers: int = 6
    heads: int = 4
    text_vocabulary: int = 1024
    max_text: int = 96
    max_grid: int = 24
    features: int = 1021

    def __post_init__(self) -> None:
        if self.width % self.heads or (self.width // self.heads) % 8:
            raise ValueError(
                f"width {self.width} must be heads {self.heads} times a multiple of 8 (three axes)"
            )

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
class DecoderConfig:
    """U-Net of the flow-matching decoder, on patches of `patch` pixels."""

    patch: int = 4
    widths: tuple[int, ...] = (96, 128, 192)
    blocks: int = 1
    token_width: int = 128
    glyph_width: int = 96
    max_glyphs: int = 16


@dataclass(frozen=True)
class CanvasDecoderConfig:
    """U-Net of the open world's decoder.

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


@dataclass(frozen=True)
class EmbeddedConfig:
    """One whole embedded system. cells: about how many tokens a picture has; detail_steps: decoder
    steps of a scene's detail pass, 0 for none."""

    name: str = "laptop"
    cells: int = 100
    tokenizer: TokenizerConfig = field(default_factory=TokenizerConfig)
    transformer: TransformerConfig = field(default_factory=TransformerConfig)
    decoder: DecoderConfig = field(default_factory=DecoderConfig)
    detail_steps: int = 2
    vision: VisionConfig = field(default_factory=VisionConfig)

    def __post_init__(self) -> None:
        if self.transformer.features != self.vision.features:
            raise ValueError(
                f"the transformer takes {self.transformer.features} features, the vision encoder "
                f"gives {self.vision.features}"
            )

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "EmbeddedConfig":
        """Inverse of `to_dict`; JSON's lists become tuples again."""

        def frozen(part: dict[str, Any]) -> dict[str, Any]:
            return {k: tuple(v) if isinstance(v, list) else v for k, v in part.items()}

        return cls(
            name=data["name"],
            cells=data["cells"],
            tokenizer=TokenizerConfig(**frozen(data["tokenizer"])),
            transformer=TransformerConfig(**frozen(data["transformer"])),
            decoder=DecoderConfig(**frozen(data["decoder"])),
            detail_steps=data.get("detail_steps", 0),  # weights before 0.5 have no detail pass
            vision=VisionConfig(**frozen(data.get("vision", {}))),  # before 0.8: none
        )


PRESETS = {
    # for tests: every part real, a fraction of a second on one core
    "tiny": EmbeddedConfig(
        "tiny",
        16,
        TokenizerConfig((4, 4, 3), (16, 16, 24), 1),
        TransformerConfig(32, 2, 4, features=197),
        DecoderConfig(4, (24, 24, 32), 1, 24, 16),
        vision=VisionConfig((8, 8, 16), 8),
    ),
    # trained on two CPU cores
    "laptop": EmbeddedConfig(),
    # for a data-centre GPU: 256 tokens at 256 px
    "large": EmbeddedConfig(
        "large",
        256,
        TokenizerConfig((8, 8, 8, 5), (64, 96, 192), 3),
        TransformerConfig(384, 10, 12),
        DecoderConfig(4, (96, 160, 256), 2, 192, 128),
    ),
}
