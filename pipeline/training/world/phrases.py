"""The words a caption is made of: names of things, settings, sides and relations."""

import random
import re
from collections.abc import Sequence

from pipeline.model.world import KINDS
from pipeline.training.world.layout import side
from pipeline.training.world.scene import Scene, Thing

Group = Sequence[Thing]

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}

# (singular, plural) ways to name each kind; the first is the plainest.
# {c} colour, {h} hair, {w} the sign's word.
NOUNS: dict[str, tuple[tuple[str, str], ...]] = {
    "girl": (
        ("girl in a {c} dress", "girls in {c} dresses"),
        ("{h}-haired girl in a {c} dress", "{h}-haired girls in {c} dresses"),
        ("girl with {h} hair and a {c} dress", "girls with {h} hair and {c} dresses"),
        ("girl wearing a {c} dress", "girls wearing {c} dresses"),
    ),
    "boy": (
        ("boy in a {c} shirt", "boys in {c} shirts"),
        ("{h}-haired boy in a {c} shirt", "{h}-haired boys in {c} shirts"),
        ("boy with {h} hair and a {c} shirt", "boys with {h} hair and {c} shirts"),
        ("boy wearing a {c} shirt", "boys wearing {c} shirts"),
    ),
    "cat": (("{c} cat", "{c} cats"),),
    "dog": (("{c} dog", "{c} dogs"),),
    "rabbit": (("{c} rabbit", "{c} rabbits"),),
    "bird": (("{c} bird", "{c} birds"),),
    "sprig": (
        ("{c} sprig", "{c} sprigs"),
        ("little {c} sprig", "little {c} sprigs"),
        ("{c} forest sprig", "{c} forest sprigs"),
    ),
    "house": (
        ("house with a {c} roof", "houses with {c} roofs"),
        ("{c} house", "{c} houses"),
        ("{c} house", "{c} houses"),
        ("{c}-roofed house", "{c}-roofed houses"),
    ),
    "windmill": (
        ("windmill with a {c} roof", "windmills with {c} roofs"),
        ("{c} windmill", "{c} windmills"),
    ),
    "lighthouse": (
        ("lighthouse with {c} stripes", "lighthouses with {c} stripes"),
        ("{c} lighthouse", "{c} lighthouses"),
        ("{c} and white striped lighthouse", "{c} and white striped lighthouses"),
    ),
    "tree": (
        ("{c} tree", "{c} trees"),
        ("tree with {c} leaves", "trees with {c} leaves"),
    ),
    "boat": (
        ("boat with a {c} sail", "boats with {c} sails"),
        ("{c} sailboat", "{c} sailboats"),
        ("{c} boat", "{c} boats"),
    ),
    "airship": (("{c} airship", "{c} airships"),),
    "balloon": (
        ("{c} hot-air balloon", "{c} hot-air balloons"),
        ("{c} balloon", "{c} balloons"),
        ("{c} hot air balloon", "{c} hot air balloons"),
    ),
    "lantern": (
        ("{c} lantern", "{c} lanterns"),
        ("glowing {c} lantern", "glowing {c} lanterns"),
        ("{c} paper lantern", "{c} paper lanterns"),
    ),
    "signpost": (
        ("sign that says {w}", ""),
        ("signpost reading {w}", ""),
        ("wooden sign saying {w}", ""),
        ("sign with the word {w}", ""),
        ("signpost that says {w}", ""),
        ("sign reading {w}", ""),
    ),
    "mushroom": (
        ("{c} mushroom", "{c} mushrooms"),
        ("mushroom with a {c} cap", "mushrooms with {c} caps"),
    ),
    "umbrella": (
        ("{c} umbrella", "{c} umbrellas"),
        ("open {c} umbrella", "open {c} umbrellas"),
    ),
}
VERBS = {  # (one does, several do); all others stand
    "cat": ("sits", "sit"), "dog": ("waits", "wait"), "rabbit": ("rests", "rest"),
    "sprig": ("looks up", "look up"), "bird": ("flies", "fly"), "airship": ("drifts", "drift"),
    "balloon": ("floats", "float"), "boat": ("sails", "sail"), "lantern": ("glows", "glow"),
    "mushroom": ("grows", "grow"), "tree": ("grows", "grow"), "windmill": ("turns", "turn"),
    "lighthouse": ("keeps watch", "keep watch"), "umbrella": ("stands open", "stand open"),
}  # fmt: skip
SYNONYMS = {
    "red": ("crimson", "scarlet"), "blue": ("azure", "cobalt blue"), "yellow": ("golden",),
    "green": ("emerald", "leaf-green"), "white": ("snow-white", "ivory"), "pink": ("rosy",),
    "orange": ("amber",), "purple": ("violet", "lilac"), "black": ("jet-black",),
    "grey": ("gray", "gray", "silver"), "brown": ("chestnut",),
}  # fmt: skip
SIDES = {
    "left": ("on the left", "on the left side"),
    "middle": ("in the middle", "in the centre", "in the center"),
    "right": ("on the right", "on the right side"),
}


def articles(text: str) -> str:
    """Turns "a" into "an" before a vowel."""
    return re.sub(r"\ba (?=[aeiou])", "an ", text)


def choose(rng: random.Random | None, options: Sequence[str], plain: float = 0.6) -> str:
    """The first of the options with probability `plain`, else any; without rng the first."""
    if rng is None or len(options) == 1 or rng.random() < plain:
        return options[0]
    return rng.choice(options)


def color_word(color: str, rng: random.Random | None) -> str:
    """The colour's own name, or one time in seven a finer word for it."""
    return color if rng is None or rng.random() < 0.86 else rng.choice(SYNONYMS[color])


def sign_word(word: str, rng: random.Random | None) -> str:
    """The word as people write it: quoted or bare capitals, now and then in small letters."""
    style = 0.0 if rng is None else rng.random()
    if style < 0.5:
        return f'"{word}"'
    if style < 0.92:
        return word
    return f'"{word.capitalize()}"' if style < 0.96 else f'"{word.lower()}"'


def noun(group: Group, rng: random.Random | None, article: str = "a") -> str:
    """Names a group. article: "a" (a cat / two cats), "the" (the two cats) or "" (cat / two cats).

    Without rng the plainest name.
    """
    thing, count = group[0], len(group)
    options = [pair[count > 1] for pair in NOUNS[thing.kind]]
    template = choose(rng, options, plain=0.4)
    name = template.format(
        c=color_word(thing.color, rng) if thing.color else "",
        h=thing.hair,
        w=sign_word(thing.word, rng),
    )
    if count == 1:
        number = "one" if article == "a" and rng and rng.random() < 0.04 else article
    else:
        number = _number(count, rng) if article != "the" else f"the {NUMBERS[count]}"
    return articles(f"{number} {name}".strip())


def _number(count: int, rng: random.Random | None) -> str:
    style = 0.0 if rng is None else rng.random()
    if style > 0.93:
        return str(count)
    return "a pair of" if count == 2 and style > 0.86 else NUMBERS[count]


def verb(group: Group) -> str:
    """What a group does, agreeing in number."""
    return VERBS.get(group[0].kind, ("stands", "stand"))[len(group) > 1]


def zone(group: Group) -> str:
    """The zone of a group's kind."""
    return KINDS[group[0].kind].zone


def center(group: Group) -> float:
    """Mean x of a group, 0..1."""
    return sum(thing.x for thing in group) / len(group)


def span(group: Group, aspect: float) -> tuple[float, float]:
    """Leftmost and rightmost x that a group covers."""
    boxes = [thing.spot.box(aspect) for thing in group]
    return min(box[0] for box in boxes), max(box[2] for box in boxes)


def group_side(group: Group, aspect: float) -> str:
    """The side a group is on; "" when it is so wide that no side is right."""
    left, right = span(group, aspect)
    return side(center(group)) if right - left < 0.62 else ""


def position(group: Group, aspect: float, rng: random.Random | None) -> str:
    """ "on the left", "in the sky on the right", "on the water" ...; may be empty."""
    where = group_side(group, aspect)
    words = choose(rng, SIDES[where], plain=0.75) if where else ""
    lead = {"sky": "in the sky", "water": "on the water"}.get(zone(group), "")
    if lead and rng is not None and rng.random() < 0.6:
        return f"{lead} {words}".strip()
    return words


def relations(one: Group, other: Group, aspect: float) -> list[str]:
    """Every phrase r for which "<one> r <other>" is true of the picture."""
    (left, right), (other_left, other_right) = span(one, aspect), span(other, aspect)
    sky, other_sky = zone(one) == "sky", zone(other) == "sky"
    distance = abs(center(one) - center(other))
    apart = right <= other_left + 0.01 or other_right <= left + 0.01
    found = []
    if sky != other_sky and distance < 0.25:
        found.append("above" if sky else "below")
    if sky == other_sky and apart and distance > 0.15:
        found.append("to the left of" if right < other_right else "to the right of")
        gap = max(other_left - right, left - other_right)
        if gap < 0.3 and "water" not in (zone(one), zone(other)):
            found += ["beside", "next to"]
    depth = min(thing.y for thing in one) - max(thing.y for thing in other)
    reverse = min(thing.y for thing in other) - max(thing.y for thing in one)
    if not (sky or other_sky) and distance < 0.3 and not apart:
        found += ["in front of"] * (depth > 0.04) + ["behind"] * (reverse > 0.04)
    return found


def setting_said(scene: Scene, rng: random.Random) -> dict[str, bool]:
    """Which of terrain, time, weather and season a caption tells.

    What is not told may be anything; the usual look (noon, clear, summer) is told less often.
    """
    season = {"winter": 0.8, "autumn": 0.65, "spring": 0.35, "summer": 0.2}[scene.season]
    return {
        "terrain": rng.random() < (0.85 if scene.things else 1.0),
        "time": rng.random() < (0.65 if scene.time == "noon" else 0.87),
        "weather": rng.random() < (0.08 if scene.weather == "clear" else 0.92),
        "season": rng.random() < (season * 0.5 if scene.weather == "snow" else season),
    }
