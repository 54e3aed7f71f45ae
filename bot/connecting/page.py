"""The page on which an admin connects a service, behind a one-time link: it tries the service as the doctor does, then keeps."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

import structlog
from msgspec import Struct
from pydantic import SecretStr
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from blocks.words import connect_page as words
from blocks.words.installing import Page
from bot.appointments.errors import NotKept
from bot.connecting.addresses import refused_addresses
from bot.connecting.connecting import Connecting, NotUsable
from bot.connecting.drawing import Form, form_body, form_style
from bot.connecting.fields import OF_THE_DESK, Service, desk_rows, services
from bot.connecting.finding import Finding
from bot.settings import BadSettings
from bot.settings.paths import CONNECT_PATH
from bot.settings.reading import PROVIDER
from bot.slack.pages import document, page
from bot.storage.asynchronous import AsyncConnection
from bot.storage.connect_links import GOOD_FOR, ConnectLinks, Link, fingerprint
from bot.storage.connections import Connection, Told
from bot.storage.vault import CannotOpen

COOKIE = "frontdesk-connect"
MAX_BODY, MAX_FIELDS = 64_000, 300
IsAdmin = Callable[[str, str], Awaitable[bool]]
"""Whether somebody is an admin of a workspace, by Slack's own word."""
log = structlog.get_logger(__name__)


class _Spent(Exception):
    """Somebody was quicker with the same link."""


class Visit(Struct, frozen=True):
    """Somebody with a good link, in one browser."""

    text: str
    link: Link
    cookie: str

    @property
    def browser(self) -> str:
        return fingerprint(self.cookie)

    @property
    def token(self) -> str:
        """What a form of ours carries, and no other site's can."""
        return hashlib.blake2b(self.text.encode(), key=self.browser.encode()[:64]).hexdigest()


class ConnectPage:
    def __init__(self, connecting: Connecting, links: ConnectLinks, is_admin: IsAdmin) -> None:
        self._connecting = connecting
        self._links = links
        self._is_admin = is_admin
        self._public = urlsplit(connecting.process.public_url or "")

    @property
    def routes(self) -> list[Route]:
        return [Route(f"{CONNECT_PATH}/{{link}}", self._answer, methods=["GET", "POST"])]

    async def link(self, team: str, user: str) -> str:
        """Make the one-time link for an admin of a workspace."""
        address = (self._connecting.process.public_url or "").rstrip("/")
        return f"{address}{CONNECT_PATH}/{await self._links.make(team, user)}"

    async def _answer(self, request: Request) -> Response:
        try:
            text = request.path_params["link"]
            link = await self._links.of(text)
            cookie = request.cookies.get(COOKIE, "")
            refusal = _refusal(link, cookie)
            if link is None or refusal is not None:
                return _gone(refusal or words.UNKNOWN)
            if request.method == "GET":
                return await self._show(Visit(text, link, cookie or secrets.token_urlsafe(32)))
            return await self._sent(request, Visit(text, link, cookie))
        except (NotKept, CannotOpen) as error:
            log.error("connect_page_failed", why=str(error))
            return _gone(words.CAN_NOT_KEEP, 503)

    async def _show(
        self, visit: Visit, problems: list[str] | None = None, typed: Mapping[str, str] | None = None
    ) -> Response:
        told = await self._connecting.known(visit.link.team)
        offered = services(told)
        provider = told.said.get(PROVIDER.upper(), "") if told is not None else ""
        first = next((one.name for one in offered if not one.is_ready), "")
        form = Form(
            team=await self._connecting.called(visit.link.team),
            desk=desk_rows(told, self._connecting.process),
            services=offered,
            chosen=(typed or {}).get("service") or _chosen(offered, provider) or first,
            token=visit.token,
            problems=problems or (),
            typed=typed or {},
            kept_secrets=told.secrets.keys() if told is not None else (),
        )
        title = f"{'Error: ' if problems else ''}{words.TITLE}"
        response = document(title, form_body(form), form_style(offered), 422 if problems else 200)
        response.headers["referrer-policy"] = "same-origin"  # else a browser hides whose form it sends
        response.set_cookie(
            COOKIE,
            visit.cookie,
            max_age=int(GOOD_FOR.total_seconds()),
            path=CONNECT_PATH,
            secure=self._public.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return response

    async def _sent(self, request: Request, visit: Visit) -> Response:
        typed = await _form(request)
        if typed is None:
            return _gone(words.NOT_A_FORM, 400)
        shown = typed.get("token", "").encode()
        is_ours = visit.cookie and hmac.compare_digest(shown, visit.token.encode())
        if not is_ours or not self._is_from_here(request):
            return _gone(words.NO_COOKIE, 403)
        if not await self._links.bind(visit.text, visit.browser):
            return _gone(words.ELSEWHERE)
        if not await self._is_admin(visit.link.team, visit.link.user):
            return _gone(words.NO_ADMIN, 403)
        told = await self._connecting.known(visit.link.team)
        service = _service(services(told), typed)
        if service is None:
            return await self._show(visit, [words.NO_SERVICE], typed)
        given, cleared = _given(service, typed, told)
        try:
            findings = await self._keep(visit, given, cleared)
        except BadSettings as bad:
            return await self._show(visit, bad.problems, typed)
        except NotUsable as wrong:
            return await self._show(visit, _said(wrong.findings), typed)
        except _Spent:
            return _gone(words.USED)
        return self._connected(service, findings)

    async def _keep(self, visit: Visit, given: Told, cleared: list[str]) -> list[Finding]:
        async def spend(connection: AsyncConnection) -> None:
            if not await self._links.spend(connection, visit.text, visit.browser):
                raise _Spent

        team, user = visit.link.team, visit.link.user
        refused = await refused_addresses(self._connecting.process, given.said)
        if refused:
            raise BadSettings(refused)
        findings = await self._connecting.connect(team, given, cleared, by=user, within=spend)
        log.info("service_connected", team=team, user=user)
        return findings

    def _connected(self, service: Service, findings: list[Finding]) -> Response:
        title = service.title[:1].upper() + service.title[1:]
        command = self._connecting.process.appt_command
        lines = [words.CONNECTED.format(service=title, command=command)]
        wrong = [finding for finding in findings if finding.mend is not None]
        if wrong:
            lines += [words.FOUND, *_said(wrong)]
        response = page(Page(words.CONNECTED_TITLE, tuple(lines)))
        response.delete_cookie(COOKIE, path=CONNECT_PATH)
        return response

    def _is_from_here(self, request: Request) -> bool:
        """Whether a browser says that the form was ours; one that says nothing is known by cookie and token."""
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "same-origin")
        ours = {self._public.netloc.lower(), request.headers.get("host", "").lower()} - {""}
        try:
            return site == "same-origin" and (origin is None or urlsplit(origin).netloc.lower() in ours)
        except ValueError:
            return False


def _refusal(link: Link | None, cookie: str) -> str | None:
    if link is None:
        return words.UNKNOWN
    if link.is_used:
        return words.USED
    if not link.is_good:
        return words.LATE
    if link.browser is not None and not hmac.compare_digest(link.browser, fingerprint(cookie)):
        return words.ELSEWHERE
    return None


def _gone(why: str, status: int = 410) -> Response:
    return page(Page(words.GONE_TITLE, (why,), status=status))


async def _form(request: Request) -> dict[str, str] | None:
    """Read the form, but not more of it than ours would have; None: it is none."""
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MAX_BODY:
                return None
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except (ClientDisconnect, ValueError):
        return None
    return {name: value.strip().replace("\0", "") for name, value in pairs}


def _service(offered: list[Service], typed: Mapping[str, str]) -> Service | None:
    ready = next((one for one in offered if one.is_ready and one.name == typed.get("use")), None)
    return ready or next(
        (one for one in offered if not one.is_ready and one.name == typed.get("service")), None
    )


def _chosen(offered: list[Service], provider: str) -> str:
    return next((one.name for one in offered if one.name == provider and not one.is_ready), "")


def _given(service: Service, typed: Mapping[str, str], told: Connection | None) -> tuple[Told, list[str]]:
    """What the form says. A kept secret stays only where nothing of the service changed: another address never gets it."""
    desk = {name.upper(): typed.get(name.upper(), "") for name in OF_THE_DESK}
    said = {row.variable: typed.get(row.name, "") for row in service.rows if row.kind != "password"}
    hidden = {row.variable: typed.get(row.name, "") for row in service.rows if row.kind == "password"}
    cleared = [name for name, text in desk.items() if not text]
    filled = {name: text for name, text in desk.items() if text}
    own = {name: text for name, text in said.items() if text}
    kept = _of_service(told, service) if told is not None else None
    if kept == own and not any(hidden.values()):
        return Told(filled), cleared
    own[PROVIDER.upper()] = service.name
    given = {name: SecretStr(text) for name, text in hidden.items() if text}
    return Told({**filled, **own}, given), cleared


def _of_service(told: Connection, service: Service) -> dict[str, str] | None:
    """What is kept of the same service, but for secrets; None: another one is connected."""
    if told.said.get(PROVIDER.upper()) != service.name:
        return None
    mine = {row.variable for row in service.rows}
    return {name: text for name, text in told.said.items() if name in mine}


def _said(findings: list[Finding]) -> list[str]:
    return [f"{one.found} {one.mend or ''}".strip() for one in findings]
