"""The light of a land by hour, weather and season, its sky, and the air in front of it."""

import torch
from torch import Tensor

from pipeline.model.painting.ground_maps import Air
from pipeline.model.plan.land import Land
from pipeline.training.canvas.stage import Scene, Stage

HORIZON = 0.58
# (light, shade) of a room by the hour
ROOM = {
    "morning": ((1.07, 1.01, 0.90), (0.74, 0.71, 0.76)),
    "noon": ((1.05, 1.04, 1.01), (0.76, 0.77, 0.82)),
    "sunset": ((1.10, 0.88, 0.68), (0.66, 0.52, 0.58)),
    "night": ((0.62, 0.56, 0.62), (0.28, 0.28, 0.42)),
}  # fmt: skip
STAGE = ((1.04, 0.98, 0.90), (0.50, 0.46, 0.54))
SPACE = ((1.05, 1.04, 1.02), (0.16, 0.16, 0.24))
SEA = {"morning": 0.95, "noon": 1.0, "sunset": 0.80, "night": 0.42}
BEAM = {
    "morning": (0.34, 0.27, 0.14), "noon": (0.22, 0.21, 0.16), "sunset": (0.46, 0.26, 0.06),
    "night": (0.04, 0.08, 0.20),
}  # fmt: skip
# hour: how large sun or moon are, their glow, their colour
SUN = {
    "morning": (1.15, (0.34, 0.24, 0.06), (1.00, 0.95, 0.78)),
    "noon": (0.9, (0.40, 0.33, 0.18), (1.00, 0.99, 0.90)),
    "sunset": (1.3, (0.50, 0.24, 0.02), (1.00, 0.95, 0.74)),
    "night": (1.0, (0.12, 0.14, 0.20), (0.97, 0.96, 0.88)),
}  # fmt: skip
VEIL = {"clear": 0.0, "rain": 0.34, "snow": 0.42, "mist": 0.86}


def color_of(*color: float) -> Tensor:
    """A fixed colour as (3, 1, 1)."""
    return torch.tensor(color).view(3, 1, 1)


class Light:
    """side: 1 from the right. sun, shade: what colours are multiplied with; zenith, middle,
    horizon, cloud, cloud_shade: of the sky; all (3, 1, 1)."""

    def __init__(self, land: Land, scene: Scene, stage: Stage) -> None:
        p = stage.palette
        self.time, self.weather = scene.time, scene.weather
        self.season = "winter" if scene.weather == "snow" else scene.season
        self.night, self.clear = scene.time == "night", scene.weather == "clear"
        self.snowy, self.side = self.season == "winter", land.light_side
        self.zenith, self.middle, self.horizon = p.zenith[0], p.middle[0], p.horizon[0]
        self.cloud, self.cloud_shade = p.cloud[0], p.cloud_shade[0]
        self.air = torch.lerp(self.horizon, self.zenith, 0.42) * 0.94
        first = land.layers[0].material if land.layers else "sky"
        self.kind = first if land.sun is None else "sky"
        if {layer.material for layer in land.layers} == {"backdrop"}:
            self.kind = "studio"
        self.seen = Air.of(land, scene.time, scene.weather)
        self.outdoors = self.seen.outdoors
        self.sun_x = land.sun[0] if land.sun else 0.5
        self.sun, self.shade = self._pair(p.sun[0], p.shade[0] * 0.95)
        beam = color_of(*BEAM[scene.time]) * (1.0 if self.clear else 0.25)
        self.beam = color_of(0.75, 0.66, 0.46) if self.kind == "backdrop" else beam
        self.spread = 2.4 if self.kind == "wall" else 1.0  # of lamps: a room throws light back
        self.shadow = {"sky": 0.5, "wall": 0.34, "backdrop": 0.5}.get(self.kind, 0.45)
        if self.outdoors and not self.clear:
            self.shadow = 0.32

    def _pair(self, sun: Tensor, shade: Tensor) -> tuple[Tensor, Tensor]:
        if self.kind == "wall":
            light, dark = ROOM[self.time]
        elif self.kind == "studio":  # keeps its colour, whatever the hour
            red, green, blue = ROOM[self.time][0]
            light = 0.5 + 0.5 * red, 0.5 + 0.5 * green, 0.5 + 0.5 * blue
            dark = 0.66 * light[0], 0.66 * light[1], 0.66 * light[2]
        elif self.kind == "backdrop":
            light, dark = STAGE
        elif self.kind == "space":
            light, dark = SPACE
        elif self.kind == "deep water":
            share = SEA[self.time]
            return color_of(0.78, 0.98, 1.04) * share, color_of(0.26, 0.46, 0.62) * share
        elif self.kind == "cave":
            return sun * 0.9, shade * 0.6
        else:
            return sun, shade
        grey = 1.0 if self.clear or self.kind == "space" else 0.94
        return color_of(*light) * grey, color_of(*dark) * grey


def sky(light: Light, maps: dict[str, Tensor], land: Land) -> Tensor:
    """(3, H, W): the brushed sky with its stars and the glow of sun or moon."""
    height, width = maps["soft"].shape
    v = ((torch.arange(height) + 0.5) / height)[:, None]
    u = ((torch.arange(width) + 0.5) / width)[None]
    t = (v / HORIZON + 0.030 * maps["soft"]).clamp(0, 1)
    low = torch.lerp(light.middle, light.horizon, ((t - 0.5) * 2).clamp(0, 1))
    picture = torch.lerp(light.zenith, low, (t * 1.7).clamp(0, 1))
    # Thin high clouds, as a wash that the brush dragged.
    wisps = ((maps["soft"] * 0.65 + maps["wash"] * 0.2 - 0.5) * 0.24).clamp(0, 0.24)
    picture = torch.lerp(
        picture, light.cloud, wisps * (0.9 - 0.5 * t) * (0.5 if light.night else 1)
    )
    if land.sun is None:
        return picture
    stars = light.seen.night_sky(maps["stars"])
    picture = torch.lerp(picture, color_of(1.0, 0.97, 0.86), stars)
    x, y = land.sun
    distance = torch.hypot((u - x) * width / height, v - y)
    _, glow, _ = SUN[light.time]
    amount = (1.0 if light.clear else 0.25) * torch.exp(-distance * 4.2)
    amount = amount + (0.5 if light.clear else 0.0) * torch.exp(-distance * 13)
    return picture + color_of(*glow) * amount


def veil(picture: Tensor, light: Light, maps: dict[str, Tensor]) -> Tensor:
    """The picture behind its mist."""
    height = picture.shape[1]
    v = ((torch.arange(height) + 0.5) / height)[:, None]
    strength = VEIL[light.weather]
    if light.weather == "clear":
        return picture
    reach = 0.30 if light.weather == "mist" else 0.22
    band = torch.exp(-(((v - HORIZON - 0.01) / reach) ** 2))
    amount = (strength * band * (0.9 + 0.10 * maps["soft"])).clamp(0, 0.92)
    return torch.lerp(picture, (light.horizon * 0.97 + 0.02).expand_as(picture), amount)


def falling(picture: Tensor, light: Light, values: Tensor) -> Tensor:
    """The picture (3, H, W), things and all, behind rain or flakes. values: the map "falling"."""
    share = light.seen.falling(values)
    if light.seen.fall == "rain":
        drop = torch.lerp(light.horizon, light.cloud, 0.5) * 1.05 + 0.06
        return torch.lerp(picture, drop.expand_as(picture), share * 0.5)
    if light.seen.fall == "snow":
        flake = light.cloud.clamp(max=1) * 0.45 + 0.5
        return torch.lerp(picture, flake.expand_as(picture), -share * 0.88)
    return picture
