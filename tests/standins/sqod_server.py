"""The stand-in SQOD's web side: its routes, in a thread with a loop of its own."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from aiohttp import web

from tests.standins.sqod_faults import Fault
from tests.standins.sqod_pages import listed
from tests.standins.sqod_rules import Invalid, Rules, changed, php_form, trimmed
from tests.standins.sqod_session import Session

if TYPE_CHECKING:
    from tests.standins.sqod import StandInSqod


@dataclass
class Call:
    """One request: `sent` is its body as PHP and Laravel understood it, `status` what was answered (None: nothing)."""

    operation: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str
    sent: dict[str, Any] = field(default_factory=dict)
    status: int | None = None


Do = Callable[[web.Request, Call, Fault | None], Awaitable[web.Response]]


class Server:
    def __init__(self, vendor: StandInSqod, *, words: bool, cancel_answers: str, most_per_page: int) -> None:
        self.sessions: dict[str, Session] = {}
        self.tokens: set[str] = set()
        self.calls: list[Call] = []
        self.repeated = 0
        self.url = ""
        self._vendor = vendor
        self._rules = Rules(words=words)
        self._cancel_answers = cancel_answers
        self._most_per_page = most_per_page
        self._kept = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="stand-in SQOD", daemon=True)
        self._ready = threading.Event()

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(10), "the stand-in SQOD did not start"

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(10)

    def keep(self, session: Session) -> Session:
        session.number = self._kept
        self._kept += 1
        self.sessions[session.id] = session
        return session

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._closing = asyncio.Event()
        app = web.Application()
        one = "/api/v1/appointments/{id}"
        app.router.add_post("/oauth2/token", self._answer("token", self._token))
        app.router.add_get("/api/v1/appointments", self._answer("list", self._list), allow_head=False)
        app.router.add_post("/api/v1/appointments", self._answer("create", self._create))
        app.router.add_get(one, self._answer("get", self._get), allow_head=False)
        app.router.add_patch(one, self._answer("update", self._update))
        app.router.add_post(one, self._answer("update", self._overridden))
        app.router.add_post(one + "/cancel", self._answer("cancel", self._cancel))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        self._ready.set()
        await self._closing.wait()
        await runner.cleanup()

    def _answer(self, operation: str, do: Do) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            call = Call(
                operation,
                request.method,
                request.path,
                dict(request.query),
                {name.lower(): value for name, value in request.headers.items()},
                await request.text(),
            )
            self.calls.append(call)
            await asyncio.sleep(self._vendor.faults.seconds.get(operation, 0))
            fault = self._vendor.faults.take(operation)
            if fault and fault.how != "alter" and not fault.after_write:
                return await self._go_wrong(request, call, fault)
            response = self._turned_away(request, operation)
            if response is None:
                try:
                    response = await do(request, call, fault)
                except Invalid as invalid:
                    response = web.json_response(invalid.body, status=422)
            if fault and fault.how != "alter" and response.status < 300:
                return await self._go_wrong(request, call, fault)
            call.status = response.status
            return response

        return answer

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

    def _turned_away(self, request: web.Request, operation: str) -> web.Response | None:
        if operation == "token":
            return None
        if "application/json" not in request.headers.get("Accept", ""):
            return web.Response(status=302, headers={"Location": f"{self.url}/login"})
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in {self._vendor.token, *self.tokens}:
            return web.json_response({"message": "Unauthenticated."}, status=401)
        return None

    async def _token(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        pair = f"{self._vendor.client_id}:{self._vendor.client_secret}"
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
        kept = self._rules.booking(call.sent, {session.reference for session in self.sessions.values()})
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
