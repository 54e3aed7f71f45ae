"""Bad weather between the bot and its appointment service, to be switched on by whoever plays."""

from __future__ import annotations

import asyncio
from enum import StrEnum

import httpx

SLOW = 2.5
"""Seconds: longer than an answer may ride in the acknowledgement, shorter than the bot's patience."""
RETRY_AFTER = 30
"""Seconds: longer than the bot will wait, so that the person is told."""


class Sky(StrEnum):
    """What is wrong with the service; each is named as the page names it."""

    FINE = "fine"
    SLOW = "slow"
    BUSY = "busy"
    BROKEN = "broken"
    DOWN = "down"
    LOST = "lost"


SKY_WORDS = {
    Sky.FINE: "Works",
    Sky.SLOW: f"Slow: {SLOW} s for each request",
    Sky.BUSY: "Too many requests: 429",
    Sky.BROKEN: "Server error: 500",
    Sky.DOWN: "Down: no connection",
    Sky.LOST: "Answer lost: written, but never confirmed",
}


class Weather(httpx.AsyncBaseTransport):
    """Stands before the service's transport; `sky` may change at any time."""

    def __init__(self) -> None:
        self.sky = Sky.FINE
        self._behind: httpx.AsyncBaseTransport | None = None

    def before(self, transport: httpx.AsyncBaseTransport) -> Weather:
        """Stand before `transport`."""
        self._behind = transport
        return self

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._behind is None:
            raise RuntimeError("the weather stands before no service")
        match self.sky:
            case Sky.SLOW:
                await asyncio.sleep(SLOW)
            case Sky.BUSY:
                told = {"Retry-After": str(RETRY_AFTER)}
                return httpx.Response(429, headers=told, json={"message": "Too Many Attempts."})
            case Sky.BROKEN:
                return httpx.Response(500, html="<h1>500 Internal Server Error</h1>")
            case Sky.DOWN:
                raise httpx.ConnectError("the playground has cut the line", request=request)
            case Sky.LOST if request.method != "GET":
                await (await self._behind.handle_async_request(request)).aread()
                raise httpx.ReadTimeout("the playground has lost the answer", request=request)
        return await self._behind.handle_async_request(request)

    async def aclose(self) -> None:
        if self._behind is not None:
            await self._behind.aclose()
