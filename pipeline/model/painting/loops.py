"""What moves in a picture by itself, as loops: a phase of 0..1 is when, and 1 is 0 again.

Rain and snow fall, water shimmers and stars twinkle: the maps of `ground_maps` that tell where they
are move, and the decoder paints them there. Clouds drift to and fro, what flies or swims bobs, and
whoever lives breathes.
"""

import math
from dataclasses import replace

import torch
from torch import Tensor

from pipeline.model.dictionary import LIVING, Dictionary
from pipeline.model.painting.ground_maps import NAMES, Air
from pipeline.model.plan.composition import Composition, PlacedDrawing
from pipeline.model.plan.land import Land

SNOW_TURNS = 3  # flakes fall a third of the height in a loop; streaks of rain all of it
SWAY = 0.014  # of flakes, in shorter sides
SHIMMER = 0.012  # of water, in shorter sides
TWINKLE = 0.6
DRIFT = 0.030  # of clouds, in widths
BOB = {"air": (0.010, 0.014), "water": (0.003, 0.006)}  # by zone: across, down, in sides
BREATH = 0.012  # of the living, in their heights
WATERS = ("water", "sea", "deep water")


def moves(composition: Composition, dictionary: Dictionary) -> bool:
    """Whether anything in a picture moves by itself."""
    land = composition.land
    air = Air.of(land, composition.time, composition.weather)
    surfaces = [layer.material for layer in land.layers]
    surfaces += [strip.material for strip in land.strips]
    waters = any(material in WATERS for material in surfaces)
    things = composition.drawings
    floats = any(_zone(one, dictionary) in BOB or _lives(one, dictionary) for one in things)
    return bool(air.fall or waters or air.stars or floats or (air.outdoors and land.clouds))


def composition_at(composition: Composition, dictionary: Dictionary, phase: float) -> Composition:
    """A picture's composition at a phase: clouds and what floats are elsewhere."""
    drawings = tuple(_bobbed(one, dictionary, phase) for one in composition.drawings)
    return replace(composition, land=_drifted(composition.land, phase), drawings=drawings)


def at_phase(maps: Tensor, phase: float, fall: str) -> Tensor:
    """(8, H, W): the maps of `ground_maps` at a phase of what falls, shimmers and twinkles. fall:
    of `Air`."""
    moved, height, width = maps.clone(), *maps.shape[1:]
    shorter, wave = min(height, width), math.sin(2 * math.pi * phase)
    falling, ripples, stars = (NAMES.index(name) for name in ("falling", "ripples", "stars"))
    turns = SNOW_TURNS if fall == "snow" else 1
    period = -(-height // turns)
    strip = torch.roll(maps[falling, :period], round(phase * period), 0)
    fallen = strip.repeat(turns, 1)[:height]
    moved[falling] = torch.roll(fallen, round(SWAY * shorter * wave), 1) if turns > 1 else fallen
    moved[ripples] = torch.roll(maps[ripples], round(SHIMMER * shorter * wave), 1)
    # Each star has a time of its own, by where it is.
    own = torch.linspace(0, 7, height)[:, None] + torch.linspace(0, 11, width)
    dark = 0.5 + 0.5 * torch.sin(2 * math.pi * (phase + own))
    moved[stars] = maps[stars] * (1 - TWINKLE * dark)
    return moved


def _drifted(land: Land, phase: float) -> Land:
    """Nearer clouds, which are larger, drift further."""
    wave = math.sin(2 * math.pi * phase)
    clouds = (
        replace(cloud, x=cloud.x + DRIFT * wave * min(1.5, 0.5 + cloud.size / 0.2))
        for cloud in land.clouds
    )
    return replace(land, clouds=tuple(clouds))


def _zone(placed: PlacedDrawing, dictionary: Dictionary) -> str:
    """ "air" for what flies, "water" for what swims, else ""."""
    kind = dictionary.kinds[placed.kind]
    if kind.category == "sky" or (placed.stands and kind.zone == "air"):
        return ""
    return kind.zone


def _lives(placed: PlacedDrawing, dictionary: Dictionary) -> bool:
    return dictionary.kinds[placed.kind].category in LIVING


def _bobbed(placed: PlacedDrawing, dictionary: Dictionary, phase: float) -> PlacedDrawing:
    left, top, right, bottom = placed.box
    still = 2 * math.pi * 3 * left  # each at a time of its own
    angle = still + 2 * math.pi * phase
    wave, turn = math.sin(angle) - math.sin(still), math.cos(angle) - math.cos(still)
    if amount := BOB.get(_zone(placed, dictionary)):
        across, down = amount[0] * turn, amount[1] * wave
        return replace(placed, box=(left + across, top + down, right + across, bottom + down))
    if _lives(placed, dictionary):  # its foot stays
        return replace(placed, box=(left, top + BREATH * (bottom - top) * wave, right, bottom))
    return placed
