"""The forms that somebody is typing in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from msgspec import Struct, field
from slack_sdk.web.async_client import AsyncWebClient

from bot.appointments.cache import Cache
from bot.slack.client import SLACK_TROUBLE, error_code

View = dict[str, Any]
DRAFTS_KEPT = 1000
log = structlog.get_logger(__name__)


class Draft(Struct):
    """One form: its newest change, None once it was sent, and the hash that Slack last gave it."""

    newest: str | None = None
    hash: str | None = None
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Drafts:
    """The forms that are being typed in: which change of each is the newest, and the hash that Slack last gave it.

    Without the hash a late read-back could be drawn over the outcome of a submit.
    https://docs.slack.dev/surfaces/modals#handling_race_conditions
    """

    def __init__(self, slack: AsyncWebClient) -> None:
        self._slack = slack
        self._drafts: Cache[str, Draft] = Cache(DRAFTS_KEPT)

    def began(self, view: str, change: str) -> None:
        """Note that a form was changed."""
        draft = self._drafts.get(view) or self._drafts.put(view, Draft())
        draft.newest = change

    def sent(self, view: str) -> None:
        """Note that a form was sent: what is drawn of it from now on is Slack's answer to that."""
        draft = self._drafts.get(view)
        if draft is not None:
            draft.newest = draft.hash = None

    async def update(self, view: Mapping[str, Any], change: str, draw: Callable[[], Awaitable[View]]) -> None:
        """Draw a form anew, unless something newer was typed or the form has become something else."""
        name = view["id"]
        draft = self._drafts.get(name)
        if draft is None:
            return
        async with draft.lock:
            if draft.newest != change:
                return
            drawn = await draw()
            try:
                known = draft.hash or view["hash"]
                answer = await self._slack.views_update(view_id=name, hash=known, view=drawn)
            except SLACK_TROUBLE as error:
                log.info("form_not_redrawn", error=error_code(error))
                draft.hash = None
            else:
                draft.hash = answer["view"]["hash"]
