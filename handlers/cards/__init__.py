"""Cards and what is pressed on them."""
