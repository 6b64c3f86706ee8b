"""The photo makeover: people of a photo drawn again, part by part, before a painted place."""
