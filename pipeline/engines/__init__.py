"""The engines by name. An engine's module is imported only when it is asked for."""

import sys
from typing import Any

from pipeline.engines.base import Engine
from pipeline.errors import RequestError
from pipeline.settings import ENGINES, current

__all__ = ["ENGINES", "load_engine"]


def load_engine(
    name: str = "embedded", model: str | None = None, quality: str | None = None, **options
) -> Engine[Any]:
    """Load an engine by its name in ENGINES; further options go to its loader.

    model: a folder, or for the engines that need a card an id on the hub; None for the engine's
    own. quality: for glm-image, "exact", "balanced" or "fast". On a Space without a card the
    embedded engine serves instead, and says so.
    """
    if name not in ENGINES:
        raise RequestError("engine_unknown", value=name, allowed=", ".join(ENGINES))
    if quality and name != "glm-image":
        raise RequestError("quality_not_taken", engine=name)
    if name == "remote":
        return _remote(model, **options)
    from pipeline.engines.embedded.engine import EmbeddedEngine

    if name == "embedded":
        return EmbeddedEngine.load(**{"folder": model, **options})
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


def _remote(model: str | None, **options: Any) -> Engine[Any]:
    """The server that the settings name; options win over them."""
    from pipeline.engines.remote.engine import RemoteEngine

    chosen = current()
    named = {
        "url": chosen.remote_url,
        "kind": chosen.remote_kind,
        "key": chosen.remote_key,
        "timeout": float(chosen.remote_timeout),
    }
    return RemoteEngine.load(model, **{**named, **options})
