"""One Slack workspace with its desk: what every handler works with."""

from bot.workspace.workspace import Workspace

__all__ = ["Workspace"]
