"""From a prompt to its scene graph: dictionary, tables and rules."""

from pipeline.model.reading.graph.read import read_graph

__all__ = ["read_graph"]
