"""What whoever runs it asks over HTTP, of the bot and of the service alone: does it live, can it work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

Probe = Callable[[], Awaitable[dict[str, str]]]
"""Tells what is amiss, by name."""
LIVE = "/healthz"
READY = "/readyz"


def probes(ready: Probe) -> list[Route]:
    async def live(_: Request) -> Response:
        return PlainTextResponse("live")

    async def readyz(_: Request) -> Response:
        problems = await ready()
        told = {"ready": not problems, "problems": problems}
        return JSONResponse(told, status_code=503 if problems else 200)

    return [Route(LIVE, live), Route(READY, readyz)]
