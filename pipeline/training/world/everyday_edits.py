"""Edits in everyday language: one more or one fewer, another kind, another size, other clothes,
another pose, two edits at once, and colours left out where people would not mention them."""

import random
from collections.abc import Callable
from dataclasses import replace

from pipeline.model.plan.world import DRESSED, KINDS, MAX_THINGS, POSED, plural, poses_of
from pipeline.training.world.casual import without_colors, without_plain_parts
from pipeline.training.world.edits import Edit, add, sample_edit, the, with_groups
from pipeline.training.world.layout import SLOTS, SMALLEST, Spot, fits, squeeze_in
from pipeline.training.world.nouns import PARTS
from pipeline.training.world.phrases import NUMBERS, Group, articles, noun, part
from pipeline.training.world.place_edits import change_place
from pipeline.training.world.scene import Scene, Thing, groups, new_group

MORE = ("add another {}", "add one more {}", "one more {}", "put another {} there")
SOME_MORE = ("add {} more {}", "{} more {}", "{} more {} please", "add another {} {}")
COUNTED = (
    "make it {}", "{} instead of {}", "there should be {}", "I want {}", "give me {}",
    "{} please", "give me {} instead of {}",
)  # fmt: skip
ORDINALS = {1: "second", 2: "third", 3: "fourth"}
ADDED = ("there should be {}", "draw {}", "put in {}", "let there be {}")
FEWER = ("remove one {}", "remove one of the {}", "take one {} away", "one {} less")
INSTEAD = (
    "replace {} with {}", "swap {} for {}", "turn {} into {}", "change {} into {}",
    "change {} to {}", "make {} {} instead", "exchange {} for {}", "exchange {} with {}",
    "trade {} for {}",
)  # fmt: skip
LARGER = ("make {} bigger", "make {} larger", "a bigger {}", "{} should be bigger")
SMALLER = ("make {} smaller", "{} should be smaller", "a smaller {}")
GROWN = (1.18, 1.35)  # times its size
DRESS = (
    "give {} {}", "dress {} in {c}", "{} should wear {c}", "put {} in {}", "{} in {c} please",
    "make {} wear {}",
)  # fmt: skip
POSE_PHRASES = {
    "waving": ("let {} wave", "make {} wave", "{} should wave"),
    "sitting": ("let {} sit", "make {} sit down", "{} should sit", "sit {} down"),
    "running": ("let {} run", "make {} run", "{} should run"),
    "sleeping": ("let {} sleep", "make {} sleep", "put {} to sleep", "{} should be asleep"),
}
UPRIGHT = ("let {} stand", "make {} stand", "{} should stand")
POSE_ENDS = {
    "sleeping": ("wake {} up", "wake {}", "let {} wake up", "{} should be awake"),
    "sitting": ("make {} stand up", "let {} get up", *UPRIGHT),
    "running": ("{} should stand still", "make {} stop running", *UPRIGHT),
    "waving": ("make {} stop waving", *UPRIGHT),
}
REMOVE = (
    "get rid of {}", "take {} away", "remove {}", "no {}", "leave out {}", "take {} out",
    "take out {}", "delete {}",
)  # fmt: skip
KEEP = (
    "keep only {}", "only keep {}", "remove everything but {}", "remove everything except {}",
    "leave only {}", "remove all but {}",
)  # fmt: skip
POLITE = ("please {}", "{} please", "{}, please", "now {}", "{} now")
SEVERAL_SHARE = 0.3  # of the edits that add more of a thing add two or three
Maker = Callable[[Scene, random.Random], Edit | None]


def _pick(scene: Scene, rng: random.Random) -> Group | None:
    """A random group whose kind no other group has, so that "the cats" are these."""
    members = groups(scene)
    kinds = [group[0].kind for group in members]
    alone = [group for group in members if kinds.count(group[0].kind) == 1]
    return rng.choice(alone) if alone else None


def _instead(scene: Scene, old: Group, new: Group | None) -> Scene:
    """The scene with one group in place of another, or without it."""
    members = [new if group == old else group for group in groups(scene)]
    return with_groups(scene, [group for group in members if group])


def _others(scene: Scene, group: Group) -> list[Spot]:
    return [thing.spot for other in groups(scene) if other != group for thing in other]


def _another(scene: Scene, rng: random.Random) -> Edit | None:
    """One more of a group, or two or three more."""
    group = _pick(scene, rng)
    if not group:
        return None
    kind = group[0].kind
    room = min(KINDS[kind].max_count - len(group), MAX_THINGS - len(scene.things))
    if room < 1:
        return None
    count = rng.randint(2, min(3, room)) if room > 1 and rng.random() < SEVERAL_SHARE else 1
    added = _more_of(group[0], count, scene, rng)
    if not added:
        return None
    if count > 1:
        text = rng.choice(SOME_MORE).format(NUMBERS[count], plural(kind))
    else:
        text = rng.choice((*MORE, f"add a {ORDINALS[len(group)]} {{}}")).format(kind)
    return Edit(text, scene, _instead(scene, group, (*group, *added)), "add")


def _fewer(scene: Scene, rng: random.Random) -> Edit | None:
    group = _pick(scene, rng)
    if not group or len(group) < 2:
        return None
    gone = rng.choice(group)
    kind, text = group[0].kind, rng.choice(FEWER)
    text = text.format(plural(kind) if "of the" in text else kind)
    left = tuple(thing for thing in group if thing is not gone)
    return Edit(text, scene, _instead(scene, group, left), "remove")


def _counted(scene: Scene, rng: random.Random) -> Edit | None:
    """As many of a group as are named, in place of as many as there are."""
    group = _pick(scene, rng)
    if not group or not KINDS[group[0].kind].max_count > 1:
        return None
    kind, others = group[0].kind, _others(scene, group)
    most = min(KINDS[kind].max_count, MAX_THINGS - len(others))
    counts = [n for n in range(1, most + 1) if n != len(group)]
    if not counts:
        return None
    count = rng.choice(counts)
    new, more = group[:count], count - len(group)
    if more > 0:
        added = _more_of(group[0], more, scene, rng)
        if not added:
            return None
        new = (*group, *added)
    names = {n: f"{NUMBERS[n]} {plural(kind) if n > 1 else kind}" for n in (count, len(group))}
    text = rng.choice(COUNTED).format(names[count], NUMBERS[len(group)])
    return Edit(text, scene, _instead(scene, group, new), "add" if more > 0 else "remove")


def _more_of(thing: Thing, count: int, scene: Scene, rng: random.Random) -> tuple[Thing, ...]:
    """So many more of a thing; none where there is no room for them."""
    slots, taken = rng.sample(list(SLOTS), len(SLOTS)), [other.spot for other in scene.things]
    spots = squeeze_in(thing.kind, count, scene.terrain, scene.aspect, taken, rng, slots)
    return tuple(
        replace(thing, x=s.x, y=s.y, size=s.size, facing=rng.choice((-1, 1))) for s in spots or ()
    )


def _replaced(scene: Scene, rng: random.Random) -> Edit | None:
    group = _pick(scene, rng)
    if not group:
        return None
    zone, taken = KINDS[group[0].kind].zone, {thing.kind for thing in scene.things}
    kinds = [
        kind
        for kind, spec in KINDS.items()
        if spec.zone == zone and scene.terrain in spec.terrains
        if kind not in taken and len(group) <= spec.max_count
    ]
    if not kinds:
        return None
    kind = rng.choice(kinds)
    size = round(rng.uniform(*KINDS[kind].size), 4)
    spots = [Spot(kind, thing.x, thing.y, size) for thing in group]
    if not fits(spots, _others(scene, group), scene.aspect):
        return None
    new = new_group(spots, group[0].group, rng)
    # "turn the cats into dogs": as many as there were, in whatever colour
    bare = len(group) > 1 and rng.random() < 0.4
    named = plural(kind) if bare else noun(new, rng)
    text = rng.choice(INSTEAD).format(the(group, scene, rng), named)
    return Edit(_freely(text, rng), scene, _instead(scene, group, new), "replace")


def _resized(scene: Scene, rng: random.Random) -> Edit | None:
    group = _pick(scene, rng)
    if not group:
        return None
    factor, larger = rng.uniform(*GROWN), rng.random() < 0.6
    low, high = KINDS[group[0].kind].size
    size = round(group[0].size * (factor if larger else 1 / factor), 4)
    if not SMALLEST * low <= size <= high:
        return None
    new = tuple(replace(thing, size=size) for thing in group)
    if not fits([thing.spot for thing in new], _others(scene, group), scene.aspect):
        return None
    text = rng.choice(LARGER if larger else SMALLER)
    name = the(group, scene, None)
    text = text.format(name.removeprefix("the ") if text.startswith("a ") else name)
    return Edit(articles(text), scene, _instead(scene, group, new), "resize")


def _dressed(scene: Scene, rng: random.Random) -> Edit | None:
    group = _pick(scene, rng)
    if not group:
        return None
    kind = group[0].kind
    worn = part(kind, len(group))
    phrases: tuple[str, ...]
    if kind in DRESSED:
        phrases = DRESS
        if sum(other[0].kind in DRESSED for other in groups(scene)) == 1:  # "her dress" is "the"
            phrases = (*DRESS, "change {p} to {c}", "make {p} {c}", "{p} should be {c}")
    elif kind in PARTS:
        phrases = ("paint {p} {c}", "make {p} {c}", "{p} in {c}")
    else:
        return None
    color = rng.choice([c for c in KINDS[kind].colors if c != group[0].color])
    new = tuple(replace(thing, color=color) for thing in group)
    article = "" if len(group) > 1 else "a "
    text = rng.choice(phrases).format(
        the(group, scene, None), f"{article}{color} {worn}", c=color, p=f"the {worn}"
    )
    return Edit(articles(text), scene, _instead(scene, group, new), "recolor")


def _recolored(scene: Scene, rng: random.Random) -> Edit | None:
    group = _pick(scene, rng)
    if not group:
        return None
    colors = [c for c in KINDS[group[0].kind].colors if c != group[0].color]
    if not colors:
        return None
    color, several = rng.choice(colors), len(group) > 1
    name = plural(group[0].kind) if several else group[0].kind
    text = f"{'' if several else 'a '}{color} {name} instead"
    new = tuple(replace(thing, color=color) for thing in group)
    return Edit(articles(text), scene, _instead(scene, group, new), "recolor")


def _posed(scene: Scene, rng: random.Random) -> Edit | None:
    group = _pick(scene, rng)
    if not group or group[0].kind not in POSED:
        return None
    old = group[0].pose
    pose = rng.choice([pose for pose in poses_of(group[0].kind) if pose != old])
    text = rng.choice(POSE_PHRASES[pose] if pose else POSE_ENDS[old]).format(
        the(group, scene, None)
    )
    new = tuple(replace(thing, pose=pose) for thing in group)
    return Edit(text, scene, _instead(scene, group, new), "pose")


def _removed(scene: Scene, rng: random.Random) -> Edit | None:
    group = _pick(scene, rng)
    if not group:
        return None
    name = the(group, scene, None)
    every = {2: ("both {}", "all {}", "{}"), 1: ("{}",)}.get(len(group), ("all {}", "{}"))
    named = rng.choice(every).format(name.removeprefix("the ") if rng.random() < 0.3 else name)
    text = rng.choice(REMOVE).format(named)
    return Edit(text, scene, _instead(scene, group, None), "remove")


def _kept(scene: Scene, rng: random.Random) -> Edit | None:
    """All but one group, or two of several, go."""
    group, members = _pick(scene, rng), groups(scene)
    if not group or len(members) < 2:
        return None
    left: list[Group]
    if len(members) > 2 and rng.random() < 0.6:
        other = rng.choice([one for one in members if one != group])
        text = f"{rng.choice(REMOVE[:3])} and {the(other, scene, None)}"
        left = [one for one in members if one not in (group, other)]
    else:
        text, left = rng.choice(KEEP), [group]
    text = text.format(the(group, scene, None))
    return Edit(text, scene, with_groups(scene, left), "keep")


def _added(scene: Scene, rng: random.Random) -> Edit | None:
    edit = add(scene, rng)
    if not edit:
        return None
    text = edit.instruction
    if rng.random() < 0.3:
        text = rng.choice(ADDED).format(text.partition(" ")[2].removeprefix("draw "))
    return replace(edit, instruction=_freely(text, rng))


def _added_both(scene: Scene, rng: random.Random) -> Edit | None:
    first = add(scene, rng)
    second = first and add(first.after, rng)
    if not second:
        return None
    names = (noun(group, rng) for group in groups(second.after)[-2:])
    text = f"{rng.choice(('add', 'put in', 'draw'))} {' and '.join(names)}"
    return Edit(_freely(text, rng), scene, second.after, "two")


def _freely(text: str, rng: random.Random) -> str:
    """Half of the time without colours."""
    return without_plain_parts(without_colors(text, rng, 1.0)) if rng.random() < 0.5 else text


def _two(scene: Scene, rng: random.Random) -> Edit:
    first = sample_edit(scene, rng)
    second = sample_edit(first.after, rng)
    joined = rng.choice((" and ", ", ", " and also ", ", then ", " and then "))
    return Edit(f"{first.instruction}{joined}{second.instruction}", scene, second.after, "two")


MAKERS: dict[Maker, float] = {
    _added: 0.16, _added_both: 0.1, _another: 0.14, _counted: 0.08, _fewer: 0.08, _replaced: 0.16,
    _resized: 0.06, _dressed: 0.1, _recolored: 0.04, _posed: 0.1, _removed: 0.08, _kept: 0.07,
    change_place: 0.16, _two: 0.12,
}  # fmt: skip


def sample_everyday_edit(scene: Scene, rng: random.Random) -> Edit:
    """A random edit that the scene has room for; one of `sample_edit` where none of these has."""
    found = None
    for _ in range(8):
        found = rng.choices(list(MAKERS), list(MAKERS.values()))[0](scene, rng)
        if found:
            break
    edit = found or sample_edit(scene, rng)
    if rng.random() < 0.2:
        edit = replace(edit, instruction=rng.choice(POLITE).format(edit.instruction))
    return edit
