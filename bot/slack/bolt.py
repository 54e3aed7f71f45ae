"""Bolt's app as we run it: every request answered is measured, over HTTP and in Socket Mode alike; commands never come to Bolt itself."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.observe.metrics import ACKNOWLEDGED
from bot.observe.traces import asked

log = structlog.get_logger(__name__)
_timed = lru_cache(128)(ACKNOWLEDGED.labels)
_KINDS = frozenset(
    (
        *("block_actions", "block_suggestion", "view_submission", "view_closed", "event_callback"),
        *("shortcut", "message_action"),
    )
)


class Bolt(AsyncApp):
    """Answers what is for our own app alone: `app_id`, where Slack has told it. `commands` answers those."""

    def __init__(
        self,
        commands: Callable[[dict[str, Any]], Awaitable[BoltResponse]],
        app_id: str | None = None,
        **how: Any,
    ) -> None:
        self._commands = commands
        self._app_id = app_id
        # Without a name Bolt reads the source of all its callers to find one.
        super().__init__(name="frontdesk", logger=_quiet(), **how)

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        return await self.answer(req.body, req)

    async def answer(self, body: dict[str, Any], req: AsyncBoltRequest | None = None) -> BoltResponse:
        """Answer what Slack has sent; `req`: the same as Bolt has it, where it was made already."""
        named = body.get("api_app_id")
        if named and self._app_id and named != self._app_id:
            log.warning("another_apps_request")
            return BoltResponse(status=403, body="not for this app")
        begun, kind = time.monotonic(), _kind(body)
        with asked(f"slack {kind}") as work:
            if kind == "command":
                answer = await self._commands(body)
            elif asked_of_bolt := req or _as_bolt_has_it(body):
                answer = await super().async_dispatch(asked_of_bolt)
            else:
                answer = BoltResponse(status=400, body="not understood")
            work.ends(answer.status)
        _timed(kind, answer.status).observe(time.monotonic() - begun)
        return answer


def _as_bolt_has_it(body: dict[str, Any]) -> AsyncBoltRequest | None:
    """Make Bolt's request of a body that was read; None where Bolt stumbles over it.

    It is handed no headers: Slack signs none of them, and some would steer Bolt.
    """
    try:
        # With this mode Bolt takes a body that is read already; nothing else depends on it.
        return AsyncBoltRequest(body=body, mode="socket_mode")
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _quiet() -> logging.Logger:
    """The logger that Bolt makes its own like: they are named after the app, and print whole requests into warnings."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.CRITICAL)
    return logger


def _kind(body: Mapping[str, Any]) -> str:
    """Name what was asked: a command, or the payload's type. https://docs.slack.dev/reference/interaction-payloads"""
    if "command" in body:
        return "command"
    kind = body.get("type")
    return kind if isinstance(kind, str) and kind in _KINDS else "other"
