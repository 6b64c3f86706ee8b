"""The painter of each material, and how plain ones are painted."""

from collections.abc import Callable

from torch import Tensor

from pipeline.training.canvas.lands import built, waters, wild
from pipeline.training.canvas.lands.spot import Spot


def plain(spot: Spot) -> Tensor:
    """One colour, lighter along its upper edge, with quiet brushwork."""
    lit = 0.70 + 0.035 * spot.maps["strokes"] + 0.03 * spot.maps["wash"]
    return spot.tone(lit + 0.22 * spot.crest(60) + 0.35 * spot.facing())


PAINTERS: dict[str, Callable[[Spot], Tensor]] = {
    "sun": wild.sun, "cloud": wild.cloud, "far ridge": wild.ridge, "rock": wild.rock,
    "snow": wild.snow, "treeline": wild.foliage, "leaves": wild.foliage, "pine": wild.pine,
    "grass": wild.grass, "meadow": wild.grass, "pitch": wild.pitch, "sand": wild.sand,
    "dune": wild.sand, "water": waters.water, "sea": waters.water, "foam": waters.foam,
    "waterfall": waters.waterfall, "lava": waters.lava, "planet": wild.planet, "space": wild.space,
    "moon ground": wild.moon, "deep water": waters.deep, "cave": wild.cave, "trunk": wild.trunk,
    "path": wild.path, "soil": wild.path, "furrows": wild.furrows, "gravel": wild.path,
    "kelp": waters.kelp, "coral": waters.coral,
    "road": built.road, "pavement": built.slabs, "tiles": built.slabs,
    "floorboards": built.boards, "panel": built.upright, "wall tiles": built.upright,
    "wall": built.wall, "backdrop": built.backdrop, "window": built.window, "pane": built.pane,
    "lit pane": built.lit_pane, "far town": built.far_town, "house": built.house,
    "roof": built.roof, "awning": built.cloth, "cloth": built.cloth, "curtain": built.curtain,
    "lamp": built.lamp, "stands": built.stands, "books": built.books, "carpet": built.carpet,
    "rug": built.carpet, "picture": built.picture, "metal": built.metal, "enamel": built.enamel,
    "stone": built.stone, "fence": built.fence, "shelf": built.wood,
}  # fmt: skip
