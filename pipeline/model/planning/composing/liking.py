"""What people like of that which words leave open: hour, weather and season come by dice of rules,
and a learnt liking makes some of their throws more frequent.

Of several throws one is taken with a chance in proportion to exp(liking): sampling-importance
resampling (Rubin, 1987) from what a preference held to its reference by a KL divergence has as its
best policy (Rafailov et al., 2023, equation 4). What words say is the same in all throws.
"""

import math
import random
from collections.abc import Mapping

from pipeline.model.dictionary import Dictionary
from pipeline.model.plan.scene_graph import SceneGraph, Setting
from pipeline.model.planning.composing.composing import begun

THROWS = 4
STRIDE = 7_919  # between the seeds of two throws
OPEN = ("time", "weather", "season")

Liking = Mapping[str, float]  # "time sunset" -> how much it is liked, in nats


def liked(liking: Liking, setting: Setting) -> float:
    """How much a setting is liked, in nats."""
    return sum(liking.get(f"{name} {getattr(setting, name)}", 0.0) for name in OPEN)


def liked_seed(
    liking: Liking, graph: SceneGraph, dictionary: Dictionary, seed: int, aspect: float
) -> int:
    """The seed of one of THROWS throws, the first of which has `seed` itself; the same each time.
    Without a liking it is `seed`."""
    setting = graph.setting
    if not liking or all(getattr(setting, name) for name in OPEN):
        return seed
    seeds = [(seed + number * STRIDE) % 2**32 for number in range(THROWS)]
    settings = [begun(graph, dictionary, one, aspect).cast.graph.setting for one in seeds]
    odds = [math.exp(liked(liking, one)) for one in settings]
    return random.Random(f"liking {seed}").choices(seeds, odds)[0]
