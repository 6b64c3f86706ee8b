"""Painter 3.0: canvases of any thing on endless lands, and the pictures to paint of them."""
