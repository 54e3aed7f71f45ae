"""What Slack hands out for one interaction: a trigger to open a view with, and an address to answer to.

https://docs.slack.dev/interactivity/handling-user-interaction
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from bot.standins.slack.model import Clock, Flexpane, Message, ResponseUrl, SlackError, Trigger

PATIENCE = 3.0
"""Seconds, of real time, in which an answer must come."""
TRIGGER_LIFE = timedelta(seconds=PATIENCE)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


class Tickets:
    """Triggers live three seconds and open one view; an address takes five answers in half an hour."""

    def __init__(self, clock: Clock, team_id: str, stopwatch: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self.patience = PATIENCE
        """Seconds, of real time, that a trigger lives."""
        self._stopwatch = stopwatch
        self._team_id = team_id
        self._triggers: dict[str, Trigger] = {}
        self._addresses: dict[str, ResponseUrl] = {}

    def trigger(
        self,
        user_id: str,
        channel_id: str | None = None,
        view_id: str | None = None,
        flexpane: Flexpane | None = None,
    ) -> str:
        number = 10**9 + len(self._triggers)
        trigger_id = f"{number}.{secrets.randbelow(10**12):012d}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(
            trigger_id,
            user_id,
            self._clock(),
            self._stopwatch(),
            channel_id=channel_id,
            view_id=view_id,
            flexpane=flexpane,
        )
        return trigger_id

    def exchange(self, trigger_id: object) -> Trigger:
        """Take a trigger, once and in time. Raises Slack's three errors of it.

        The three seconds run on the workspace's clock and, as `patience` says, on the real one: a clock that stands still
        must not hide a bot that is too slow.
        """
        trigger = self._triggers.get(trigger_id) if isinstance(trigger_id, str) else None
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        real = self._stopwatch() - trigger.issued_monotonic
        if real > self.patience or self._clock() - trigger.issued > TRIGGER_LIFE:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger

    def address(
        self,
        kind: Literal["commands", "actions"],
        user_id: str,
        channel_id: str,
        message: Message | None = None,
    ) -> ResponseUrl:
        path = f"/{kind}/{self._team_id}/{secrets.randbelow(10**13)}/{secrets.token_urlsafe(18)}"
        self._addresses[path] = ResponseUrl(
            path,
            user_id,
            channel_id,
            self._clock(),
            message_ts=message.ts if message else None,
            thread_ts=message.thread_ts if message else None,
        )
        return self._addresses[path]

    def use(self, path: str) -> ResponseUrl:
        """Count one answer to an address. Raises used_url, expired_url, invalid_url."""
        address = self._addresses.get(path)
        if address is None:
            raise SlackError("invalid_url")
        if self._clock() - address.issued > RESPONSE_LIFE:
            raise SlackError("expired_url")
        if address.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        address.uses += 1
        return address
