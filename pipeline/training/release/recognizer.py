"""Packs what sees things: `python -m pipeline.training.release.recognizer --run RUN`.

The network in whole numbers of 8 bits, and the vectors of the dictionary's drawings;
to be packed again whenever the dictionary's drawings change. Kinds that a dictionary has and the
packed vectors have not are looked at when the weights are loaded.
"""

import argparse
from collections import Counter
from pathlib import Path

import torch
from torch.nn import functional as F

from pipeline.model.dictionary import Dictionary
from pipeline.model.networks.recognizer import Recognizer
from pipeline.model.networks.weights import RECOGNIZER, WEIGHTS, in_bytes, save_weights
from pipeline.model.seeing.gallery import NOTHING, Gallery, gallery_of
from pipeline.training.recognizing.losses import SETTING


def trained(run: Path) -> tuple[Recognizer, Gallery]:
    """A run's averaged network, and what nothing looks like to it."""
    state = torch.load(run / "recognizer.pt", map_location="cpu", weights_only=True)["ema"]
    network, prefix = Recognizer(SETTING), "network."
    network.load_state_dict(
        {k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)}
    )
    nothing = F.normalize(state["proxies"][-1:].float(), dim=1)
    return network.eval(), Gallery((NOTHING,), nothing)


def pack(run: Path, dictionary: Dictionary, out: Path, version: str) -> None:
    """Writes the weights and their manifest to `out`."""
    network, nothing = trained(run)
    gallery = nothing + gallery_of(network, dictionary, dictionary.kinds)
    counts = Counter(gallery.kinds)
    state = {f"{RECOGNIZER}.{name}": value for name, value in network.state_dict().items()}
    about = {"version": version, "setting": network.setting, "kinds": dict(counts)}
    save_weights(out, in_bytes(state | {"gallery.vectors": gallery.vectors}), about, RECOGNIZER)


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
