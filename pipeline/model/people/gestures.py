"""What hands and faces do, standing or seated; degrees and sides as in a Pose."""

from pipeline.model.people.pose import Pose

GESTURES: dict[str, tuple[Pose, ...]] = {
    "phoning": (
        Pose("half", (14, 28), (-30, 0), (12, 2), (-5, -3), hips=4, nod=-4, shoulders=-2,
             reach=("", "ear"), hands=("", "fist"), mood="smiling"),
        Pose("front", (26, 0), (-34, 0), (10, 2), (-7, -2), hips=-4, nod=5,
             reach=("hip", "ear"), hands=("", "fist"), mood="happy"),
    ),
    "photographing": (
        Pose("front", (34, 0), (-34, 0), (10, 3), (-10, -3), reach=("lens", "lens"), nod=3,
             hands=("fist", "fist"), holds="both", mood="smiling"),
    ),
    "strumming": (
        Pose("front", (48, 0), (-34, 0), (12, 3), (-9, -3), hips=4, nod=7,
             reach=("neck of a guitar", "strings"), hands=("fist", ""), mood="happy"),
        Pose("half", (50, 0), (-26, 0), (14, 4), (-8, -4), hips=4, nod=4,
             reach=("neck of a guitar", "strings"), hands=("fist", ""), mood="smiling"),
    ),
    "strumming seated": (
        Pose("front", (48, 0), (-34, 0), (26, 2), (-26, -2), thighs=0.42, seat=True, nod=6,
             reach=("neck of a guitar", "strings"), hands=("fist", ""), mood="happy"),
    ),
    "fiddling": (
        Pose("front", (64, 0), (-52, 0), (10, 3), (-8, -3), hips=3, nod=9,
             reach=("bow", "heart"), hands=("fist", "fist"), holds="far", mood="calm"),
    ),
    "blowing": (
        Pose("half", (44, 0), (20, 0), (12, 3), (-6, -3), hips=3, nod=-3, lean=-2,
             reach=("shout", "lips"), hands=("fist", "fist"), holds="near", mood="kissing"),
    ),
    "singing": (
        Pose("front", (66, 104), (-30, 0), (12, 3), (-10, -3), hips=4, nod=5, lean=2,
             reach=("", "shout"), hands=("open", "fist"), mood="singing"),
        Pose("half", (60, 96), (-12, 0), (14, 3), (-8, -3), hips=4, nod=-5, lean=-2,
             reach=("", "lips"), hands=("open", "fist"), mood="singing"),
    ),
    "eating": (
        Pose("half", (18, 74), (10, 0), (10, 3), (-6, -3), hips=3, nod=2,
             reach=("", "mouth"), hands=("", "fist"), mood="eating"),
        Pose("front", (24, 0), (-36, 0), (10, 3), (-8, -3), hips=-3, nod=-3,
             reach=("belly", "mouth"), hands=("", "fist"), mood="eating"),
    ),
    "drinking": (
        Pose("half", (16, 30), (8, 0), (10, 3), (-6, -3), hips=3, nod=-5,
             reach=("", "mouth"), hands=("", "fist"), mood="sipping"),
        Pose("front", (26, 0), (-40, 0), (10, 3), (-8, -3), hips=-3, nod=-4,
             reach=("hip", "mouth"), hands=("", "fist"), mood="sipping"),
    ),
    "eating seated": (
        Pose("front", (24, 0), (-40, 0), (24, 2), (-24, -2), thighs=0.42, seat=True, nod=-3,
             reach=("belly", "mouth"), hands=("", "fist"), mood="eating"),
        Pose("half", (20, 78), (10, 0), (62, 6), (40, -4), thighs=0.74, seat=True,
             reach=("", "mouth"), hands=("", "fist"), mood="eating"),
    ),
    "at table": (
        Pose("front", (26, 0), (-26, 0), (24, 2), (-24, -2), thighs=0.42, seat=True, nod=3,
             reach=("belly", "belly"), holds="both", chair=True),
        Pose("front", (22, 0), (-34, 0), (24, 2), (-24, -2), thighs=0.42, seat=True, nod=-5,
             reach=("elbow", "cheek"), hands=("", "fist"), holds="far", chair=True),
        Pose("front", (30, 0), (-30, -96), (24, 2), (-24, -2), thighs=0.42, seat=True, nod=4,
             reach=("belly", ""), hands=("", "open"), holds="far", mood="happy", chair=True),
    ),
    "eating at table": (
        Pose("front", (28, 0), (-36, 0), (24, 2), (-24, -2), thighs=0.42, seat=True, nod=-3,
             reach=("belly", "mouth"), hands=("", "fist"), mood="eating", chair=True),
    ),
    "at table aside": (
        Pose("side", (34, 70), (24, 66), (84, 4), (80, -6), seat=True, lean=2, curve=4, nod=1,
             holds="both", chair=True),
    ),
    "typing": (
        Pose("side", (30, 0), (20, 0), (86, 2), (82, -4), seat=True, lean=3, curve=4, nod=7,
             reach=("keys", "keys"), holds="both", chair=True),
    ),
    "writing": (
        Pose("half", (24, 84), (-10, 0), (10, 4), (-6, -3), hips=3, nod=11, curve=3,
             reach=("", "keys"), hands=("", "fist")),
    ),
    "painting": (
        Pose("half", (24, 70), (52, 108), (10, 4), (-8, -3), hips=3, nod=2, lean=2,
             hands=("", "fist"), mood="calm"),
    ),
    "thinking": (
        Pose("half", (30, 0), (-14, 0), (10, 3), (-6, -3), hips=4, nod=-3, up=True,
             reach=("elbow", "chin"), hands=("", "fist"), mood="thinking", holds="far"),
        Pose("front", (30, 0), (-30, 0), (10, 3), (-8, -3), hips=-4, nod=6, up=True,
             reach=("elbow", "chin"), hands=("", "fist"), mood="thinking", holds="far"),
    ),
    "yawning": (
        Pose("front", (128, 168), (-46, 0), (8, 3), (-8, -3), nod=-6, lean=-3, shoulders=-4,
             reach=("", "shout"), hands=("fist", "open"), asleep=True, mood="yawning",
             holds="far"),
    ),
    "crying": (
        Pose("front", (42, 0), (-42, 0), (6, 2), (-6, -2), nod=2, reach=("eye", "eye"),
             hands=("fist", "fist"), mood="crying"),
        Pose("half", (18, 20), (-24, 0), (8, 2), (-4, -2), nod=10, curve=5,
             reach=("", "eye"), hands=("", "fist"), mood="crying", holds="far"),
    ),
    "laughing": (
        Pose("front", (38, 0), (-60, -140), (14, 3), (-10, -3), nod=-8, lean=-5, hips=4,
             reach=("belly", ""), hands=("", "open"), mood="laughing", holds="far"),
        Pose("front", (36, 0), (-36, 0), (10, 3), (-12, -3), nod=7, lean=4, curve=3,
             reach=("belly", "belly"), mood="laughing", holds="both"),
    ),
    "moping": (
        Pose("half", (8, 4), (-6, 4), (6, 2), (-4, -2), nod=12, curve=7, mood="sad"),
        Pose("front", (10, 4), (-10, -4), (5, 2), (-5, -2), nod=6, curve=3, mood="sad",
             shoulders=2),
    ),
    "moping seated": (
        Pose("front", (30, 0), (-30, 0), (22, 2), (-22, -2), thighs=0.42, seat=True, nod=7, curve=3,
             reach=("belly", "cheek"), hands=("", "fist"), mood="sad", holds="far"),
        Pose("half", (22, 60), (6, 56), (62, 6), (40, -4), thighs=0.74, seat=True, nod=14, curve=6,
             mood="sad"),
    ),
    "fuming": (
        Pose("front", (34, 0), (-34, 0), (13, 3), (-13, -3), nod=0, reach=("hip", "hip"),
             hands=("fist", "fist"), mood="angry"),
        Pose("front", (20, 10), (-40, -150), (13, 3), (-13, -3), nod=-3, lean=2,
             hands=("fist", "fist"), mood="angry"),
    ),
    "gasping": (
        Pose("front", (46, 0), (-46, 0), (8, 2), (-8, -2), nod=-2, reach=("cheek", "cheek"),
             hands=("open", "open"), mood="surprised"),
        Pose("front", (78, 136), (-78, -136), (12, 3), (-12, -3), nod=3, lean=-3,
             hands=("open", "open"), mood="surprised"),
    ),
    "blushing": (
        Pose("front", (24, 0), (-24, 0), (3, 1), (-3, -1), nod=8, lean=2, reach=("belly", "belly"),
             mood="shy", holds="both"),
    ),
    "cheering": (
        Pose("front", (136, 172), (-136, -172), (12, 3), (-12, -3), nod=4, lean=1,
             hands=("fist", "fist"), mood="laughing"),
        Pose("half", (120, 166), (-132, -170), (20, 2), (-10, -4), nod=-6, lean=-3,
             hands=("open", "open"), mood="laughing"),
    ),
    "clapping": (
        Pose("front", (38, 0), (-38, 0), (8, 2), (-8, -2), nod=4, reach=("chest", "chest"),
             mood="happy", holds="both"),
    ),
    "shouting": (
        Pose("front", (48, 0), (-48, 0), (10, 3), (-10, -3), nod=-3, lean=2,
             reach=("shout", "shout"), hands=("open", "open"), mood="singing"),
    ),
    "saluting": (
        Pose("front", (8, 4), (-74, 0), (3, 1), (-3, -1), reach=("", "brow"), hands=("", "open"),
             mood="calm", holds="far"),
    ),
    "praying": (
        Pose("side", (40, 0), (34, 0), (84, -4), (12, -86), feet=(0, 82), lean=3, curve=4, nod=9,
             reach=("chest", "chest"), asleep=True, mood="calm", holds="both"),
        Pose("front", (36, 0), (-36, 0), (4, 1), (-4, -1), nod=3, reach=("chest", "chest"),
             asleep=True, mood="calm", holds="both"),
    ),
    "meditating": (
        Pose("front", (34, 14), (-34, -14), (74, -78), (-74, 80), thighs=0.66, asleep=True,
             mood="calm", holds="both"),
    ),
    "bowing": (
        Pose("side", (14, 10), (8, 6), (4, 0), (0, -2), lean=48, curve=8, nod=14, mood="smiling",
             asleep=True),
    ),
    "cradling": (
        Pose("front", (26, 0), (-26, 0), (8, 3), (-8, -3), hips=3, nod=8,
             reach=("low bundle", "high bundle"), mood="smiling", holds="both"),
        Pose("half", (34, 0), (4, 0), (10, 3), (-6, -3), hips=3, nod=5,
             reach=("low bundle", "high bundle"), mood="happy", holds="both"),
    ),
    "hugging": (
        Pose("side", (84, 92), (70, 88), (6, 0), (-8, -6), lean=4, nod=5, asleep=True,
             mood="smiling", holds="both"),
    ),
    "kissing": (
        Pose("side", (26, 66), (16, 62), (5, 0), (-8, -8), lean=5, nod=3, feet=(0, 10),
             asleep=True, mood="kissing", holds="both"),
    ),
    "shaking hands": (
        Pose("side", (-8, 4), (40, 84), (8, 2), (-10, -6), lean=3, nod=1, mood="happy",
             hands=("", "fist")),
    ),
    "offering": (
        Pose("half", (44, 86), (-16, -2), (10, 4), (-6, -3), hips=3, lean=3, nod=2,
             mood="smiling", holds="far", hands=("open", "")),
    ),
    "lying": (
        Pose("front", (128, -28), (-16, -8), (-4, 6), (-16, 26), turned=-86, nod=6,
             feet=(20, 20), mood="smiling"),
    ),
    "sleeping seated": (
        Pose("front", (20, -18), (-20, 18), (22, 2), (-22, -2), thighs=0.42, seat=True, nod=14,
             asleep=True, mood="calm", holds="both"),
    ),
}  # fmt: skip
