"""Socket Mode: the connections that the app holds open, and the envelopes that go over them.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import json
import secrets
import uuid
from typing import Any

from aiohttp import WSMsgType, web

from bot.standins.slack.model import Json, SlackError

CONNECTIONS = 10


class NoLink(Exception):
    """No connection is left to send over."""


class Links:
    """Up to ten open connections of one app; each envelope goes over one of them and waits for its acknowledgement."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.replace("http", "ws", 1)
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._one_is_open = asyncio.Event()

    @property
    def are_open(self) -> bool:
        return bool(self._open)

    async def some_open(self, within: float = 5.0) -> None:
        """Wait until the app holds a connection; seconds of real time."""
        await asyncio.wait_for(self._one_is_open.wait(), within)

    def new_url(self) -> str:
        """Make an address for one connection. Raises too_many_websockets over the tenth."""
        if len(self._open) >= CONNECTIONS:
            raise SlackError("too_many_websockets")
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return f"{self._base_url}/link/?ticket={ticket}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one connection open: say hello, then take acknowledgements until it closes."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403, text="invalid ticket")
        self._tickets.remove(ticket)
        link = web.WebSocketResponse()
        await link.prepare(request)
        self._open.append(link)
        self._one_is_open.set()
        try:
            await link.send_json(
                {"type": "hello", "num_connections": len(self._open), "debug_info": {"host": "play"}}
            )
            async for message in link:
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            self._drop(link)
        return link

    async def ask(self, kind: str, payload: Json) -> Any:
        """Send one envelope and wait for what its acknowledgement carries. Raises NoLink."""
        if not self._open:
            raise NoLink
        link = self._open.pop(0)
        self._open.append(link)
        envelope_id = str(uuid.uuid4())
        answer = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        try:
            await link.send_json(envelope)
            return await answer
        except ConnectionError:
            raise NoLink from None
        finally:
            self._waiting.pop(envelope_id, None)

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Tell the app to come back on a new connection, as Slack does every few hours."""
        for link in list(self._open):
            self._drop(link)
            await link.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "play"}})
            await link.close()

    async def close(self) -> None:
        for link in list(self._open):
            await link.close()

    def _drop(self, link: web.WebSocketResponse) -> None:
        if link in self._open:
            self._open.remove(link)
        if not self._open:
            self._one_is_open.clear()

    def _take(self, text: str) -> None:
        try:
            ack = json.loads(text)
            waiting = self._waiting.get(ack["envelope_id"])
        except (ValueError, KeyError, TypeError):
            return
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.get("payload"))
