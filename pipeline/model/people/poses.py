"""What bodies do, by name: standing about, moving, and what hands and faces do."""

from collections.abc import Mapping

from pipeline.model.people.gestures import GESTURES
from pipeline.model.people.pose import Pose
from pipeline.model.people.sports import SPORTS

# name -> the ways to do it
_PLAIN: dict[str, tuple[Pose, ...]] = {
    "standing": (
        Pose("half", (16, 30), (-22, -2), (15, -1), (-3, -3), hips=5, shoulders=-5, nod=-4,
             lean=-1, curve=-3),
        Pose("front", (18, 26), (-44, 52), (14, -1), (-5, -3), hips=5, shoulders=-5, nod=4,
             lean=2, curve=-3, holds="far"),
        Pose("front", (30, -42), (-28, 44), (3, 3), (-13, 2), hips=-4, shoulders=3, nod=-5),
    ),
    "walking": (
        Pose("side", (-30, -8), (26, 52), (27, 10), (-16, -42), feet=(-10, 30), lean=3, curve=1,
             nod=1),
        Pose("half", (-24, -6), (30, 56), (24, 8), (-14, -36), feet=(-6, 26), lean=2, nod=-3,
             shoulders=-3),
    ),
    "running": (
        Pose("side", (-58, 22), (40, 132), (58, -22), (-26, -72), feet=(-12, 62), lean=12, curve=3,
             nod=-6, hands=("fist", "fist")),
    ),
    "sitting": (
        Pose("front", (28, -4), (-28, 4), (26, 2), (-26, -2), thighs=0.42, seat=True, nod=3,
             shoulders=-3, holds="both"),
        Pose("half", (22, 44), (8, 58), (62, 6), (40, -4), thighs=0.74, seat=True, nod=-2,
             curve=2),
        Pose("side", (26, 66), (16, 62), (84, 4), (80, -6), seat=True, lean=-4, curve=5, nod=1),
    ),
    "resting": (
        Pose("side", (42, 76), (-34, -12), (92, 87), (136, 40), feet=(-78, 0), lean=-8, curve=4,
             holds="far"),
        Pose("front", (34, 20), (-34, -20), (76, -78), (-76, 80), thighs=0.66, nod=-4, holds="far"),
    ),
    "riding": (
        Pose("side", (34, 74), (26, 70), (44, -10), (48, -12), feet=(-6, -6), seat=True, lean=2,
             curve=2, legs_shown="near", holds="both"),
    ),
    "waving": (
        Pose("front", (15, 26), (-128, -166), (7, 3), (-6, -2), hips=-3, shoulders=5, nod=-5,
             hands=("", "open"), holds="far"),
        Pose("half", (14, 28), (-120, -172), (9, 4), (-4, -2), hips=3, shoulders=4, nod=4,
             hands=("", "open"), holds="far"),
    ),
    "pointing": (
        Pose("half", (80, 92), (-40, 46), (12, 6), (-8, -4), hips=3, shoulders=-4, lean=2, nod=2,
             hands=("point", ""), holds="far"),
    ),
    "holding": (
        Pose("half", (14, 78), (-16, -2), (8, 4), (-6, -3), hips=3, shoulders=-3, nod=-1,
             holds="far"),
        Pose("front", (14, 20), (-24, -104), (7, 3), (-8, -3), hips=-3, shoulders=2, nod=-4),
    ),
    "reading": (
        Pose("half", (18, 104), (2, 88), (8, 4), (-6, -3), hips=3, nod=9, curve=3, holds="both"),
    ),
    "reading seated": (
        Pose("half", (22, 100), (6, 86), (62, 6), (40, -4), thighs=0.74, seat=True, nod=10,
             curve=4, holds="both"),
        Pose("front", (22, -58), (-22, 58), (24, 3), (-24, -3), thighs=0.42, seat=True, nod=2,
             holds="both"),
    ),
    "working": (
        Pose("half", (26, 76), (8, 66), (10, 5), (-5, -3), hips=3, lean=3, curve=4, nod=5,
             holds="both"),
    ),
    "jumping": (
        Pose("front", (142, 160), (-138, -158), (38, -34), (-14, -58), feet=(34, 60), nod=-5,
             hips=4, lean=2, shoulders=-3, hands=("open", "open")),
    ),
    "dancing": (
        Pose("front", (138, 176), (-84, -112), (3, 2), (-38, -64), feet=(0, 40), lean=-7,
             curve=9, hips=-6, shoulders=7, nod=7, holds="far"),
        Pose("half", (70, 108), (-78, -104), (34, -38), (-3, -2), feet=(46, 0), lean=-3, curve=5,
             hips=4, shoulders=-6, nod=-6),
    ),
    "sleeping": (
        Pose("front", (8, 2), (-24, 158), (-12, 24), (-26, 18), turned=-86, nod=8, asleep=True,
             curve=4, feet=(20, 20)),
    ),
    "swimming": (
        Pose("half", (62, 92), (-96, -62), (0, 0), (0, 0), lean=18, nod=-10, legs_shown="none",
             water=0.62, shoulders=10),
    ),
    "kneeling": (
        Pose("side", (34, 66), (28, 60), (84, -4), (12, -86), feet=(0, 82), lean=5, curve=5,
             nod=4, holds="both"),
    ),
    "playing": (
        Pose("side", (44, 58), (32, 50), (106, -24), (98, -30), lean=22, curve=8, nod=-4,
             holds="both"),
    ),
    "boarding": (
        Pose("half", (64, 82), (-66, -92), (50, -10), (-34, -6), lean=5, curve=4, nod=-4,
             hands=("open", "open")),
    ),
    "skiing": (
        Pose("side", (30, 62), (16, 58), (52, -22), (44, -28), lean=22, curve=4, nod=-8,
             hands=("fist", "fist"), holds="both", poles=True),
    ),
    "fighting": (
        Pose("half", (42, 138), (14, 118), (32, 4), (-26, -18), lean=4, curve=2, nod=3,
             hands=("fist", "fist"), shoulders=-3),
    ),
    "looking up": (
        Pose("half", (14, 28), (-22, 20), (12, 0), (-4, -3), hips=4, nod=-14, up=True, lean=-2,
             curve=-4, holds="far"),
    ),
    "back": (
        Pose("back", (15, 10), (-17, -8), (7, 3), (-6, -2), hips=3, shoulders=-3, nod=4),
    ),
}  # fmt: skip
POSES: Mapping[str, tuple[Pose, ...]] = {**_PLAIN, **GESTURES, **SPORTS}
