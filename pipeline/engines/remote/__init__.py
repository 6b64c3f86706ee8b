"""Servers of the OpenAI Images contract as one more engine."""
