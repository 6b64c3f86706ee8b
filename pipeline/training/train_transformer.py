"""Stage 3, the token generator: `python -m pipeline.training.train_transformer --run DIR ...`.

The task "describe" is trained only if the run has a vision encoder (`train_judge --name vision`).
"""

import argparse
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import torch
from torch.nn import functional as F

from pipeline.model.networks.config import PRESETS
from pipeline.model.networks.precision import precision
from pipeline.model.networks.text_tokenizer import TextTokenizer
from pipeline.model.networks.transformer import Transformer
from pipeline.model.networks.vision import VisionEncoder
from pipeline.training.data.instructions import MOODS, instruction
from pipeline.training.data.token_data import TASKS, SceneTokens, TokenBatch, Writer, batches
from pipeline.training.digits import share_digits
from pipeline.training.run import Run, load_tokenizer, load_vision, parser
from pipeline.training.world.captions import caption
from pipeline.training.world.scene import sample_scene


def text_tokenizer(path: Path, size: int, seed: int = 0, captions: int = 20_000) -> TextTokenizer:
    """The run's BPE, in the file `path`; learned from captions and instructions if missing."""
    if not path.exists():
        rng = random.Random(seed)
        texts = [caption(sample_scene(rng), rng) for _ in range(captions)]
        texts += [instruction(mood, rng) for mood in MOODS for _ in range(captions // 100)]
        TextTokenizer.train(texts, size).tokenizer.save(str(path))
    return TextTokenizer.load(path)


def optimizers(model: Transformer, lr: float) -> list[torch.optim.Optimizer]:
    """Muon (Jordan et al., 2024) for the hidden matrices, AdamW for all else."""
    matrices = [p for p in model.blocks.parameters() if p.ndim == 2] + [model.see.weight]
    chosen = {id(p) for p in matrices}
    others = [p for p in model.parameters() if id(p) not in chosen]
    return [
        torch.optim.Muon(matrices, lr * 10, weight_decay=0.02),
        torch.optim.AdamW(others, lr, (0.9, 0.95), weight_decay=0.0),
    ]


def loss(model: Transformer, batch: TokenBatch) -> dict[str, torch.Tensor]:
    """Weighted mean cross-entropy of the tokens that have a target, in nats."""
    learned = batch.target != -100
    with precision(batch.ids.device.type):
        hidden = model.hidden(batch.ids, batch.places, batch.ahead, batch.features)
        logits = model.head(hidden[learned])
    weight = batch.weight[learned]
    nats = F.cross_entropy(logits.float(), batch.target[learned], reduction="none")
    return {"nats": (nats * weight).sum() / weight.sum()}


def losses(
    args: argparse.Namespace,
    model: Transformer,
    scenes: SceneTokens,
    vision: VisionEncoder | None,
    writer: Writer,
) -> Iterator[Callable[[], dict[str, torch.Tensor]]]:
    """Endless batches of the tasks in `args.tasks`."""
    rng = random.Random(args.seed)
    stream = batches(scenes, vision, writer, args.batch, rng, args.tasks)
    for batch in stream:
        yield partial(loss, model, batch.to(args.device))


def main() -> None:
    options = parser(__doc__)
    options.add_argument("--first-shards", type=int, default=64, help="encoded before step 1")
    options.add_argument("--tasks", nargs="+", choices=TASKS, default=list(TASKS))
    args = options.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    config = PRESETS[args.preset]
    trained = load_tokenizer(args.run, config.tokenizer, args.device)
    vision = load_vision(args.run, config.vision, args.device)
    if vision is None:
        print(f"{args.run / 'vision.pt'} is missing: describe is not trained", flush=True)
    text = text_tokenizer(args.run / "text_tokenizer.json", config.transformer.text_vocabulary)
    model = Transformer(config.transformer, config.tokenizer.codebook_size)
    share_digits(model, config.tokenizer.levels).to(args.device)
    scenes = SceneTokens(args.scenes, args.run / "codes" / args.scenes.name, trained, args.device)
    print(f"{scenes.refresh(args.first_shards)} pictures to begin with", flush=True)
    writer = Writer(model.vocabulary, text, config.transformer.max_text)
    run = Run(args, "transformer", model, optimizers(model, args.lr))
    run.train(losses(args, model, scenes, vision, writer))


if __name__ == "__main__":
    main()
