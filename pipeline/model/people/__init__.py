"""People: a jointed figure of our own, dressed, posed and drawn as vectors."""

from pipeline.model.people.casts import Part, cast
from pipeline.model.people.figure import Figure, Points, draw
from pipeline.model.people.looks import Look
from pipeline.model.people.poses import POSES, Pose
from pipeline.model.people.roles import ROLES
from pipeline.model.people.wardrobe import WARDROBES, everyday

__all__ = ["POSES", "ROLES", "WARDROBES", "Figure", "Look", "Part", "Points", "Pose", "cast",
           "draw", "everyday"]  # fmt: skip
