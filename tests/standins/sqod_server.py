"""The stand-in SQOD's web side: its routes, and what it does on each."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus
from uuid import uuid4

from aiohttp import web

from tests.standins.faults import Fault
from tests.standins.server import Call, StandInServer
from tests.standins.sqod_pages import listed
from tests.standins.sqod_rules import Rules, changed, php_form, trimmed
from tests.standins.sqod_session import Session

if TYPE_CHECKING:
    from tests.standins.sqod import StandInSqod


class Server(StandInServer):
    def __init__(self, vendor: StandInSqod, *, words: bool, cancel_answers: str, most_per_page: int) -> None:
        super().__init__("SQOD", vendor.faults)
        self.sessions: dict[str, Session] = {}
        self.tokens: set[str] = set()
        self.repeated = 0
        self._vendor = vendor
        self._rules = Rules(words=words)
        self._cancel_answers = cancel_answers
        self._most_per_page = most_per_page
        self._kept = 0

    def keep(self, session: Session) -> Session:
        session.number = self._kept
        self._kept += 1
        self.sessions[session.id] = session
        return session

    def routes(self, router: web.UrlDispatcher) -> None:
        one = "/api/v1/appointments/{id}"
        router.add_post("/oauth2/token", self.answer("token", self._token))
        router.add_get("/api/v1/appointments", self.answer("list", self._list), allow_head=False)
        router.add_post("/api/v1/appointments", self.answer("create", self._create))
        router.add_get(one, self.answer("get", self._get), allow_head=False)
        router.add_patch(one, self.answer("update", self._update))
        router.add_post(one, self.answer("update", self._overridden))
        router.add_post(one + "/cancel", self.answer("cancel", self._cancel))

    def turned_away(self, request: web.Request, operation: str) -> web.Response | None:
        if operation == "token":
            return None
        if "application/json" not in request.headers.get("Accept", ""):
            return web.Response(status=302, headers={"Location": f"{self.url}/login"})
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in {self._vendor.token, *self.tokens}:
            return web.json_response({"message": "Unauthenticated."}, status=401)
        return None

    async def _token(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        pair = f"{quote_plus(self._vendor.client_id)}:{quote_plus(self._vendor.client_secret)}"
        if request.headers.get("Authorization") != "Basic " + base64.b64encode(pair.encode()).decode():
            return web.json_response({"error": "invalid_client"}, status=400)
        call.sent = php_form(call.body) if request.content_type == "application/x-www-form-urlencoded" else {}
        if call.sent.get("grant_type") != "client_credentials":
            return web.json_response({"error": "invalid_request"}, status=400)
        token = f"fetched-{uuid4().hex}"
        self.tokens.add(token)
        return web.json_response({"access_token": token, "expires_in": 3600, "token_type": "Bearer"})

    async def _list(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        sessions = list(self.sessions.values())
        told = listed(sessions, request.query, self.url, most=self._most_per_page, repeated=self.repeated)
        return web.json_response(told)

    async def _get(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        session = self.sessions.get(request.match_info["id"])
        return self._told(session) if session else _no_such(request)

    async def _create(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        call.sent = _understood(request, call)
        taken = () if self._vendor.takes_any_reference else self.sessions.values()
        kept = self._rules.booking(call.sent, {session.reference for session in taken})
        session = Session(at=None, reference=kept["reference"], name=None, created_at=self._vendor.now())
        session.room = dict.fromkeys(("features_bandwidth",), None)
        changed(session, kept)
        return self._told(self._altered(self.keep(session), fault), 201)

    async def _overridden(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        if request.query.get("_method") != "PATCH":
            return web.json_response(
                {"message": "The POST method is not supported for this route."}, status=405
            )
        return await self._update(request, call, fault)

    async def _update(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        session = self.sessions.get(request.match_info["id"])
        if session is None:
            return _no_such(request)
        call.sent = _understood(request, call)
        changed(session, self._rules.change(call.sent))
        return self._told(self._altered(session, fault))

    async def _cancel(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        session = self.sessions.get(request.match_info["id"])
        if session is None:
            return _no_such(request)
        call.sent = _understood(request, call)
        reason = self._rules.reason(call.sent)
        if session.cancelled_at:
            return web.json_response({"message": "The appointment is already cancelled."}, status=409)
        session.cancelled_at, session.cancellation_reason = self._vendor.now(), reason
        self._altered(session, fault)
        match self._cancel_answers:
            case "empty":
                return web.Response(status=204)
            case "message":
                return web.json_response({"message": "Appointment cancelled."})
            case _:
                return self._told(session)

    def _altered(self, session: Session, fault: Fault | None) -> Session:
        if fault:
            fault.alter(session)
        return session

    def _told(self, session: Session, status: int = 200) -> web.Response:
        return web.json_response({"data": session.wire(self.url)}, status=status)


def _understood(request: web.Request, call: Call) -> dict[str, Any]:
    """Read a body as PHP and Laravel would; of a multipart PATCH that is nothing at all."""
    if request.content_type == "application/json":
        read = json.loads(call.body or "{}")
    elif request.content_type == "application/x-www-form-urlencoded":
        read = php_form(call.body)
    else:
        read = {}
    return trimmed(read) if isinstance(read, dict) else {}


def _no_such(request: web.Request) -> web.Response:
    told = f"No query results for model [App\\Models\\Appointment] {request.match_info['id']}"
    return web.json_response({"message": told}, status=404)
