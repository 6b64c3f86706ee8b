"""For those who run the service: health, figures and logs."""

from collections.abc import Callable
from typing import Any

from starlette.middleware import Middleware

from pipeline.engines.base import Engine
from pipeline.operations.metrics import Metrics
from pipeline.operations.probes import Probes
from pipeline.settings import Settings

__all__ = ["Metrics", "probes"]


def probes(
    settings: Settings, engine: Engine[Any], metrics: Metrics, waiting: Callable[[], float]
) -> Middleware:
    """The middleware that answers probes.

    metrics: that watch the page's journeys. waiting: how many requests wait for their turn. An
    engine on other machines has a method `ready`; one in this process has loaded its weights before
    anything is served.
    """
    metrics.watch_queue(waiting)
    ready = getattr(engine, "ready", lambda: True)
    return Middleware(Probes, settings=settings, metrics=metrics, ready=ready)
