"""From an instruction to what it changes in a picture."""

from pipeline.model.reading.changes.read import read_change

__all__ = ["read_change"]
