"""A tuning: a small change of the composer, learnt from people's choices or from a judge's.

It lies beside the weights, or in any folder, as `tuned-NAME.json` and a file of weights; it is laid
on when the engine is loaded with its name, and left off without.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import RequestError
from pipeline.model.networks import low_rank, weights
from pipeline.model.networks.composer import Composer
from pipeline.model.planning.composing.liking import Liking

PREFIX = "tuned-"


@dataclass(frozen=True, slots=True)
class Tuning:
    """name: under which it is loaded. figures: in words, such as its win rate. source: from whom or
    what it was learnt, in words. liking: of what words leave open."""

    name: str
    figures: str = ""
    source: str = ""
    liking: Liking = field(default_factory=dict)


def tunings_in(folder: Path) -> list[str]:
    """The names of a folder's tunings."""
    return sorted(path.stem.removeprefix(PREFIX) for path in folder.glob(f"{PREFIX}*.json"))


def load_tuning(tuned: str, folder: Path, composer: Composer | None) -> Tuning:
    """Lays a tuning on a composer. tuned: a name of the folder's, or the path of another folder and
    a name: "FOLDER/NAME". Raises RequestError where there is none of that name or nothing to tune,
    WeightsError where it is damaged or was learnt on other weights."""
    if composer is None:
        raise RequestError("tuned_nothing")
    *_, name = Path(tuned).parts or ("",)
    where = Path(tuned).expanduser().parent if "/" in tuned else folder
    if name not in tunings_in(where):
        allowed = ", ".join(tunings_in(where)) or "none"
        raise RequestError("tuned_unknown", value=name, folder=where, allowed=allowed)
    state, manifest = weights.load_weights(where, PREFIX + name)
    if manifest.get("base") != base_of(folder):
        raise weights.WeightsError(
            f"the tuning {name} was learnt on other weights of the composer: tune these, or leave "
            "it off"
        )
    try:
        low_rank.lay_on(composer, state)
    except (KeyError, RuntimeError) as error:
        raise weights.WeightsError(f"the tuning {name} does not fit ({error})") from error
    return Tuning(name, manifest["figures"], manifest["source"], manifest["liking"])


def base_of(folder: Path) -> Mapping[str, str]:
    """What tells the composer's weights of a folder from all others: files and checksums."""
    return weights.manifest_of(folder, weights.COMPOSER)["shards"]
