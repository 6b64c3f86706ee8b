"""Recordings that visitors send: read, checked and cleaned before anything listens to them."""
