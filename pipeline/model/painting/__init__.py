"""The decoder's passes, the masks that hold it, and a photo's painting at its final size."""
