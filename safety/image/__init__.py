"""Checks of pictures: uploads, previews and results."""
