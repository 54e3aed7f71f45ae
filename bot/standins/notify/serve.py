"""Serve our GOV.UK Notify on a port of this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.standins.notify import rules
from bot.standins.notify.service import NotifyService, Path


@asynccontextmanager
async def served(service: NotifyService) -> AsyncIterator[str]:
    """Serve it on a free port of the loopback; gives its address."""
    app = web.Application()
    for path in service.paths():
        app.router.add_route(path.method, path.path, _answer(path))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


def _answer(path: Path) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await path.do(request)
        except rules.Refusal as refusal:
            return web.json_response(refusal.body, status=refusal.status)

    return answer
