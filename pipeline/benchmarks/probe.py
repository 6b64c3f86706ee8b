"""The probe gate: what a scene's tokens carry, before a transformer is trained to write them.

`python -m pipeline.benchmarks.probe --run DIR --scenes DIR --minutes 10`

A head learns to name things from the frozen tokenizer's image tokens; then held-out scenes are read
twice, from the image tokens alone and from the whole sequence, plan and image tokens, as the
decoder is given it. A gate that the sequence misses is the exit code 1: no transformer can write
what its tokens do not say.
"""

import random
import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial

import torch
from torch import Tensor

from pipeline.benchmarks.quality import share
from pipeline.benchmarks.reading import JUDGE_SIDE
from pipeline.benchmarks.scoring import held_out_scenes, reading_of, score
from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.precision import precision
from pipeline.model.plan.grammar import decode
from pipeline.model.plan.tokens import encode
from pipeline.model.plan.world import POSES
from pipeline.training.data.plans import plan_of
from pipeline.training.data.shards import SceneBatch, SceneShards
from pipeline.training.judge import Reading, things_loss, things_seen
from pipeline.training.reconstruction import Reconstruction
from pipeline.training.run import Run, load_tokenizer, parser
from pipeline.training.world.painter import Painter
from pipeline.training.world.scene import Scene

GATES = {"kind present": 0.98, "attribute": 0.98, "number": 0.95, "sign word": 0.95}


def named(model: Reconstruction, batch: SceneBatch, device: str) -> dict[str, Tensor]:
    """The head's loss on a batch's image tokens."""
    pictures = batch.pictures.to(device).float() / 255
    with precision(device):
        _, heat, color = (part.float() for part in model(pictures))
    return things_loss(heat, color, batch.scenes)


def losses(args: Namespace, model: Reconstruction) -> Iterator[Callable[[], dict[str, Tensor]]]:
    for batch in SceneShards(args.scenes).batches(args.batch, random.Random(args.seed)):
        yield partial(named, model, batch, args.device)


@torch.inference_mode()
def in_image_tokens(model: Reconstruction, scene: Scene, painter: Painter) -> Reading:
    """What the head reads in a scene's image tokens; terrain and hour are no business of it."""
    _, heat, color = (part.float()[0] for part in model(painter.paint([scene], JUDGE_SIDE)))
    poses = torch.zeros(len(POSES), *heat.shape[-2:])
    things = things_seen(heat.sigmoid(), color, poses)
    return Reading(scene.terrain, scene.time, scene.weather, things)


def in_sequence(scene: Scene) -> tuple[Reading, list[str]]:
    """What the plan's tokens say of a scene when they are read back, and its sign's word."""
    plan = decode(encode(plan_of(scene)))
    return reading_of(plan, scene.aspect), [thing.word for thing in plan.things if thing.word]


def probe(model: Reconstruction, scenes: list[Scene]) -> dict[str, dict[str, list[bool]]]:
    """Answers to each question of GATES, from the image tokens alone and from the sequence."""
    painter = Painter(next(model.parameters()).device)
    told: dict[str, dict[str, list[bool]]] = {
        "image tokens": defaultdict(list), "sequence": defaultdict(list)
    }  # fmt: skip
    for scene in scenes:
        readings = {
            "image tokens": (in_image_tokens(model, scene, painter), None),
            "sequence": in_sequence(scene),
        }
        for name, (reading, words) in readings.items():
            for question, answers in score(scene, reading, words).items():
                if question in GATES:
                    told[name][question] += answers
    return told


def report(told: dict[str, dict[str, list[bool]]]) -> bool:
    """Prints the shares beside their gates; whether the sequence passes them all."""
    passed = True
    for name, answers in told.items():
        for question, gate in GATES.items():
            right = answers.get(question)
            if not right:
                print(f"{name:13} {question:13}      -")
                continue
            shown = f"{share(right)} gate {gate:.0%} (n = {len(right)})"
            print(f"{name:13} {question:13} {shown}")
            passed = passed and (name != "sequence" or sum(right) >= gate * len(right))
    return passed


def main() -> int:
    options = parser(__doc__)
    options.add_argument("--held-out", type=int, default=300, help="scenes that are read")
    args = options.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    config = PRESETS[args.preset].tokenizer
    model = Reconstruction(config)
    model.tokenizer = load_tokenizer(args.run, config, args.device)
    model = model.to(args.device)
    head = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(head, args.lr, (0.9, 0.95), weight_decay=0.01)
    Run(args, "probe", model, [optimizer]).train(losses(args, model))
    model.eval()
    return int(not report(probe(model, held_out_scenes(args.held_out))))


if __name__ == "__main__":
    sys.exit(main())
