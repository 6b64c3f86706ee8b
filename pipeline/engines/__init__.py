"""The engines by name. An engine's module is imported only when it is asked for."""

from pipeline.engines.base import Engine

ENGINES = ("embedded",)


def load_engine(name: str = "embedded", **options) -> Engine:
    """Load an engine by its name in ENGINES; options go to its loader."""
    if name == "embedded":
        from pipeline.engines.embedded import EmbeddedEngine

        return EmbeddedEngine.load(**options)
    raise ValueError(f"unknown engine {name!r}: allowed are {', '.join(ENGINES)}")
