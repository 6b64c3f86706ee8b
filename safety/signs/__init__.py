"""Checks of what is written in a picture: a sign spreads what stands on it."""
