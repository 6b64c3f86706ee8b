"""The embedded model in rooms, each of which knows only those before it in this order:

plan, dictionary, reading, networks, planning, painting, seeing.
"""
