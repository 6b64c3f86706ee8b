"""The light that a picture can have: hours, weathers, seasons.

New names are appended: what is in a table keeps its place, so trained weights keep their meaning.
"""

TIMES = ("morning", "noon", "sunset", "night")
WEATHERS = ("clear", "rain", "snow", "mist")
SEASONS = ("spring", "summer", "autumn", "winter")
