"""Learning from feedback: `python -m pipeline.training.feedback COMMAND`.

collect: preferences by a judge, by simulated visitors, or by you in a browser.
import, export: votes of this installation from and to a file with TRL's columns.
train: a tuning of the composer, from such a file. evaluate: it beside the untuned composer.
pack: it as files that the engine loads with --tuned NAME.
"""

import argparse
import json
import random
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

import torch

from pipeline.engines.embedded.loading import load_composer
from pipeline.feedback.taking import store
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.composer import Composer
from pipeline.model.networks.weights import WEIGHTS, WeightsError
from pipeline.training.data.compositions import graphs_of, prompts_of
from pipeline.training.feedback import looks, pairs, release
from pipeline.training.feedback.collecting import by_hand, importable
from pipeline.training.feedback.evaluate import compared
from pipeline.training.feedback.guard import Guard
from pipeline.training.feedback.judging import by_rules_and_looks, judged
from pipeline.training.feedback.pairs import Preference
from pipeline.training.feedback.rounds import rounds
from pipeline.training.feedback.tune import Recipe, tune, with_changes
from pipeline.training.feedback.visitors import Visitors, choices, liking_of

GUARDED = 60  # prompts that the guard looks at; no training sees them
ASPECTS = (1.0, 1.0, 4 / 3, 3 / 4, 2.0)
TUNED, LIKING = "tuned.pt", "liking.json"


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    torch.set_num_threads(1)
    try:
        options.run_command(options)
    except (ValueError, OSError, WeightsError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run, about: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=about, description=about)
        one.set_defaults(run_command=run)
        one.add_argument("--weights", type=Path, default=WEIGHTS, help="of the composer")
        one.add_argument("--dictionary", type=Path, default=WEIGHTS, help="folder of drawings")
        one.add_argument("--seed", type=int, default=0)
        return one

    one = command("collect", _collect, "preferences by a judge, visitors or yourself")
    one.add_argument("--by", choices=("judge", "visitors", "hand"), default="judge")
    one.add_argument("--prompts", type=Path, required=True, help="table of prompts")
    one.add_argument("--count", type=int, default=2000, help="preferences at most")
    one.add_argument("--out", type=Path, required=True)
    one.add_argument("--hostile", type=float, default=0.0, help="share of visitors who lie")
    one.add_argument("--hostile-votes", type=int, default=7, help="of each of them")
    one.add_argument("--port", type=int, default=7870, help="of the page to choose by hand")
    one = command("import", _import, "votes from a file with TRL's columns")
    one.add_argument("file", type=Path)
    one = command("export", _export, "votes to a file with TRL's columns")
    one.add_argument("file", type=Path)
    one.add_argument("--prompts", type=Path, help="table that tells prompts kept as hashes")
    one = command("train", _train, "a tuning of the composer")
    one.add_argument("--preferences", type=Path, required=True, help="file with TRL's columns")
    one.add_argument("--prompts", type=Path, required=True, help="table, for the guard")
    one.add_argument("--run", type=Path, required=True)
    one.add_argument("--shuffled", action="store_true", help="ablation: choices by chance")
    for name, value in asdict(Recipe()).items():
        if name != "seed":
            one.add_argument(f"--{name}", type=type(value), default=value)
    one = command("evaluate", _evaluate, "tuned beside untuned on prompts held out")
    one.add_argument("--run", type=Path, required=True)
    one.add_argument("--prompts", type=Path, required=True)
    one.add_argument("--count", type=int, default=200)
    one = command("pack", _pack, "the tuning as files")
    one.add_argument("--run", type=Path, required=True)
    one.add_argument("--name", required=True)
    one.add_argument("--out", type=Path, default=WEIGHTS)
    one.add_argument("--figures", default="not measured", help="what it gained, in words")
    one.add_argument("--source", default="learnt from votes", help="from whom, in words")
    return parser


def _parts(options: argparse.Namespace) -> tuple[Composer, Dictionary]:
    composer = load_composer(options.weights, torch.device("cpu"))
    if composer is None:
        raise WeightsError(f"there is no composer in {options.weights}")
    return composer, Dictionary.load(options.dictionary)


def _prompts(options: argparse.Namespace) -> tuple[list[str], list[str]]:
    """Prompts to learn from, and those of the guard."""
    found = prompts_of(options.prompts, False)
    random.Random(0).shuffle(found)  # whatever the seed: the guard's are always the same
    kept = min(GUARDED, len(found) // 4)
    return found[kept:], found[:kept]


def _collect(options: argparse.Namespace) -> None:
    composer, dictionary = _parts(options)
    prompts, _ = _prompts(options)
    rng = random.Random(options.seed)
    rng.shuffle(prompts)
    if options.by == "hand":
        by_hand(composer, dictionary, prompts, options)
        return
    if options.by == "judge":
        judge = by_rules_and_looks(looks.learn(looks.read()))
        some = rounds(prompts, dictionary, ASPECTS, options.seed)
        found = list(islice(judged(some, composer, judge, "rules and looks"), options.count))
    else:
        votes = max(1, options.count // 300)
        visitors = Visitors(300, votes, hostile=options.hostile)
        visitors = replace(visitors, hostile_votes=options.hostile_votes)
        told = list(choices(visitors, composer, prompts, dictionary, rng))
        found = [one for one, _, _ in told]
        weight = {id(one): one.weight for one in pairs.weighed(found)}
        weights = [weight.get(id(one), 0.0) for one in found]
        liking = liking_of([(a, b) for _, a, b in told], weights)
        options.out.with_suffix(".liking.json").write_text(json.dumps(liking, indent=2))
        print(f"liked: {liking}")
    print(f"{pairs.write(found, options.out)} preferences in {options.out}")


def _import(options: argparse.Namespace) -> None:
    found = [vote for one in pairs.read(options.file) if (vote := importable(one))]
    for vote in found:
        store().add(vote)
    print(f"{len(found)} votes are kept in {store().path}")


def _export(options: argparse.Namespace) -> None:
    prompts = prompts_of(options.prompts, False) if options.prompts else []
    prompts += prompts_of(options.prompts, True) if options.prompts else []
    votes = store().votes()
    known = pairs.known_by(store(), prompts) if votes else {}
    count = pairs.write(pairs.of_votes(votes, known), options.file)
    print(f"{count} of {len(votes)} votes tell of compositions whose words are known")


def _train(options: argparse.Namespace) -> None:
    composer, dictionary = _parts(options)
    found = pairs.weighed(pairs.read(options.preferences))
    rng = random.Random(options.seed)
    if options.shuffled:
        found = [_turned(one) if rng.random() < 0.5 else one for one in found]
    judge = by_rules_and_looks(looks.learn(looks.read()))
    guard = Guard(list(rounds(_prompts(options)[1], dictionary, salt=1)), composer, judge)
    recipe = Recipe(**{name: getattr(options, name) for name in asdict(Recipe())})
    tuned = tune(composer, found, dictionary, guard, recipe)
    print(f"{tuned.ended} after {tuned.steps} steps, {tuned.seconds:.0f} s")
    options.run.mkdir(parents=True, exist_ok=True)
    torch.save(tuned.changes, options.run / TUNED)
    liking = options.preferences.with_suffix(".liking.json")
    (options.run / LIKING).write_text(liking.read_text() if liking.exists() else "{}")


def _turned(one: Preference) -> Preference:
    return replace(one, chosen=one.rejected, rejected=one.chosen)


def _evaluate(options: argparse.Namespace) -> None:
    composer, dictionary = _parts(options)
    changes = torch.load(options.run / TUNED, weights_only=True)
    prompts = prompts_of(options.prompts, True)
    random.Random(options.seed).shuffle(prompts)
    graphs = islice(graphs_of(prompts, dictionary), options.count)
    found = compared(composer, with_changes(composer, changes), graphs, dictionary, print)
    print(f"tuned over untuned, by the judge of pixels: {found.wins}")
    for name, values in (("constraints hold", found.kept), ("by the composer", found.composed)):
        print(f"{name}: {values[0]:.1%} untuned, {values[1]:.1%} tuned")


def _pack(options: argparse.Namespace) -> None:
    changes = torch.load(options.run / TUNED, weights_only=True)
    liking = json.loads((options.run / LIKING).read_text())
    size = release.pack(
        options.name, changes, options.out, options.figures, options.source, liking,
        options.weights,
    )  # fmt: skip
    print(f"{options.name}: {size / 1e6:.2f} MB in {options.out}")


if __name__ == "__main__":
    sys.exit(main())
