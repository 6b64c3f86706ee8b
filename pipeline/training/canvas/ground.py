"""Paints a land's materials in gouache, by the hour, the weather and the season.

Brushwork lies where it lies in every picture: a decoder that is shown only what is where can learn
it, and what differs between pictures is in its input.
"""

import copy

import torch
from torch import Tensor

from pipeline.model.painting.canvas import SUN_RADIUS, cloud_maps, line_of, strip_depth
from pipeline.model.plan.land import Land, Layer
from pipeline.training.world.ground import SNOW, air, grass_tones, leaf_tones, rgb, snow_cover, tone
from pipeline.training.world.scene import Scene
from pipeline.training.world.sky import SUN, gradient
from pipeline.training.world.stage import Stage

OFFSET = 0.37  # of all brushwork
PLAIN = {  # materials that are one colour with brushwork, and how large that is
    "path": ((0.80, 0.70, 0.54), 1.2), "road": ((0.40, 0.40, 0.44), 1.6),
    "soil": ((0.50, 0.37, 0.26), 1.0), "furrows": ((0.58, 0.58, 0.26), 1.4),
    "wall": ((0.93, 0.87, 0.77), 0.7), "carpet": ((0.66, 0.34, 0.34), 1.5),
    "backdrop": ((0.80, 0.80, 0.82), 0.5), "moon ground": ((0.62, 0.62, 0.65), 1.1),
    "cave": ((0.20, 0.18, 0.22), 0.9), "snow": (SNOW, 0.9), "foam": ((0.95, 0.97, 0.98), 1.5),
    "window": ((0.66, 0.84, 0.96), 0.6),
}  # fmt: skip
INDOORS = {"wall", "panel", "floorboards", "tiles", "carpet", "backdrop", "window"}


class Ground:
    """One land under one light, being painted. All fields are (1, H, W) or (1, 3, H, W)."""

    def __init__(self, stage: Stage, land: Land) -> None:
        self.stage, self.land = stage, land
        self.width, self.height = stage.width, stage.height
        self.side = land.light_side
        self.picture = self._backdrop()
        self.before = "sky"

    def _backdrop(self) -> Tensor:
        return gradient(self.stage).expand(1, 3, self.height, self.width).clone()

    def texture(self, channel: str, x: Tensor, y: Tensor) -> Tensor:
        """Brushwork of zero mean and unit variance at x, y, in repeats to the shorter side."""
        offset = torch.full((1, 1, 1), OFFSET)
        return self.stage.noise(channel, x, y, offset)

    @property
    def soft(self) -> Tensor:
        return self.texture("soft", self.stage.x * 0.8, self.stage.y * 1.8)

    @property
    def strokes(self) -> Tensor:
        return self.texture("strokes", self.stage.x * 1.1, self.stage.y * 1.4)

    @property
    def blades(self) -> Tensor:
        """Upright grass, larger in front."""
        far = torch.log(0.10 + (self.stage.v - 0.5).clamp(min=0)) * 0.62
        return self.texture("blades", self.stage.x, far)

    def lay(self, alpha: Tensor, color: Tensor) -> None:
        """alpha (1, H, W) of colour (1, 3, H, W) over the picture."""
        self.picture = torch.lerp(self.picture, color.expand_as(self.picture), alpha[:, None])

    def cover(self, depth: Tensor) -> Tensor:
        return (depth * (self.height / 1.2) + 0.5).clamp(0, 1)


def paint_land(land: Land, scene: Scene, stage: Stage) -> Tensor:
    """(3, H, W) in 0..1. scene: its time, weather and season; stage: of that one scene."""
    ground = Ground(stage, land)
    if land.sun:
        _sun(ground, scene)
    for cloud in land.clouds:
        _cloud(ground, cloud_maps(cloud, ground.height, ground.width), cloud.y)
    for layer in land.layers:
        depth = stage.v - line_of(layer, ground.width).view(1, 1, -1)
        _paint_layer(ground, layer, depth)
        ground.before = layer.material
    for strip in land.strips:
        depth = strip_depth(strip, ground.height, ground.width)[None]
        _paint_strip(ground, strip.material, depth)
    return ground.picture[0].clamp(0, 1)


def _sun(ground: Ground, scene: Scene) -> None:
    stage, (x, y) = ground.stage, ground.land.sun or (0.5, 0.3)
    distance = torch.hypot((stage.u - x) * ground.width / ground.height, stage.v - y)
    clear = 1.0 if scene.weather == "clear" else 0.2
    glow = torch.tensor(SUN[scene.time][1]).view(1, 3, 1, 1)
    ground.picture = ground.picture + glow * clear * torch.exp(-distance * 4.5)[:, None]
    if scene.time == "night" and clear == 1:
        _stars(ground)
    disc = ground.cover(SUN_RADIUS - distance)
    halo = torch.exp(-(((distance - SUN_RADIUS).clamp(min=0) / 0.04) ** 2)) * 0.45
    ground.lay(torch.maximum(disc, halo) * clear, rgb(stage, 1.0, 0.97, 0.84))


def _stars(ground: Ground) -> None:
    fade = (1 - ground.stage.v / 0.58).clamp(0, 1).sqrt()
    ground.lay(_star_map(ground, 0.058) * fade, rgb(ground.stage, 1.0, 0.97, 0.86))


def _star_map(ground: Ground, cell: float) -> Tensor:
    """(1, H, W) stars of many sizes, one at most in each cell of `cell` shorter sides."""
    stage = copy.copy(ground.stage)
    stage.seeds = [0]  # the same stars in every picture
    dx, dy, size, _ = stage.scatter("stars", cell)
    radius = 0.0016 + 0.0050 * size**6
    star = (0.9 * (radius - torch.hypot(dx, dy)) / stage.pixel + 0.55).clamp(0, 1)
    return star * (size > 0.42)


def _cloud(ground: Ground, maps: Tensor, foot: float) -> None:
    stage, p = ground.stage, ground.stage.palette
    field, nx, ny = (part[None] for part in maps)
    edge = ground.texture("dabs", stage.x * 1.6, stage.y * 1.6)
    lit = (0.46 + 0.44 * ny + 0.30 * nx * ground.side + 0.04 * edge).clamp(0, 1)
    tones = ((lit - 0.28) * 4.5).clamp(0, 1) + ((lit - 0.62) * 5).clamp(0, 1)
    lit = 0.4 * lit + 0.3 * tones
    color = torch.lerp(p.cloud_shade, p.cloud, lit[:, None])
    haze = max(0.0, 0.5 - (0.46 - foot) * 2.5)
    alpha = (field / (0.02 + stage.pixel * 6) + 0.5).clamp(0, 1)
    ground.lay(alpha, torch.lerp(color, p.horizon, haze))


def _paint_layer(ground: Ground, layer: Layer, depth: Tensor) -> None:
    material = layer.material
    if material == "treeline":
        dabs = ground.texture("dabs", ground.stage.x * 1.6, ground.stage.y * 1.6)
        depth = depth + 0.012 * dabs
    painters = {
        "far ridge": _ridge, "rock": _rock, "treeline": _trees, "grass": _grass, "meadow": _grass,
        "sand": _sand, "dune": _sand, "water": _water, "sea": _water, "deep water": _deep,
        "pavement": _slabs, "tiles": _slabs, "floorboards": _boards, "panel": _boards,
        "space": _space,
    }  # fmt: skip
    color = painters.get(material, _plain)(ground, material, depth)
    if material in INDOORS:  # light falls off from the window's side
        away = (ground.stage.u - 0.5) * ground.side
        color = color * (0.96 + 0.16 * away - 0.10 * ground.stage.v)[:, None]
    ground.lay(ground.cover(depth), color)
    if material == "sand" and ground.before in ("sea", "water"):
        foam = torch.exp(-(((depth + 0.002 * ground.strokes) / 0.006) ** 2))
        ground.lay(foam * 0.85, ground.stage.palette.cloud)


def _paint_strip(ground: Ground, material: str, depth: Tensor) -> None:
    rough = depth + 0.004 * ground.soft
    color = _plain(ground, material, depth)
    alpha = (rough * (ground.width / 1.5) + 0.5).clamp(0, 1)
    ground.lay(alpha, color)
    if material == "road":
        stage = ground.stage
        middle = depth > depth.amax(dim=2, keepdim=True) - 0.006 - 0.010 * (stage.v - 0.6)
        dashes = torch.sin(20 / (stage.v - 0.5).clamp(min=0.04)) > 0
        ground.lay((middle & dashes & (depth > 0)).float() * 0.8, rgb(stage, 0.93, 0.91, 0.84))


def _light(ground: Ground, material: str, color: Tensor, lit: Tensor) -> Tensor:
    """The colour in shade (lit 0) or light (lit 1); rooms keep more of their own colour."""
    stage = ground.stage
    if material not in INDOORS:
        return tone(stage, color, lit)
    p = stage.palette
    return torch.lerp(color * p.thing_shade, color * p.thing_sun, lit.clamp(0, 1)[:, None])


def _plain(ground: Ground, material: str, depth: Tensor) -> Tensor:
    color, scale = PLAIN[material]
    stage = ground.stage
    brush = ground.texture("strokes", stage.x * scale, stage.y * scale * 1.3)
    lit = 0.64 + 0.09 * ground.soft + 0.06 * brush + 0.25 * torch.exp(-depth.clamp(min=0) * 30)
    base = rgb(stage, *color)
    if material in ("path", "road", "soil", "furrows"):
        base = torch.lerp(base, rgb(stage, *SNOW), (0.7 * snow_cover(stage))[:, None])
    return _light(ground, material, base, lit)


def _ridge(ground: Ground, material: str, depth: Tensor) -> Tensor:
    p = ground.stage.palette
    blue = torch.lerp(p.zenith, p.middle, 0.35) * 0.86
    color = torch.lerp(p.horizon, blue, 0.55) * (1 + 0.02 * ground.soft)[:, None]
    return torch.lerp(color, p.horizon, (depth.clamp(0, 0.15) * 4.2)[:, None])


def _rock(ground: Ground, material: str, depth: Tensor) -> Tensor:
    """Facets that lean by the sun; snow on what is high."""
    stage = ground.stage
    slope = torch.nn.functional.pad(depth[..., 2:] - depth[..., :-2], (1, 1), mode="replicate")
    grain = ground.texture("blades", (stage.x + 0.5 * stage.y * ground.side) * 0.9, stage.y * 0.9)
    facet = 0.5 + 0.5 * torch.tanh(slope * 0.9 * ground.width * -ground.side)
    lit = (0.20 + 0.55 * facet + 0.12 * grain + 0.08 * ground.soft).clamp(0, 1)
    rock = tone(stage, rgb(stage, 0.47, 0.48, 0.55), lit)
    reach = {"spring": 0.05, "summer": 0.025, "autumn": 0.035, "winter": 0.30}
    cap = reach[stage.scenes[0].season] * (1 + 0.35 * grain)
    snow = ((cap - depth) * 90 + 0.5).clamp(0, 1) * (stage.v < 0.5)
    rock = torch.lerp(rock, tone(stage, rgb(stage, *SNOW), lit * 0.7 + 0.3), snow[:, None])
    haze = 0.16 + 0.5 * ((stage.v - 0.42) / 0.2).clamp(0, 1) ** 2
    return torch.lerp(rock, air(stage), haze.expand_as(depth)[:, None])


def _trees(ground: Ground, material: str, depth: Tensor) -> Tensor:
    stage = ground.stage
    first, second = leaf_tones(stage)
    dabs = ground.texture("dabs", stage.x * 1.6, stage.y * 1.6)
    fine = ground.texture("dabs", stage.x * 3.1, stage.y * 3.1)
    lit = 0.50 + 0.22 * dabs + 0.10 * fine + 0.35 * torch.exp(-depth.clamp(min=0) * 26)
    leaf = torch.lerp(first, second, (0.5 + 0.3 * ground.soft).clamp(0, 1)[:, None]) * 0.82
    haze = (0.55 - (stage.v - 0.40) * 1.2).clamp(0.05, 0.6).expand_as(depth)
    return torch.lerp(tone(stage, leaf, lit), air(stage), haze[:, None])


def _grass(ground: Ground, material: str, depth: Tensor) -> Tensor:
    """Gouache grass, light along the crest, paler and bluer far away; flowers in a meadow."""
    stage, haze = ground.stage, 0.34 if material == "grass" else 0.0
    p = stage.palette
    far, near, light, *_ = grass_tones(stage)
    base = torch.lerp(near, far, min(1.0, haze * 1.6))
    crest = torch.exp(-depth.clamp(min=0) * 22)
    k = 0.40 + 0.13 * ground.blades + 0.17 * ground.soft + 0.42 * crest
    k = (k + 0.22 * snow_cover(stage) - 0.9 * depth.clamp(0, 0.4)).clamp(0, 1.15)[:, None]
    color = torch.lerp(base * p.shade * 0.95, torch.lerp(base, light, 0.65) * p.sun, k)
    return torch.lerp(color, air(stage), haze * 0.8)


def _sand(ground: Ground, material: str, depth: Tensor) -> Tensor:
    stage = ground.stage
    base = rgb(stage, *((0.90, 0.79, 0.58) if material == "sand" else (0.93, 0.76, 0.48)))
    base = torch.lerp(base, rgb(stage, *SNOW), (0.85 * snow_cover(stage))[:, None])
    ripple = torch.sin(torch.log((stage.v - 0.47).clamp(min=0.02)) * 80 + 2 * ground.soft)
    lit = 0.70 + 0.09 * ground.soft + 0.06 * ground.strokes + 0.05 * ripple
    lit = lit + 0.30 * torch.exp(-depth.clamp(min=0) * 60) * (material == "dune")
    color = tone(stage, base, lit)
    wet = torch.exp(-depth.clamp(min=0) * 45)[:, None] * 0.4 * (ground.before in ("sea", "water"))
    return torch.lerp(color, color * 0.62 + 0.12 * stage.palette.middle, wet)


def _water(ground: Ground, material: str, depth: Tensor) -> Tensor:
    """Deeper blue far out, turquoise near, sparkle under the sun."""
    stage, p = ground.stage, ground.stage.palette
    t = (depth / 0.16).clamp(0, 1)
    waves = ground.texture("strokes", stage.x * 0.8, torch.log(0.03 + depth.clamp(min=0)) * 0.55)
    fine = ground.texture("strokes", stage.x * 2.0, stage.y * 4.0)
    deep = p.zenith * 0.72 + p.sun * rgb(stage, 0.0, 0.10, 0.12)
    shallow = p.sun * rgb(stage, 0.36, 0.72, 0.74) * 0.55 + 0.40 * p.middle
    if material == "water":  # still water shows the sky
        deep, shallow = torch.lerp(p.horizon, p.middle, 0.3) * 0.9, p.middle * 0.85
    color = torch.lerp(deep, shallow, (t**1.4 * 0.85)[:, None])
    color = torch.lerp(color, p.horizon, (0.30 * (1 - t) ** 3)[:, None])
    color = color * (1 + 0.09 * waves + 0.05 * fine)[:, None]
    x = ground.land.sun[0] if ground.land.sun else 0.5
    below = torch.exp(-(((stage.u - x) / (0.06 + 0.14 * t)) ** 2))
    sparkle = ((waves + fine) * 0.7 - 1.5 + 1.5 * below).clamp(0, 1) * (0.3 + 0.65 * below)
    return torch.lerp(color, p.cloud, sparkle[:, None])


def _deep(ground: Ground, material: str, depth: Tensor) -> Tensor:
    """Under water: light from above in slanting shafts."""
    stage = ground.stage
    dark = torch.lerp(rgb(stage, 0.16, 0.58, 0.72), rgb(stage, 0.03, 0.20, 0.38), stage.v[:, None])
    shafts = ground.texture("blades", (stage.x - 0.4 * stage.y) * 0.5, stage.y * 0.08)
    light = 1 + 0.10 * shafts * (1 - stage.v) + 0.03 * ground.soft
    return dark * light[:, None] * stage.palette.thing_sun


def _slabs(ground: Ground, material: str, depth: Tensor) -> Tensor:
    """Flagstones or tiles in perspective."""
    stage = ground.stage
    stone = rgb(stage, *((0.74, 0.71, 0.68) if material == "pavement" else (0.84, 0.86, 0.87)))
    zoom = (stage.v - 0.45).clamp(min=0.02)
    row, column = 1.1 / zoom, (stage.u - 0.5) * 0.9 / zoom
    row, column = torch.broadcast_tensors(row * 2, column * 2)
    joint = torch.minimum((row - row.round()).abs(), (column - column.round()).abs())
    line = (1 - joint * zoom * 60).clamp(0, 1) * (zoom > 0.06)
    checker = (row.round() + column.round()) % 2
    lit = 0.66 + 0.08 * ground.soft + 0.05 * ground.strokes - 0.28 * line + 0.06 * checker
    return _light(ground, material, stone, lit)


def _boards(ground: Ground, material: str, depth: Tensor) -> Tensor:
    """Floorboards in perspective, or an upright panel."""
    stage = ground.stage
    wood = rgb(stage, *((0.68, 0.48, 0.31) if material == "floorboards" else (0.78, 0.63, 0.46)))
    if material == "floorboards":
        column = (stage.u - 0.5) / (stage.v - 0.42).clamp(min=0.05) * 2.2
    else:
        column = ((stage.u - 0.5) * 14).expand_as(depth)
    joint = (column - column.round()).abs()
    line = (1 - joint * 22).clamp(0, 1)
    own = torch.frac(torch.sin(column.round() * 12.9898) * 43758.5).abs()
    grain = ground.texture("strokes", stage.x * 1.6, stage.y * 2.2)
    lit = 0.62 + 0.08 * grain + 0.05 * ground.soft - 0.30 * line + 0.14 * (own - 0.5)
    return _light(ground, material, wood, lit)


def _space(ground: Ground, material: str, depth: Tensor) -> Tensor:
    stage = ground.stage
    clouds = (0.5 + 0.35 * ground.soft).clamp(0, 1)[:, None]
    base = torch.lerp(rgb(stage, 0.03, 0.03, 0.10), rgb(stage, 0.16, 0.08, 0.26), clouds)
    return torch.lerp(base, rgb(stage, 1.0, 0.97, 0.9), _star_map(ground, 0.045)[:, None])
