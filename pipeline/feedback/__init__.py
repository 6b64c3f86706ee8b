"""What people choose: votes on pictures, kept in one file on this machine."""

from pipeline.feedback.store import Store
from pipeline.feedback.vote import CHOICES, REASONS, Side, Vote, side_of

__all__ = ["CHOICES", "REASONS", "Side", "Store", "Vote", "side_of"]
