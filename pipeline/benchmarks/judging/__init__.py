"""Judges of finished pictures, and how good these judges are on pictures that are surely right."""
