"""Answers to the addresses that Slack sends with a command or a click: they need no token, and so no workspace.

One HTTP client for all of them (Bolt's own `respond` opens a session for each).
https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from __future__ import annotations

import asyncio
import json

import structlog

from blocks.kit import Card
from bot.apis.http.connections import Asked, Transport, Unanswered, sender

LIMIT = 8.0
"""Seconds that an answer may take to be taken."""
_REFUSED = 400
log = structlog.get_logger(__name__)


class ResponseUrls:
    def __init__(self, transport: Transport = None) -> None:
        self._sender = sender(transport, limit=8, keep_alive=15)

    async def aclose(self) -> None:
        await self._sender.aclose()

    async def send(
        self, response_url: str, card: Card, *, replace: bool = False, limit: float = LIMIT
    ) -> bool:
        """Send an ephemeral answer, or redraw the ephemeral message that was clicked. False if Slack did not take it, nor what is sent instead."""
        for one in card.ways():
            taken = await self._send(response_url, one, replace, limit)
            if taken is not None:
                return taken
        return False

    async def _send(self, response_url: str, card: Card, replace: bool, limit: float) -> bool | None:
        """None: Slack does not take what is in it."""
        body = {"response_type": "ephemeral", "replace_original": replace, **card.message()}
        try:
            asked = Asked(
                "POST", response_url, {"Content-Type": "application/json"}, json.dumps(body).encode()
            )
            async with asyncio.timeout(limit):
                answer = await self._sender.send(asked, connect=limit)
        except (Unanswered, TimeoutError) as error:
            log.warning("response_url_failed", error=str(error) or "out of time")
            return False
        refused = answer.status == _REFUSED or _says_no(answer.body)
        if 200 <= answer.status < 300 and not refused:
            return True
        log.warning("response_url_refused", status=answer.status)
        return None if refused else False


def _says_no(body: bytes) -> bool:
    """Whether Slack refuses in an answer that looks well: {"ok": false}."""
    try:
        told = json.loads(body) if body.startswith(b"{") else {}
    except ValueError:
        return False
    return isinstance(told, dict) and told.get("ok") is False
