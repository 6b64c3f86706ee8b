"""Kinds that decide how people are placed: what they sit on and what they stand on to ride."""

BOARDS = ("skateboard", "surfboard", "snowboard", "sled", "skis", "sledge", "kick scooter")
SEATS = (
    "chair", "armchair", "couch and lamp", "bench", "rocking chair", "stool", "folding chair",
    "seat", "toilet", "bed", "throne", "sofa", "office chair", "ottoman", "hammock",
)  # fmt: skip
OPEN_FRAMES = (
    "bicycle", "racing bicycle", "motorcycle", "motor scooter", "cruiser motorcycle", "dirt bike",
)  # fmt: skip
BEDS = ("bed", "sofa", "couch and lamp", "bench", "bunk bed")
SEATS_INSIDE = (
    "automobile", "convertible", "canoe", "rowing boat", "bathtub", "motor boat", "sailboat",
)  # fmt: skip
FLAT = ("rug", "blanket", "towel", "mat")
