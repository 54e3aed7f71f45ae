"""Frontdesk's machine: everything that is not a Slack conversation."""
