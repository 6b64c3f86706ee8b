"""The page: one small module a tab or a concern, over the one journey (pipeline/generate.py)."""
