"""Places that suit things, where the words name none: by their kinds, categories and zones."""

from collections import Counter
from collections.abc import Sequence

from pipeline.model.dictionary import LIVING, Kind
from pipeline.model.plan.land import PLACES
from pipeline.model.plan.scene_graph import SceneGraph

ALOFT = 3.0  # metres of what flies far up
BREACHES = 2.0  # metres of the smallest animal that is seen from above the water
FEWEST = 4  # places to choose from
TOO_LARGE = 2.6  # metres of what is in no room
IN_WATER = ("in", "on")  # who is in a bowl or on a plate does not swim
ON_SNOW = ("skiing", "snowboarding")
HANDY, HANDY_SIZE = ("table", "hand", "head", "face", "neck"), 0.7  # on tables, not on lawns
TINY = 0.35  # metres
CALM = "plain"  # a studio's backdrop sets off anything

# Who is at home where; it settles the place where most things are of one list.
HOMES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("swan", "duck", "rubber duck", "lotus", "canoe", "rowing boat", "frog", "goose",
      "lily pad", "heron", "duckling", "platypus", "raft"), ("lake", "river", "lake")),
    (("fence", "garden gate", "flower bed", "sunflower", "tulip", "rose", "bush", "daisy",
      "daffodil", "butterfly", "honeybee", "hedgehog", "snail", "lady beetle", "worm", "ant",
      "gnome", "watering can", "lawn mower", "wheelbarrow", "rake", "caterpillar", "hummingbird",
      "beehive", "gazebo", "stone lantern", "torii gate", "poppy", "dandelion clock"),
     ("garden", "meadow", "park")),
    (("satellite", "rocket", "space rocket", "ringed planet", "Jupiter", "flying saucer",
      "astronaut", "comet", "alien", "rover"), ("space", "moon", "space")),
    (("penguin", "polar bear", "snowman without snow", "snowman", "skier", "snowboarder", "sled",
      "igloo", "sledge", "seal", "walrus", "snowmobile", "yeti", "snowball"), ("snow",)),
    (("camel", "two-hump camel", "cactus", "scorpion", "lizard", "pyramid", "pumpjack", "sphinx",
      "Anubis", "mummy"),
     ("desert",)),
    (("tiger", "gorilla", "orangutan", "monkey", "parrot", "sloth", "chameleon"),
     ("jungle", "forest")),
    (("lion", "elephant", "giraffe", "zebra", "rhinoceros", "hippopotamus"),
     ("meadow", "desert", "river", "meadow")),
    (("fire", "campfire"), ("forest", "meadow", "beach", "mountains")),
    (("half pipe", "ramp", "skateboard"), ("park", "playground", "street")),
    (("panda", "bear", "deer", "wolf", "fox", "owl", "moose", "boar", "mushroom", "squirrel",
      "chipmunk", "raccoon", "badger", "acorn", "log", "red panda", "porcupine", "log cabin",
      "mushroom house", "bamboo"), ("forest", "meadow", "mountains", "river")),
    (("crocodile", "salamander"), ("swamp", "river")),
    (("crab", "spiral shell", "beach ball", "surfboard", "palm tree", "flamingo",
      "starfish", "sandcastle", "beach umbrella", "puffin"),
     ("beach", "island", "beach")),
    (("sauropod", "T-Rex", "stegosaurus", "triceratops", "dragon", "mammoth"),
     ("volcano land", "jungle", "mountains", "meadow")),
    (("tractor", "cow", "pig", "ewe", "ram", "chicken", "rooster", "scarecrow", "haystack", "goat",
      "farmer", "windmill", "barn", "ox", "donkey", "turkey", "lamb", "watermill",
      "pitchfork"), ("farm", "meadow", "village")),
    (("train", "locomotive", "railway car", "bullet train", "tram", "tram car", "train track"),
     ("station", "mountains", "city", "meadow")),
    (("mountain", "snow-capped mountain", "mount fuji", "cliff", "mountain cableway"),
     ("mountains", "lake", "meadow")),
    (("volcano",), ("volcano land", "meadow")),
    (("lighthouse", "pier", "anchor", "desert island", "Sydney Opera House"),
     ("beach", "harbour", "island")),
    (("castle", "castle tower", "Japanese castle", "great wall", "pagoda"),
     ("mountains", "meadow", "lake", "village")),
    (("office building", "hotel", "bank", "department store", "hospital", "convenience store",
      "post office", "school", "apartment building", "storefront", "food truck", "billboard",
      "school bus", "vending machine", "dumpster", "pigeon", "cathedral", "onion dome cathedral",
      "triumphal arch", "colosseum", "leaning tower", "tower crane"),
     ("city", "street", "village", "park")),
    (("church", "barber pole", "well", "clock tower"), ("village", "meadow", "street")),
    (("ferris wheel", "roller coaster", "circus tent", "carousel horse"), ("park", "meadow")),
    (("airplane", "airliner", "small airplane"), ("airport", "sky", "mountains")),
    (("desk", "desktop computer", "printer", "file cabinet", "fax machine", "stapler"),
     ("office", "plain", "room")),
    (("chalkboard", "crayon", "abacus", "triangular ruler"), ("classroom", "plain")),
    (("bookcase", "books", "stack of books", "open book"), ("library", "living room", "plain")),
    (("scientist", "scientist bust", "office worker", "technologist", "judge", "detective"),
     ("office", "room", "plain", "office")),
    (("doctor", "health worker", "nurse"), ("room", "plain", "office")),
    (("cook", "man cook", "woman cook", "chef"), ("kitchen", "cafe", "kitchen", "plain")),
    (("teacher", "student", "student bust"), ("classroom", "plain", "classroom", "library")),
    (("singer", "ballerina", "ballet dancer", "clown", "clown face"), ("stage", "plain", "stage")),
    (("pilot", "pilot bust"), ("airport", "sky", "airport")),
    (("mechanic", "construction worker", "police officer", "firefighter", "guard"),
     ("street", "city", "parking lot", "street")),
    (("knight", "king", "queen", "prince", "princess", "princess bust", "person with crown"),
     ("ruins", "meadow", "garden", "mountains")),
    (("cowboy",), ("desert", "farm", "meadow")),
    (("pirate", "mermaid", "merman", "merperson"), ("beach", "island", "harbour")),
    (("samurai", "ninja"), ("garden", "mountains", "village")),
    (("Santa Claus", "santa claus"), ("snow",)),
    (("mage", "man mage", "woman mage", "unicorn", "fairy", "elf bust", "goblin", "troll", "orc",
      "griffin", "pegasus", "skeleton", "monster", "cauldron", "crystal cluster"),
     ("forest", "ruins", "meadow", "mountains")),
)  # fmt: skip
ROOMS = ("living room", "kitchen", "cafe", "room", "office")
OF_BATHROOMS = ("bathtub", "toilet", "shower", "bidet", "rubber duck", "toothbrush", "towel")
# What most rooms have already: a second one would be one too many.
FURNISHED = ("bed", "couch and lamp", "sofa", "bookcase", "oven", "refrigerator", "window",
             "curtain", "fireplace", "wardrobe", "cabinet", "nightstand")  # fmt: skip
# What is used outdoors.
IN_THE_OPEN = ("kite", "umbrella", "skateboard", "bicycle", "motorcycle", "motor scooter",
               "flying disc", "sled", "soccer ball", "american football", "baseball bat",
               "baseball", "baseball glove", "tennis racket", "fishing pole", "hot air balloon",
               "parachute", "tent", "horse", "cow", "camel", "snowboard", "skis", "fire hydrant",
               "dirt bike", "racing bicycle", "campfire", "scarecrow", "bow and arrow",
               "rugby football", "fence", "unicycle", "jet ski", "snowmobile", "quad bike",
               "lawn mower")  # fmt: skip
PETS = ("dog", "cat", "black cat", "poodle", "sitting cat", "sleeping cat", "sitting dog",
        "sleeping dog", "hamster", "mouse", "dachshund", "beagle", "service dog", "pug",
        "shiba inu")  # fmt: skip
OUTDOOR_SEATS = ("bench", "picnic table", "hammock", "folding chair", "stool", "lectern")
OPEN = ("meadow", "park", "beach", "garden", "forest", "village", "farm", "lake", "mountains")
# Where things of a category are looked for, the likeliest first.
LIKED: dict[str, tuple[str, ...]] = {
    "animal": (*OPEN, "river", "plain"),
    "person": ("meadow", "park", "street", "village", "beach", "garden", "city", "living room",
               "cafe", "market", "plain", "river", "room", "kitchen"),
    "fantasy": ("forest", "ruins", "meadow", "mountains", "plain", "village", "garden", "street"),
    "food": ("kitchen", "plain", "cafe", "room", "plain", "living room"),
    "drink": ("cafe", "plain", "kitchen", "living room", "room"),
    "tableware": ("kitchen", "plain", "cafe", "room"),
    "clothing": ("plain", "bedroom", "room", "plain", "living room"),
    "vehicle": ("street", "village", "city", "parking lot"),
    "street": ("street", "city", "village", "park"),
    "device": ("plain", "office", "living room", "room"),
    "household": ("plain", "living room", "room", "bedroom", "kitchen"),
    "furniture": ("living room", "plain", "room", "bedroom"),
    "tool": ("plain", "garden", "room", "farm"),
    "toy": ("plain", "bedroom", "playground", "living room", "room", "garden"),
    "music": ("stage", "plain", "room", "living room", "street", "park"),
    "sport": ("stadium", "park", "gym", "plain", "meadow", "beach"),
    "plant": ("garden", "plain", "meadow", "park", "living room", "forest"),
    "object": ("plain", "room", "living room", "office", "garden", "meadow"),
    "building": ("meadow", "mountains", "village", "lake", "garden"),
    "place": ("meadow", "mountains", "village", "beach", "park"),
    "sky": ("meadow", "mountains", "sea", "lake", "beach", "desert", "village"),
    "decoration": ("plain", "living room", "room"),
}  # fmt: skip


def homes(graph: SceneGraph, kinds: Sequence[Kind], surfaces: Sequence[str]) -> tuple[str, ...]:
    """Places that suit the things; surfaces: kinds of furniture that others stand on."""
    if graph.setting.backdrop:
        return (CALM,)
    if any(element.action == "swimming" for element in graph.elements):
        return "lake", "sea", "lake"
    if any(element.action in ON_SNOW for element in graph.elements):
        return ("snow",)
    swimming = [kind for number, kind in enumerate(kinds) if _swims(graph, number, kind)]
    kinds = _unworn(graph, kinds)
    names = {kind.name for kind in kinds}
    indoors = names & set(surfaces)
    for some, places in HOMES:
        if not indoors and 2 * sum(kind.name in some for kind in kinds) > len(kinds):
            return places
    if swimming and not indoors:
        return _by_water(swimming, kinds)
    return _by_names(kinds, names) or _liked(kinds, names)


def _unworn(graph: SceneGraph, kinds: Sequence[Kind]) -> Sequence[Kind]:
    """The kinds without what somebody wears: a coat in the street is in no wardrobe."""
    worn = {one.object for one in graph.relations if one.name == "wearing"}
    return [kind for number, kind in enumerate(kinds) if number not in worn] or kinds


def _swims(graph: SceneGraph, number: int, kind: Kind) -> bool:
    """Whether a thing of the water is in it, not in a bowl or on a plate."""
    return kind.zone == "water" and not any(
        one.subject == number and one.name in IN_WATER for one in graph.relations
    )


def _by_water(swimming: Sequence[Kind], kinds: Sequence[Kind]) -> tuple[str, ...]:
    afloat = len(swimming) == len(kinds)
    if afloat and {kind.category for kind in kinds} == {"animal"}:
        deep = max(kind.size for kind in kinds) < BREACHES
        return ("underwater",) if deep else ("underwater", "sea")
    return ("sea", "lake", "sea", "harbour") if afloat else ("beach", "lake", "harbour")


def _by_names(kinds: Sequence[Kind], names: set[str]) -> tuple[str, ...]:
    """Places that some things need, whatever else there is."""
    zones = {kind.zone for kind in kinds}
    categories = {kind.category for kind in kinds}
    if not kinds:
        return "meadow", "sea", "mountains", "village", "lake", "forest", "desert", "river"
    if all(kind.extent == "head" for kind in kinds):
        return CALM, "meadow", CALM, "garden"
    if "swimming pool" in names:
        return "garden", "park", "garden"
    if names & {"bench", "picnic table"} and not categories & {"device", "household"}:
        return "park", "garden", "meadow"
    if zones == {"air"} and max(kind.size for kind in kinds) > ALOFT and categories != {"sky"}:
        return "sky", "meadow", "mountains", "beach"
    if names & set(OF_BATHROOMS):
        return ("bathroom",)
    if names & set(FURNISHED):
        return "living room", "room", CALM
    if any(kind.category == "furniture" and kind.name not in OUTDOOR_SEATS for kind in kinds):
        return ROOMS
    if categories & {"street"}:
        return "street", "village", "city", "street"
    return ()


def _is_handy(kind: Kind) -> bool:
    """Whether a thing lies on tables, or is a creature small enough to sit beside it there."""
    small = kind.category == "animal" and kind.size < TINY
    return small or (kind.zone in HANDY and kind.size < HANDY_SIZE)


def _liked(kinds: Sequence[Kind], names: set[str]) -> tuple[str, ...]:
    """The places that most things like. Nothing large is in a room, nothing hangs in the open."""
    votes: Counter[str] = Counter()
    for kind in kinds:
        votes.update(set(LIKED.get(kind.category, (*OPEN, CALM))))
        votes.update({"living room": 1, "room": 1, "bedroom": 1} if kind.name in PETS else {})
    hangs = any(kind.zone == "wall" for kind in kinds)
    skies = any(kind.category == "sky" or kind.zone == "far" for kind in kinds)
    large = any(kind.size > TOO_LARGE and kind.zone != "hand" for kind in kinds)
    built = any(kind.category in ("building", "place") for kind in kinds)
    handy = all(_is_handy(kind) for kind in kinds) and any(kind.zone in HANDY for kind in kinds)
    roomy = any(kind.name in IN_THE_OPEN for kind in kinds)
    fitting = {
        place: count
        for place, count in votes.items()
        if not (hangs and not built and PLACES[place].outdoors)
        and not (large and not PLACES[place].outdoors and place != CALM)
        and not ((skies or built or roomy) and not PLACES[place].outdoors)
        and not (handy and PLACES[place].outdoors)
    }
    if any(kind.category in LIVING for kind in kinds) and len(fitting) > 1:
        fitting.pop(CALM, None)  # a studio is dull around somebody
    if not fitting:
        return ("meadow", "village", "mountains") if skies or large else (CALM, "room")
    most = max(fitting.values())
    order = dict.fromkeys((*LIKED.get(kinds[0].category, OPEN), *sorted(fitting)))
    best = [place for place in order if fitting.get(place) == most]
    if len(best) < FEWEST:  # a few more that most of the things like
        best += [place for place in order if fitting.get(place) == most - 1 > 0]
    return tuple(best)
