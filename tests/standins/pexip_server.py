"""The stand-in Pexip Engage's web side: its routes, who may use which, and what it does on each."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl
from uuid import uuid4

from aiohttp import web

from tests.standins import pexip_rules as rules
from tests.standins.faults import Fault
from tests.standins.pexip_session import THINGS, Session, house, zulu
from tests.standins.server import Call, Do, StandInServer

if TYPE_CHECKING:
    from tests.standins.pexip import StandInPexip

MOST_AT_ONCE = 4
SCOPE_OF = {
    **dict.fromkeys(("list", "get"), "engage:appointments:readOnly"),
    **dict.fromkeys(("create", "edit", "move", "accept", "cancel"), "engage:appointments:readWrite"),
    **{thing: f"engage:{thing}:readOnly" for thing in THINGS},
    "timetable": "engage:availability:readOnly",
}


class Server(StandInServer):
    def __init__(self, vendor: StandInPexip) -> None:
        super().__init__("Pexip Engage", vendor.faults)
        self.sessions: dict[str, Session] = {}
        self.house = house()
        self.tokens: dict[str, frozenset[str]] = {}
        self.most_at_once = 0
        self._vendor = vendor
        self._under_way = 0

    def routes(self, router: web.UrlDispatcher) -> None:
        vendor = self._vendor
        root = f"/enterprises/{vendor.enterprise}"
        one = root + "/appointments/{id}"
        router.add_post(
            f"/realms/{vendor.enterprise}/protocol/openid-connect/token", self.answer("token", self._token)
        )
        router.add_get(root + "/appointments", self.answer("list", self._list), allow_head=False)
        router.add_post(root + "/appointments", self.answer("create", self._create))
        router.add_get(one, self.answer("get", self._get), allow_head=False)
        router.add_patch(one, self.answer("edit", self._edit))
        router.add_post(one + "/_actions/reschedule", self.answer("move", self._move))
        router.add_post(one + "/_actions/accept", self.answer("accept", self._accept))
        if vendor.cancels:
            router.add_post(one + "/_actions/cancel", self.answer("cancel", self._cancel))
        for thing in THINGS:
            if thing != "customers" or vendor.lists_customers:
                router.add_get(f"{root}/{thing}", self.answer(thing, self._things(thing)), allow_head=False)
            router.add_get(f"{root}/{thing}/{{id}}", self.answer(thing, self._thing(thing)), allow_head=False)
        router.add_get(root + "/timetable", self.answer("timetable", self._timetable), allow_head=False)
        router.add_route("*", "/{tail:.*}", self.answer("nowhere", self._nowhere))

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
        if operation in ("token", "nowhere"):
            return None
        told = None
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        scopes = self._vendor.fixed_scopes if token == self._vendor.token else self.tokens.get(token)
        needed = SCOPE_OF[operation]
        correlation = request.headers.get("X-Correlation-Id", "")
        if scopes is None:
            told = rules.refusal(401, "UNAUTHORIZED")
        elif not {needed, needed.replace("readOnly", "readWrite")} & scopes:
            told = rules.refusal(403, "FORBIDDEN", "Missing scope")
        elif not 1 <= len(correlation) <= 36:
            told = rules.malformed("X-Correlation-Id must have 1 to 36 characters")
        elif request.can_read_body and request.content_type != "application/json":
            told = rules.refusal(415, "UNSUPPORTED_MEDIA_TYPE")
        return web.json_response(told.body, status=told.status) if told else None

    async def _token(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        if request.content_type != "application/x-www-form-urlencoded":
            return web.json_response({"error": "invalid_request"}, status=400)
        call.sent = dict(parse_qsl(call.body))
        pair = f"{self._vendor.client_id}:{self._vendor.client_secret}"
        basic = "Basic " + base64.b64encode(pair.encode()).decode()
        in_body = f"{call.sent.get('client_id')}:{call.sent.get('client_secret')}"
        said = pair if request.headers.get("Authorization") == basic else in_body
        if said != pair or call.sent.get("grant_type") != "client_credentials":
            return web.json_response({"error": "invalid_client"}, status=401)
        granted = sorted(set(call.sent.get("scope", "").split()) & self._vendor.allowed_scopes)
        claims = json.dumps({"jti": uuid4().hex, "scope": " ".join(granted)}).encode()
        token = f"fetched-.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.sig"
        self.tokens[token] = frozenset(granted)
        return web.json_response({"access_token": token, "expires_in": 300, "token_type": "Bearer"})

    async def _list(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        asked, offset, limit = rules.query("appointments", call.pairs, self._vendor.most_per_page)
        # Newest first: the documents promise no order.
        rows = [one.wire() for one in reversed(self.sessions.values()) if rules.lets(one, asked)]
        return _page(rows, offset, limit)

    async def _get(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        return _told(self._one(request))

    async def _create(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        call.sent = _json(call)
        session = rules.booking(call.sent, self.house)
        self._free(session)
        session.status = "ACCEPTED" if self._vendor.accepts_itself else "INCOMING_REQUEST"
        session.created_at = session.updated_at = self._vendor.now()
        self.sessions[session.id] = session
        return _told(self._altered(session, fault), 201)

    async def _edit(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        session = self._one(request)
        call.sent = rules.known_keys(_json(call), rules.PATCH)
        if "internalNotes" in call.sent:
            session.notes = call.sent["internalNotes"]
        return self._written(session, fault)

    async def _move(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        session = self._one(request)
        call.sent = rules.known_keys(_json(call), rules.RESCHEDULE)
        start, minutes = rules.span(call.sent)
        _only_while(session, *rules.MAY_BE_MOVED)
        self._free(Session(at=start, minutes=minutes, people=session.people), but=session)
        session.at, session.minutes = start, minutes
        return self._written(session, fault)

    async def _accept(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        session = self._one(request)
        if call.body:
            raise rules.malformed("Accepting takes no body")
        _only_while(session, "INCOMING_REQUEST", "ALTERNATIVE_DATE_REQUESTED")
        session.status = "ACCEPTED"
        return self._written(session, fault)

    async def _cancel(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        session = self._one(request)
        call.sent = rules.known_keys(_json(call), {self._vendor.cancel_key} - {None})
        _only_while(session, *(rules.STATUSES - {"CANCELLED", "COMPLETED", "NO_SHOW"}))
        if self._vendor.cancel_takes:
            session.status = "CANCELLED"
        self._written(session, fault)
        return web.Response(status=204)

    def _things(self, name: str) -> Do:
        async def listed(request: web.Request, call: Call, fault: Fault | None) -> web.Response:
            asked, offset, limit = rules.query(name, call.pairs, self._vendor.most_per_page)
            keys = {"id[]": "id", "email[]": "email", "status[]": "status", "external-id[]": "externalId"}
            rows = [
                row
                for row in self.house[name].values()
                if all(row.get(keys[key]) in values for key, values in asked.items())
            ]
            return _page(rows, offset, limit)

        return listed

    def _thing(self, name: str) -> Do:
        async def got(request: web.Request, call: Call, fault: Fault | None) -> web.Response:
            row = self.house[name].get(request.match_info["id"])
            if row is None:
                raise rules.refusal(404, "NOT_FOUND")
            return web.json_response({"data": row})

        return got

    async def _timetable(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        names = [name for name, _ in call.pairs]
        if not set(names) >= rules.TIMETABLE or set(names) - rules.TIMETABLE - {"employee-id[]"}:
            raise rules.malformed("from, to, office-id, subject-id and meeting-type are required")
        start, end = (rules.moment(call.query[key], key) for key in ("from", "to"))
        free = [at for at in self._vendor.free if start <= at < end]
        rows = [{"start": zulu(at), "end": zulu(at + timedelta(minutes=30)), "employees": []} for at in free]
        head = {"duration": 30, "earliestPossible": None, "latestPossible": None, "listing": None}
        return web.json_response(
            {"data": {**head, "meetingType": call.query["meeting-type"], self._vendor.slots_key: rows}}
        )

    async def _nowhere(self, request: web.Request, call: Call, fault: Fault | None) -> web.Response:
        raise rules.refusal(404, "NOT_FOUND", "No such URL")

    def _one(self, request: web.Request) -> Session:
        session = self.sessions.get(request.match_info["id"])
        if session is None:
            raise rules.refusal(404, "NOT_FOUND")
        return session

    def _free(self, wanted: Session, but: Session | None = None) -> None:
        """Refuse a time at which the host has another appointment, or nobody is there."""
        for other in self.sessions.values():
            both = wanted.at and other.at and wanted.end and other.end and other is not but
            if not both or other.status == "CANCELLED" or not wanted.ids("EMPLOYEE") & other.ids("EMPLOYEE"):
                continue
            if wanted.at < other.end and other.at < wanted.end:
                raise rules.refusal(422, "APPOINTMENT_NO_AVAILABILITY")

    def _written(self, session: Session, fault: Fault | None) -> web.Response:
        session.updated_at = self._vendor.now()
        return _told(self._altered(session, fault))

    def _altered(self, session: Session, fault: Fault | None) -> Session:
        if fault:
            fault.alter(session)
        return session


def _only_while(session: Session, *allowed: str) -> None:
    if session.status not in allowed:
        raise rules.refusal(422, "APPOINTMENT_STATUS_INVALID", parameters={"allowedStates": sorted(allowed)})


def _page(rows: list[dict[str, Any]], offset: int, limit: int) -> web.Response:
    meta = {"offset": offset, "limit": limit, "totalCount": len(rows)}
    return web.json_response({"data": rows[offset : offset + limit], "meta": meta})


def _told(session: Session, status: int = 200) -> web.Response:
    return web.json_response({"data": session.wire()}, status=status)


def _json(call: Call) -> Any:
    try:
        return json.loads(call.body or "{}")
    except ValueError:
        raise rules.malformed("Not JSON") from None
