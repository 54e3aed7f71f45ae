"""Bolt's app as we run it: every request answered is measured, over HTTP and in Socket Mode alike."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.observe.metrics import ACKNOWLEDGED

_KINDS = frozenset({"block_actions", "block_suggestion", "view_submission", "view_closed", "event_callback"})


class Bolt(AsyncApp):
    def __init__(self, **how: Any) -> None:
        # Without a name Bolt reads the source of all its callers to find one.
        super().__init__(name="frontdesk", **how)

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        begun = time.monotonic()
        answer = await super().async_dispatch(req)
        ACKNOWLEDGED.labels(_kind(req.body), answer.status).observe(time.monotonic() - begun)
        return answer


def _kind(body: Mapping[str, Any]) -> str:
    """Name what was asked: a command, or the payload's type. https://docs.slack.dev/reference/interaction-payloads"""
    if "command" in body:
        return "command"
    kind = body.get("type")
    return kind if isinstance(kind, str) and kind in _KINDS else "other"
