"""Installing Frontdesk into workspaces: the way to Slack's consent page and back, the exchange, tokens and their renewal."""
