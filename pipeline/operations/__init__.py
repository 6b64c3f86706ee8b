"""For those who run the service: health, figures and logs."""

from collections.abc import Callable
from typing import Any

from starlette.middleware import Middleware

from pipeline.engines.base import Engine
from pipeline.operations.metrics import Metrics
from pipeline.operations.probes import Probes
from pipeline.settings import Settings
from pipeline.watching import WATCHERS

__all__ = ["probes"]


def probes(settings: Settings, engine: Engine[Any], waiting: Callable[[], float]) -> Middleware:
    """The middleware that answers probes, with its figures of this process's journeys.

    waiting: how many requests wait for their turn. An engine on other machines has a method
    `ready`; one in this process has loaded its weights before anything is served.
    """
    metrics = Metrics()
    metrics.watch_queue(waiting)
    WATCHERS.append(metrics)
    ready = getattr(engine, "ready", lambda: True)
    return Middleware(Probes, settings=settings, metrics=metrics, ready=ready)
