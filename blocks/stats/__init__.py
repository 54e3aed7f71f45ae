"""What was counted of a span of days: as a table, as a picture, as a file, and as a text that says the same."""
