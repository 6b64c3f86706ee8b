"""Training data: painted scenes, pairs of photo and painting, and token sequences of both."""
