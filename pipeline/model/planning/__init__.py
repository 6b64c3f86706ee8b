"""Draw a plan, place its things, hold it to the words, edit it."""
