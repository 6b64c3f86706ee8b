"""The engines by name. An engine's module is imported only when it is asked for."""

import sys
from functools import partial
from typing import Any

from pipeline.engines.base import Engine
from pipeline.errors import RequestError
from pipeline.settings import ENGINES, current

__all__ = ["ENGINES", "load_engine"]


def load_engine(
    name: str = "embedded",
    model: str | None = None,
    quality: str | None = None,
    replicas: int | None = None,
    tuned: str | None = None,
    **options,
) -> Engine[Any]:
    """Load an engine by its name in ENGINES; further options go to its loader.

    model: a folder, or for the engines that need a card an id on the hub; None for the engine's
    own. quality: for glm-image, "exact", "balanced" or "fast". replicas: how many of it paint
    side by side in processes of their own, None for one in this. tuned: of the embedded engine, the
    name of a tuning that lies beside its weights, or FOLDER/NAME. On a Space without a card the
    embedded engine serves instead, and says so.
    """
    if name not in ENGINES:
        raise RequestError("engine_unknown", value=name, allowed=", ".join(ENGINES))
    if quality and name != "glm-image":
        raise RequestError("quality_not_taken", engine=name)
    if tuned and name != "embedded":
        raise RequestError("tuned_not_taken", engine=name)
    if replicas is not None:
        return _replicated(name, model, quality, replicas)
    if name == "remote":
        return _remote(model, **options)
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


def _replicated(name: str, model: str | None, quality: str | None, count: int) -> Engine[Any]:
    """Raises RuntimeError where Ray is not installed."""
    from pipeline.engines.replicas import cluster

    if name == "remote":
        raise RequestError("replicas_not_taken", engine=name)
    chosen = current()
    reads_itself = name == "embedded"
    return cluster.start(
        partial(load_engine, name, model, quality),
        count,
        load_engine(name, model) if reads_itself else None,
        chosen.ray_address,
        cards=0 if reads_itself else 1,
        queue=chosen.queue,
    )
