"""The thin HTTP skin of a workspace: the Web API, the answers to interactions, Socket Mode."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections.abc import Callable
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.settings.paths import EVENTS_PATH
from bot.standins.slack import (
    agent_methods,
    chat_methods,
    directory_methods,
    entity_methods,
    file_methods,
    view_methods,
)
from bot.standins.slack.courier import Courier
from bot.standins.slack.distribution import Distribution
from bot.standins.slack.faults import Fault
from bot.standins.slack.methods import MISTAKES, call, refused
from bot.standins.slack.model import Call, Json, NotHereYet, SlackError
from bot.standins.slack.respond import respond
from bot.standins.slack.workspace import Workspace

ALL_METHODS = (agent_methods, chat_methods, directory_methods, entity_methods, file_methods, view_methods)
"""Imported so that their methods are registered."""


class SlackServer:
    """Serves a workspace on the loopback, and sends what its people do to `bot_url`; with a `distribution` all of its workspaces.

    `app` may be given further routes before the server starts: the playground's page does.
    """

    def __init__(
        self,
        workspace: Workspace,
        bot_url: str | None = None,
        signing_secret: str = "a-secret-to-play-with",  # noqa: S107 - guards a stand-in on the loopback only
        port: int = 0,
        host: str = "127.0.0.1",
        distribution: Distribution | None = None,
    ) -> None:
        self.workspace = workspace
        self.distribution = distribution
        self.workspaces = {workspace.team_id: workspace} | (distribution.workspaces if distribution else {})
        self.signing_secret = signing_secret
        self.app = web.Application(client_max_size=4 * 1024**2)
        self.app.router.add_route("*", "/api/{method}", self._api)
        self.app.router.add_post("/{kind:commands|actions}/{team}/{number}/{secret}", self._response_url)
        self.app.router.add_post("/upload/v1/{secret}", self._upload)
        self.app.router.add_get("/link/", self._link)
        self._bot_url, self._host, self._port = bot_url, host, port
        self._runner: web.AppRunner | None = None
        self.url = ""

    @property
    def api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def courier(self) -> Courier:
        return self.workspace.sender()

    def connect(self, bot_url: str) -> None:
        """Say where the bot listens: its base address, or the whole request URL."""
        base = bot_url.rstrip("/")
        for one in self.workspaces.values():
            one.sender().bot_url = base if base.endswith(EVENTS_PATH) else base + EVENTS_PATH

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        for one in self.workspaces.values():
            one.courier = Courier(one.traffic, self.signing_secret, self.url, one.patience)
        if self._bot_url is not None:
            self.connect(self._bot_url)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in self.workspaces.values():
            await one.sender().close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _link(self, request: web.Request) -> web.StreamResponse:
        return await self.courier.links.serve(request)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        token, args = await _read(request)

        workspace = self._whose(token, args)

        def work() -> web.Response:
            wait = workspace.pace.wait(name, args.get("channel"))
            if wait:
                entry.status, entry.error = 429, "ratelimited"
                return _limited(wait)
            answer = self._about_token(name, token, args) or call(workspace, name, token, args)
            entry.answer, entry.status, entry.error = answer, 200, answer.get("error")
            if answer["ok"]:
                workspace.pace.note(name, args.get("channel"))
            return web.json_response(answer, headers={"x-oauth-scopes": ",".join(sorted(workspace.scopes))})

        with workspace.traffic.call("out", name, args) as entry:
            return await self._with_faults(workspace, name, entry, work)

    def _whose(self, token: str | None, args: Json) -> Workspace:
        found = self.distribution.whose(token, args) if self.distribution else None
        return found or self.workspace

    def _about_token(self, name: str, token: str | None, args: Json) -> Json | None:
        if self.distribution is None:
            return None
        try:
            answer = self.distribution.about_token(name, token, args)
        except SlackError as refusal:
            return refused(refusal)
        return {"ok": True, **answer} if answer is not None else None

    async def _response_url(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        workspace = self.workspaces.get(request.match_info["team"], self.workspace)

        def work() -> web.Response:
            try:
                entry.sent = json.loads(raw)
                respond(workspace, workspace.tickets.use(request.path), entry.sent)
            except ValueError:
                return _refuse(workspace, entry, SlackError("invalid_payload"), 400)
            except SlackError as refusal:
                gone = refusal.code in ("used_url", "expired_url", "invalid_url")
                return _refuse(workspace, entry, refusal, 404 if gone else 400)
            entry.status = 200
            return web.Response(text="ok")

        with workspace.traffic.call("out", "response_url", raw.decode("utf-8", "replace")) as entry:
            return await self._with_faults(workspace, "response_url", entry, work)

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        """Take the bytes of a file, as they are. The list of calls has their number alone: the file itself is there to be read."""
        raw = await request.read()
        places = [one for one in self.workspaces.values() if one.files.awaits(request.path)]
        workspace = places[0] if places else self.workspace

        def work() -> web.Response:
            try:
                taken = workspace.files.upload(request.path, raw)
            except SlackError as refusal:
                return _refuse(workspace, entry, refusal, 400)
            entry.status = 200
            return web.Response(text=f"OK - {taken.size}")

        with workspace.traffic.call("out", "upload", {"bytes": len(raw)}) as entry:
            return await self._with_faults(workspace, "upload", entry, work)

    async def _with_faults(
        self, workspace: Workspace, name: str, entry: Call, work: Callable[[], web.Response]
    ) -> web.Response:
        """Do the work, unless a fault that is switched on comes between, before it or after."""
        fault = workspace.faults.take(name)
        if fault is None:
            return work()
        done = work() if fault.after_work else None
        await asyncio.sleep(fault.delay)
        broken = _broken(fault)
        if broken is None:
            return done or work()
        entry.status, entry.error = broken.status, fault.error or f"http_{broken.status}"
        return broken


def _refuse(workspace: Workspace, entry: Call, refusal: SlackError, status: int) -> web.Response:
    entry.status, entry.error = status, refusal.code
    if refusal.code in MISTAKES and not isinstance(refusal, NotHereYet):
        workspace.traffic.complain(entry.what, str(refusal))
    return web.json_response(refused(refusal), status=status)


async def _read(request: web.Request) -> tuple[str | None, Json]:
    """Read the token and the arguments, whether they come in the query, in a form or as JSON."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            sent = json.loads(await request.read() or b"{}")
        except ValueError:
            sent = {}
        args |= sent if isinstance(sent, dict) else {}
    elif request.method == "POST":
        args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    kind, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "basic":  # an app that says who it is itself, and needs no token
        known, _, secret = b64decode(bearer).decode().partition(":")
        args |= {"client_id": known, "client_secret": secret}
    token = bearer if kind.lower() == "bearer" else args.pop("token", None)
    return token or None, args


def _limited(seconds: int | str) -> web.Response:
    """https://docs.slack.dev/apis/web-api/rate-limits"""
    told = {"ok": False, "error": "ratelimited"}
    return web.json_response(told, status=429, headers={"Retry-After": str(seconds)})


def _broken(fault: Fault) -> web.Response | None:
    """Build the answer of a fault; None where it only takes its time."""
    if fault.retry_after is not None:
        return _limited(fault.retry_after)
    if fault.body is not None:
        kind = "text/html" if fault.body.startswith("<") else "application/json"
        return web.Response(text=fault.body, content_type=kind)
    if fault.status is not None:
        return web.Response(status=fault.status, text="upstream connect error")
    return web.json_response({"ok": False, "error": fault.error}) if fault.error else None
