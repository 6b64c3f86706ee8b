"""The sky: a brushed gradient, sun, moon and stars, and layered cumulus lit from the sun's side."""

import random
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F

from pipeline.model.painting.clouds import TOP, Towers, cumulus, relief
from pipeline.model.plan.world import HORIZON, SUN_ASIDE, SUN_Y
from pipeline.training.world.stage import Stage, Windows, paste

SPRITES, SPRITE_H, SPRITE_W = 12, 128, 256
TOWERS = Towers(main=(0.22, 0.34), side=(0.55, 0.15))
SKY_SEEDS = (4, 3, 10, 7, 14, 31, 0, 13)  # one a view, chosen by eye

#            radius of the sun (of the picture's height), its glow
SUN = {
    "morning": (0.050, (0.30, 0.22, 0.06)),
    "noon": (0.038, (0.22, 0.18, 0.10)),
    "sunset": (0.075, (0.55, 0.26, 0.02)),
    "night": (0.055, (0.16, 0.18, 0.22)),
}


def paint_sky(stage: Stage, clouds: "Clouds") -> torch.Tensor:
    """(B, 3, H, W) sky pictures of the backdrop's scenes, down to the picture's bottom.

    A view is under one sky: the same clouds, brushwork and stars, as the hour and the weather have
    them (see `paint_land`, which says why).
    """
    stage = stage.settled(SKY_SEEDS)
    canvas = gradient(stage)
    canvas = _stars(stage, canvas)
    canvas = _sun(stage, canvas)
    clouds.paint(stage, canvas)
    return canvas


def sun_place(stage: Stage) -> tuple[torch.Tensor, torch.Tensor]:
    """(B, 1, 1) x (of `Stage.straight`) and y of the sun or moon on a backdrop; in a narrow
    picture it comes nearer."""
    wide = min(1.0, stage.straight.shape[-1] / stage.height)
    x = 0.5 + SUN_ASIDE * wide * stage.sun_side
    return x, stage.tensor(SUN_Y[s.time] for s in stage.scenes)


def gradient(stage: Stage) -> torch.Tensor:
    p = stage.palette
    strokes = stage.texture("strokes", 1.0, "sky strokes")
    soft = stage.texture("soft", 0.7, "sky soft")
    t = (stage.v / HORIZON + 0.012 * strokes + 0.030 * soft).clamp(0, 1)[:, None]
    low = torch.lerp(p.middle, p.horizon, ((t - 0.5) * 2).clamp(0, 1))
    sky = torch.lerp(p.zenith, low, (t * 1.7).clamp(0, 1))
    return sky * (1 + 0.009 * strokes[:, None])


def _stars(stage: Stage, canvas: torch.Tensor) -> torch.Tensor:
    """Small stars of a jittered grid, several brightnesses; only at night in fair weather."""
    shown = stage.night * stage.flags(lambda s: s.weather == "clear")
    if not shown.any():
        return canvas
    dx, dy, size, _ = stage.scatter("stars", 0.058)
    distance = torch.hypot(dx, dy)
    radius = 0.0016 + 0.0050 * size**6
    star = (0.9 * (radius - distance) / stage.pixel + 0.55).clamp(0, 1)
    star = star * (size > 0.42) * (0.45 + 0.55 * size) * (1 - stage.v / HORIZON).clamp(0, 1).sqrt()
    return torch.lerp(canvas, stage.colors([(1.0, 0.97, 0.86)]), (star * shown)[:, None])


def _sun(stage: Stage, canvas: torch.Tensor) -> torch.Tensor:
    x, y = sun_place(stage)
    distance = torch.hypot(stage.straight - x, stage.y - y)
    clear = stage.flags(lambda s: s.weather == "clear") * 0.8 + 0.2
    glow = stage.colors(SUN[s.time][1] for s in stage.scenes)
    canvas = canvas + glow * (clear * torch.exp(-distance * 4.5))[:, None]
    radius = stage.tensor(SUN[s.time][0] for s in stage.scenes)
    disc = ((radius - distance) / stage.pixel + 0.5).clamp(0, 1)
    halo = torch.exp(-((distance - radius).clamp(min=0) ** 2) / (radius * 0.9) ** 2) * 0.45
    seen = torch.maximum(disc, halo) * (clear - 0.2).clamp(min=0) / 0.8
    craters = (0.06 * stage.texture("soft", 2.2, "moon") * stage.night)[:, None]
    color = stage.colors([(1.0, 0.97, 0.84)]) - craters
    return torch.lerp(canvas, color, seen[:, None])


@dataclass(frozen=True)
class Cloud:
    """One cloud: its scene's index, foot (u, v) and half width in heights of the picture, haze
    0..1, texture key 0..1, which sprite it shows, whether that is flipped, and whether all of the
    cloud is a mirror image (1 or -1)."""

    scene: int
    u: float
    v: float
    size: float
    haze: float
    key: float
    flip: float
    sprite: int
    mirror: float = 1.0


class Clouds:
    """A dozen cumulus modelled once as heaps of balls: distance to the edge, and normals."""

    def __init__(self, device):
        shapes = torch.stack([_heap(k) for k in range(SPRITES)])
        tall = shapes.permute(1, 0, 2, 3).reshape(1, 3, SPRITES * SPRITE_H, SPRITE_W)
        self.atlas = tall.to(device)

    def paint(self, stage: Stage, canvas: torch.Tensor) -> None:
        """Paint each scene's clouds onto the canvas, far and small ones first."""
        plans = [_plan(s, i, stage) for i, s in enumerate(stage.scenes)]
        for layer in range(3):
            clouds = [cloud for plan in plans for cloud in plan[layer]]
            if clouds:
                self._paint_layer(stage, canvas, clouds)

    def _paint_layer(self, stage: Stage, canvas: torch.Tensor, clouds: list[Cloud]) -> None:
        pictures = [c.scene for c in clouds]
        middle = stage.straight.shape[-1] / 2
        anchors = [((c.u - 0.5) * stage.height + middle, c.v * stage.height) for c in clouds]
        reach = max(c.size for c in clouds) * stage.side
        window = Windows(pictures, anchors, (reach, reach, reach * 0.8, reach * 0.12), stage.device)
        size = stage.tensor(c.size for c in clouds)
        key = stage.tensor(c.key for c in clouds)
        mirror = stage.tensor(c.mirror for c in clouds)
        dx = mirror * window.dx / (size * stage.side)  # -1..1 across a cloud
        dy = window.dy / (size * stage.side)  # 0 at its base, negative upward
        edge = stage.noise("dabs", dx * size * 1.6, dy * size * 1.6, key)
        soft = stage.noise("soft", dx * size * 1.2, dy * size * 1.2, key)
        field, nx, ny = self._sample(dx + 0.010 * soft, dy + 0.008 * soft, clouds)
        side = stage.sun_side[pictures]
        lit = 0.50 + 0.42 * ny + 0.30 * nx * side + 0.035 * edge + 0.5 * (-dy - 0.22)
        lit = lit.clamp(0, 1)
        lit = 0.4 * lit + 0.6 * ((lit - 0.28) * 4.5).clamp(0, 1).mul(0.5).add(
            0.5 * ((lit - 0.62) * 5).clamp(0, 1)
        )
        pixel = stage.pixel / size
        base = ((0.015 * soft + 0.02 - dy) / (0.03 + pixel)).clamp(0, 1)
        alpha = ((field + 0.006 * edge) / (pixel * 1.5 + 0.010) + 0.5).clamp(0, 1) * base
        self._lay(stage, canvas, window, clouds, alpha, lit)

    def _lay(self, stage, canvas, window, clouds, alpha, lit) -> None:
        """Colour the clouds by the hour and lay them on the canvas."""
        p, pictures = stage.palette, window.pictures
        haze = stage.tensor(c.haze for c in clouds)[..., None]
        color = torch.lerp(p.cloud_shade[pictures], p.cloud[pictures], lit[:, None])
        color = torch.lerp(color, p.horizon[pictures], haze)
        alpha = alpha[:, None]
        layers = torch.cat([color * alpha, alpha], dim=1)
        for i in range(len(clouds)):
            paste(canvas, window, i, layers[i])

    def _sample(self, dx, dy, clouds: list[Cloud]) -> tuple[torch.Tensor, ...]:
        """Distance to the edge and the two normals at dx, dy, in half widths from the foot."""
        dx, dy = torch.broadcast_tensors(dx, dy)
        looks = torch.tensor([(c.flip, c.sprite) for c in clouds], device=dx.device)
        flip, sprite = looks[:, :, None, None].unbind(1)
        row = (dy.clamp(-0.82, 0.11) + TOP) * (SPRITE_H - 1) + sprite * SPRITE_H
        grid = torch.stack([dx * flip, (row + 0.5) * (2 / (SPRITES * SPRITE_H)) - 1], dim=-1)
        flat = grid.reshape(1, -1, grid.shape[-2], 2)
        out = F.grid_sample(self.atlas, flat, padding_mode="border", align_corners=False)
        field, nx, ny = out.view(3, *dx.shape)
        outside = (dx.abs() > 0.99) | (dy < -0.8)
        return field - outside.float(), nx * flip, ny


def _images(cloud: Cloud) -> tuple[Cloud, ...]:
    """A cloud and its mirror images left and right of the backdrop."""
    return (
        replace(cloud, u=-cloud.u, mirror=-1.0),
        replace(cloud, u=2 - cloud.u, mirror=-1.0),
        cloud,
    )


def _plan(scene, index: int, stage: Stage) -> list[list[Cloud]]:
    """Three layers of a scene's clouds, far to near."""
    rng = random.Random(f"{stage.seeds[index]} clouds")

    def cloud(u: float, v: float, size: float, haze: float) -> Cloud:
        look = rng.random(), rng.choice((-1.0, 1.0)), rng.randrange(SPRITES)
        return Cloud(index, u, v, size, haze, *look)

    heavy = scene.weather in ("rain", "snow")
    counts = (2, 2, 3) if heavy else (2, rng.choice((1, 2)), rng.choice((0, 1, 1)))
    layers = []
    for layer, count in enumerate(counts):
        low, high, small, large, haze = (
            (0.50, 0.56, 0.16, 0.26, 0.45),
            (0.34, 0.46, 0.24, 0.36, 0.15),
            (0.16, 0.30, 0.38, 0.52, 0.0),
        )[layer]
        slots = rng.sample(range(4), count)
        layers.append([
            image
            for slot in slots
            for image in _images(cloud(
                (slot + rng.random()) / 4, rng.uniform(low, high), rng.uniform(small, large), haze,
            ))
        ])  # fmt: skip
    return layers


def _heap(look: int) -> torch.Tensor:
    """(3, SPRITE_H, SPRITE_W): the relief of a cumulus."""
    return relief(cumulus(random.Random(look), TOWERS), SPRITE_H, SPRITE_W)
