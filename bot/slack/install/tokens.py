"""The token of one installation as its client uses it: renewed when it is due, by whoever needs it first."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.slack.client import SLACK_TROUBLE, error_code
from bot.storage.installations import Installation
from bot.storage.renewals import Renewals

PAUSE = 30.0
"""Seconds until Slack is asked again for a new token where it gave none and the old one still holds."""
log = structlog.get_logger(__name__)


class Tokens:
    def __init__(self, installation: Installation, renewals: Renewals, clock: Callable[[], datetime]) -> None:
        self._installation = installation
        self._renewals = renewals
        self._clock = clock
        self._quiet_until = 0.0

    async def current(self) -> str:
        """A token that holds now. Raises Slack's trouble where a new one is needed and none is to be had."""
        due = self._installation.due
        if due is not None and self._clock() >= due:
            await self._renew()
        return self._installation.token.get_secret_value()

    async def instead_of(self, refused: str) -> str | None:
        """Another token in place of one that Slack calls expired or revoked: somebody may have renewed it meanwhile."""
        if self._installation.token.get_secret_value() == refused:
            if self._installation.refresh is None:
                return None
            await self._renew(refused=True)
        now = self._installation.token.get_secret_value()
        return now if now != refused else None

    async def _renew(self, *, refused: bool = False) -> None:
        """While the old token holds, trouble with the new one is nobody's trouble yet, and nobody waits for another who renews it."""
        expires = self._installation.expires
        holds = not refused and expires is not None and self._clock() < expires
        if holds and time.monotonic() < self._quiet_until:
            return
        try:
            found = await self._renewals.renewed(self._installation, waits=not holds)
        except SLACK_TROUBLE as error:
            log.error("token_not_renewed", holder=self._installation.holder, error=error_code(error))
            self._quiet_until = time.monotonic() + PAUSE
            if not holds:
                raise
            return
        if found is not None:
            self._installation = found
