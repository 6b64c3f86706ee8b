"""Packs what hears spoken prompts: `python -m pipeline.training.release.pack_listener --run RUN`.

The network in whole numbers of 8 bits, and the words that it knows with their pronunciations, so
that users need nothing that pronounces; to be packed again when the dictionary's names change.
"""

import argparse
from pathlib import Path

import torch

from pipeline.listening.embedded import NAME, WORDS
from pipeline.listening.network import Listener, ListenerConfig
from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.weights import WEIGHTS, in_bytes, save_weights
from pipeline.training.listening.data import sentences
from pipeline.training.listening.language import lexicon

DRAWS = 200_000  # sentences that are counted


def trained(run: Path) -> tuple[Listener, int]:
    """A run's averaged network and its steps."""
    saved = torch.load(run / f"{NAME}.pt", map_location="cpu", weights_only=True)
    network, prefix = Listener(ListenerConfig()), "network."
    network.load_state_dict(
        {k.removeprefix(prefix): v for k, v in saved["ema"].items() if k.startswith(prefix)}
    )
    return network.eval(), saved["step"]


def pack(
    run: Path, dictionary: Dictionary, prompts: Path | None, out: Path, draws: int, version: str
) -> None:
    """Writes the weights, the words and their manifest to `out`."""
    network, steps = trained(run)
    out.mkdir(parents=True, exist_ok=True)
    digest = lexicon(sentences(dictionary, prompts), dictionary, draws).save(out / WORDS)
    state = {f"{NAME}.{name}": value for name, value in network.state_dict().items()}
    about = {"version": version, "config": network.config.about(), "steps": steps, "words": digest}
    save_weights(out, in_bytes(state), about, NAME)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--dictionary", type=Path, default=WEIGHTS)
    parser.add_argument("--prompts", type=Path, help="CSV of real prompts, as in training")
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--version", default="0.1")
    args = parser.parse_args(arguments)
    pack(
        args.run, Dictionary.load(args.dictionary), args.prompts, args.out, args.draws, args.version
    )
    for path in sorted(args.out.glob(f"{NAME}*")):
        print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
