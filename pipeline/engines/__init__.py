"""The engines by name. An engine's module is imported only when it is asked for."""

import sys
from typing import Any

from pipeline.engines.base import Engine
from pipeline.errors import RequestError
from pipeline.settings import ENGINES

__all__ = ["ENGINES", "load_engine"]


def load_engine(
    name: str = "embedded",
    model: str | None = None,
    quality: str | None = None,
    tuned: str | None = None,
    **options,
) -> Engine[Any]:
    """Load an engine by its name in ENGINES; further options go to its loader.

    model: a folder, or for the engines that need a card an id on the hub; None for the engine's
    own. quality: for glm-image, "exact", "balanced" or "fast". tuned: of the embedded engine, the
    name of a tuning that lies beside its weights, or FOLDER/NAME. On a Space without a card the
    embedded engine serves instead, and says so.
    """
    if name not in ENGINES:
        raise RequestError("engine_unknown", value=name, allowed=", ".join(ENGINES))
    if quality and name != "glm-image":
        raise RequestError("quality_not_taken", engine=name)
    if tuned and name != "embedded":
        raise RequestError("tuned_not_taken", engine=name)
    from pipeline.engines.embedded.engine import EmbeddedEngine

    if name == "embedded":
        return EmbeddedEngine.load(**{"folder": model, "tuned": tuned, **options})
    from pipeline.engines.spaces import missing_card

    if notice := missing_card(name):
        print(notice, file=sys.stderr)
        substitute = EmbeddedEngine.load()
        substitute.notice = notice
        return substitute
    if name == "glm-image":
        from pipeline.engines.glm.engine import GlmImageEngine

        return GlmImageEngine.load(model, quality, **options)
    from pipeline.engines.flux.engine import FluxKleinEngine

    return FluxKleinEngine.load(model, **options)
