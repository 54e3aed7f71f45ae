"""A stand-in Slack: as strict as Slack, speaking its protocols, with people in it who click and read."""

from bot.playground.slack.check import Problem, check_blocks, check_view

__all__ = ["Problem", "check_blocks", "check_view"]
