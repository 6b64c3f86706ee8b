"""Do plans show what people type? `python -m pipeline.benchmarks.everyday --seeds 4`.

The prompts below were written by hand, as people write, not by the captions' grammar; beside each
stands what a picture of it must show, which is asked of the plan before anything is painted.
"""

import argparse
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from pipeline.benchmarks.scoring import interval
from pipeline.engines.embedded import WEIGHTS, EmbeddedEngine
from pipeline.model.plan import SETTING, Plan, PlannedThing
from pipeline.model.planning import say, to_layout
from pipeline.request import Request

SIZE = (512, 512)
# prompt | things "number kind [colour or pose]" ("2+": so many or more), names of the setting
PROMPTS = """
a woman in red beside a lighthouse | 1 woman red, 1 lighthouse
a boy in green and a black cat at the seaside | 1 boy green, 1 cat black, seaside
a girl in yellow | 1 girl yellow
a girl dressed in white holding a lantern | 1 girl white, 1 lantern
a boy wearing orange | 1 boy orange
a snowman wearing a red scarf beside a girl in pink | 1 snowman red, 1 girl pink
a man in a hat beside a yellow car | 1 man, 1 car yellow
a man walking his dog | 1 man, 1 dog
a woman with a black cat | 1 woman, 1 cat black
a girl with a red umbrella in the rain | 1 girl, 1 umbrella red, rain
an old man in a brown coat feeding birds | 1 man brown, 1+ bird
a little girl and her dog watching the sunset | 1 girl, 1 dog, sunset
two boys in blue shirts | 2 boy blue
a white horse and a girl with long blonde hair | 1 horse white, 1 girl
ducks swimming on the lake | 2+ duck, lake
a family of ducks on a lake | 2+ duck, lake
sailboats on the sea | 2+ boat, seaside
pumpkins in front of a house at night | 2+ pumpkin, 1 house, night
red mushrooms in a dark forest | 2+ mushroom red, forest
a field of sunflowers | 2+ flower yellow, fields
hot air balloons above the mountains | 2+ balloon, mountains
butterflies and flowers | 2+ butterfly, 2+ flower
a cat, a dog and a rabbit | 1 cat, 1 dog, 1 rabbit
a red house, a blue house and a green tree | 1 house red, 1 house blue, 1 tree green
a black cat and a white cat | 1 cat black, 1 cat white
a fox and a rabbit sitting together under a tree | 1 fox, 1 rabbit, 1 tree
three white sheep on a green hill | 3 sheep white, hills
a castle on a hill at dusk | 1 castle, hills, sunset
a lighthouse during a storm | 1 lighthouse, rain
snowy village with a snowman | 1 snowman, village, snow
a dog playing in the snow | 1 dog, snow
a small red car driving through the city at night | 1 car red, city, night
a hot air balloon floating over the mountains at sunrise | 1 balloon, mountains, morning
a cozy cottage in the woods with warm lights | 1 house, forest
a train passing through autumn fields | 1 train, fields, autumn
a brown bear in the forest | 1 bear brown, forest
a butterfly on a flower | 1 butterfly, 1 flower
a tent by the lake under the stars | 1 tent, lake, night
a big blue house with a small red car | 1 house blue, 1 car red
a horse galloping across the fields | 1 horse, fields
a pink birthday cake on the grass | 1 cake pink
a windmill in the countryside on a windy day | 1 windmill, fields
a house by the sea with a boat | 1 house, 1 boat, seaside
a cat to the left of a dog | 1 cat, 1 dog
a bird above a tree | 1 bird, 1 tree
an airship over the city | 1 airship, city
four red lanterns hanging in a row | 4 lantern red
two orange foxes playing in a meadow in spring | 2 fox orange, meadow, spring
a sleeping cat under a tree | 1 cat, 1 tree
a kitten and a puppy | 1 cat, 1 dog
a bunny with three mushrooms | 1 rabbit, 3 mushroom
a lonely tree in the desert | 1 tree, desert
an orange tent in the mountains on a foggy morning | 1 tent orange, mountains, mist, morning
a green sailboat and two white birds | 1 boat green, 2 bird white
cute little house in winter with a snowman in front | 1 house, 1 snowman, winter
castle with a dragon and two horses | 1 castle, 2 horse, 1 sprig
a robot and a cat | 1 cat, 1 sprig
boy and girl on the beach | 1 boy, 1 girl, seaside
evening by the lake, a man and a woman | 1 man, 1 woman, lake, sunset
a yellow taxi in the rain | 1 car yellow, rain
""".strip()


# The same, written after weights 0.9 had been trained: those above had shown what the captions of
# training lacked.
UNSEEN = """
a lady in a purple dress standing next to a tent | 1 woman purple, 1 tent
three kids in red shirts by the sea | 3 boy red, seaside
a white rabbit hiding behind a mushroom | 1 rabbit white, 1 mushroom
an elephant-free meadow with two horses | 2 horse, meadow
the train arrives in the village on a snowy evening | 1 train, village, snow, sunset
bears in the mountains | 2+ bear, mountains
a girl wearing a green dress and a grey cat | 1 girl green, 1 cat grey
one yellow duck | 1 duck yellow
a man and two dogs at the lake | 1 man, 2 dog, lake
a red and white lighthouse on a foggy morning | 1 lighthouse red, mist, morning
umbrellas on the beach | 2+ umbrella, seaside
an orange cat to the right of a pumpkin | 1 cat orange, 1 pumpkin
sunset over the hills with an airship | 1 airship, hills, sunset
a boy in blue with a brown dog | 1 boy blue, 1 dog brown
colorful balloons in a clear sky | 2+ balloon
two women in black | 2 woman black
a castle in the forest at night | 1 castle, forest, night
a little house and a big tree | 1 house, 1 tree
white flowers in a spring meadow | 2+ flower white, meadow, spring
a fox in the snow at night | 1 fox, snow, night
a cake for my daughter's birthday | 1 cake
a lantern and a sign saying HOME | 1 lantern, 1 signpost HOME
old windmill and some sheep | 1 windmill, 2+ sheep
a car parked in front of a house in autumn | 1 car, 1 house, autumn
a blue bird and a yellow butterfly | 1 bird blue, 1 butterfly yellow
two green tents in the desert | 2 tent green, desert
winter in the city | city, winter
a woman with an umbrella and a girl | 1 woman, 1 umbrella, 1 girl
snowmen in a village | 2+ snowman, village
a ship on the sea at dawn | 1 boat, seaside, morning
""".strip()
# Of poses, written before any weights knew them.
POSES = """
a cat sleeping by a lantern at night | 1 cat sleeping, 1 lantern, night
two kids running on the beach | 2 girl running, seaside
a girl waving from a hill | 1 girl waving, hills
an old man sitting by the lake with his dog | 1 man sitting, 1 dog, lake
a brown dog running after a cat | 1 dog brown, 1 dog running, 1 cat
horses galloping through a meadow at sunset | 2+ horse running, meadow, sunset
a woman in a blue dress sitting under a pink tree | 1 woman blue, 1 woman sitting, 1 tree pink
a fox asleep in the snow | 1 fox sleeping, snow
a boy in red waves at a train | 1 boy red, 1 boy waving, 1 train
three sleeping dogs in front of a house | 3 dog sleeping, 1 house
a girl in yellow sits next to a sleeping black cat | 1 girl yellow, 1 girl sitting, 1 cat sleeping
a man running through the rain with an umbrella | 1 man running, 1 umbrella, rain
a woman waving and a boat on the sea | 1 woman waving, 1 boat, seaside
the boy is sitting in the forest reading a book | 1 boy sitting, forest
a white horse running in the desert | 1 horse white, 1 horse running, desert
""".strip()
# Two pictures, and what they show after an instruction.
CATS = Plan(
    "meadow", "noon", "clear", "summer",
    (
        PlannedThing("cat", "white", 0.15, 0.92, 0.22),
        PlannedThing("cat", "white", 0.33, 0.93, 0.22),
        PlannedThing("house", "blue", 0.5, 0.7, 0.36),
        PlannedThing("girl", "red", 0.8, 0.93, 0.36, hair="black"),
    ),
)  # fmt: skip
TEA = Plan(
    "seaside", "sunset", "clear", "summer",
    (
        PlannedThing("lighthouse", "red", 0.2, 0.76, 0.42),
        PlannedThing("boat", "white", 0.5, 0.68, 0.26),
        PlannedThing("signpost", None, 0.75, 0.93, 0.32, word="TEA"),
    ),
)  # fmt: skip
EDITS_OF_CATS = """
make it night | 2 cat white, 1 house blue, 1 girl red, meadow, night
what if it was evening | 2 cat white, 1 house blue, 1 girl red, meadow, sunset
sunset please | 2 cat white, 1 house blue, 1 girl red, meadow, sunset
make it winter | 2 cat white, 1 house blue, 1 girl red, meadow, winter
now in autumn | 2 cat white, 1 house blue, 1 girl red, meadow, autumn
let it snow | 2 cat white, 1 house blue, 1 girl red, meadow, snow
make it rain | 2 cat white, 1 house blue, 1 girl red, meadow, rain
make it foggy | 2 cat white, 1 house blue, 1 girl red, meadow, mist
add a red lantern | 2 cat white, 1 house blue, 1 girl red, 1 lantern red, meadow, noon
add a dog next to the girl | 2 cat white, 1 house blue, 1 girl red, 1 dog, meadow, noon
put a tree on the right | 2 cat white, 1 house blue, 1 girl red, 1 tree, meadow, noon
add two balloons in the sky | 2 cat white, 1 house blue, 1 girl red, 2 balloon, meadow, noon
add a yellow car and a bird | 2 cat white, 1 house blue, 1 girl red, 1 car yellow, 1 bird, meadow
add another cat | 3 cat white, 1 house blue, 1 girl red, meadow, noon
remove one cat | 1 cat white, 1 house blue, 1 girl red, meadow, noon
remove the cats | 1 house blue, 1 girl red, meadow, noon
delete both cats | 1 house blue, 1 girl red, meadow, noon
get rid of the girl | 2 cat white, 1 house blue, meadow, noon
erase the house | 2 cat white, 1 girl red, meadow, noon
make the house red | 2 cat white, 1 house red, 1 girl red, meadow, noon
paint the roof orange | 2 cat white, 1 house orange, 1 girl red, meadow, noon
turn the cats black | 2 cat black, 1 house blue, 1 girl red, meadow, noon
give the girl a green dress | 2 cat white, 1 house blue, 1 girl green, meadow, noon
the girl should wear yellow | 2 cat white, 1 house blue, 1 girl yellow, meadow, noon
replace the house with a castle | 2 cat white, 1 castle, 1 girl red, meadow, noon
turn the cats into dogs | 2 dog, 1 house blue, 1 girl red, meadow, noon
swap the girl for a boy in blue | 2 cat white, 1 house blue, 1 boy blue, meadow, noon
make it night and add a lantern | 2 cat white, 1 house blue, 1 girl red, 1 lantern, meadow, night
put the cats to sleep | 2 cat white, 2 cat sleeping, 1 house blue, 1 girl red, meadow, noon
the girl should wave | 2 cat white, 1 house blue, 1 girl red, 1 girl waving, meadow, noon
let the girl sit down | 2 cat white, 1 house blue, 1 girl red, 1 girl sitting, meadow, noon
make the girl run | 2 cat white, 1 house blue, 1 girl red, 1 girl running, meadow, noon
""".strip()
EDITS_OF_TEA = """
change the sign to SEA | 1 lighthouse red, 1 boat white, 1 signpost SEA, seaside, sunset
the sign should say "FISH" | 1 lighthouse red, 1 boat white, 1 signpost FISH, seaside, sunset
remove the sign | 1 lighthouse red, 1 boat white, seaside, sunset
make the boat red | 1 lighthouse red, 1 boat red, 1 signpost TEA, seaside, sunset
make it morning | 1 lighthouse red, 1 boat white, 1 signpost TEA, seaside, morning
add a bird above the lighthouse | 1 lighthouse red, 1 boat white, 1 signpost TEA, 1 bird, sunset
swap the lighthouse for a windmill | 1 windmill, 1 boat white, 1 signpost TEA, seaside, sunset
make the lighthouse blue and the boat green | 1 lighthouse blue, 1 boat green, 1 signpost TEA
""".strip()


def missing(plan: Plan, wanted: str) -> list[str]:
    """What of `wanted` a plan does not show; "also a boat" for what nobody asked for."""
    kinds = Counter(thing.kind for thing in plan.things)
    looks = Counter((thing.kind, thing.word or thing.color) for thing in plan.things)
    looks.update((thing.kind, thing.pose) for thing in plan.things if thing.pose)
    setting = {str(getattr(plan, part)) for part in SETTING}
    lacks, asked = [], set()
    for item in wanted.split(", "):
        thing = re.fullmatch(r"(\d)(\+?) (\w+)(?: (\w+))?", item)
        if thing is None:
            lacks += [] if item in setting else [item]
            continue
        count, more, kind, look = thing.groups()
        asked.add(kind)
        found = looks[kind, look] if look else kinds[kind]
        right = found >= int(count) if more else found == int(count)
        lacks += [] if right else [item]
    return lacks + [f"also a {kind}" for kind in kinds if kind not in asked]


def mark(prompts: str, planned: Callable[[str, int], Plan], seeds: int) -> list[bool]:
    """Which plans are right; what the others lack is printed."""
    marks = []
    for line in prompts.splitlines():
        prompt, wanted = line.split(" | ")
        for seed in range(seeds):
            plan = planned(prompt, seed)
            lacks = missing(plan, wanted)
            marks.append(not lacks)
            if lacks:
                print(f"{prompt}: {', '.join(lacks)} ({say(plan)})")
    return marks


def edited(engine: EmbeddedEngine, before: Plan, instruction: str) -> Plan:
    """The plan after an instruction; edits are planned without chance."""
    wish = Request(instruction, b"-", SIZE, 0, task="edit", layout=to_layout(before))
    return engine.plan(wish, Image.new("RGB", SIZE))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--seeds", type=int, default=4)
    args = parser.parse_args()
    engine = EmbeddedEngine.load(args.weights)
    prompts, unseen, poses = (
        mark(lines, lambda text, seed: engine.plan(Request(text, seed=seed, size=SIZE)), args.seeds)
        for lines in (PROMPTS, UNSEEN, POSES)
    )
    edits = [
        done
        for before, wishes in ((CATS, EDITS_OF_CATS), (TEA, EDITS_OF_TEA))
        for done in mark(wishes, lambda text, _, before=before: edited(engine, before, text), 1)
    ]
    print(engine.model)
    told = {"prompts": prompts, "new prompts": unseen, "poses": poses, "instructions": edits}
    for name, marks in told.items():
        low, high = interval(sum(marks), len(marks))
        share = sum(marks) / len(marks)
        print(f"{name:12} {share:.1%} [{low:.1%}, {high:.1%}] of {len(marks)} plans")


if __name__ == "__main__":
    main()
