"""Every write, from the intent that is kept first to the look at what became of it."""
