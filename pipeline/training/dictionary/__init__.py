"""Builds the picture dictionary from openly licensed packages and our own drawings."""
