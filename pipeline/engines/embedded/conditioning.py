"""What the embedded model's two stages are given."""

from dataclasses import dataclass

from pipeline.engines.embedded.tasks import Picture
from pipeline.request import CompleteRequest


@dataclass(frozen=True)
class Conditioning:
    """A request, and the picture that it becomes."""

    request: CompleteRequest
    picture: Picture
