"""A Pexip Engage of our own: as strict and as odd as its documents say. The playground plays with it, the tests try it."""
