"""What is said of a look at personal details: that it is recorded, and why there is nothing to be seen."""

from __future__ import annotations

from blocks.words.setting import Setting
from bot.when.saying import say_clock

NOT_SHOWN = "Details not shown"
"""Above the reason."""
TOO_SLOW = (
    "The details were not there in the two seconds that Slack leaves for them. Nothing was changed. "
    "Refresh this in a moment, or press Details on the card."
)
NOT_OURS = (
    "This is none of the appointments of this workspace, so there is nothing to show. "
    "Look the appointment up with {command} find."
)
NOT_TAKEN = (
    "Slack did not show the details that you opened. Nothing was changed. Press Details on the card instead."
)


def only_you(setting: Setting) -> str:
    """Say whose eyes it is for, and of when it is."""
    of = say_clock(setting.now.astimezone(setting.zone))
    return f"Only you see this. Your look is recorded. This is how it was at {of}."
