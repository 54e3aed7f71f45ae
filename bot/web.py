"""The ASGI app: Slack's requests at /slack/events, and two questions for whoever runs it.

Slack's signature is checked here, before anything of the body is read, and a signature is good for one request.
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hmac
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from hashlib import sha256
from urllib.parse import parse_qsl

import structlog
from slack_bolt.adapter.starlette.async_handler import to_starlette_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

MAX_BODY = 1_000_000
"""Bytes; Slack's own payloads stay far below."""
MAX_AGE = 300
"""Seconds that a signature is good for, either way of our clock."""

log = structlog.get_logger(__name__)
Probe = Callable[[], Awaitable[dict[str, str]]]


class Signatures:
    """Lets each of Slack's signatures through once, within five minutes of its making."""

    def __init__(self, secret: str, clock: Callable[[], datetime]) -> None:
        self._secret = secret.encode()
        self._clock = clock
        self._used: OrderedDict[str, float] = OrderedDict()

    def accept(self, body: bytes, timestamp: str, signature: str) -> bool:
        """Tell whether a request is Slack's, fresh and new; if it is, its signature is spent."""
        now = self._clock().timestamp()
        if not timestamp.isdecimal() or len(timestamp) > 12 or abs(now - int(timestamp)) > MAX_AGE:
            return False
        if not hmac.compare_digest(self._made(timestamp, body), signature.encode()):
            return False
        while self._used and next(iter(self._used.values())) < now - 2 * MAX_AGE:
            self._used.popitem(last=False)
        if signature in self._used:
            return False
        self._used[signature] = now
        return True

    def _made(self, timestamp: str, body: bytes) -> bytes:
        """Sign as Slack does: bytes, whatever they are (the SDK's verifier fails on those that are no UTF-8)."""
        signed = b":".join((b"v0", timestamp.encode(), body))
        return b"v0=" + hmac.new(self._secret, signed, sha256).hexdigest().encode()


def web_app(bolt: AsyncApp, signatures: Signatures | None, ready: Probe) -> Starlette:
    """Make the ASGI app; without signatures (Socket Mode) there is nothing of Slack's to post to."""

    async def events(request: Request) -> Response:
        assert signatures is not None  # noqa: S101 - the route exists only with them
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        timestamp = request.headers.get("x-slack-request-timestamp", "")
        signature = request.headers.get("x-slack-signature", "")
        if not signatures.accept(body, timestamp, signature):
            return PlainTextResponse("not signed by Slack", 401)
        asked = bolt_request(body, request.headers)
        if asked is None:
            return PlainTextResponse("not understood", 400)
        try:
            answer = await bolt.async_dispatch(asked)
        except (
            Exception
        ) as error:  # Bolt itself stumbles over fields of wrong types; our own faults end in `failed`
            log.error("request_not_understood", exc_info=error)
            return PlainTextResponse("not understood", 400)
        if answer.status == 404:  # Bolt's word for a request that no listener is for
            return PlainTextResponse("not understood", 400)
        return to_starlette_response(answer)

    async def live(_: Request) -> Response:
        return PlainTextResponse("live")

    async def readyz(_: Request) -> Response:
        problems = await ready()
        return JSONResponse(
            {"ready": not problems, "problems": problems}, status_code=503 if problems else 200
        )

    routes = [Route("/healthz", live), Route("/readyz", readyz)]
    if signatures is not None:
        routes.append(Route("/slack/events", events, methods=["POST"]))
    return Starlette(routes=routes)


def bolt_request(body: bytes, headers: Mapping[str, str]) -> AsyncBoltRequest | None:
    """Read a body as Slack writes it: a form, a form with JSON in `payload`, or JSON. None for anything else.

    Bolt's own reader takes a form for one with a `payload` as soon as that word is anywhere in it, and then loses the rest.
    """
    try:
        text = body.decode()
        if headers.get("content-type", "").startswith("application/json"):
            found = json.loads(text)
        else:
            form = dict(parse_qsl(text, keep_blank_values=True))
            found = json.loads(form["payload"]) if "payload" in form else form
        if not isinstance(found, dict) or not found:
            return None
        # With this mode Bolt takes a body that is read already; nothing else depends on it.
        return AsyncBoltRequest(body=found, headers=dict(headers), mode="socket_mode")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


async def _body(request: Request) -> bytes | None:
    """Read the body, but not more of it than Slack would send."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > MAX_BODY:
            return None
    return bytes(taken)
