"""FLUX.2-klein behind the Engine protocol: a 4B transformer paints in four steps, no tokens."""
