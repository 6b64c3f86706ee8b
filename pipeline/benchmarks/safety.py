"""Figures of the gates: python -m pipeline.benchmarks.safety [--captions CSV...] [--mutations N]

One table: what is refused of prompts and signs of our own, by kind, by language and by identity,
each with its 95 % interval; with --captions of harmless prompts, with --words of a published list.
Then what hiding words costs, the latency of each gate (CPU time, the least of several runs), and
hostile uploads. Figures on prompts that the training never saw are those that
`python -m safety.prompt.train` prints.
"""

import argparse
import json
import time
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from pipeline.benchmarks.everyday import SCENES
from pipeline.benchmarks.fuzz import fuzz, hostile_prompts
from pipeline.benchmarks.safety_prompts import rows
from safety.prompt.everyday import everyday_prompts, hand_written, harmful
from safety.prompt.gate import check_prompt
from safety.tables import column

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
    parser.add_argument("--captions", type=Path, nargs="*", default=[], help="harmless prompts")
    parser.add_argument("--words", type=Path, help="folder of the npm package naughty-words")
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--photos", type=Path, help="folder: the watermark and the signature too")
    parser.add_argument("--runs", type=int, default=RUNS, help="of each gate, the quickest counts")
    parser.add_argument("--prompts", type=int, default=EVERYDAY, help="everyday prompts and edits")
    options = parser.parse_args(arguments)
    warnings.simplefilter("ignore", UserWarning)  # Pillow's, on damaged files
    for row in rows(options.words, captions_of(options.captions)):
        print(row, flush=True)
    hidings(lambda prompt: not check_prompt(prompt).allowed)
    latency(options.runs)
    longest(min(3, options.runs))
    everyday(options.prompts)
    uploads(options.mutations)
    if options.photos:
        from pipeline.benchmarks.watermark import measure

        for what, figure in measure(options.photos, pictures=20, crops=10_000):
            print(f"{what}: {figure}")


def latency(runs: int) -> None:
    """Milliseconds of each gate."""
    from safety.image.gate import check_output
    from safety.image.upload import open_photo

    prompt = "a red lantern and two white cats beside a blue house at night, a sign that says TEA"
    picture = Image.effect_noise((1024, 1024), 60).convert("RGB")
    photo = _jpeg(picture)
    print(f"prompt gate        {fastest(lambda: check_prompt(prompt), runs):6.1f} ms")
    print(f"output gate 1024   {fastest(lambda: check_output(picture), runs):6.1f} ms")
    print(f"sanitiser 1024     {fastest(lambda: open_photo(photo), runs):6.1f} ms")


def longest(runs: int) -> None:
    """The slowest of the prompts that are as long as they may be, and hard to read."""

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
    """Captions of plain scenes, and the small grammar's edits with a photo."""
    lines = SCENES.read_text(encoding="utf-8").splitlines()[: count // 2]
    scenes = [json.loads(line)["prompt"] for line in lines]
    edits = everyday_prompts(count // 2, seed=2024)
    refused = [text for text in scenes if not check_prompt(text).allowed]
    refused += [text for text in edits if not check_prompt(text, photo=True).allowed]
    share = len(refused) / (len(scenes) + len(edits))
    print(f"over-block on everyday prompts {share:.4f} {refused[:5]}")


def uploads(mutations: int) -> None:
    outcome = fuzz(mutations)
    print(
        f"{outcome.count} hostile uploads: {len(outcome.uncaught)} uncaught exceptions, "
        f"slowest {outcome.slowest:.2f} s, {outcome.memory:.0f} MiB, {outcome.answers}"
    )
    for line in outcome.uncaught[:10]:
        print(" ", line)


def hidings(gate: Callable[[str], bool]) -> None:
    """What each way of hiding words costs on our own prompts, which the training data has."""
    unsafe = [prompt for _, prompt in harmful()][::2]
    benign = hand_written()[:HARMLESS]
    plain = np.mean([gate(prompt) for prompt in unsafe])
    for name, hide in HIDINGS.items():
        hidden, harmless = (np.mean([gate(hide(p)) for p in texts]) for texts in (unsafe, benign))
        print(
            f"hidden by {name:26} {100 * (plain - hidden):+.1f} points of recall lost, "
            f"harmless refused {harmless:.3f}"
        )


def captions_of(paths: Sequence[Path]) -> list[str]:
    """The column prompt of these files."""
    return [prompt for path in paths for prompt in column(path, ("prompt",)) if prompt]


if __name__ == "__main__":
    main()
