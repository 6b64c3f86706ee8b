"""Edits: an instruction, a scene before and the same scene with exactly one thing changed."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.model.plan.world import DRESSED, plural
from pipeline.training.world.layout import SLOTS, Spot, fits, squeeze_in
from pipeline.training.world.nouns import PARTS
from pipeline.training.world.phrases import (
    SIDES,
    Group,
    center,
    choose,
    group_side,
    noun,
    part,
    relations,
    sign_word,
)
from pipeline.training.world.scene import (
    KINDS,
    MAX_GROUPS,
    MAX_THINGS,
    SEASONS,
    TIMES,
    WEATHERS,
    Scene,
    Thing,
    groups,
    new_group,
    sample_count,
    sample_kind,
)
from pipeline.training.world.words import sample_word


@dataclass(frozen=True, slots=True)
class Edit:
    """An instruction and the scene before and after it. Both have one seed: the rest is the same.

    change: "add", "remove", "recolor", "move", "time", "season", "weather" or "word"; for everyday
    edits also "replace", "resize", "pose", "keep", "place" or "two".
    """

    instruction: str
    before: Scene
    after: Scene
    change: str


CROWDED_SHARE = 0.3  # of the additions may be of a kind whose zone is full
TIME_PHRASES = {
    "morning": ("make it morning", "change it to early morning", "turn it into a morning scene"),
    "noon": ("make it noon", "make it daytime", "turn it into midday", "show it by day"),
    "sunset": ("make it sunset", "turn it into evening", "the same at sunset"),
    "night": ("make it night", "turn it into night", "the same scene at night", "change to night"),
}
WEATHER_PHRASES = {
    "clear": ("clear the weather", "make the sky clear", "make the weather clear"),
    "rain": ("make it rain", "let it rain", "add rain"),
    "snow": ("make it snow", "let it snow", "add falling snow"),
    "mist": ("make it misty", "add mist", "fill the air with fog"),
}
SEASON_PHRASES = (
    "make it {}",
    "change the season to {}",
    "the same place in {}",
    "turn it into {}",
)
REMOVE_PHRASES = ("remove {}", "take away {}", "erase {}", "delete {}", "without {}")
ADD_PHRASES = ("add {}", "put {}", "place {}", "also draw {}")
MOVE_PHRASES = ("move {} to the {}", "shift {} to the {}", "bring {} to the {} side")
RECOLOR_PHRASES = ("make {} {}", "change {} to {}", "turn {} {}", "paint {} {}")
WORD_PHRASES = (
    "change the sign to {}", "make the sign say {}", "the sign should read {}",
    "replace the word on the sign with {}", "write {} on the sign",
)  # fmt: skip


def with_groups(scene: Scene, members: Sequence[Group]) -> Scene:
    """The scene with these groups, numbered anew."""
    things = (replace(thing, group=i) for i, group in enumerate(members) for thing in group)
    return replace(scene, things=tuple(things))


def _spots(members: Sequence[Group]) -> list[Spot]:
    return [thing.spot for group in members for thing in group]


def _pick(scene: Scene, rng: random.Random) -> tuple[Group, Sequence[Group]]:
    """A random group and all the others."""
    members = groups(scene)
    chosen = members.pop(rng.randrange(len(members)))
    return chosen, members


def the(group: Group, scene: Scene, rng: random.Random | None) -> str:
    """The shortest clear name of a group: "the cat", or "the white cat" beside a black one."""
    kinds = [other[0].kind for other in groups(scene)]
    kind = group[0].kind
    if kinds.count(kind) > 1 or (rng and rng.random() < 0.6):
        return noun(group, rng, "the")
    name = _name(group)
    return f"the {({'signpost': 'sign', 'balloon': f'hot-air {name}'}).get(kind, name)}"


def _name(group: Group) -> str:
    return plural(group[0].kind) if len(group) > 1 else group[0].kind


def _remove(scene: Scene, rng: random.Random) -> Edit:
    group, rest = _pick(scene, rng)
    text = rng.choice(REMOVE_PHRASES).format(the(group, scene, rng))
    return Edit(text, scene, with_groups(scene, rest), "remove")


def add(scene: Scene, rng: random.Random) -> Edit | None:
    members = groups(scene)
    room = MAX_THINGS - len(scene.things)
    if len(members) >= MAX_GROUPS or not room:
        return None
    kinds = [group[0].kind for group in members]
    kind = sample_kind(scene.terrain, kinds, rng, crowded=rng.random() < CROWDED_SHARE)
    slots = rng.sample(list(SLOTS), len(SLOTS))
    count = sample_count(kind, room, rng)
    spots = squeeze_in(kind, count, scene.terrain, scene.aspect, _spots(members), rng, slots)
    if spots is None:
        return None
    same = [group[0].color for group in members if group[0].kind == kind]
    added = new_group(spots, len(members), rng, same)
    text = rng.choice(ADD_PHRASES).format(noun(added, rng))
    where = _where(added, scene, rng)
    if not where and not text.startswith(("add", "also")):
        text = f"add {noun(added, rng)}"
    return Edit(f"{text} {where}".strip(), scene, with_groups(scene, (*members, added)), "add")


def _where(added: Group, scene: Scene, rng: random.Random) -> str:
    """Beside what, or on which side, a new group comes; sometimes left open."""
    options = [
        f"{phrase} {the(other, scene, rng)}"
        for other in groups(scene)
        for phrase in relations(added, other, scene.aspect)
    ]
    if options and rng.random() < 0.45:
        return rng.choice(options)
    where = group_side(added, scene.aspect)
    return choose(rng, SIDES[where]) if where and rng.random() < 0.8 else ""


def _recolor(scene: Scene, rng: random.Random) -> Edit | None:
    group, rest = _pick(scene, rng)
    kind, old = group[0].kind, group[0].color
    # A second group of the same kind may already have the new colour: they would be confused.
    taken = {old, *(other[0].color for other in rest if other[0].kind == kind)}
    colors = [color for color in dict.fromkeys(KINDS[kind].colors) if color not in taken]
    if not colors:
        return None
    color = rng.choice(colors)
    members = [
        tuple(replace(t, color=color) for t in g) if g[0].group == group[0].group else g
        for g in groups(scene)
    ]
    subject = _colored_part(group, scene, rng)
    text = rng.choice(RECOLOR_PHRASES).format(subject, color)
    return Edit(text, scene, with_groups(scene, members), "recolor")


def _colored_part(group: Group, scene: Scene, rng: random.Random) -> str:
    """ "the cat"; for what is coloured in part "the roof of the house" or just "the house"."""
    kind, color, name = group[0].kind, group[0].color, _name(group)
    dressed = kind in DRESSED
    if kind not in PARTS or (not dressed and rng.random() < 0.4):
        return the(group, scene, rng)
    alone = sum(other[0].kind == kind for other in groups(scene)) == 1
    named = f"the {name}"
    if not alone:
        named = f"the {name} in {color}" if dressed else f"the {color} {name}"
    return f"the {part(kind, len(group))} of {named}"


def _shifted(thing: Thing, shift: float) -> Thing:
    return replace(thing, x=round(thing.x + shift, 4))


def _move(scene: Scene, rng: random.Random) -> Edit | None:
    """Shifts a group sideways to another third, if there is room."""
    group, rest = _pick(scene, rng)
    old = group_side(group, scene.aspect)
    goal = rng.choice([name for name in SLOTS if name != old])
    shift = round(rng.uniform(*SLOTS[goal]) - center(group), 4)
    moved = tuple(_shifted(thing, shift) for thing in group)
    if not old or not fits([t.spot for t in moved], _spots(rest), scene.aspect):
        return None
    if group_side(moved, scene.aspect) != goal:
        return None
    phrase = rng.choice(MOVE_PHRASES[: 2 if goal == "middle" else 3])
    text = phrase.format(the(group, scene, rng), goal)
    members = [moved if g[0].group == group[0].group else g for g in groups(scene)]
    return Edit(text, scene, with_groups(scene, members), "move")


def _time(scene: Scene, rng: random.Random) -> Edit:
    time = rng.choice([time for time in TIMES if time != scene.time])
    return Edit(rng.choice(TIME_PHRASES[time]), scene, replace(scene, time=time), "time")


def _season(scene: Scene, rng: random.Random) -> Edit:
    """A new season; snow stops when the winter ends."""
    season = rng.choice([season for season in SEASONS if season != scene.season])
    weather = "clear" if scene.weather == "snow" else scene.weather
    after = replace(scene, season=season, weather=weather)
    return Edit(rng.choice(SEASON_PHRASES).format(season), scene, after, "season")


def _weather(scene: Scene, rng: random.Random) -> Edit:
    """New weather; snow brings the winter with it."""
    weather = rng.choice([weather for weather in WEATHERS if weather != scene.weather])
    season = "winter" if weather == "snow" else scene.season
    after = replace(scene, weather=weather, season=season)
    text = rng.choice(WEATHER_PHRASES[weather])
    if weather == "clear" and rng.random() < 0.6:
        text = {"rain": "stop the rain", "snow": "stop the snowfall", "mist": "lift the mist"}[
            scene.weather
        ]
    return Edit(text, scene, after, "weather")


def _word(scene: Scene, rng: random.Random) -> Edit | None:
    sign = next((thing for thing in scene.things if thing.kind == "signpost"), None)
    word = sample_word(rng)
    if sign is None or word == sign.word:
        return None
    things = tuple(replace(t, word=word) if t is sign else t for t in scene.things)
    text = rng.choice(WORD_PHRASES).format(sign_word(word, rng))
    return Edit(text, scene, replace(scene, things=things), "word")


_THINGS: dict[Callable[[Scene, random.Random], Edit | None], float] = {
    _remove: 0.2, add: 0.2, _recolor: 0.2, _move: 0.12, _word: 0.1,
}  # fmt: skip
_SETTING: dict[Callable[[Scene, random.Random], Edit | None], float] = {
    _time: 0.08, _season: 0.05, _weather: 0.05,
}  # fmt: skip


def sample_edit(scene: Scene, rng: random.Random) -> Edit:
    """A random edit that the scene has room for."""
    makers = _SETTING | (_THINGS if scene.things else {add: 0.2})
    edit = None
    while edit is None:
        edit = rng.choices(list(makers), list(makers.values()))[0](scene, rng)
    return edit
