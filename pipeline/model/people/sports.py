"""What the whole body does: at work, at play and on the way; degrees and sides as in a Pose."""

from pipeline.model.people.pose import Pose

SPORTS: dict[str, tuple[Pose, ...]] = {
    "fishing": (
        Pose("half", (46, 82), (20, 78), (12, 4), (-8, -4), hips=3, nod=-2, lean=-2,
             hands=("fist", "fist"), holds="near"),
    ),
    "fishing seated": (
        Pose("side", (46, 80), (30, 74), (84, 4), (80, -6), seat=True, lean=-4, curve=5,
             hands=("fist", "fist"), holds="near"),
    ),
    "throwing": (
        Pose("side", (84, 96), (-96, -158), (34, 4), (-22, -24), feet=(-8, 20), lean=-9, nod=4,
             hands=("open", "fist"), mood="calm"),
    ),
    "catching": (
        Pose("half", (86, 128), (66, 118), (18, 2), (-14, -10), lean=-2, nod=-6,
             hands=("open", "open"), mood="happy", holds="both"),
    ),
    "kicking": (
        Pose("side", (-52, -24), (52, 92), (-14, -20), (64, 34), feet=(14, -6), lean=-9, nod=5,
             hands=("", "fist"), mood="happy", holds="far"),
    ),
    "swinging": (
        Pose("half", (6, 0), (-58, 0), (26, 2), (-22, -14), lean=4, nod=3,
             reach=("shoulder", "shoulder"), hands=("fist", "fist"), mood="calm"),
        Pose("half", (44, 70), (-96, -140), (26, 2), (-24, -16), lean=3, nod=2,
             hands=("open", "fist"), mood="happy"),
    ),
    "brandishing": (
        Pose("half", (30, 64), (-110, -156), (30, 4), (-24, -16), lean=3, nod=1,
             hands=("fist", "fist"), mood="happy"),
        Pose("half", (72, 96), (-44, 10), (34, 4), (-28, -20), lean=5, nod=2,
             hands=("fist", "fist"), holds="far"),
    ),
    "lifting": (
        Pose("front", (120, 178), (-120, -178), (18, 4), (-18, -4), nod=0,
             hands=("fist", "fist"), holds="both", mood="calm"),
    ),
    "pushing": (
        Pose("side", (72, 86), (62, 82), (30, -2), (-32, -44), feet=(-4, 30), lean=20, nod=-12,
             hands=("open", "open"), holds="both"),
    ),
    "pulling": (
        Pose("side", (78, 92), (66, 90), (42, 24), (10, -16), feet=(-12, 0), lean=-17, nod=12,
             hands=("fist", "fist"), holds="both"),
    ),
    "carrying": (
        Pose("half", (16, 0), (-6, 0), (12, 3), (-8, -4), hips=3, lean=-3,
             reach=("keys", "keys"), holds="both"),
        Pose("side", (10, 76), (2, 72), (24, 8), (-16, -36), feet=(-8, 26), lean=-4,
             holds="both"),
    ),
    "climbing": (
        Pose("back", (152, 176), (-112, -172), (46, -30), (-10, 6), feet=(20, 30), lean=3,
             hands=("fist", "fist"), nod=-6),
    ),
    "skating": (
        Pose("side", (-36, -30), (54, 62), (26, -10), (-40, -44), feet=(-4, 20), lean=15, nod=-8,
             mood="happy"),
    ),
    "driving": (
        Pose("half", (52, 84), (34, 78), (62, 6), (44, -4), thighs=0.74, seat=True, nod=-1,
             hands=("fist", "fist"), holds="both"),
    ),
    "hammering": (
        Pose("half", (24, 62), (-74, -164), (18, 3), (-12, -6), lean=3, nod=5,
             hands=("fist", "fist"), mood="calm"),
    ),
    "sweeping": (
        Pose("half", (34, 46), (-6, 0), (20, 3), (-12, -6), lean=8, nod=8,
             reach=("", "low bundle"), hands=("fist", "fist")),
    ),
    "feeding": (
        Pose("half", (24, 36), (40, 66), (20, 2), (-10, -6), lean=11, curve=5, nod=6,
             hands=("", "open"), mood="happy"),
    ),
    "leading": (
        Pose("side", (-24, -6), (34, 58), (26, 10), (-16, -42), feet=(-10, 30), lean=2, nod=1,
             hands=("", "fist"), leash=True, mood="happy"),
    ),
    "walking away": (
        Pose("back", (18, 8), (-20, -4), (8, 2), (-7, -34), feet=(0, 50), hips=4, shoulders=-4),
    ),
    "flying": (
        Pose("half", (158, 172), (-14, -26), (4, -6), (-6, -22), turned=-58, nod=-14,
             feet=(40, 50), hands=("fist", "fist"), lean=-4, mood="happy"),
    ),
    "crawling": (
        Pose("side", (14, 2), (-8, -2), (8, -84), (-18, -92), feet=(80, 84), lean=76, curve=2,
             nod=-52, mood="happy", holds="far"),
    ),
    "stretching": (
        Pose("front", (150, 176), (-150, -176), (3, 1), (-3, -1), nod=-2, asleep=True,
             mood="smiling"),
    ),
    "balancing": (
        Pose("front", (92, 86), (-92, -86), (1, 0), (-48, 64), nod=2, feet=(0, 20), hips=-2,
             hands=("open", "open"), mood="smiling"),
    ),
}  # fmt: skip
