"""Places painted from photographs: masks, colour, skies, foliage, brush, ink and moods."""
