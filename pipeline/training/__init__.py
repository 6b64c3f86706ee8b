"""Training: data, losses and loops. Nothing here is imported by the running program."""
