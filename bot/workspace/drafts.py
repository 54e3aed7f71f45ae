"""The forms that somebody is typing in."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import SLACK_TROUBLE, error_code

View = dict[str, Any]
DRAFTS_KEPT = 1000
log = structlog.get_logger(__name__)


class Drafts:
    """The forms that are being typed in: which change of each is the newest, and the hash that Slack last gave it.

    Without the hash a late read-back could be drawn over the outcome of a submit.
    https://docs.slack.dev/surfaces/modals#handling_race_conditions
    """

    def __init__(self, slack: AsyncWebClient) -> None:
        self._slack = slack
        self._newest: OrderedDict[str, str] = OrderedDict()
        self._hashes: dict[str, str] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    def began(self, view: str, change: str) -> None:
        """Note that a form was changed."""
        self._newest[view] = change
        self._newest.move_to_end(view)
        while len(self._newest) > DRAFTS_KEPT:
            forgotten, _ = self._newest.popitem(last=False)
            self._hashes.pop(forgotten, None)
            self._locks.pop(forgotten, None)

    def sent(self, view: str) -> None:
        """Note that a form was sent: what is drawn of it from now on is Slack's answer to that."""
        self._newest.pop(view, None)
        self._hashes.pop(view, None)

    async def update(self, view: Mapping[str, Any], change: str, draw: Callable[[], Awaitable[View]]) -> None:
        """Draw a form anew, unless something newer was typed or the form has become something else."""
        name = view["id"]
        async with self._locks.setdefault(name, asyncio.Lock()):
            if self._newest.get(name) != change:
                return
            drawn = await draw()
            try:
                known = self._hashes.get(name, view["hash"])
                answer = await self._slack.views_update(view_id=name, hash=known, view=drawn)
            except SLACK_TROUBLE as error:
                log.info("form_not_redrawn", error=error_code(error))
                self._hashes.pop(name, None)
            else:
                self._hashes[name] = answer["view"]["hash"]
