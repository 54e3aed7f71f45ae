"""From a port to a served bot, in one process or several."""
