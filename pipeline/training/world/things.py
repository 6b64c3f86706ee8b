"""Things in the picture: all of one kind painted in one call, then laid down far to near."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import torch
import torch.nn.functional as F

from pipeline.model.plan.world import POSED
from pipeline.training.world import animals, buildings, creatures, people, props, vehicles
from pipeline.training.world.glyphs import Glyphs
from pipeline.training.world.scene import KINDS, Thing
from pipeline.training.world.shapes import COLORS, HAIR, Brush, Light, Traits
from pipeline.training.world.stage import Stage, Windows, paste


@dataclass(frozen=True)
class Lamp:
    """A light in a thing: its place, the reach of its glow, both in the thing's heights."""

    u: float
    w: float
    reach: float
    strength: float
    own_color: bool = False


@dataclass(frozen=True)
class Portrait:
    """How a kind is painted. shadow: half width of its contact shadow; 0 for what flies."""

    paint: Callable[..., None]  # of a Brush and, for what takes poses, a pose
    shadow: float = 0.0
    lamps: tuple[Lamp, ...] = ()


PORTRAITS: dict[str, Portrait] = {
    "girl": Portrait(people.girl, 0.22),
    "boy": Portrait(people.boy, 0.20),
    "cat": Portrait(creatures.cat, 0.36),
    "dog": Portrait(creatures.dog, 0.46),
    "rabbit": Portrait(creatures.rabbit, 0.32),
    "bird": Portrait(creatures.bird),
    "sprig": Portrait(creatures.sprig, 0.30, (Lamp(0.0, 0.2, 0.55, 0.45),)),
    "house": Portrait(
        buildings.house, 0.56, (Lamp(-0.29, 0.20, 0.50, 0.65), Lamp(0.29, 0.20, 0.50, 0.65))
    ),
    "windmill": Portrait(buildings.windmill, 0.28, (Lamp(0.0, 0.32, 0.3, 0.6),)),
    "lighthouse": Portrait(buildings.lighthouse, 0.24, (Lamp(0.0, 0.825, 0.50, 1.1),)),
    "tree": Portrait(props.tree, 0.34),
    "boat": Portrait(vehicles.boat),
    "airship": Portrait(vehicles.airship, 0.0, (Lamp(0.0, 0.12, 0.35, 0.4),)),
    "balloon": Portrait(vehicles.balloon),
    "lantern": Portrait(props.lantern, 0.14, (Lamp(0.0, 0.45, 1.10, 1.25, own_color=True),)),
    "signpost": Portrait(props.signpost, 0.16),
    "mushroom": Portrait(props.mushroom, 0.34),
    "umbrella": Portrait(props.umbrella, 0.34),
    "woman": Portrait(people.woman, 0.22),
    "man": Portrait(people.man, 0.20),
    "fox": Portrait(animals.fox, 0.44),
    "bear": Portrait(animals.bear, 0.42),
    "sheep": Portrait(animals.sheep, 0.44),
    "horse": Portrait(animals.horse, 0.44),
    "duck": Portrait(animals.duck),
    "butterfly": Portrait(animals.butterfly),
    "car": Portrait(vehicles.car, 0.72, (Lamp(0.80, 0.40, 0.55, 0.8),)),
    "train": Portrait(
        vehicles.train, 0.95, (Lamp(1.00, 0.50, 0.40, 0.8), Lamp(-0.56, 0.45, 0.60, 0.6))
    ),
    "castle": Portrait(
        buildings.castle, 0.50, (Lamp(-0.30, 0.30, 0.30, 0.5), Lamp(0.30, 0.25, 0.30, 0.5))
    ),
    "tent": Portrait(buildings.tent, 0.58, (Lamp(0.19, 0.20, 0.55, 0.8),)),
    "flower": Portrait(props.flower, 0.14),
    "pumpkin": Portrait(props.pumpkin, 0.50),
    "cake": Portrait(props.cake, 0.44, (Lamp(0.0, 0.90, 0.40, 0.6),)),
    "snowman": Portrait(props.snowman, 0.32),
}
POSED_PORTRAITS: dict[tuple[str, str], Portrait] = {
    (kind, pose): replace(PORTRAITS[kind], paint=partial(PORTRAITS[kind].paint, pose=pose))
    for kind, poses in POSED.items()
    for pose in poses
    if pose != "sleeping"
}
POSED_PORTRAITS |= {
    ("cat", "sleeping"): Portrait(creatures.sleeping_cat, 0.46),
    ("dog", "sleeping"): Portrait(creatures.sleeping_dog, 0.46),
    ("fox", "sleeping"): Portrait(animals.sleeping_fox, 0.46),
}
ALL_PORTRAITS = {(kind, ""): portrait for kind, portrait in PORTRAITS.items()} | POSED_PORTRAITS
LAMP_SHARE = {"morning": 0.10, "noon": 0.05, "sunset": 0.45, "night": 1.0}
LAMPLIGHT = (1.00, 0.76, 0.40)


@dataclass
class Painted:
    """One thing's window, ready to be laid down."""

    window: Windows
    index: int  # of the window
    picture: torch.Tensor  # (4, h, w) premultiplied colour and coverage
    shadow: torch.Tensor | None  # (1, h, w) darkness of its contact shadow


def paint_things(stage: Stage, canvas: torch.Tensor, glyphs: Glyphs) -> torch.Tensor:
    """Paint every scene's things over the canvas, far to near; returns (B, H, W) uint8 masks."""
    painted: dict[tuple[int, int], Painted] = {}
    for look in ALL_PORTRAITS:
        members = [
            (i, j)
            for i, scene in enumerate(stage.scenes)
            for j, thing in enumerate(scene.things)
            if (thing.kind, thing.pose) == look
        ]
        if members:
            painted.update(zip(members, _paint_alike(stage, look, members, glyphs), strict=True))
    masks = torch.zeros(len(stage.scenes), *canvas.shape[2:], dtype=torch.uint8)
    masks = masks.to(canvas.device)
    for i, scene in enumerate(stage.scenes):
        for j in sorted(range(len(scene.things)), key=lambda j: scene.things[j].y):
            _lay_down(canvas, masks, painted[i, j], j + 1)
    return masks


def _lay_down(canvas: torch.Tensor, masks: torch.Tensor, item: Painted, label: int) -> None:
    place = item.window.clip(item.index, *canvas.shape[2:])
    if place is None:
        return
    rows, columns, inner_rows, inner_columns = place
    picture = item.window.pictures[item.index]
    if item.shadow is not None:
        tint = canvas.new_tensor([0.92, 0.88, 0.74]).view(3, 1, 1)
        canvas[picture, :, rows, columns] *= 1 - item.shadow[:, inner_rows, inner_columns] * tint
    paste(canvas, item.window, item.index, item.picture)
    mask = masks[picture, rows, columns]
    mask.masked_fill_(item.picture[3, inner_rows, inner_columns] > 0.5, label)


def _paint_alike(
    stage: Stage, look: tuple[str, str], members: list[tuple[int, int]], glyphs: Glyphs
) -> list[Painted]:
    """The painted windows of all `members` (scene, thing), which are of one kind and pose."""
    kind, portrait = look[0], ALL_PORTRAITS[look]
    things = [stage.scenes[i].things[j] for i, j in members]
    pictures = [i for i, _ in members]
    anchors = [(t.x * stage.width, t.y * stage.height) for t in things]
    tallest = max(t.size for t in things) * stage.side
    half = (KINDS[kind].width * 0.5 + 0.06) * tallest
    window = Windows(pictures, anchors, (half, half, 1.04 * tallest, 0.10 * tallest), stage.device)
    size = stage.tensor(t.size for t in things)
    facing = stage.tensor(1 if kind == "signpost" else t.facing for t in things)
    u, w = window.dx / (size * stage.side) * facing, -window.dy / (size * stage.side)
    u, w = torch.broadcast_tensors(u, w)
    brush = Brush(
        u, w, _light(stage, pictures, facing), _traits(stage, members, things, size),
        stage.noise, glyphs,
    )  # fmt: skip
    portrait.paint(brush)
    reach = portrait.shadow
    shadow = _shadow(stage, pictures, u, w, facing, reach) if reach else [None] * len(things)
    return [Painted(window, k, brush.picture[k], shadow[k]) for k in range(len(things))]


def _shadow(stage: Stage, pictures, u, w, facing, reach: float) -> torch.Tensor:
    """(n, 1, h, w) soft ellipse under a thing, leaning away from the light."""
    away = -0.16 * stage.sun_side[pictures] * facing * reach
    distance = torch.hypot((u - away) / (reach * 1.12), (w - 0.005) / 0.065)
    return ((1 - distance) * 1.3).clamp(0, 1)[:, None] * 0.55


def _light(stage: Stage, pictures: list[int], facing: torch.Tensor) -> Light:
    p = stage.palette
    return Light(
        p.thing_sun[pictures],
        p.thing_shade[pictures],
        stage.sun_side[pictures] * facing,
        (stage.night + 0.7 * stage.flags(lambda s: s.time == "sunset"))[pictures],
    )


def _traits(stage: Stage, members, things: list[Thing], size: torch.Tensor) -> Traits:
    keys = (random.Random(f"{stage.scenes[i].seed} thing {j}").random() for i, j in members)
    return Traits(
        color=stage.colors(COLORS[t.color or "brown"] for t in things),
        hair=stage.colors(HAIR[t.hair or "brown"] for t in things),
        pixel=1 / (size * stage.side),
        size=size,
        key=stage.tensor(keys),
        words=[t.word for t in things],
    )


def lamp_light(stage: Stage) -> torch.Tensor | None:
    """(B, 3, H, W) light that lanterns and windows shed around them; None without lamps."""
    lamps = [
        (i, thing, lamp)
        for i, scene in enumerate(stage.scenes)
        for thing in scene.things
        for lamp in PORTRAITS[thing.kind].lamps
    ]
    if not lamps:
        return None
    size = (stage.height, stage.width)
    return F.interpolate(_lamp_map(stage, lamps), size, mode="bilinear", align_corners=False)


def shine(canvas: torch.Tensor, light: torch.Tensor, share: float) -> None:
    """Add light to what is on the canvas: most of it reflected, a little in the air."""
    canvas.add_(light * (share * (0.07 + 1.3 * canvas) * (1.1 - canvas).clamp(min=0.1)))


def _lamp_map(stage: Stage, lamps) -> torch.Tensor:
    """(B, 3, H/4, W/4) light of all lamps; it varies slowly, a quarter of the size is enough."""
    x, y = stage.x[..., 2::4], stage.y[:, 2::4]
    place = []
    for i, t, lamp in lamps:
        cx = (t.x * stage.width / stage.side) + lamp.u * t.size * t.facing
        cy = (t.y * stage.height / stage.side) - lamp.w * t.size
        share = lamp.strength * LAMP_SHARE[stage.scenes[i].time]
        place.append((cx, cy, lamp.reach * t.size, share))
    cx, cy, reach, share = (stage.tensor(p[k] for p in place) for k in range(4))
    distance = torch.hypot(x - cx, (y - cy) * 0.85) / reach
    falloff = share * (
        0.75 * torch.exp(-((distance * 1.25) ** 2)) + 0.40 * torch.exp(-2 * distance)
    )
    warm = stage.colors([LAMPLIGHT] * len(lamps))
    own = stage.colors(COLORS[t.color or "yellow"] for _, t, _ in lamps)
    mix = stage.tensor(0.55 * lamp.own_color for _, _, lamp in lamps)[..., None]
    light = torch.lerp(warm, own, mix) * falloff[:, None]
    total = light.new_zeros(len(stage.scenes), *light.shape[1:])
    index = torch.tensor([i for i, _, _ in lamps], device=light.device)
    return total.index_add_(0, index, light)
