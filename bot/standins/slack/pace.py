"""How often an app may post: one message a second in each channel, where the workspace insists on it.

https://docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import Any

from bot.standins.slack.model import Clock

APART = timedelta(seconds=1)
_COUNTED = "chat.postMessage"


class Pace:
    """`strict`: no short bursts either, which Slack lets through when it has time for them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: dict[Any, datetime] = {}
        self.strict = False

    def wait(self, method: str, channel: Any) -> int:
        """Tell how many whole seconds a call comes too early; 0: it may pass."""
        last = self._last.get(channel)
        if not self.strict or method != _COUNTED or last is None:
            return 0
        return max(0, ceil((APART - (self._clock() - last)).total_seconds()))

    def note(self, method: str, channel: Any) -> None:
        """Keep when a message was taken."""
        if method == _COUNTED:
            self._last[channel] = self._clock()
