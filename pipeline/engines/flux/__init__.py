"""FLUX.2-klein through diffusers."""
