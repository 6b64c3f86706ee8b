"""Checks of prompts."""
