"""A tuning as files: `tuned-NAME.json` and its weights, which the engine lays on (`--tuned`)."""

from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from pipeline.engines.embedded.tuning import PREFIX, base_of
from pipeline.model.networks.weights import WEIGHTS, save_weights


def pack(
    name: str,
    changes: Mapping[str, Tensor],
    out: Path,
    figures: str,
    source: str,
    liking: Mapping[str, float],
    folder: Path = WEIGHTS,
) -> int:
    """Writes a tuning of the composer of `folder`; returns the bytes of its weights.

    figures, source: in words, for the page's footer: what it gained, from whom it was learnt.
    Raises ValueError for a name that is not of letters, digits and hyphens.
    """
    if not name.replace("-", "").isalnum() or not name.isascii():
        raise ValueError(f"a tuning's name has letters, digits and hyphens, not {name!r}")
    about = {"base": base_of(folder), "figures": figures, "source": source, "liking": dict(liking)}
    save_weights(out, dict(changes), about, PREFIX + name)
    return sum(path.stat().st_size for path in out.glob(f"{PREFIX}{name}-*.safetensors"))
