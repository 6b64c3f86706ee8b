"""Checks before and after the model, and the signature on every picture.

Nothing is imported here: a check of prompts needs no image classifier.
"""
