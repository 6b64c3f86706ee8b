"""What turns a training run into files that ship."""
