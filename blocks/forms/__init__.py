"""The modals: their inputs, their parts, and what a person has typed into them."""
