"""The stand-in Pexip Engage's web side: our own Pexip Engage, with a log of what it is asked and what goes wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.standins.pexip import rules
from bot.standins.pexip.service import Do as Serve
from bot.standins.pexip.service import PexipService, as_asked
from tests.standins.faults import Fault
from tests.standins.server import Call, Do, StandInServer

if TYPE_CHECKING:
    from tests.standins.pexip import StandInPexip

MOST_AT_ONCE = 4


class Server(StandInServer):
    def __init__(self, vendor: StandInPexip) -> None:
        super().__init__("Pexip Engage", vendor.faults)
        self.service = PexipService(vendor)
        self.most_at_once = 0
        self._under_way = 0

    def routes(self, router: web.UrlDispatcher) -> None:
        for method, path, operation, serve in self.service.paths():
            router.add_route(method, path, self.answer(operation, _logged(serve)))

    async def answered(self, request: web.Request, call: Call, do: Do) -> web.StreamResponse:
        """Count what is under way: a fifth is refused, whatever it is."""
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            if self._under_way > MOST_AT_ONCE:
                call.status = 429
                return web.json_response(rules.refusal(429, "TOO_MANY_REQUESTS").body, status=429)
            return await super().answered(request, call, do)
        finally:
            self._under_way -= 1

    def turned_away(self, request: web.Request, operation: str) -> web.Response | None:
        try:
            self.service.turn_away(request, operation)
        except rules.Refusal as refusal:
            return _refused(refusal)
        return None


def _logged(serve: Serve) -> Do:
    """Keep what was sent, and let a fault alter what is written."""

    async def do(request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        call.sent = _sent(call)
        try:
            return await serve(request, fault.alter if fault else as_asked)
        except rules.Refusal as refusal:
            return _refused(refusal)

    return do


def _sent(call: Call) -> dict[str, Any]:
    if call.operation == "token":
        return dict(parse_qsl(call.body))
    try:
        told = json.loads(call.body or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _refused(refusal: rules.Refusal) -> web.Response:
    return web.json_response(refusal.body, status=refusal.status)
