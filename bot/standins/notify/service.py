"""Our GOV.UK Notify's web side: its paths, who may use them, and what it does on each."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import uuid4

from aiohttp import web

from bot.standins.notify import rules

PAGE = 250


@dataclass
class Template:
    """What somebody at the council wrote."""

    id: str
    type: str
    body: str
    subject: str | None = None

    def told(self) -> dict[str, Any]:
        wants = rules.placeholders(self.body, self.subject or "")
        return {
            "id": self.id,
            "type": self.type,
            "name": f"{self.type} template",
            "version": 1,
            "created_at": "2026-01-01T09:00:00.000000Z",
            "updated_at": None,
            "created_by": "clerk@council.example",
            "body": self.body,
            "subject": self.subject,
            "letter_contact_block": None,
            "postage": None,
            "personalisation": {name: {"required": True} for name in wants},
        }


@dataclass
class Message:
    """Something that was sent."""

    id: str
    type: str
    to: str
    template: str
    body: str
    created_at: datetime
    reference: str | None = None
    key: str = "live"
    given: dict[str, Any] = field(default_factory=dict)
    status: str = "created"

    def told(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "reference": self.reference,
            "email_address": self.to if self.type == "email" else None,
            "phone_number": self.to if self.type == "sms" else None,
            "type": self.type,
            "status": self.status,
            "template": {"id": self.template, "version": 1, "uri": f"/v2/template/{self.template}/version/1"},
            "body": self.body,
            "subject": None,
            "created_at": self.created_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "created_by_name": None,
            "sent_at": None,
            "completed_at": None,
            "scheduled_for": None,
        }


@dataclass
class Account:
    """One council's service there: `keys` are its API keys by their kind, each with its secret."""

    now: Callable[[], datetime]
    id: str = field(default_factory=lambda: str(uuid4()))
    keys: dict[str, str] = field(
        default_factory=lambda: {kind: str(uuid4()) for kind in ("live", "team", "test")}
    )
    templates: dict[str, Template] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    guests: set[str] = field(default_factory=set)
    trial: bool = False
    abroad: bool = False
    daily_limit: int = 250_000
    rate_limit: int = 3_000
    asked: list[datetime] = field(default_factory=list)
    listeners: list[Callable[[], None]] = field(default_factory=list)
    """Hear that something was sent."""

    def key(self, kind: str = "live") -> str:
        """An API key as Notify hands it out."""
        return f"frontdesk-{self.id}-{self.keys[kind]}"

    def write(self, type: str, body: str, subject: str | None = None) -> str:
        """Keep a template; gives its id."""
        made = Template(str(uuid4()), type, body, subject if type == "sms" else subject or "Your appointment")
        self.templates[made.id] = made
        return made.id


class Path(NamedTuple):
    method: str
    path: str
    operation: str
    do: Callable[[web.Request], Awaitable[web.Response]]


class NotifyService:
    """Answers requests. Every refusal is raised as `rules.Refusal`, for whoever serves it to put on the wire."""

    def __init__(self, account: Account) -> None:
        self.account = account

    def paths(self) -> Iterator[Path]:
        """Say which paths there are, and which operation each is."""
        yield Path("POST", "/v2/notifications/sms", "sms", self._send("sms"))
        yield Path("POST", "/v2/notifications/email", "email", self._send("email"))
        yield Path("GET", "/v2/notifications", "list", self._list)
        yield Path("GET", "/v2/notifications/{id}", "get", self._get)
        yield Path("GET", "/v2/templates", "templates", self._templates)
        yield Path("*", "/{tail:.*}", "nowhere", self._nowhere)

    def _signed(self, request: web.Request) -> str:
        account = self.account
        kind = rules.check_token(
            request.headers.get("Authorization"), account.keys, account.id, account.now().timestamp()
        )
        account.asked = [at for at in account.asked if (account.now() - at).total_seconds() < 60]
        if len(account.asked) >= account.rate_limit:
            said = f"Exceeded rate limit for key type {kind.upper()} of {account.rate_limit} requests per 60 seconds"
            raise rules.Refusal(429, "RateLimitError", said)
        account.asked.append(account.now())
        return kind

    def _send(self, type: str) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def send(request: web.Request) -> web.Response:
            kind = self._signed(request)
            address = "phone_number" if type == "sms" else "email_address"
            if request.content_type != "application/json":
                raise rules.bad("Content type must be application/json")
            try:
                body = json.loads(await request.text())
            except ValueError as error:
                raise rules.bad("Invalid JSON supplied in POST data") from error
            rules.check_body(body, address)
            message = self._taken(type, body, address, kind)
            self.account.messages.append(message)
            for listener in self.account.listeners:
                listener()
            return web.json_response(self._created(message), status=201)

        return send

    def _taken(self, type: str, body: dict[str, Any], address: str, kind: str) -> Message:
        account = self.account
        to = (
            rules.number(body[address], abroad=account.abroad)
            if type == "sms"
            else rules.email(body[address])
        )
        rules.check_allowed(kind, to, account.guests, trial=account.trial)
        today = account.now().astimezone(UTC).date()
        sent = sum(one.type == type and one.created_at.date() == today for one in account.messages)
        if sent >= account.daily_limit:
            said = f"Exceeded send limits ({type}: {account.daily_limit}) for today"
            raise rules.Refusal(429, "TooManyRequestsError", said)
        template = account.templates.get(body["template_id"])
        if template is None:
            raise rules.bad("Template not found")
        if template.type != type:
            raise rules.bad(f"{template.type} template is not suitable for {type} notification")
        given = body.get("personalisation", {})
        text = rules.filled(template.body, given)
        rules.filled(template.subject or "", given)
        if type == "sms" and len(text) > rules.LONGEST_TEXT:
            raise rules.bad(f"Text messages cannot be longer than {rules.LONGEST_TEXT} characters")
        return Message(
            str(uuid4()),
            type,
            to,
            template.id,
            text,
            account.now().astimezone(UTC),
            body.get("reference"),
            kind,
            given,
            "delivered" if kind == "test" else "created",
        )

    def _created(self, message: Message) -> dict[str, Any]:
        template = {"id": message.template, "version": 1, "uri": f"/v2/templates/{message.template}"}
        return {
            "id": message.id,
            "reference": message.reference,
            "content": {"body": message.body, "from_number": "RIVERSIDE"},
            "uri": f"/v2/notifications/{message.id}",
            "template": template,
            "scheduled_for": None,
        }

    async def _list(self, request: web.Request) -> web.Response:
        kind = self._signed(request)
        known = {"reference", "status", "template_type", "older_than", "include_jobs"}
        if strange := sorted(set(request.query) - known):
            raise rules.invalid(
                f"Additional properties are not allowed ({', '.join(strange)} was unexpected)"
            )
        wanted = request.query.get("reference")
        found = [
            one.told()
            for one in reversed(self.account.messages)
            if one.key == kind and (wanted is None or one.reference == wanted)
        ]
        links = {"current": str(request.rel_url)}
        return web.json_response({"notifications": found[:PAGE], "links": links})

    async def _get(self, request: web.Request) -> web.Response:
        self._signed(request)
        if not rules.is_uuid(request.match_info["id"]):
            raise rules.invalid("notification_id is not a valid UUID")
        for one in self.account.messages:
            if one.id == request.match_info["id"]:
                return web.json_response(one.told())
        raise rules.Refusal(404, "NoResultFound", "No result found")

    async def _templates(self, request: web.Request) -> web.Response:
        self._signed(request)
        if strange := sorted(set(request.query) - {"type"}):
            raise rules.invalid(
                f"Additional properties are not allowed ({', '.join(strange)} was unexpected)"
            )
        type = request.query.get("type")
        found = [one.told() for one in self.account.templates.values() if type in (None, one.type)]
        return web.json_response({"templates": found})

    async def _nowhere(self, request: web.Request) -> web.Response:
        raise rules.Refusal(404, "NoResultFound", "Not found")
