"""Our Pexip Engage's web side: its paths, who may use which, and what it does on each."""

from __future__ import annotations

import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote_plus
from uuid import uuid4

from aiohttp import web

from bot.standins.pexip import rules
from bot.standins.pexip.enterprise import Enterprise
from bot.standins.pexip.kept import THINGS, Session, house, zulu

SCOPE_OF = {
    **dict.fromkeys(("list", "get"), "engage:appointments:readOnly"),
    **dict.fromkeys(
        ("create", "edit", "move", "accept", "cancel", "decline", "propose", "mark"),
        "engage:appointments:readWrite",
    ),
    **{thing: f"engage:{thing}:readOnly" for thing in THINGS},
    "timetable": "engage:availability:readOnly",
}
ALL_SCOPES = frozenset(SCOPE_OF.values())
SLOT = timedelta(minutes=30)
Alter = Callable[[Session], None]
"""What happens to an appointment on its way into the service, beside what was asked for."""
Do = Callable[[web.Request, Alter], Awaitable[web.Response]]


def as_asked(session: Session) -> None:
    """Alter nothing."""


class Path(NamedTuple):
    method: str
    path: str
    operation: str
    do: Do


class PexipService:
    """Answers requests. Every refusal is raised as `rules.Refusal`, for whoever serves it to put on the wire."""

    def __init__(self, enterprise: Enterprise) -> None:
        self.sessions: dict[str, Session] = {}
        self.house = house()
        self.tokens: dict[str, frozenset[str]] = {}
        self._vendor = enterprise

    def paths(self) -> Iterator[Path]:
        """Say which paths there are, and which operation each is."""
        vendor = self._vendor
        root = f"/enterprises/{vendor.enterprise}"
        one = root + "/appointments/{id}"
        yield Path("POST", f"/realms/{vendor.enterprise}/protocol/openid-connect/token", "token", self._token)
        yield Path("GET", root + "/appointments", "list", self._list)
        yield Path("POST", root + "/appointments", "create", self._create)
        yield Path("GET", one, "get", self._get)
        yield Path("PATCH", one, "edit", self._edit)
        yield Path("POST", one + "/_actions/reschedule", "move", self._move)
        yield Path("POST", one + "/_actions/accept", "accept", self._accept)
        if vendor.cancels:
            yield Path("POST", one + "/_actions/cancel", "cancel", self._cancel)
        if vendor.declines:
            yield Path("POST", one + "/_actions/decline", "decline", self._decline)
        if vendor.proposes:
            yield Path("POST", one + "/_actions/request-alternative-date", "propose", self._propose)
        if vendor.marks:
            yield Path("POST", one + "/_actions/no-show", "mark", self._mark("NO_SHOW"))
            yield Path("POST", one + "/_actions/complete", "mark", self._mark("COMPLETED"))
        for thing in THINGS:
            if thing != "customers" or vendor.lists_customers:
                yield Path("GET", f"{root}/{thing}", thing, self._things(thing))
            yield Path("GET", f"{root}/{thing}/{{id}}", thing, self._thing(thing))
        yield Path("GET", root + "/timetable", "timetable", self._timetable)
        yield Path("*", "/{tail:.*}", "nowhere", self._nowhere)

    def turn_away(self, request: web.Request, operation: str) -> None:
        """Refuse whoever may not ask."""
        if operation in ("token", "nowhere"):
            return
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        scopes = self._vendor.fixed_scopes if token == self._vendor.token else self.tokens.get(token)
        needed = SCOPE_OF[operation]
        correlation = request.headers.get("X-Correlation-Id", "")
        if scopes is None:
            raise rules.refusal(401, "UNAUTHORIZED")
        if not {needed, needed.replace("readOnly", "readWrite")} & scopes:
            raise rules.refusal(403, "FORBIDDEN", "Missing scope")
        if not 1 <= len(correlation) <= 36:
            raise rules.malformed("X-Correlation-Id must have 1 to 36 characters")
        if request.can_read_body and request.content_type != "application/json":
            raise rules.refusal(415, "UNSUPPORTED_MEDIA_TYPE")

    async def _token(self, request: web.Request, alter: Alter) -> web.Response:
        if request.content_type != "application/x-www-form-urlencoded":
            return web.json_response({"error": "invalid_request"}, status=400)
        sent = dict(parse_qsl(await request.text()))
        pair = f"{self._vendor.client_id}:{self._vendor.client_secret}"
        encoded = ":".join(quote_plus(one) for one in pair.split(":", 1))
        basic = "Basic " + base64.b64encode(encoded.encode()).decode()
        in_body = f"{sent.get('client_id')}:{sent.get('client_secret')}"
        said = pair if request.headers.get("Authorization") == basic else in_body
        if said != pair or sent.get("grant_type") != "client_credentials":
            return web.json_response({"error": "invalid_client"}, status=401)
        granted = sorted(set(sent.get("scope", "").split()) & self._vendor.allowed_scopes)
        claims = json.dumps({"jti": uuid4().hex, "scope": " ".join(granted)}).encode()
        token = f"fetched-.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.sig"
        self.tokens[token] = frozenset(granted)
        return web.json_response({"access_token": token, "expires_in": 300, "token_type": "Bearer"})

    async def _list(self, request: web.Request, alter: Alter) -> web.Response:
        asked, offset, limit = rules.query("appointments", request.query.items(), self._vendor.most_per_page)
        # Newest first: the documents promise no order.
        rows = [one.wire() for one in reversed(self.sessions.values()) if rules.lets(one, asked)]
        return _page(rows, offset, limit)

    async def _get(self, request: web.Request, alter: Alter) -> web.Response:
        return _told(self._one(request))

    async def _create(self, request: web.Request, alter: Alter) -> web.Response:
        session = rules.booking(await _json(request), self.house)
        self._free(session)
        session.status = "ACCEPTED" if self._vendor.accepts_itself else "INCOMING_REQUEST"
        session.created_at = session.updated_at = self._vendor.now()
        self.sessions[session.id] = session
        return _told(_altered(session, alter), 201)

    async def _edit(self, request: web.Request, alter: Alter) -> web.Response:
        session = self._one(request)
        sent = rules.known_keys(await _json(request), rules.PATCH)
        if "internalNotes" in sent:
            session.notes = sent["internalNotes"]
        return self._written(session, alter)

    async def _move(self, request: web.Request, alter: Alter) -> web.Response:
        session = self._one(request)
        sent = rules.known_keys(await _json(request), rules.RESCHEDULE)
        start, minutes = rules.span(sent)
        _only_while(session, *rules.MAY_BE_MOVED)
        self._free(Session(at=start, minutes=minutes, people=session.people), but=session)
        session.at, session.minutes = start, minutes
        return self._written(session, alter)

    async def _accept(self, request: web.Request, alter: Alter) -> web.Response:
        session = self._one(request)
        if await request.text():
            raise rules.malformed("Accepting takes no body")
        _only_while(session, "INCOMING_REQUEST", "ALTERNATIVE_DATE_REQUESTED")
        session.status = "ACCEPTED"
        return self._written(session, alter)

    async def _cancel(self, request: web.Request, alter: Alter) -> web.Response:
        session = self._one(request)
        rules.known_keys(await _json(request), {self._vendor.cancel_key or ""})
        _only_while(session, *(rules.STATUSES - {"CANCELLED", "COMPLETED", "NO_SHOW"}))
        if self._vendor.cancel_takes:
            session.status = "CANCELLED"
        self._written(session, alter)
        return web.Response(status=204)

    async def _decline(self, request: web.Request, alter: Alter) -> web.Response:
        session = self._one(request)
        rules.known_keys(await _json(request), {self._vendor.decline_key or ""})
        _only_while(session, "INCOMING_REQUEST")
        session.status = "CANCELLED"
        self._written(session, alter)
        return web.Response(status=204)

    async def _propose(self, request: web.Request, alter: Alter) -> web.Response:
        """Wait for the claimant's answer; until then the appointment keeps the time that was asked for."""
        session = self._one(request)
        sent = rules.known_keys(await _json(request), rules.PROPOSE | {self._vendor.propose_key or ""})
        start, minutes = rules.span(sent)
        _only_while(session, "INCOMING_REQUEST")
        self._free(Session(at=start, minutes=minutes, people=session.people), but=session)
        session.status = "ALTERNATIVE_DATE_REQUESTED"
        self._written(session, alter)
        return web.Response(status=204)

    def _mark(self, status: str) -> Do:
        async def marked(request: web.Request, alter: Alter) -> web.Response:
            session = self._one(request)
            rules.known_keys(await _json(request), set())
            _only_while(session, "ACCEPTED")
            session.status = status
            self._written(session, alter)
            return web.Response(status=204)

        return marked

    def _things(self, name: str) -> Do:
        async def listed(request: web.Request, alter: Alter) -> web.Response:
            asked, offset, limit = rules.query(name, request.query.items(), self._vendor.most_per_page)
            keys = {"id[]": "id", "email[]": "email", "status[]": "status", "external-id[]": "externalId"}
            rows: list[dict[str, Any]] = [
                row
                for row in self.house[name].values()
                if all(row.get(keys[key]) in values for key, values in asked.items())
            ]
            return _page(rows, offset, limit)

        return listed

    def _thing(self, name: str) -> Do:
        async def got(request: web.Request, alter: Alter) -> web.Response:
            row = self.house[name].get(request.match_info["id"])
            if row is None:
                raise rules.refusal(404, "NOT_FOUND")
            return web.json_response({"data": row})

        return got

    async def _timetable(self, request: web.Request, alter: Alter) -> web.Response:
        names = [name for name, _ in request.query.items()]
        if not set(names) >= rules.TIMETABLE or set(names) - rules.TIMETABLE - {"employee-id[]"}:
            raise rules.malformed("from, to, office-id, subject-id and meeting-type are required")
        start, end = (rules.moment(request.query[key], key) for key in ("from", "to"))
        hosts = set(request.query.getall("employee-id[]", []))
        free = [at for at in self._vendor.free if start <= at < end and not self._busy(at, at + SLOT, hosts)]
        rows: list[dict[str, Any]] = [
            {"start": zulu(at), "end": zulu(at + SLOT), "employees": []} for at in free
        ]
        head = {
            "duration": SLOT // timedelta(minutes=1),
            "earliestPossible": None,
            "latestPossible": None,
            "listing": None,
        }
        return web.json_response(
            {"data": {**head, "meetingType": request.query["meeting-type"], self._vendor.slots_key: rows}}
        )

    async def _nowhere(self, request: web.Request, alter: Alter) -> web.Response:
        raise rules.refusal(404, "NOT_FOUND", "No such URL")

    def _one(self, request: web.Request) -> Session:
        session = self.sessions.get(request.match_info["id"])
        if session is None:
            raise rules.refusal(404, "NOT_FOUND")
        return session

    def _free(self, wanted: Session, but: Session | None = None) -> None:
        """Refuse a time at which the host has another appointment, or nobody is there."""
        if wanted.at and wanted.end and self._busy(wanted.at, wanted.end, wanted.ids("EMPLOYEE"), but):
            raise rules.refusal(422, "APPOINTMENT_NO_AVAILABILITY")

    def _busy(self, start: datetime, end: datetime, hosts: set[str], but: Session | None = None) -> bool:
        """Whether one of the hosts has an appointment that overlaps."""
        return any(
            one.at is not None
            and one.end is not None
            and one.at < end
            and start < one.end
            and one is not but
            and one.status != "CANCELLED"
            and bool(hosts & one.ids("EMPLOYEE"))
            for one in self.sessions.values()
        )

    def _written(self, session: Session, alter: Alter) -> web.Response:
        session.updated_at = self._vendor.now()
        return _told(_altered(session, alter))


def _altered(session: Session, alter: Alter) -> Session:
    alter(session)
    return session


def _only_while(session: Session, *allowed: str) -> None:
    if session.status not in allowed:
        raise rules.refusal(422, "APPOINTMENT_STATUS_INVALID", parameters={"allowedStates": sorted(allowed)})


def _page(rows: list[dict[str, Any]], offset: int, limit: int) -> web.Response:
    meta = {"offset": offset, "limit": limit, "totalCount": len(rows)}
    return web.json_response({"data": rows[offset : offset + limit], "meta": meta})


def _told(session: Session, status: int = 200) -> web.Response:
    return web.json_response({"data": session.wire()}, status=status)


async def _json(request: web.Request) -> Any:
    try:
        return json.loads(await request.text() or "{}")
    except ValueError:
        raise rules.malformed("Not JSON") from None
