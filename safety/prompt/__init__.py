"""Checks of what people ask for."""
