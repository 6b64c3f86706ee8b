"""Figures of the gates: python -m pipeline.benchmarks.safety [--data CSV] [--mutations N]

Latency of each gate (CPU time, the least of several runs), over-block on everyday prompts of the
world's grammar, and hostile uploads. With --data (OVERT's columns) also recall and over-block by
category on grouped folds, and what each way of hiding words costs: that trains, for half an hour.
"""

import argparse
import csv
import random
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from pipeline.benchmarks.fuzz import fuzz, hostile_prompts

EVERYDAY = 2000
RUNS = 15
HARMLESS = 200  # harmless prompts that are hidden
_LEET = str.maketrans("aeiostlAEIOSTL", "43105714310571")
_CYRILLIC = str.maketrans("aceopxyiACEOPXYI", "асеорхуіАСЕОРХУІ")
HIDINGS: dict[str, Callable[[str], str]] = {
    "leet": lambda text: text.translate(_LEET),
    "Cyrillic look-alikes": lambda text: text.translate(_CYRILLIC),
    "zero width": "\u200b".join,
    "full width": lambda text: "".join(
        chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text
    ),
    "s p a c e d, words apart": lambda text: "   ".join(" ".join(word) for word in text.split()),
    "s p a c e d, no gaps": lambda text: " ".join(text.replace(" ", "")),
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="prompts in OVERT's columns")
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--photos", type=Path, help="folder: the watermark and the signature too")
    parser.add_argument("--runs", type=int, default=RUNS, help="of each gate, the quickest counts")
    parser.add_argument("--prompts", type=int, default=EVERYDAY, help="everyday prompts and edits")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore", UserWarning)  # Pillow's, on damaged files
    latency(options.runs)
    longest(min(3, options.runs))
    everyday(options.prompts)
    uploads(options.mutations)
    if options.photos:
        from pipeline.benchmarks.watermark import measure

        for what, figure in measure(options.photos, pictures=20, crops=10_000):
            print(f"{what}: {figure}")
    if options.data:
        grouped(options.data)


def latency(runs: int) -> None:
    """Milliseconds of each gate."""
    from safety.image.gate import check_output
    from safety.image.upload import open_photo
    from safety.prompt.gate import check_prompt

    prompt = "a red lantern and two white cats beside a blue house at night, a sign that says TEA"
    picture = Image.effect_noise((1024, 1024), 60).convert("RGB")
    photo = _jpeg(picture)
    print(f"prompt gate        {fastest(lambda: check_prompt(prompt), runs):6.1f} ms")
    print(f"output gate 1024   {fastest(lambda: check_output(picture), runs):6.1f} ms")
    print(f"sanitiser 1024     {fastest(lambda: open_photo(photo), runs):6.1f} ms")


def longest(runs: int) -> None:
    """The slowest of the prompts that are as long as they may be, and hard to read."""
    from safety.prompt.gate import check_prompt

    prompts = hostile_prompts()
    times = {name: fastest(partial(check_prompt, text), runs) for name, text in prompts.items()}
    slowest = max(times, key=times.__getitem__)
    print(f"prompt gate, {len(times)} hostile prompts of up to 32,000 characters, slowest "
          f"{times[slowest]:6.1f} ms ({slowest})")  # fmt: skip


def fastest(work: Callable[[], object], runs: int) -> float:
    """Milliseconds of one core in the quickest of the runs, after one to warm up.

    CPU time of the process: what it would take on a core of its own, whatever else runs.
    """
    times = []
    for _ in range(runs + 1):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times[1:]) * 1000


def _jpeg(picture: Image.Image) -> bytes:
    import io

    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()


def everyday(count: int) -> None:
    """Captions of the painted world, and the small grammar's edits with a photo."""
    from pipeline.training.world.captions import caption
    from pipeline.training.world.scene import sample_scene
    from safety.prompt.everyday import everyday_prompts
    from safety.prompt.gate import check_prompt

    rng = random.Random(2024)
    scenes = [caption(sample_scene(rng), rng) for _ in range(count // 2)]
    edits = everyday_prompts(count // 2, seed=2024)
    refused = [text for text in scenes if not check_prompt(text).allowed]
    refused += [text for text in edits if not check_prompt(text, photo=True).allowed]
    print(f"over-block on {count} everyday prompts {len(refused) / count:.4f} {refused[:5]}")


def uploads(mutations: int) -> None:
    outcome = fuzz(mutations)
    print(
        f"{outcome.count} hostile uploads: {len(outcome.uncaught)} uncaught exceptions, "
        f"slowest {outcome.slowest:.2f} s, {outcome.memory:.0f} MiB, {outcome.answers}"
    )
    for line in outcome.uncaught[:10]:
        print(" ", line)


def grouped(path: Path) -> None:
    """Figures on held-out groups, then the whole gate of one fold on hidden prompts."""
    from safety.prompt import train as training

    data = training.load_data(path)
    held_out, arrays = training.hold_out(data)
    mix, scores = training.weigh(data, held_out)
    thresholds = training.calibrate(data, scores, held_out.kinds)
    training.report(data, scores, held_out.kinds)
    gate = _gate({**arrays, "mix": mix, "thresholds": thresholds}, training.CLASSES)
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    fold = [(row["prompt"], label > 0) for row, label, number
            in zip(rows, data.labels, data.folds, strict=False) if number == 0]  # fmt: skip
    unsafe = [text for text, harmful in fold if harmful]
    benign = [text for text, harmful in fold if not harmful][:HARMLESS]
    plain = _refused(gate, unsafe)
    print(f"the first fold's {len(unsafe)} harmful prompts as written: {plain:.3f} refused")
    for name, hide in HIDINGS.items():
        hidden, harmless = (_refused(gate, map(hide, texts)) for texts in (unsafe, benign))
        print(
            f"  {name:26} {hidden:.3f}, {100 * (plain - hidden):+.1f} points lost, "
            f"harmless refused {harmless:.3f}"
        )


def _gate(arrays: dict[str, np.ndarray], classes: tuple[str, ...]):
    from safety.prompt.classifier import PromptClassifier
    from safety.prompt.encoder import SentenceEncoder
    from safety.prompt.gate import PromptGate
    from safety.prompt.rules import load_rules

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gate.npz"
        everything: dict[str, Any] = {**arrays, "classes": np.array(classes)}
        np.savez(path, **everything)
        rules = load_rules()
        classifier = PromptClassifier.load(path, SentenceEncoder.load(), rules)
    return PromptGate(rules, classifier)


def _refused(gate, prompts: Iterable[str]) -> float:
    return float(np.mean([not gate.check(prompt).allowed for prompt in prompts]))


if __name__ == "__main__":
    main()
