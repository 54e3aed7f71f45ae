"""The built-in service as a vendor: it runs in the bot's own process."""
