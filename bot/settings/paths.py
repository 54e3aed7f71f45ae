"""Where we are asked over HTTP, as others have to write it down too."""

EVENTS_PATH = "/slack/events"
"""Where Slack posts commands, clicks and events."""
