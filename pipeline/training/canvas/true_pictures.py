"""The painter's own picture of a composition: what the canvas decoder is to paint of it, which is
gouache whatever its style."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.model.dictionary import Dictionary
from pipeline.model.painting.brushwork import NoiseAtlas, atlas
from pipeline.model.painting.canvas import land_map
from pipeline.model.painting.collage import Piece, pieces
from pipeline.model.painting.guides import Place, place_of
from pipeline.model.painting.thing_maps import shine_of
from pipeline.model.plan.composition import Composition
from pipeline.training.canvas.ground import fall_before, paint_land
from pipeline.training.canvas.stage import Scene, Stage
from pipeline.training.canvas.things import Placed, lay_all


@dataclass(frozen=True)
class Backdrop:
    """A land, painted: picture (H, W, 3) in 0..1, its materials (H, W), and the hour, weather and
    season in which it is."""

    picture: NDArray[np.float32]
    materials: NDArray[np.int64]
    light: Scene
    stage: Stage
    place: Place

    @classmethod
    def paint(
        cls, composition: Composition, size: tuple[int, int], seed: int, noise: NoiseAtlas
    ) -> "Backdrop":
        """The land of a composition at `size` (width, height), with a seed's brushwork."""
        width, height = size
        hour = composition.time, composition.weather, composition.season
        light = Scene(*hour)
        stage, place = Stage(light, height, width, noise), place_of(seed)
        picture = paint_land(composition.land, light, stage, place).permute(1, 2, 0).numpy()
        materials = land_map(composition.land, height, width).numpy()
        return cls(picture, materials, light, stage, place)

    def with_things(self, found: Sequence[Piece], composition: Composition) -> NDArray[np.uint8]:
        """(H, W, 3): the pieces of a composition, whose land this is, painted on it."""
        laid = lay_all(
            self.picture,
            self.materials,
            [_laid(piece) for piece in found],
            self.stage,
            composition.land.light_side,
            place=self.place,
            ordered=True,
        )
        land = composition.land
        seen = fall_before(laid.picture, land, self.light, self.stage, self.place)
        return (seen * 255).round().astype(np.uint8)


def true_picture(
    composition: Composition, dictionary: Dictionary, size: tuple[int, int], seed: int
) -> NDArray[np.uint8]:
    """(H, W, 3): the composition, painted by the painter at `size` (width, height), with the
    brushwork that the decoder has for this seed."""
    found = list(pieces(composition, dictionary, *size))
    return Backdrop.paint(composition, size, seed, atlas()).with_things(found, composition)


def _laid(piece: Piece) -> Placed:
    height, width = piece.patch.shape[:2]
    placed = piece.placed
    foot = piece.left + width / 2, piece.top + height
    return Placed(
        piece.patch, *foot, not placed.stands, 0.7 * piece.distance, shine_of(placed.kind)
    )
