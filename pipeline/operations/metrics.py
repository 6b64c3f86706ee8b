"""Figures for Prometheus: pictures, refusals, seconds by stage, the queue, memory."""

from collections.abc import Callable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from pipeline.watching import Watched

SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0)
CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """The figures of one page: a Watcher of its journeys. No label comes from what a visitor
    wrote."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)  # memory and processor time; Linux
        PlatformCollector(registry=registry)
        self.pictures = Counter(
            "enogu_requests",
            "Journeys that ended, by task, engine and outcome",
            ("task", "engine", "outcome"),
            registry=registry,
        )
        self.refusals = Counter(
            "enogu_refusals", "Refusals by the checks' category", ("category",), registry=registry
        )
        self.failures = Counter(
            "enogu_failures", "Journeys that failed, by kind of error", ("kind",), registry=registry
        )
        self.seconds = Histogram(
            "enogu_stage_seconds",
            "Seconds that a journey spent in a stage",
            ("stage",),
            buckets=SECONDS,
            registry=registry,
        )
        self.journeys = Gauge(
            "enogu_journeys", "Journeys that go on, by stage", ("stage",), registry=registry
        )
        self.queue = Gauge(
            "enogu_queue_length", "Requests that wait for their turn", registry=registry
        )
        self.answers = Counter(
            "enogu_http_responses", "HTTP answers by status", ("status",), registry=registry
        )

    def moved(self, journey: Watched, before: str) -> None:
        """Keeps count of the journeys in each stage."""
        if before:
            self.journeys.labels(before).dec()
        if journey.stage:
            self.journeys.labels(journey.stage).inc()

    def ended(self, journey: Watched) -> None:
        """Counts a journey and its seconds."""
        self.pictures.labels(journey.task, journey.engine, journey.outcome).inc()
        if journey.outcome == "refused":
            self.refusals.labels(journey.reason).inc()
        if journey.outcome == "failed":
            self.failures.labels(journey.reason).inc()
        for stage, seconds in journey.seconds.items():
            self.seconds.labels(stage).observe(seconds)

    def watch_queue(self, length: Callable[[], float]) -> None:
        """`length` is asked whenever the figures are."""
        self.queue.set_function(length)

    def page(self) -> bytes:
        """What Prometheus reads."""
        return generate_latest(self.registry)
