"""Reads the people of a photo: faces, their points, hair, skin, glasses and expression."""

from pipeline.model.seeing.faces.read import read_people

__all__ = ["read_people"]
