"""How the recognizer learns: its losses, and its start in closed form."""
