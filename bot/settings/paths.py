"""Where we are asked over HTTP, as others have to write it down too."""

EVENTS_PATH = "/slack/events"
"""Where Slack posts commands, clicks and events."""

INSTALL_PATH = "/slack/install"
"""Where somebody begins who installs Frontdesk: it leads to Slack's consent page."""

REDIRECT_PATH = "/slack/oauth_redirect"
"""Where Slack sends them back to."""

CONNECT_PATH = "/slack/connect"
"""Where the page is on which an admin connects a service; its one-time link goes on behind it."""
