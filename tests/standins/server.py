"""A stand-in vendor's web side: a real server on a port of its own, in a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.standins.faults import Fault, Faults


class Refusal(Exception):
    """An answer that says no."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


@dataclass
class Call:
    """One request: `sent` is its body as the vendor understood it, `status` what was answered (None: nothing)."""

    operation: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str
    sent: dict[str, Any] = field(default_factory=dict)
    status: int | None = None
    pairs: list[tuple[str, str]] = field(default_factory=list)
    """The query with every value of a name that came several times."""


Do = Callable[[web.Request, Call, Fault | None], Awaitable[web.Response]]


class StandInServer:
    """Answers by what a subclass routes and turns away, after what is switched on to go wrong."""

    def __init__(self, name: str, faults: Faults) -> None:
        self.calls: list[Call] = []
        self.url = ""
        self._name = name
        self._faults = faults
        self._late: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name=f"stand-in {name}", daemon=True)
        self._ready = threading.Event()

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(10), f"the stand-in {self._name} did not start"

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(10)

    def routes(self, router: web.UrlDispatcher) -> None:
        """Say which paths there are."""
        raise NotImplementedError

    def turned_away(self, request: web.Request, operation: str) -> web.Response | None:
        """Refuse whoever may not ask."""
        raise NotImplementedError

    def answer(self, operation: str, do: Do) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            call = Call(
                operation,
                request.method,
                request.path,
                dict(request.query),
                {name.lower(): value for name, value in request.headers.items()},
                await request.text(),
                pairs=list(request.query.items()),
            )
            self.calls.append(call)
            return await self.answered(request, call, do)

        return answer

    async def answered(self, request: web.Request, call: Call, do: Do) -> web.StreamResponse:
        await asyncio.sleep(self._faults.seconds.get(call.operation, 0))
        fault = self._faults.take(call.operation)
        if fault and fault.late is not None:
            self._late.add(asyncio.create_task(self._carry_out_late(request, call, do, fault.late)))
        if fault and fault.how != "alter" and not fault.after_write:
            return await self._go_wrong(request, call, fault)
        response = self.turned_away(request, call.operation)
        if response is None:
            try:
                response = await do(request, call, fault)
            except Refusal as refusal:
                response = web.json_response(refusal.body, status=refusal.status)
        if fault and fault.how != "alter" and response.status < 300:
            return await self._go_wrong(request, call, fault)
        call.status = response.status
        return response

    async def _carry_out_late(self, request: web.Request, call: Call, do: Do, seconds: float) -> None:
        await asyncio.sleep(seconds)
        with suppress(Refusal):
            await do(request, call, None)

    async def _go_wrong(self, request: web.Request, call: Call, fault: Fault) -> web.Response:
        if fault.how == "hang":
            await self._closing.wait()
        if fault.how in ("hang", "cut"):
            if request.transport:
                request.transport.abort()
            return web.Response()
        call.status = fault.status
        if isinstance(fault.body, str):
            return web.Response(
                text=fault.body, status=fault.status, content_type="text/html", headers=fault.headers
            )
        return web.json_response(fault.body, status=fault.status, headers=fault.headers)

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._closing = asyncio.Event()
        app = web.Application()
        self.routes(app.router)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._ready.set()
        await self._closing.wait()
        await runner.cleanup()
