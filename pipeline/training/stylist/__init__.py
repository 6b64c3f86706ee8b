"""The stylist: turns photographs into gouache paintings, to train the photo-to-painting task.

It learns from no drawings: every step is a filter, a colour rule or a seeded brush stroke.
"""

from pipeline.model.painting.plate.moods import MOODS
from pipeline.training.stylist.paint import finish, paint, sketch

__all__ = ["MOODS", "finish", "paint", "sketch"]
