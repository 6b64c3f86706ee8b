"""Training data: painted scenes, canvases, compositions, and token sequences."""
