"""Packs what sees things: `python -m pipeline.training.release.recognizer --run RUN`.

The finder and the encoder in whole numbers of 8 bits, and the vectors of the dictionary's drawings;
to be packed again whenever the dictionary's drawings change. Kinds that a dictionary has and the
packed vectors have not are looked at when the weights are loaded.
"""

import argparse
from pathlib import Path

import torch
from torch.nn import functional as F

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.recognizer import Finder, ThingEncoder
from pipeline.model.networks.weights import RECOGNIZER, WEIGHTS, in_bytes, save_weights
from pipeline.model.seeing.gallery import NOTHING, Gallery, gallery_of


def trained(run: Path) -> tuple[Finder, ThingEncoder, Gallery]:
    """A run's averaged networks, and what nothing looks like to them."""
    states = {
        name: torch.load(run / f"{name}.pt", map_location="cpu", weights_only=True)["ema"]
        for name in ("finder", "encoder")
    }
    finder, encoder = Finder(), ThingEncoder()
    finder.load_state_dict(states["finder"])
    prefix = "encoder."
    encoder.load_state_dict(
        {k.removeprefix(prefix): v for k, v in states["encoder"].items() if k.startswith(prefix)}
    )
    nothing = F.normalize(states["encoder"]["proxies"][-1:].float(), dim=1)
    return finder.eval(), encoder.eval(), Gallery((NOTHING,), nothing)


def pack(run: Path, dictionary: Dictionary, out: Path, version: str) -> None:
    """Writes the weights and their manifest to `out`."""
    finder, encoder, nothing = trained(run)
    gallery = nothing + gallery_of(encoder, dictionary, dictionary.kinds)
    counts: dict[str, int] = {}
    for kind in gallery.kinds:
        counts[kind] = counts.get(kind, 0) + 1
    state = {f"finder.{name}": value for name, value in finder.state_dict().items()}
    state |= {f"encoder.{name}": value for name, value in encoder.state_dict().items()}
    state["gallery.vectors"] = gallery.vectors
    state = {name: value for name, value in state.items() if "num_batches" not in name}
    save_weights(out, in_bytes(state), {"version": version, "kinds": counts}, RECOGNIZER)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--dictionary", type=Path, default=WEIGHTS)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--version", default="0.1")
    args = parser.parse_args(arguments)
    pack(args.run, Dictionary.load(args.dictionary), args.out, args.version)
    for path in sorted(args.out.glob(f"{RECOGNIZER}*")):
        print(f"{path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
