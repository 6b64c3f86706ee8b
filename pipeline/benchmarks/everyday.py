"""Is what people type planned? `python -m pipeline.benchmarks.everyday --seeds 4`.

The prompts of everyday.toml were written by hand, as people write; beside each stands what a
picture of it must show, which is asked of the composition before anything is painted. Those of
scenes.jsonl state everything, as captions do: kinds, colours, numbers, sides, words on signs.
"""

import argparse
import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from pipeline.benchmarks.scoring import interval
from pipeline.engines.embedded.engine import EmbeddedEngine
from pipeline.engines.embedded.tasks import ComposedPicture, Draft
from pipeline.engines.embedded.world import to_layout
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import find_weights
from pipeline.model.plan.boxes import third
from pipeline.model.planning.composing import Composed
from pipeline.request import Request

SIZE = (512, 512)
BOOK = Path(__file__).with_name("everyday.toml")
SCENES = Path(__file__).with_name("scenes.jsonl")
FAMILIES = ("cat", "dog", "man", "woman", "girl", "boy", "mushroom", "horse", "house")
# Pictures for the instructions, by their sections in the file.
BEFORE = {
    "cats": "two white cats on the left, a blue house and a girl in red on the right, in a meadow",
    "tea": 'a red lighthouse on the left, a white boat, a sign that says "TEA", the sea at sunset',
}
# Words of the book for what has other names in the dictionary.
CALLED = {"signpost": ("sign", "sign post"), "balloon": ("hot air balloon", "balloon"),
          "flower": ("flower", "sunflower", "tulip", "rose", "flower bed"), "sprig": ("sprig",),
          "boat": ("boat", "sailboat", "ship"), "house": ("house", "hut", "barn")}  # fmt: skip
# Of settings: what a picture of it may be, or have around it.
SAME = {"storm": ("rain",), "seaside": ("beach", "sea"), "fields": ("field", "meadow", "farm"),
        "hills": ("hills", "meadow"), "lake": ("lake", "river"),
        "snow": ("winter", "snow")}  # fmt: skip
WORN = "wearing"
ACTIONS = (" waving", " sitting", " running", " sleeping")  # "a waving girl" may be a kind too
OF_PARTS = ("house", "castle", "lighthouse", "windmill")  # whose captions colour a part
BRITISH = {"gray": "grey"}


@dataclass(frozen=True)
class Shown:
    """What a composition shows. things: (kind, looks: colour, words, action, side, what it wears)
    of each, clothes apart; setting: place and light, and what is around the place."""

    things: tuple[tuple[str, frozenset[str]], ...]
    setting: frozenset[str]

    @classmethod
    def of(cls, composed: Composed) -> "Shown":
        composition, elements = composed.composition, composed.graph.elements
        worn = {one.object: one.subject for one in composed.graph.relations if one.name == WORN}
        colors: dict[int, set[str]] = defaultdict(set)
        for thing, who in worn.items():
            color = elements[thing].color or ""
            colors[who].add(BRITISH.get(color, color))
        things = []
        for drawing in composition.drawings:
            number, element = drawing.element, elements[drawing.element]
            if element.match == "added" or number in worn:
                continue
            *looks, kind = drawing.kind.split()  # "sleeping cat" is a cat
            side = third((drawing.box[0] + drawing.box[2]) / 2)
            color, action = drawing.color or element.color or "", element.action
            looks += [BRITISH.get(color, color), letters(drawing.text), action, side]
            name = kind if kind in FAMILIES else drawing.kind
            things.append((name, frozenset(looks) | colors[number]))
        light = composition.time, composition.weather, composition.season
        around = composed.graph.setting.scenery
        return cls(tuple(things), frozenset((composition.land.place, *around, *light)))


def kinds_of(name: str, dictionary: Dictionary) -> frozenset[str]:
    """The kinds that a word of the book may be painted as."""
    found = [dictionary.find(word) for word in CALLED.get(name, (name,))]
    return frozenset(match.kind for match in found if match)


def named(words: str, dictionary: Dictionary) -> tuple[frozenset[str], str]:
    """The kinds of an item of the book, and the look that it asks for, "" for any."""
    kinds = kinds_of(words, dictionary)
    acts = words.endswith(ACTIONS)
    if (kinds and not acts) or " " not in words:
        return kinds | {words}, ""
    name, _, look = words.rpartition(" ")
    return kinds_of(name, dictionary) | {name}, letters(look) if look.isupper() else look


def letters(text: str) -> str:
    """What of a text counts as read: capitals alone."""
    return re.sub(r"[^A-Z]", "", text.upper())


def missing(shown: Shown, wanted: str, dictionary: Dictionary) -> list[str]:
    """What of `wanted` a composition does not show; "also a boat" for what nobody asked for."""
    lacks: list[str] = []
    asked: set[str] = set()
    for item in wanted.split(", "):
        thing = re.fullmatch(r"(\d)(\+?) (.+)", item)
        if thing is None:
            lacks += [] if shown.setting & {*SAME.get(item, (item,))} else [item]
            continue
        count, more, words = thing.groups()
        kinds, look = named(words, dictionary)
        asked |= kinds
        found = sum(one in kinds and (not look or look in looks) for one, looks in shown.things)
        right = found >= int(count) if more else found == int(count)
        lacks += [] if right else [item]
    others = Counter(kind for kind, _ in shown.things if kind not in asked)
    return lacks + [f"also a {kind}" for kind in others]


Planned = Callable[[str, int], Shown]


def mark(prompts: str, planned: Planned, seeds: int, dictionary: Dictionary) -> list[bool]:
    """Which compositions are right; what the others lack is printed."""
    marks = []
    for line in prompts.splitlines():
        prompt, wanted = line.split(" | ")
        for seed in range(seeds):
            lacks = missing(planned(prompt, seed), wanted, dictionary)
            marks.append(not lacks)
            if lacks:
                print(f"{prompt}: {', '.join(lacks)}")
    return marks


def composed(engine: EmbeddedEngine, request: Request, photo: Image.Image | None) -> Composed:
    """What the engine would paint."""
    complete = engine.capabilities.complete(request, photo.size if photo else None)
    picture = engine.encode(complete, photo).picture
    if isinstance(picture, Draft):
        picture = picture.composed(complete.seed)
    assert isinstance(picture, ComposedPicture)  # of words, or of a picture with a layout
    return picture.composed


def from_words(engine: EmbeddedEngine, text: str, seed: int) -> Shown:
    return Shown.of(composed(engine, Request(text, seed=seed, size=SIZE), None))


def edited(engine: EmbeddedEngine, before: str, instruction: str, seed: int) -> Shown:
    """After an instruction for the picture of a prompt; where nothing changes, as before."""
    first = composed(engine, Request(before, seed=seed, size=SIZE), None)
    request = Request(instruction, b"-", SIZE, seed, task="edit", layout=to_layout(first))
    try:
        return Shown.of(composed(engine, request, Image.new("RGB", SIZE)))
    except ValueError:
        return Shown.of(first)


def results(
    engine: EmbeddedEngine, seeds: int, count: int | None
) -> Iterator[tuple[str, list[bool]]]:
    """Which compositions are right, by the kind of line. count: how many lines of each section, or
    all."""
    book, dictionary = tomllib.loads(BOOK.read_text(encoding="utf-8")), engine.world.dictionary

    def lines(section: str, name: str) -> str:
        return "\n".join(book[section][name].strip().splitlines()[:count])

    for name in ("known", "unseen"):
        yield (
            f"prompts, {name}",
            mark(lines("prompts", name), lambda *one: from_words(engine, *one), seeds, dictionary),
        )
        marks: list[bool] = []
        for section, before in BEFORE.items():

            def after(text: str, seed: int, before: str = before) -> Shown:
                return edited(engine, before, text, seed)

            marks += mark(lines(section, name), after, 1, dictionary)
        yield f"instructions, {name}", marks
    yield "captions", captions(engine, count)


def captions(engine: EmbeddedEngine, count: int | None) -> list[bool]:
    """Which of the captions are planned with all that they state."""
    marks = []
    for line in SCENES.read_text(encoding="utf-8").splitlines()[:count]:
        scene = json.loads(line)
        shown = from_words(engine, scene["prompt"], 0)
        lacks = missing(shown, wanted_of(scene), engine.world.dictionary)
        marks.append(not lacks)
        if lacks:
            print(f"{scene['prompt']}: {', '.join(lacks)}")
    return marks


def wanted_of(scene: dict[str, Any]) -> str:
    """A caption's things as the book writes them; colours of roofs and stripes are not painted."""
    things = [
        f"{one['count']} {one['kind']} {one['text'] or colour_of(one)}".strip()
        for one in scene["things"]
    ]
    weather = [scene["weather"]] if scene["weather"] != "clear" else []  # which is not stated
    return ", ".join([*things, scene["place"], scene["time"], *weather])


def colour_of(thing: dict[str, Any]) -> str:
    return "" if thing["kind"] in OF_PARTS else thing["color"] or ""


def main(arguments: Sequence[str] | None = None, engine: EmbeddedEngine | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--seeds", type=int, default=4)
    parser.add_argument("--lines", type=int, help="only the first so many of each section")
    args = parser.parse_args(arguments)
    engine = engine or EmbeddedEngine.load(find_weights(args.weights))
    print(engine.model)
    for name, marks in results(engine, args.seeds, args.lines):
        low, high = interval(sum(marks), len(marks))
        share = sum(marks) / len(marks)
        print(f"{name:20} {share:.1%} [{low:.1%}, {high:.1%}] of {len(marks)} compositions")


if __name__ == "__main__":
    main()
