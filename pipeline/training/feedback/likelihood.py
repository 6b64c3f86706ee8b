"""How likely a composer finds whole compositions."""

from collections.abc import Sequence

from torch import Tensor

from pipeline.model.networks.composer import Composer
from pipeline.model.networks.composer_inputs import Brief, batch_of
from pipeline.training.train_composer import nats


def likelihoods(
    composer: Composer, sides: Sequence[tuple[Brief, tuple[int, ...]]]
) -> Tensor:  # fmt: skip
    """(B,) log likelihoods of whole compositions."""
    batch = batch_of([brief for brief, _ in sides], [tokens for _, tokens in sides])
    device = str(composer.picture.weight.device)
    return -nats(composer, batch.to(device)).sum((1, 2))
