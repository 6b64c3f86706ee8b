"""Prompts for a scene in many wordings: every thing is named and nothing else is."""

import random
import re
from collections.abc import Callable, Sequence

from pipeline.model.plan.world import DRESSED
from pipeline.training.world import setting
from pipeline.training.world.phrases import (
    Group,
    articles,
    bare_noun,
    group_side,
    noun,
    position,
    relations,
    sample_mentioned,
    verb,
    zone,
)
from pipeline.training.world.scene import Scene, groups

USUAL_BYTES, MOST_BYTES = 160, 220
ART = (
    "a painting of", "a gouache painting of", "an illustration of", "a picture of",
    "a hand-painted scene of", "a storybook illustration of", "a painted scene with",
)  # fmt: skip
ART_TAGS = ("gouache", "hand-painted", "anime background", "painting", "storybook art")
NOTHING = ("with nobody there", "empty and quiet", "nothing else", "just the landscape")


def join_and(parts: Sequence[str], comma: bool = False) -> str:
    """ "a", "a and b", "a, b and c"; with `comma` "a, b, and c"."""
    if len(parts) < 2:
        return "".join(parts)
    last = ", and " if comma and len(parts) > 2 else " and "
    return ", ".join(parts[:-1]) + last + parts[-1]


def _with_place(name: str, place: str) -> str:
    return f"{name} {place}".strip()


def _plain_units(scene: Scene, rng: random.Random) -> list[str]:
    """Names alone; now and then that a flying thing is in the sky."""
    units = []
    for group in rng.sample(groups(scene), len(groups(scene))):
        in_sky = zone(group) == "sky" and rng.random() < 0.35
        units.append(_with_place(noun(group, rng), "in the sky" if in_sky else ""))
    return units


def _sided_units(scene: Scene, rng: random.Random) -> list[str]:
    """Names with sides; from left to right half of the time."""
    members = groups(scene)
    rng.shuffle(members)
    if rng.random() < 0.5:
        members.sort(key=lambda group: group[0].x)
    return [_sided(group, scene, rng) for group in members]


def _sided(group: Group, scene: Scene, rng: random.Random) -> str:
    place = position(group, scene.aspect, rng) if rng.random() < 0.88 else ""
    return _with_place(noun(group, rng), place)


def _related_units(scene: Scene, rng: random.Random) -> list[str]:
    """One or two groups by their place relative to another: "two cats beside a blue house"."""
    members = groups(scene)
    rng.shuffle(members)
    # Buildings make the natural anchors.
    members.sort(key=lambda group: zone(group) != "background")
    for anchor in members:
        found = {
            index: relations(group, anchor, scene.aspect)
            for index, group in enumerate(members)
            if group is not anchor
        }
        options = sorted({phrase for phrases in found.values() for phrase in phrases})
        if options:
            phrase = rng.choice(options)
            near = [index for index, phrases in found.items() if phrase in phrases][:2]
            subjects = join_and([noun(members[index], rng) for index in near])
            related = f"{subjects} {phrase} {noun(anchor, rng)}"
            rest = [g for i, g in enumerate(members) if i not in near and g is not anchor]
            return [related, *(_loosely_placed(group, scene, rng) for group in rest)]
    return _sided_units(scene, rng)


def _loosely_placed(group: Group, scene: Scene, rng: random.Random) -> str:
    return _sided(group, scene, rng) if rng.random() < 0.4 else noun(group, rng)


def _units(scene: Scene, rng: random.Random) -> list[str]:
    styles = (_plain_units, _sided_units, _related_units)
    return rng.choices(styles, (0.45, 0.3, 0.25))[0](scene, rng)


def _short(scene: Scene, rng: random.Random) -> str:
    """ "two white cats and a red lantern, night"."""
    parts = setting.tags(scene, sample_mentioned(scene, rng))
    return ", ".join([join_and(_units(scene, rng)), *rng.sample(parts, len(parts))])


def _request(scene: Scene, rng: random.Random) -> str:
    """ "a red lantern and two cats beside a blue house at night, a sign that says TEA"."""
    where = setting.where_and_when(scene, rng)
    units = _units(scene, rng)
    if len(units) < 2 or rng.random() < 0.5:
        return _with_place(join_and(units), where)
    return f"{_with_place(join_and(units[:-1]), where)}, {units[-1]}"


def _listing(scene: Scene, rng: random.Random) -> str:
    """ "a meadow at night, two white cats on the left, a red lantern on the right"."""
    head = setting.where_and_when(scene, rng, heading=True)
    units = _units(scene, rng)
    if head and rng.random() < 0.25:
        return f"{head} with {join_and(units, comma=True)}"
    return ", ".join(filter(None, [head, *units]))


def _art(scene: Scene, rng: random.Random) -> str:
    """ "a gouache painting of two white cats in a meadow"."""
    where = setting.where_and_when(scene, rng)
    return _with_place(f"{rng.choice(ART)} {join_and(_units(scene, rng))}", where)


def _tagged(scene: Scene, rng: random.Random) -> str:
    """Prompt style: short tags in any order."""
    sides = rng.random() < 0.45
    parts = [
        _with_place(noun(group, rng, rng.choice(("", "", "a"))), _side_tag(group, scene, sides))
        for group in groups(scene)
    ]
    parts += setting.tags(scene, sample_mentioned(scene, rng))
    if rng.random() < 0.35:
        parts.append(rng.choice(ART_TAGS))
    return ", ".join(rng.sample(parts, len(parts)))


def _side_tag(group: Group, scene: Scene, sides: bool) -> str:
    where = group_side(group, scene.aspect) if sides else ""
    return {"": "", "middle": "in the middle"}.get(where, f"on the {where}")


def _sentence(scene: Scene, rng: random.Random) -> str:
    """ "at night in a meadow, two white cats sit on the left and a red lantern glows"."""
    where = setting.where_and_when(scene, rng)
    acts = join_and(_acts(scene, rng), comma=rng.random() < 0.5)
    if where and rng.random() < 0.55:
        return f"{where}, {acts}"
    return _with_place(acts, where)


def _acts(scene: Scene, rng: random.Random) -> list[str]:
    sides = rng.random() < 0.5
    members = groups(scene)
    rng.shuffle(members)
    return [
        _with_place(
            f"{noun(group, rng, pose=False)} {verb(group)}",
            position(group, scene.aspect, rng) if sides else "",
        )
        for group in members
    ]


def _there(scene: Scene, rng: random.Random) -> str:
    """ "there is a red lantern and two white cats by the sea"."""
    members = groups(scene)
    be = "is" if len(members[0]) == 1 else "are"
    parts = [noun(members[0], rng), *(_sided(group, scene, rng) for group in members[1:])]
    where = setting.where_and_when(scene, rng)
    text = f"there {be} {join_and(parts)}"
    return f"{where}, {text}" if where and rng.random() < 0.5 else _with_place(text, where)


def _poem(scene: Scene, rng: random.Random) -> str:
    """ "in the quiet of the night, two white cats sit beside ..." """
    mentioned = sample_mentioned(scene, rng) | {"time": False}
    where = setting.where_and_when(scene, rng, mentioned)
    return _with_place(f"{setting.opener(scene, rng)}, {join_and(_acts(scene, rng))}", where)


def _keywords(scene: Scene, rng: random.Random) -> str:
    """Words alone, without articles or commas: "red fox snow forest night"."""
    parts = setting.tags(scene, sample_mentioned(scene, rng))
    rng.shuffle(parts)
    members = groups(scene)
    rng.shuffle(members)
    named = []
    for group in members:
        name, looks = bare_noun(group, rng)
        # "girl red dress", "sign TEA", but "two white cats".
        number, _, kind = name.rpartition(" ")
        after = group[0].kind in ("signpost", *DRESSED)
        named.append(f"{name} {looks}" if after else f"{number} {looks} {kind}".strip())
    return " ".join((parts + named) if rng.random() < 0.25 else (named + parts))


def _terse(scene: Scene, rng: random.Random) -> str:
    """Short fragments: "a fox. red. two cats. white. at night"."""
    members = groups(scene)
    rng.shuffle(members)
    parts: list[str] = []
    for group in members:
        name, looks = bare_noun(group, rng)
        article = "a " if len(group) == 1 and rng.random() < 0.7 else ""
        parts += [articles(f"{article}{name}"), looks]
    where = setting.where_and_when(scene, rng)
    return ". ".join(filter(None, [*parts, where]))


def _empty(scene: Scene, rng: random.Random) -> str:
    """A landscape with nothing in it."""
    mentioned = sample_mentioned(scene, rng)
    head = setting.where_and_when(scene, rng, mentioned, heading=True)
    style = rng.random()
    if style < 0.3:
        parts = setting.tags(scene, mentioned)
        return ", ".join(rng.sample(parts, len(parts)))
    if style < 0.6:
        return f"{rng.choice(ART[:6])} {head}"
    return head if style < 0.85 else f"{head}, {rng.choice(NOTHING)}"


VOICES: dict[Callable[[Scene, random.Random], str], float] = {
    _short: 0.16, _request: 0.19, _listing: 0.16, _art: 0.09, _tagged: 0.11, _sentence: 0.11,
    _there: 0.05, _poem: 0.06, _keywords: 0.06, _terse: 0.02,
}  # fmt: skip


def _capital(found: str) -> str:
    return found if found.startswith('"') else found.upper()


def _finish(text: str, rng: random.Random) -> str:
    """As typed: bare, with a capital, or with a capital and a full stop; now and then without
    commas or articles, or With Capitals."""
    style = rng.random()
    if style < 0.03:
        return text.replace(",", "")
    if style < 0.07:
        return re.sub(r"\b(?:an?|the) (?=[a-z])", "", text)
    if style < 0.09:
        return re.sub(r'"[^"]*"|\b[a-z]', lambda found: _capital(found[0]), text)
    if style < 0.55:
        return text
    text = text[0].upper() + text[1:]
    return text if style < 0.7 else f"{text}."


def caption(scene: Scene, rng: random.Random) -> str:
    """One of many ways to ask for the scene, 1..220 bytes of ASCII, mostly under 160.

    Every group is named with its colour, number and word; nothing else is. Place, hour,
    weather and season are mentioned most of the time, sides and relations half of the time.
    """
    best = ""
    for _ in range(6):
        voice = rng.choices(list(VOICES), list(VOICES.values()))[0] if scene.things else _empty
        text = _finish(voice(scene, rng), rng)
        best = text if not best else min(best, text, key=len)
        if len(text) <= USUAL_BYTES:
            return text
    return best if len(best) <= MOST_BYTES else join_and(_plain_units(scene, rng))


def alt_text(scene: Scene) -> str:
    """All but hair and the usual weather and season, always the same way, from left to right."""
    members = sorted(groups(scene), key=lambda group: group[0].x)
    parts = [
        _with_place(noun(group, None), position(group, scene.aspect, None)) for group in members
    ]
    mentioned = {
        "terrain": True,
        "time": True,
        "weather": scene.weather != "clear",
        "season": scene.season != "summer",
    }
    text = ", ".join([*parts, *setting.tags(scene, mentioned)])
    return f"{text[0].upper()}{text[1:]}."
