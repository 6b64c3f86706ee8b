"""The embedded networks: pure torch, no files, no user interface."""
