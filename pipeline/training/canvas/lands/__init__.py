"""Paints the materials of lands and rooms by hour, weather and season."""
