"""Shortcuts: what is chosen from a message's menu or from Slack's own, with no command typed."""
