"""A stand-in for Acme Meetings' own server, which lets in whoever has its key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web

from tests.standins.faults import Fault, Faults
from tests.standins.server import Call, Refusal, StandInServer


class AcmeService(StandInServer):
    key = "acme-key-of-the-tests"

    def __init__(self) -> None:
        super().__init__("Acme Meetings", Faults())
        self.sessions: dict[str, dict[str, Any]] = {}

    def routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/sessions", self.answer("list", self._list))
        router.add_post("/sessions", self.answer("create", self._create))
        router.add_get("/sessions/{id}", self.answer("get", self._get))
        router.add_delete("/sessions/{id}", self.answer("cancel", self._cancel))

    def turned_away(self, request: web.Request, operation: str) -> web.Response | None:
        known = request.headers.get("Authorization") == f"Bearer {self.key}"
        return None if known else web.json_response({}, status=401)

    async def _list(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        return web.json_response(list(self.sessions.values()))

    async def _create(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        number = str(7001 + len(self.sessions))
        self.sessions[number] = {"id": number, "gone": False, **await request.json()}
        return web.json_response(self.sessions[number], status=201)

    async def _get(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        return web.json_response(self._one(request))

    async def _cancel(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        one = self._one(request)
        one["gone"] = True
        return web.json_response(one)

    def _one(self, request: web.Request) -> dict[str, Any]:
        if (number := request.match_info["id"]) not in self.sessions:
            raise Refusal(404, {})
        return self.sessions[number]


@contextmanager
def acme_service() -> Iterator[AcmeService]:
    service = AcmeService()
    service.start()
    try:
        yield service
    finally:
        service.stop()
