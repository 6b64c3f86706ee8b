"""What "with" and "of" mean, by what the two things are: with a hat, with a dog, a cake with
candles; a basket of apples."""

from pipeline.model.reading.graph.draft import LIFELIKE, Draft

HELD_CATEGORIES = ("tool", "music", "device", "tableware", "drink", "food", "toy", "sport")
HELD_LIMIT = 1.6  # metres: what is larger is not held
PARTS = ("door", "window", "wheel", "wing", "curtain", "fireplace", "shelf")
CONTAINERS = ("bowl", "basket", "package", "open box", "wooden crate", "bucket", "jar", "vase",
              "amphora", "mug", "teacup", "teacup without handle", "tumbler glass", "barrel", "pot",
              "shopping cart", "cart", "paper bag", "handbag", "shopping bags", "glass of water",
              "bottle with popping cork", "wine bottle", "truck", "wagon", "treasure chest",
              "pot of food", "pan", "wine glass", "beer mug", "jug", "toy wagon")  # fmt: skip
VESSELS = ("glass of water", "tumbler glass", "mug", "teacup", "teacup without handle",
           "wine glass", "bottle with popping cork", "beer mug")  # fmt: skip
JUGS = ("pitcher", "jug", "teapot", "kettle", "jar", "barrel", "bucket", "pot", "wine bottle",
        "milk carton", "water bottle")  # fmt: skip
EFFIGIES = ("statue", "standing statue")
TREE = 2.5  # metres
# Foods that are drawn in their bowl or pot.
SERVED = ("cooked rice", "bowl with spoon", "bowl of soup", "pot of food", "green salad",
          "curry rice", "plate of food", "plate of pasta", "spaghetti", "shallow pan of food",
          "steaming bowl")  # fmt: skip
PLATES = ("plate", "large plate", "cutting board", "tray")


def with_relation(draft: Draft, subject: int, other: int) -> tuple[int, str, int]:
    """(subject, name, object) of "`subject` with `other`"."""
    owner, thing = draft.kind(subject), draft.kind(other)
    if draft.lives(subject):
        if draft.is_worn(other):
            return subject, "wearing", other
        held = thing.zone == "hand" or thing.category in HELD_CATEGORIES
        person = draft.is_person(subject) or draft.elements[subject].kind in LIFELIKE
        held = held and (person or thing.zone == "hand" or thing.category == "food")
        if held and thing.size <= HELD_LIMIT and not draft.lives(other):
            return subject, "holding", other
        if thing.name in (
            "umbrella",
            "closed umbrella",
            "balloon",
            "kite",
            "shopping bags",
            "flag",
        ):
            return subject, "holding", other
        if person and thing.category in ("object", "clothing", "household") and thing.size <= 0.6:
            return subject, "holding", other
        return other, "beside", subject
    if is_container(draft, subject) and small_in(draft, other, subject):
        return subject, "full of", other
    if draft.carries(subject) or owner.name in PLATES:
        if thing.zone in ("table", "hand") or draft.lives(other):
            return other, "on", subject
        return other, "beside", subject
    if owner.category == "plant" and owner.size > TREE and thing.category in ("food", "plant"):
        return other, "in", subject
    if owner.category == "food" or (
        thing.size < owner.size / 3 and thing.zone in ("table", "wall")
    ):
        return other, "on", subject
    return other, "beside", subject


def of_relation(draft: Draft, subject: int, other: int) -> str:
    """The name of the relation in "`subject` of `other`"; "same" where they are one drawing,
    as a glass of wine is; "inside" where it is not seen; "shown" for who a statue is of; "" for
    none."""
    if draft.kind(subject).name in EFFIGIES and draft.lives(other):
        return "shown"
    if draft.lives(subject) and draft.is_worn(other):
        return "wearing"  # "uma mulher de vestido azul"
    if draft.kind(subject).name == "bouquet" and draft.kind(other).category == "plant":
        return "inside"
    drink = draft.kind(other).category == "drink"
    if draft.kind(subject).name in VESSELS and drink:
        return "same"
    dish = is_container(draft, subject) or draft.kind(subject).name in PLATES
    if dish and draft.kind(other).name in SERVED:
        return "same"
    if draft.kind(subject).name in JUGS and drink:
        return "inside"
    if draft.kind(subject).name in PLATES or draft.kind(subject).category == "furniture":
        return "full of"
    if is_container(draft, subject):
        return "full of"
    return ""


def is_container(draft: Draft, number: int) -> bool:
    """Whether it is made to be filled."""
    return draft.kind(number).name in CONTAINERS or draft.opens(number)


def small_in(draft: Draft, thing: int, container: int) -> bool:
    """Whether a thing goes into a container: a straw, a flower, but no horse."""
    return draft.kind(thing).size <= 1.5 * draft.kind(container).size and (
        draft.kind(thing).category not in ("furniture", "building")
    )


def goes_into(draft: Draft, thing: int, container: int) -> bool:
    """Whether a container, or a plate, can have a thing in it, or on it, as food is."""
    filled = is_container(draft, container) or draft.kind(container).name in PLATES
    return filled and not draft.is_person(thing) and small_in(draft, thing, container)
