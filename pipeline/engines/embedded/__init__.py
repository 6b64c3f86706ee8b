"""The embedded engine: the whole chain on a CPU, its weights in this repository."""
