"""The ASGI app: Slack's requests at their one path, and what whoever runs it may ask."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.observe.metrics import CONTENT_TYPE
from bot.observe.probes import Probe, probes
from bot.settings.paths import EVENTS_PATH
from bot.slack.door import Door


class Metrics(Struct, frozen=True):
    """What /metrics answers, and the bearer token without which it answers nothing."""

    token: SecretStr
    read: Callable[[], Awaitable[bytes]]

    async def answer(self, request: Request) -> Response:
        shown = request.headers.get("authorization", "").encode("latin-1")
        if not hmac.compare_digest(shown, f"Bearer {self.token.get_secret_value()}".encode()):
            return PlainTextResponse("not allowed", 401, {"www-authenticate": "Bearer"})
        return Response(await self.read(), media_type=CONTENT_TYPE)


def web_app(
    door: Door | None, ready: Probe, metrics: Metrics | None, pages: Sequence[BaseRoute] = ()
) -> ASGIApp:
    """Make the ASGI app; without a door (Socket Mode) there is nothing of Slack's to post to. `pages`: what browsers are shown."""

    routes: list[BaseRoute] = [*probes(ready), *pages]
    if metrics is not None:
        routes.append(Route("/metrics", metrics.answer))
    questions = Starlette(routes=routes)
    if door is None:
        return questions

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        is_slacks = scope["type"] == "http" and scope["path"] == EVENTS_PATH
        await (door if is_slacks else questions)(scope, receive, send)

    return app
