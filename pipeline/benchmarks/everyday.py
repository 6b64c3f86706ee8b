"""Do plans show what people type? `python -m pipeline.benchmarks.everyday --seeds 4`.

The prompts below were written by hand, as people write, not by the captions' grammar; beside each
stands what a picture of it must show, which is asked of the plan before anything is painted.
"""

import argparse
import re
from collections import Counter
from pathlib import Path

from pipeline.benchmarks.scoring import interval
from pipeline.engines.embedded import WEIGHTS, EmbeddedEngine
from pipeline.model.plan import SETTING, Plan
from pipeline.model.planning import say
from pipeline.request import Request

# prompt | things "number kind [colour]" ("2+": so many or more) and names of the setting
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
a purple tent in the mountains on a foggy morning | 1 tent purple, mountains, mist, morning
a green sailboat and two white birds | 1 boat green, 2 bird white
cute little house in winter with a snowman in front | 1 house, 1 snowman, winter
castle with a dragon and two horses | 1 castle, 2 horse, 1 sprig
a robot and a cat | 1 cat, 1 sprig
boy and girl on the beach | 1 boy, 1 girl, seaside
evening by the lake, a man and a woman | 1 man, 1 woman, lake, sunset
a yellow taxi in the rain | 1 car yellow, rain
""".strip()


def missing(plan: Plan, wanted: str) -> list[str]:
    """What of `wanted` a plan does not show; "also a boat" for what nobody asked for."""
    kinds = Counter(thing.kind for thing in plan.things)
    looks = Counter((thing.kind, thing.color) for thing in plan.things)
    setting = {str(getattr(plan, part)) for part in SETTING}
    lacks, asked = [], set()
    for item in wanted.split(", "):
        thing = re.fullmatch(r"(\d)(\+?) (\w+)(?: (\w+))?", item)
        if thing is None:
            lacks += [] if item in setting else [item]
            continue
        count, more, kind, color = thing.groups()
        asked.add(kind)
        found = looks[kind, color] if color else kinds[kind]
        right = found >= int(count) if more else found == int(count)
        lacks += [] if right else [item]
    return lacks + [f"also a {kind}" for kind in kinds if kind not in asked]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--seeds", type=int, default=4)
    args = parser.parse_args()
    engine = EmbeddedEngine.load(args.weights)
    right = total = 0
    for line in PROMPTS.splitlines():
        prompt, wanted = line.split(" | ")
        for seed in range(args.seeds):
            plan = engine.plan(Request(prompt, seed=seed, size=(512, 512)))
            lacks = missing(plan, wanted)
            right, total = right + (not lacks), total + 1
            if lacks:
                print(f"{prompt}: {', '.join(lacks)} ({say(plan)})")
    low, high = interval(right, total)
    print(f"{engine.model}: {right / total:.1%} [{low:.1%}, {high:.1%}] of {total} plans")


if __name__ == "__main__":
    main()
