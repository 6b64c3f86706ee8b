"""The phrases of captions: names of things, sides, relations, and which parts are mentioned."""

import random
import re
from collections.abc import Sequence

from pipeline.model.plan.boxes import third
from pipeline.model.plan.world import CALLED, DRESSED, KINDS, PEOPLE, plural
from pipeline.training.world.nouns import (
    CALLED_SHARE,
    NOUNS,
    PARTS,
    PLURAL_PARTS,
    POSE_TAILS,
    POSE_VERBS,
    SYNONYMS,
    VERBS,
)
from pipeline.training.world.scene import Scene, Thing

Group = Sequence[Thing]

NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four"}

SIDES = {
    "left": ("on the left", "on the left side"),
    "middle": ("in the middle", "in the centre", "in the center"),
    "right": ("on the right", "on the right side"),
}


def articles(text: str) -> str:
    """Turns "a" into "an" before a vowel."""
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)


def choose(rng: random.Random | None, options: Sequence[str], plain: float = 0.6) -> str:
    """The first of the options with probability `plain`, else any; without rng the first."""
    if rng is None or len(options) == 1 or rng.random() < plain:
        return options[0]
    return rng.choice(options)


def color_word(color: str | None, rng: random.Random | None) -> str:
    """The colour's own name, or one time in seven a finer word for it; "" where there is none."""
    if not color:
        return ""
    return color if rng is None or rng.random() < 0.86 else rng.choice(SYNONYMS[color])


def sign_word(word: str, rng: random.Random | None) -> str:
    """The word as people write it: quoted or bare capitals, now and then in small letters."""
    style = 0.0 if rng is None else rng.random()
    if style < 0.5:
        return f'"{word}"'
    if style < 0.92:
        return word
    return f'"{word.capitalize()}"' if style < 0.96 else f'"{word.lower()}"'


def noun(group: Group, rng: random.Random | None, article: str = "a", pose: bool = True) -> str:
    """Names a group. article: "a" (a cat / two cats), "the" (the two cats) or "" (cat / two cats);
    pose: whether to mention the pose.

    Without rng the plainest name.
    """
    thing, count = group[0], len(group)
    options = [pair[count > 1] for pair in NOUNS[thing.kind]]
    template = _called(choose(rng, options, plain=0.4), thing.kind, count, rng)
    name = template.format(
        c=color_word(thing.color, rng),
        h=thing.hair,
        w=sign_word(thing.word, rng),
    )
    before, after = _posed(group, rng) if pose else ("", "")
    name = f"{before} {name} {after}".strip()
    if count == 1:
        number = "one" if article == "a" and rng and rng.random() < 0.04 else article
    else:
        number = _number(count, rng) if article != "the" else f"the {NUMBERS[count]}"
    return articles(f"{number} {name}".strip())


def _called(template: str, kind: str, count: int, rng: random.Random | None) -> str:
    """The template, now and then with another everyday word for the kind."""
    if kind not in CALLED or rng is None or rng.random() >= CALLED_SHARE:
        return template
    name = plural(kind) if count > 1 else kind
    return re.sub(rf"\b{name}\b", rng.choice(CALLED[kind])[count > 1], template)


def _posed(group: Group, rng: random.Random | None) -> tuple[str, str]:
    """The words for a pose before a name and after it; now and then none."""
    pose = group[0].pose
    if rng is None:
        return pose, ""
    style = rng.random()
    if pose:
        if style < 0.5:
            return pose, ""
        if style < 0.6:
            return "", f"who {POSE_VERBS[pose][len(group) > 1]}"
        return "", rng.choice(POSE_TAILS[pose]) if style < 0.92 else ""
    standing = group[0].kind in PEOPLE and style > 0.95
    return "standing" if standing else "", ""


def part(kind: str, count: int) -> str:
    """What the colour of a kind is the colour of: "roof", "dresses"; "" for all of it."""
    one = PARTS.get(kind, "")
    return PLURAL_PARTS.get(one, f"{one}s") if one and count > 1 else one


def bare_noun(group: Group, rng: random.Random) -> tuple[str, str]:
    """Name and looks apart and without an article, for what is typed without grammar: "two cats"
    and "white", "girl" and "red dress", "sign" and "TEA"."""
    thing, count = group[0], len(group)
    if thing.word:
        return "sign", sign_word(thing.word, rng)
    name = _called(plural(thing.kind) if count > 1 else thing.kind, thing.kind, count, rng)
    worn = f" {part(thing.kind, count)}" if thing.kind in DRESSED else ""
    number = f"{rng.choice((NUMBERS[count], str(count)))} " if count > 1 else ""
    name = f"{thing.pose} {name}".strip()
    return f"{number}{name}", f"{color_word(thing.color, rng)}{worn}"


def _number(count: int, rng: random.Random | None) -> str:
    style = 0.0 if rng is None else rng.random()
    if style > 0.93:
        return str(count)
    return "a pair of" if count == 2 and style > 0.86 else NUMBERS[count]


def verb(group: Group) -> str:
    """What a group does, agreeing in number."""
    thing = group[0]
    verbs = POSE_VERBS.get(thing.pose) or VERBS.get(thing.kind, ("stands", "stand"))
    return verbs[len(group) > 1]


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
    return third(center(group)) if right - left < 0.62 else ""


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
            found += ["with"] * (one[0].kind in PEOPLE and zone(other) == "foreground")
    depth = min(thing.y for thing in one) - max(thing.y for thing in other)
    reverse = min(thing.y for thing in other) - max(thing.y for thing in one)
    if not (sky or other_sky) and distance < 0.3 and not apart:
        found += ["in front of"] * (depth > 0.04) + ["behind"] * (reverse > 0.04)
        found += ["under"] * (depth > 0.04 and other[0].kind == "tree")
    return found


def sample_mentioned(scene: Scene, rng: random.Random) -> dict[str, bool]:
    """Which of terrain, time, weather and season a caption mentions.

    What it does not mention is left open; the usual values (noon, clear, summer) are mentioned less
    often.
    """
    season = {"winter": 0.8, "autumn": 0.65, "spring": 0.45, "summer": 0.3}[scene.season]
    return {
        "terrain": rng.random() < (0.85 if scene.things else 1.0),
        "time": rng.random() < (0.65 if scene.time == "noon" else 0.87),
        "weather": rng.random() < (0.08 if scene.weather == "clear" else 0.92),
        "season": rng.random() < (season * 0.5 if scene.weather == "snow" else season),
    }
