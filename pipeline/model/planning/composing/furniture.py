"""Kinds that decide how people are placed: what they sit on, stand on to ride, or lead."""

BOARDS = ("skateboard", "surfboard", "snowboard", "sled", "skis", "sledge", "kick scooter")
SEATS = (
    "chair", "armchair", "couch and lamp", "bench", "rocking chair", "stool", "folding chair",
    "seat", "toilet", "bed", "throne", "sofa", "office chair", "ottoman", "hammock",
    "high chair", "bean bag",
)  # fmt: skip
OPEN_FRAMES = (
    "bicycle", "racing bicycle", "motorcycle", "motor scooter", "cruiser motorcycle", "dirt bike",
    "tricycle", "unicycle", "rocking horse",
)  # fmt: skip
BEDS = ("bed", "sofa", "couch and lamp", "bench", "bunk bed")
SEATS_INSIDE = (
    "automobile", "convertible", "canoe", "rowing boat", "bathtub", "motor boat", "sailboat",
    "gondola boat", "chariot",
)  # fmt: skip
FLAT = ("rug", "blanket", "towel", "mat")
VEHICLES = (
    "automobile", "convertible", "motor boat", "sports car", "racing car", "tractor",
    "pickup truck", "taxi", "police car", "bus", "sport utility vehicle", "speedboat",
)  # fmt: skip
DESKS = ("dining table", "coffee table", "desk", "picnic table", "counter")  # sat at, not on
DRUMS = ("drum kit",)  # played from behind
LED = (
    "dog", "dog face", "poodle", "guide dog", "service dog", "dachshund", "beagle", "sitting dog",
    "corgi", "husky", "dalmatian", "bulldog", "german shepherd", "pug", "shiba inu",
)  # fmt: skip
