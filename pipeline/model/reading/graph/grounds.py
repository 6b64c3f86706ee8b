"""Of several places in one prompt: the ground that things stand on, and what is around it."""

from collections.abc import Iterable, Sequence

from pipeline.model.plan.land import PLACES, SCENERY

JOINS = "+"  # in a table: "meadow+flowers", a place and what is around it
# Words that name a part of a place: any other place takes their place.
VAGUE = ("sky", "sea", "room", "meadow", "snow", "beach")
# The ground, of several places in the open: the first of these that is named. Water lies before
# what is behind it, a park before the city.
NEAREST = (
    "lake", "river", "waterfall", "swamp", "park", "garden", "playground", "farm", "market",
    "station", "harbour", "airport", "parking lot", "stadium", "street", "ruins", "island",
    "beach", "village", "city", "mountains", "volcano land", "jungle", "forest", "desert",
    "meadow", "snow", "sea",
)  # fmt: skip
# Where one of these is by the sea, one stands on the beach before it.
COAST = ("mountains", "city", "village", "jungle", "forest", "desert", "volcano land")
COUNTRY = ("mountains", "forest", "jungle", "desert", "volcano land")  # a road has no shops there
# Places as what is around another one.
AROUND = {
    "beach": "sea", "island": "sea", "harbour": "sea", "street": "city",
    **{name: name for name in SCENERY},
}  # fmt: skip
OF_ITSELF = {  # what a place shows without being told
    "forest": ("forest",), "jungle": ("jungle", "forest"), "mountains": ("mountains",),
    "village": ("village",), "city": ("city",), "beach": ("sea",), "sea": ("sea",),
    "island": ("sea", "jungle", "forest", "village"), "harbour": ("sea", "village"),
    "desert": ("desert",), "volcano land": ("volcano land",),
    "snow": ("sea", "jungle", "desert", "flowers", "volcano land"),
}  # fmt: skip


def in_the_open(place: str) -> bool:
    """Whether a place can have another one around it."""
    return place in NEAREST and place in PLACES and PLACES[place].outdoors


def ground_of(known: Sequence[str]) -> str:
    """The place of the picture, of all that are named, in their order; "" for none."""
    clear = [place for place in known if place not in VAGUE]
    first = next(iter(clear or known), "")
    if not clear or not in_the_open(first):
        return first
    named = {place for place in known if in_the_open(place)}
    if named & {"sea", "beach"} and named & set(COAST):
        named.add("beach")
    else:
        named -= set(VAGUE)
    if named & set(COUNTRY):
        named.discard("street")
    return min(named, key=NEAREST.index)


def scenery_of(place: str, named: Iterable[str]) -> tuple[str, ...]:
    """What the other places that are named bring to a place, of SCENERY."""
    if not in_the_open(place):
        return ()
    others = [one for one in named if one in AROUND and one != place]
    found = dict.fromkeys(
        "road" if one == "street" and place in COUNTRY else AROUND[one] for one in others
    )
    return tuple(one for one in found if one not in OF_ITSELF.get(place, ()))
