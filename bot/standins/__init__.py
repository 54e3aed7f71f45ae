"""A Slack and a vendor of our own, as strict as the real ones: the playground plays with them, the tests try them."""
